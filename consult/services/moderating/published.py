"""How a cleared text is published: as it was written, or in the words that a moderator gave it."""

from typing import Final

from sqlalchemy import func

from consult.tables import texts

# Square brackets tell, in every language, that these are not the words as they were written.
PUBLISHED: Final = func.coalesce("[" + texts.c.wording + "]", texts.c.text)

"""How much may be written in a field, said in the reader's language: the form library lacks the Arabic."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length


def at_most(characters: int) -> Length:
    """Give the rule that refuses more than this many characters."""
    return Length(max=characters, message=_l("This is too long. Largest number of characters: %(max)d."))

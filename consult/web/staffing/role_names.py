"""What the roles are called, and what each is for."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

# role -> its name, and what somebody in it does.
ROLE_NAMES: dict[str, tuple[LazyString, LazyString]] = {
    "coordinator": (
        _l("Coordinator"),
        _l("Plans the consultation, writes the questions, invites the others, opens and closes."),
    ),
    "translator": (_l("Translator"), _l("Translates and reviews the texts.")),
    "moderator": (_l("Moderator"), _l("Reads what children wrote before anybody else does.")),
    "analyst": (_l("Analyst"), _l("Freezes the answers, starts the analysis, prepares the release.")),
    "safeguarding": (
        _l("Safeguarding lead"),
        _l("Keeps the help contacts right, and reads what moderators pass on."),
    ),
    "facilitator": (_l("Facilitator"), _l("Runs live dialogues with groups of children.")),
}


def role_name(role: str) -> str:
    """Give a role's name in the language of the page."""
    return str(ROLE_NAMES[role][0])

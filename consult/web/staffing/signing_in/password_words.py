"""Why a new password cannot be used, in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.services.people.passwords import SHORTEST, PasswordError

NEW_PASSWORD = _l("New password")
_WHY = {
    "short": _l("The password needs at least %(shortest)s characters. A sentence is easy to remember."),
    "long": _l("The password is too long."),
    "common": _l("This password is one of those that are tried first. Please choose another."),
    "context": _l(
        "The password is made of your name, your address or the name of this program. Please choose another."
    ),
}


def why_not(error: PasswordError) -> str:
    """Say why a password cannot be used."""
    return str(_WHY[error.code]) % {"shortest": SHORTEST} if error.code == "short" else str(_WHY[error.code])


def hint() -> str:
    """Say what a good password is."""
    told: str = _(
        "At least %(shortest)s characters. Four or five words that do not belong together are good.",
        shortest=SHORTEST,
    )
    return told

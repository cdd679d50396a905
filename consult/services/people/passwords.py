"""Passwords: which are refused, how they are kept (Argon2id), how one is checked."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from consult.errors import ConsultError

SHORTEST: Final = 12
LONGEST: Final = 256
# RFC 9106, second recommended option: 64 MiB, three passes, four lanes.
hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
COMMON = Path(__file__).with_name("common_passwords.txt")


class PasswordError(ConsultError):
    """A password that may not be used; `code` is short, long, common or context."""

    def __init__(self, code: str) -> None:
        super().__init__(
            {
                "short": f"the password has fewer than {SHORTEST} characters",
                "long": f"the password has more than {LONGEST} characters",
                "common": "the password is on the list of those that are tried first",
                "context": "the password is built from the name, the address or the name of this software",
            }[code]
        )
        self.code = code


def made(password: str, context: Iterable[str] = ()) -> str:
    """Check a new password and give its hash; PasswordError where it may not be used."""
    check(password, context)
    return hasher.hash(password)


def check(password: str, context: Iterable[str] = ()) -> None:
    """Refuse what is short, common, or made of words that anybody would try for this person."""
    if len(password) < SHORTEST:
        raise PasswordError("short")
    if len(password) > LONGEST:
        raise PasswordError("long")
    plain = _letters(password)
    if password.lower() in _common() or plain in _common() or len(set(password)) < 5:
        raise PasswordError("common")
    rest = plain
    for word in sorted(_words(context), key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < SHORTEST // 2:
        raise PasswordError("context")


def _letters(password: str) -> str:
    return "".join(sign for sign in password.lower() if sign.isalnum())


def _words(context: Iterable[str]) -> set[str]:
    parts = ["consult", "password", "children", "rights", "survey", "admin", "welcome", "office"]
    for text in context:
        parts += "".join(sign if sign.isalnum() else " " for sign in text.lower()).split()
    return {part for part in parts if len(part) > 2}


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Give the passwords that are tried first."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@lru_cache(maxsize=1)
def _nobody(_parameters: object) -> str:
    return hasher.hash("nobody has this password")


def matches(password: str, kept: str) -> bool:
    """Say whether a password is the one kept; takes as long where none is kept."""
    try:
        known = kept or _nobody((hasher.time_cost, hasher.memory_cost))
        hasher.verify(known, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def is_old(kept: str) -> bool:
    """Say whether a hash was made with weaker parameters than today's."""
    return hasher.check_needs_rehash(kept)

"""One suggestion to the moderator: where a text may tell who somebody is, and why we think so."""

from dataclasses import dataclass

# What a moderator can rely on being searched for, and what is only a reason to read twice.
STRONG = (
    "email",
    "url",
    "handle",
    "ip_address",
    "national_id",
    "phone",
    "long_number",
    "spelled_number",
    "postal_address",
    "listed",
)
WEAK = ("birth_date", "age", "school")
KINDS = STRONG + WEAK


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text as the child wrote it: characters start (included) to end (not included).

    `kind` is one of KINDS; `why` is a fixed English sentence, to be translated where it is shown. Neither
    repeats what was found.
    """

    kind: str
    start: int
    end: int
    why: str

    @property
    def weak(self) -> bool:
        """Say whether this is a hint only: many harmless texts hold the like."""
        return self.kind in WEAK

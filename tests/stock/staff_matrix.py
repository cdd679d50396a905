"""The rows of the authorisation matrix, for the web tests and for the browser tests."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "web" / "staffing" / "matrix"
KINDS = ("all", "signed_in", "administrator", "editors")
EDITORS = ("coordinator", "analyst")  # of indicators, in the stocked office


@dataclass(frozen=True)
class Route:
    """One endpoint with one method, and who may call it; `room` is the file it stands in."""

    room: str
    endpoint: str
    kind: str
    roles: tuple[str, ...]
    method: str = "GET"
    values: dict = field(default_factory=dict)
    query: dict = field(default_factory=dict)
    form: dict = field(default_factory=dict)
    status: int = 200
    browser: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"

    def lets_in(self, role: str) -> bool:
        """Say whether somebody in our consultation with this role may call it."""
        if self.kind == "roles":
            return role in self.roles
        if self.kind == "editors":
            return role in EDITORS
        return self.kind != "administrator" or role == "administrator"


def rows() -> list[Route]:
    """Read the rows of all rooms."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("route", []):
            roles = row.pop("roles")
            named = roles in KINDS
            row.setdefault("method", "GET")
            row.setdefault("status", 200 if row["method"] == "GET" else 303)
            chosen = ("roles", tuple(roles)) if not named else (roles, ())
            found.append(Route(path.stem, kind=chosen[0], roles=chosen[1], **row))
    return found

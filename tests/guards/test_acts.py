"""Every act that staff can do has a name that people read in the log."""

import ast
from pathlib import Path

import consult
from consult.services.releasing.making import KINDS
from consult.web.staffing.act_names import NAMES

PRODUCT = Path(consult.__file__).parent
# Codes that are put together when they are noted: what stands in the braces, and what it may be.
MEMBERS = {
    "act": ("open", "release"),  # what needs four eyes
    "kind": tuple(KINDS),  # jobs
    "job.kind": tuple(KINDS),
    "found.kind": ("microdata", "quality"),  # exports that can be handed out
}
HOLDINGS = ("bundle", "microdata", "quality")


def noted() -> dict[str, str]:
    """Give the codes of all acts that the code notes, each with the file that does."""
    found = {}
    for path in PRODUCT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "acts.record",
                "record",
                "_record",
                "acted",
            }:
                place = {"acted": 0, "_record": 1}.get(ast.unparse(node.func), 2)
                for code in codes(node.args[place]) if len(node.args) > place else ():
                    found[code] = str(path.relative_to(PRODUCT))
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "what":
                found |= dict.fromkeys(codes(node.value), str(path.relative_to(PRODUCT)))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "_turn":
                found |= dict.fromkeys(codes(node.args[3]), str(path.relative_to(PRODUCT)))
    return found


def codes(node: ast.expr) -> list[str]:
    """Read the texts that an argument may be: a constant, a choice between two, or put together of two parts."""
    if isinstance(node, ast.IfExp):
        return codes(node.body) + codes(node.orelse)
    if isinstance(node, ast.JoinedStr):
        inside, after = (
            ast.unparse(part.value) if isinstance(part, ast.FormattedValue) else part.value
            for part in node.values
        )
        every = HOLDINGS if after == "_made" else MEMBERS[inside]
        return [each + after for each in every]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_act_has_a_name() -> None:
    found = noted()
    assert len(found) > 70
    assert {code: path for code, path in found.items() if code not in NAMES} == {}


def test_an_act_without_a_name_would_be_found() -> None:
    assert codes(ast.parse("'a' if x else 'b'", mode="eval").body) == ["a", "b"]

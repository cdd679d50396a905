"""Every act that staff can do has a name that people read in the log."""

import ast
from pathlib import Path

import consult
from consult.web.staffing.act_names import NAMES

PRODUCT = Path(consult.__file__).parent


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
    return found


def codes(node: ast.expr) -> list[str]:
    """Read the texts that an argument may be: a constant, or a choice between two."""
    if isinstance(node, ast.IfExp):
        return codes(node.body) + codes(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_act_has_a_name() -> None:
    found = noted()
    assert len(found) > 30
    assert {code: path for code, path in found.items() if code not in NAMES} == {}


def test_an_act_without_a_name_would_be_found() -> None:
    assert codes(ast.parse("'a' if x else 'b'", mode="eval").body) == ["a", "b"]

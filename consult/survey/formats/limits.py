"""Constraints and parameters of an XLSForm to our limits and back: at most, from, to, step, longest."""

import re
from collections.abc import Iterator, Mapping

from consult.survey.formats.expressions import Call, ExpressionError, Here, Literal, Node, parse
from consult.survey.model import MISSING

_PARAMETER = re.compile(r"\s*([A-Za-z_-]+)\s*=\s*([^\s;,=]+)\s*[;,]?\s*")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def limits_of(constraint: str, shape: str) -> tuple[dict[str, int], bool]:
    """Read a constraint as limits of our own, and whether all of it was understood."""
    try:
        tree = parse(constraint)
    except ExpressionError:
        return {}, False
    found: dict[str, int] = {}
    whole = True
    for part in _parts(tree):
        limit = _limit(part, shape)
        if limit is None or limit[0] in found:
            whole = whole and _exclusive(part)
        else:
            found[limit[0]] = limit[1]
    return found, whole


def constraint_of(limits: Mapping[str, int], exclusive: tuple[str, ...] = ()) -> str:
    """Write limits as a constraint; `exclusive` are choices that stand alone."""
    signs = {
        "least": ". >= {}",
        "greatest": ". <= {}",
        "most": "count-selected(.) <= {}",
        "longest": "string-length(.) <= {}",
    }
    parts = [sign.format(limits[name]) for name, sign in signs.items() if name in limits]
    parts += [f"not(selected(., '{choice}') and count-selected(.) > 1)" for choice in exclusive]
    return " and ".join(parts)


def parameters_of(words: str) -> dict[str, str]:
    """Read "start=0 end=5 step=1"; parameters that are no pairs are given under the empty name."""
    pairs = {match[1].lower(): match[2] for match in _PARAMETER.finditer(words)}
    rest = _PARAMETER.sub("", words).strip()
    return pairs | {"": rest} if rest else pairs


def _parts(tree: Node) -> Iterator[Node]:
    match tree:
        case Call("and", operands):
            for part in operands:
                yield from _parts(part)
        case _:
            yield tree


def _limit(part: Node, shape: str) -> tuple[str, int] | None:
    match part:
        case Call(sign, (Literal() as value, measured)) if sign in _TURNED:
            return _limit(Call(_TURNED[sign], (measured, value)), shape)
        case Call(("<=" | "<" | ">=" | ">") as sign, (measured, value)):
            number = _whole(value)
            name = _measure(measured, sign, shape)
            if number is None or name is None:
                return None
            number += {"<": -1, ">": 1}.get(sign, 0)
            return (name, number) if number >= 0 else None
    return None


def _whole(value: Node) -> int | None:
    match value:
        case Literal(float() as number) if number == int(number) and number <= 32767:
            return int(number)
    return None


def _measure(measured: Node, sign: str, shape: str) -> str | None:
    match measured:
        case Here() if shape == "number":
            return "greatest" if sign.startswith("<") else "least"
        case Call("count-selected", (Here(),)) if shape == "multiple" and sign.startswith("<"):
            return "most"
        case Call("string-length", (Here(),)) if shape == "text" and sign.startswith("<"):
            return "longest"
    return None


def _exclusive(part: Node) -> bool:
    """Say whether a part only keeps "I don't know" apart from other choices, as ours always does."""
    match part:
        case Call("not", (Call("and", (Call("selected", (Here(), Literal(str(choice)))), _)),)):
            return choice in MISSING
    return False

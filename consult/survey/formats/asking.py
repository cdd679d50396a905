"""Relevance of an XLSForm to our `ask_if` and back: only what a child's stored answers can decide."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from consult.survey.formats.expressions import Call, ExpressionError, Literal, Name, Node, parse
from consult.survey.model import Condition

_COUNTS = {"count-selected", "string-length"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as conditions see it: its name and shape here, and its choices by the name in the file.

    `listed` are the kinds of missing that stand among its choices there; `rows` the lines of a grid.
    """

    name: str
    shape: str
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    listed: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


class AskingError(ValueError):
    """A relevance that cannot be kept: `code` says why, `words` which part."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(f"{code}: {words}")
        self.code, self.words = code, words


def condition_of(words: str, find: Callable[[str], Asked]) -> Condition | bool:
    """Read a relevance as a condition, or True or False where it always or never holds; AskingError."""
    try:
        tree = parse(words)
    except ExpressionError as error:
        raise AskingError("expression", str(error)) from error
    return _condition(tree, find)


def joined(parts: Iterable[Condition | bool]) -> Condition | bool:
    """Join conditions that must all hold."""
    return _all(list(parts))


def _condition(  # noqa: PLR0911  one return per form
    tree: Node, find: Callable[[str], Asked]
) -> Condition | bool:
    match tree:
        case Call("and", operands):
            return _all([_condition(part, find) for part in operands])
        case Call("or", operands):
            return _any([_condition(part, find) for part in operands])
        case Call("not", (part,)):
            return _not(_condition(part, find))
        case Call("true" | "false" as word, ()):
            return word == "true"
        case Call("selected", (Name(name), Literal(value))):
            return _is(find(name), _word(value))
        case Call("=" | "!=" as sign, (Name() | Call() as left, Literal(value))):
            found = _equal(left, value, find)
            return found if sign == "=" else _not(found)
        case Call("=" | "!=" as sign, (Literal() as value, Name() as name)):
            return _condition(Call(sign, (name, value)), find)
        case Call((">" | ">=") as sign, (Call(counted, (Name(name),)), Literal(value))) if counted in _COUNTS:
            if (sign, value) in {(">", 0.0), (">=", 1.0)}:
                return _answered(find(name))
    raise AskingError("condition_kind")


def _equal(left: Name | Call, value: str | float, find: Callable[[str], Asked]) -> Condition | bool:
    match left:
        case Name(name) if value == "":
            return _not(_answered(find(name)))
        case Name(name):
            asked = find(name)
            if asked.shape in {"multiple", "rank"}:
                raise AskingError("condition_equals_several", name)
            return _is(asked, _word(value))
        case Call(counted, (Name(name),)) if counted in _COUNTS and value == 0:
            return _not(_answered(find(name)))
    raise AskingError("condition_kind")


def _is(asked: Asked, choice: str) -> Condition:
    if asked.shape not in {"single", "multiple", "rank"}:
        raise AskingError(_MISFITS.get(asked.shape, "condition_kind"), asked.name)
    name = choice if choice in asked.listed else asked.choices.get(choice)
    if name is None:
        raise AskingError("condition_choice", choice)
    return {"question": asked.name, "is": [name]}


_MISFITS = {"text": "condition_on_words", "number": "condition_on_number", "grid": "condition_on_row"}


def _answered(asked: Asked) -> Condition:
    if asked.shape in {"text", "none", "grid"}:
        raise AskingError(_MISFITS.get(asked.shape, "condition_kind"), asked.name)
    answered: Condition = {"question": asked.name, "answered": True}
    if not asked.listed:
        return answered
    return {"any": [answered, {"question": asked.name, "is": list(asked.listed)}]}


def _word(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _all(parts: list[Condition | bool]) -> Condition | bool:
    kept = [part for part in parts if not isinstance(part, bool)]
    if False in parts:
        return False
    return {"all": kept} if len(kept) > 1 else kept[0] if kept else True


def _any(parts: list[Condition | bool]) -> Condition | bool:
    kept = [part for part in parts if not isinstance(part, bool)]
    if True in parts:
        return True
    if len(kept) > 1 and all(_same(part, kept[0]) for part in kept):
        choices = [choice for part in kept for choice in _choices(part)]
        return {"question": kept[0]["question"], "is": choices}
    return {"any": kept} if len(kept) > 1 else kept[0] if kept else False


def _same(part: Condition, first: Condition) -> bool:
    return "is" in part and part.get("question") == first.get("question")


def _choices(part: Condition) -> list[object]:
    choices = part.get("is")
    return choices if isinstance(choices, list) else []


def _not(part: Condition | bool) -> Condition | bool:  # noqa: FBT001  a condition that always holds
    if isinstance(part, bool):
        return not part
    match part:
        case {"not": Mapping() as inner}:
            return inner
    return {"not": part}


def relevance(condition: Condition, find: Callable[[str], Asked]) -> str:
    """Write a condition as relevance; KeyError where it asks about a question that `find` does not know."""
    match condition:
        case {"all": list(inner)}:
            return f"({' and '.join(relevance(part, find) for part in inner)})"
        case {"any": list(inner)}:
            return f"({' or '.join(relevance(part, find) for part in inner)})"
        case {"not": Mapping() as inner}:
            return f"not({relevance(inner, find)})"
    asked = find(str(condition["question"]))
    if "answered" in condition:
        return _written_answered(asked)
    written = [_written_is(asked, str(choice)) for choice in _choices(condition)]
    return written[0] if len(written) == 1 else f"({' or '.join(written)})"


def _written_is(asked: Asked, choice: str) -> str:
    if asked.shape == "single":
        return f"${{{asked.name}}} = '{choice}'"
    return f"selected(${{{asked.name}}}, '{choice}')"


def _written_answered(asked: Asked) -> str:
    if asked.shape == "grid":
        single = [Asked(f"{asked.name}.{row}", "single", listed=asked.listed) for row in asked.rows]
        return f"({' or '.join(_written_answered(row) for row in single)})"
    parts = [f"${{{asked.name}}} != ''", *(f"not({_written_is(asked, kind)})" for kind in asked.listed)]
    return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})"

"""When a question is asked: a simple form made into a condition, and a condition told as a structure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.survey.kinds import KINDS
from consult.survey.writing.finding import Document, Part, copied, question, questions, read

ANSWERED = ""  # in a simple rule: any answer at all
MODES = ("always", "all", "any", "unless")
MISSING = ("dont_know", "rather_not_say")


@dataclass(frozen=True, slots=True)
class Rule:
    """A simple condition: a mode, and for each earlier question the choices that open this one."""

    mode: str = "always"
    wanted: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition as staff read it: "is" or "answered" of a question, or "all", "any", "not" of clauses.

    `question` and `choices` are names; `label` and `labels` the text values that say them.
    """

    kind: str
    question: str = ""
    label: object = None
    choices: tuple[str, ...] = ()
    labels: tuple[object, ...] = ()
    parts: tuple["Clause", ...] = ()


def askable(document: Document, name: str) -> list[Part]:
    """List the earlier questions that a question may depend on: whose answers are choices or numbers."""
    found = []
    for _, each in questions(document):
        if each.get("name") == name:
            break
        kind = KINDS.get(str(each.get("kind")))
        if kind is not None and kind.shape not in {"text", "none"}:
            found.append(each)
    return found


def codes(part: Part) -> list[str]:
    """List the answers of a question that a condition may name; none for countries, numbers and grids."""
    kind = KINDS.get(str(part.get("kind")))
    if kind is None or kind.shape in {"grid", "number", "text", "none"} or part.get("choices_from"):
        return []
    own = [str(choice.get("name")) for choice in read(part, "choices")]
    usual = {"dont_know": False, "rather_not_say": True}
    return own + [code for code in MISSING if part.get(code, usual[code]) is True]


def set_rule(document: Document, name: str, rule: Rule) -> Document:
    """Give a question a simple condition, or none."""
    made = copied(document)
    found = question(made, name)
    condition = condition_of(rule)
    if _means(rule_of(found.get("ask_if"))) == _means(rule_of(condition)):
        return made  # the same in another order: nothing changed
    if condition is None:
        found.pop("ask_if", None)
    else:
        found["ask_if"] = condition
    return made


def _means(rule: Rule | None) -> object:
    return rule and (rule.mode, {name: frozenset(choices) for name, choices in rule.wanted})


def condition_of(rule: Rule) -> Mapping[str, object] | None:
    """Write a simple rule as a condition of the document."""
    clauses: list[dict[str, object]] = [
        {"question": name, "answered": True} if ANSWERED in wanted else {"question": name, "is": list(wanted)}
        for name, wanted in rule.wanted
        if wanted
    ]
    if rule.mode == "always" or not clauses:
        return None
    joined = clauses[0] if len(clauses) == 1 else {"all" if rule.mode == "all" else "any": clauses}
    return {"not": joined} if rule.mode == "unless" else joined


def rule_of(condition: object) -> Rule | None:
    """Read a condition back as a simple rule; None where it is more than the simple form can say."""
    if condition is None:
        return Rule()
    match condition:
        case {"not": Mapping() as inner}:
            said = rule_of(inner)
            fits = said is not None and (said.mode == "any" or len(said.wanted) == 1)
            return Rule("unless", said.wanted) if said and fits else None
        case {"all": list(inner)}:
            return _flat("all", inner)
        case {"any": list(inner)}:
            return _flat("any", inner)
        case Mapping():
            return _flat("all", [condition])
    return None


def _flat(mode: str, inner: Sequence[object]) -> Rule | None:
    wanted: dict[str, tuple[str, ...]] = {}
    for part in inner:
        match part:
            case {"question": str(name), "is": list(choices)} if name not in wanted:
                wanted[name] = tuple(str(choice) for choice in choices)
            case {"question": str(name), "answered": True} if name not in wanted:
                wanted[name] = (ANSWERED,)
            case _:
                return None
    return Rule(mode, tuple(wanted.items()))


def told(document: Document, condition: object) -> Clause | None:
    """Tell a condition as clauses with the texts that name its questions and choices; None: there is none."""
    match condition:
        case {"all": list(inner)}:
            return Clause("all", parts=_told(document, inner))
        case {"any": list(inner)}:
            return Clause("any", parts=_told(document, inner))
        case {"not": Mapping() as inner}:
            return Clause("not", parts=_told(document, [inner]))
        case {"question": str(name), "is": list(wanted)}:
            return _about(document, name, [str(choice) for choice in wanted])
        case {"question": str(name)}:
            return _about(document, name, None)
    return None


def _told(document: Document, inner: Sequence[object]) -> tuple[Clause, ...]:
    return tuple(clause for part in inner if (clause := told(document, part)) is not None)


def _about(document: Document, name: str, wanted: list[str] | None) -> Clause:
    found: Part = next((each for _, each in questions(document) if each.get("name") == name), {})
    if wanted is None:
        return Clause("answered", name, found.get("label"))
    labels = {str(choice.get("name")): choice.get("label") for choice in read(found, "choices")}
    return Clause("is", name, found.get("label"), tuple(wanted), tuple(labels.get(code) for code in wanted))

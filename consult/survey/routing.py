"""Which questions a child is asked: worked out anew from her answers, never stored."""

from collections.abc import Callable, Iterator, Mapping

from consult.survey.model import Answer, Condition, Question, Questionnaire, missing_kind


def path(questionnaire: Questionnaire, band: str, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """List the questions (notes too) that a child of this band with these answers is asked, in order.

    An answer to a question that is not itself on the path opens no further question. KeyError: no such band.
    """
    steps = walk(questionnaire, band, lambda question: answers.get(question.name))
    return tuple(question for question, _ in steps)


def walk(
    questionnaire: Questionnaire, band: str, answer: Callable[[Question], Answer | None]
) -> Iterator[tuple[Question, Answer | None]]:
    """Go down the path question by question, asking `answer` only for those that are on it."""
    given: dict[str, Answer] = {}
    for question in questionnaire.for_band(band):
        if question.ask_if is not None and not holds(question.ask_if, given):
            continue
        value = answer(question)
        if value is not None:
            given[question.name] = value
        yield question, value


def holds(condition: Condition, answers: Mapping[str, Answer]) -> bool:
    """Say whether a condition is true of these answers; a question without an answer makes it false.

    "is" is true of several choices where any one of them is named; it may name dont_know or rather_not_say.
    """
    match condition:
        case {"question": str(name), "is": list(choices)}:
            return bool(_codes(answers.get(name)) & set(choices))
        case {"question": str(name), "answered": _}:
            return _answered(answers.get(name))
        case {"all": list(parts)}:
            return all(holds(part, answers) for part in parts)
        case {"any": list(parts)}:
            return any(holds(part, answers) for part in parts)
        case {"not": Mapping() as part}:
            return not holds(part, answers)
    raise ValueError(f"no such condition: {condition!r}")


def _codes(answer: Answer | None) -> set[str]:
    kind = missing_kind(answer)
    if kind is not None:
        return {kind}
    if isinstance(answer, str):
        return {answer}
    return set(answer) if isinstance(answer, list) else set()


def _answered(answer: Answer | None) -> bool:
    if answer is None or missing_kind(answer) is not None:
        return False
    if isinstance(answer, Mapping):
        return any(missing_kind(value) is None for value in answer.values())
    return True

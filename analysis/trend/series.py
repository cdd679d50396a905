"""Which waves asked a question in the same form, so that their shares make one series. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from analysis.disclosure import OVERALL
from analysis.disclosure.lines import Line
from analysis.trend.comparing import CODING, Difference, Place, question_differences
from analysis.trend.waves import Wave, WavesError


def questions_of(waves: Sequence[Wave]) -> list[str]:
    """Give the names of all questions with results, in the order of the earliest wave that asked them."""
    return list(dict.fromkeys(line.question for wave in waves for line in wave.lines))


def asked_in(name: str, waves: Sequence[Wave]) -> list[Wave]:
    """Give the waves with results of a question."""
    return [wave for wave in waves if any(line.question == name for line in wave.lines)]


def series_of(name: str, asked: Sequence[Wave]) -> dict[str, int]:
    """Give the number of the form in which each wave asked a question, by the wave's source."""
    forms: list[Wave] = []
    found: dict[str, int] = {}
    for wave in asked:
        at = next((at for at, form in enumerate(forms) if not differences_of(name, form, wave)), len(forms))
        forms += [wave] * (at == len(forms))
        found[wave.source] = at + 1
    return found


def changes_of(name: str, asked: Sequence[Wave]) -> Iterator[tuple[Wave, Wave]]:
    """Give the neighbouring waves between which a question changed."""
    series = series_of(name, asked)
    for first, second in pairwise(asked):
        if series[first.source] != series[second.source]:
            yield first, second


def differences_of(name: str, first: Wave, second: Wave) -> tuple[Difference, ...]:
    """List what changed in a question; the codes behind the names do not matter to a reader.

    WavesError where a wave's words are not known.
    """
    found: tuple[Difference, ...] = ()
    if first.questionnaire["digest"] != second.questionnaire["digest"]:
        for wave in (first, second):
            if wave.codebook is None:
                raise WavesError(
                    f"the questionnaire changed, and the release {wave.folder} does not carry its words: "
                    "give its bundle too, or make the release again"
                )
        books = first.codebook or {}, second.codebook or {}
        found = tuple(d for d in question_differences(*books, name) if d.aspect != CODING)
    return found + _classes(name, first, second)


def _classes(name: str, first: Wave, second: Wave) -> tuple[Difference, ...]:
    """Compare the classes of numbers: they follow the answers and may differ with the same wording."""
    here, there = (
        ", ".join(x.row for x in lines_of(name, w) if (x.kind, x.breakdown) == ("choice", OVERALL))
        for w in (first, second)
    )
    number = any(line.shape == "number" for line in lines_of(name, first))
    if not number or here == there:
        return ()
    return (Difference(name, Place(name, "classes of numbers"), "classes", here, there),)


def lines_of(name: str, wave: Wave) -> list[Line]:
    """Give a question's lines in one wave."""
    return [line for line in wave.lines if line.question == name]

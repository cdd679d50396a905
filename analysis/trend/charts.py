"""Charts of a trend: for each question a strip for each answer, a place in it for each wave.

Only what is shown in the releases is drawn. A line joins two neighbouring waves where both show the share and
the question was the same; where it changed the line is broken in the sight of all, and a note says why.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.charts import write_chart
from analysis.disclosure import NOT_ASKED, OVERALL, SHOWN, SUPPRESSED
from analysis.disclosure.lines import Line as Released
from analysis.labels import choice_label, item_label
from analysis.phrases import several_answers, source_line
from analysis.render.chart import Break, Chart, Line, Value
from analysis.render.strips import top_of
from analysis.render.words import Words
from analysis.staff_words import spoken
from analysis.trend.series import asked_in, changes_of, differences_of, lines_of, questions_of
from analysis.trend.telling import chosen, kinds_of_change, label
from analysis.trend.waves import Wave

# The order of these answers says something; others stand from most to least chosen.
_ORDERED = {"scale", "range", "integer"}
# Why a wave shows no share of an answer, where the release has no word for it.
_ABSENT, _PARTLY, _FEW = "absent", "partly", "few"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One question, or one row of a grid, in all waves: its released lines by wave, of all children."""

    question: str
    item: str
    waves: tuple[Wave, ...]
    lines: tuple[dict[str, Released], ...]
    words: Words

    @property
    def asked(self) -> tuple[Wave, ...]:
        """Give the waves that asked it."""
        return tuple(wave for wave, lines in zip(self.waves, self.lines, strict=True) if lines)

    def status(self, choice: str) -> list[str]:
        """Say for each wave how an answer is shown there, or why it has no share."""
        return [self._status(choice, at) for at in range(len(self.waves))]

    def _status(self, choice: str, at: int) -> str:
        line = self.lines[at].get(choice)
        if line is None:
            return _ABSENT if self.lines[at] else NOT_ASKED
        if line.percent is not None or line.status in {NOT_ASKED, SUPPRESSED}:
            return line.status
        # With a base large enough, only an answer that some could not choose has no share of all children.
        enough = (line.base or 0) >= self.waves[at].policy["percent_base"]
        return _PARTLY if line.status == SHOWN and enough else _FEW


def write_trend_charts(waves: Sequence[Wave], language: str, out: Path) -> list[tuple[Chart, Path]]:
    """Write every chart of a trend as NAME.LANGUAGE.svg and .png into a folder; give each with its SVG."""
    out.mkdir(parents=True, exist_ok=True)
    return [(chart, write_chart(chart, language, out)[0]) for chart in trend_charts(waves, language)]


def trend_charts(waves: Sequence[Wave], language: str) -> list[Chart]:
    """Make the charts of all questions that two waves asked at least, in one language."""
    words = spoken(language)
    asked = [name for name in questions_of(waves) if len(asked_in(name, waves)) > 1]
    return [_chart(drawn) for name in asked for drawn in _items(name, tuple(waves), words)]


def _items(name: str, waves: tuple[Wave, ...], words: Words) -> Iterator[_Drawn]:
    """Part a question into what is drawn apart: the rows of a grid."""
    of_all = [
        [x for x in lines_of(name, wave) if (x.breakdown, x.kind) == (OVERALL, "choice")] for wave in waves
    ]
    for item in dict.fromkeys(line.item for lines in of_all for line in lines):
        here = tuple({line.row: line for line in lines if line.item == item} for lines in of_all)
        yield _Drawn(name, item, waves, here, words)


def _chart(drawn: _Drawn) -> Chart:
    words = drawn.words
    names = _order(drawn)
    lines = tuple(Line(_choice(drawn, name), _values(drawn, name)) for name in names)
    series = tuple(_named(wave, drawn.waves, words) for wave in drawn.waves)
    breaks = tuple(_breaks(drawn))
    title = label(drawn.question, drawn.waves, words.language)
    if drawn.item:
        title = words.together([title, _item(drawn)])
    told = "; ".join(_spoken(line, series, breaks) for line in lines)
    return Chart(
        name=f"{drawn.question}__{drawn.item}__waves" if drawn.item else f"{drawn.question}__waves",
        kind="trend",
        title=title,
        series=series,
        lines=lines,
        notes=tuple(_notes(drawn, names, lines)),
        mark=words.gettext("Synthetic data") if any(w.facts.get("synthetic") for w in drawn.waves) else "",
        description=words.gettext("Line chart over the waves. {title} {shares}.", title=title, shares=told),
        breaks=breaks,
    )


def _order(drawn: _Drawn) -> list[str]:
    """Give the answers of all waves, those of the latest wave first."""
    latest = drawn.lines[drawn.waves.index(drawn.asked[-1])]
    names = list(latest)
    book = drawn.asked[-1].codebook
    kinds = {q["name"]: q["kind"] for q in book["questions"]} if book else {}
    if kinds.get(drawn.question) not in _ORDERED and not drawn.item:
        names.sort(key=lambda name: -(latest[name].percent or -1))
    return list(dict.fromkeys([*names, *(name for lines in drawn.lines for name in lines)]))


def _values(drawn: _Drawn, choice: str) -> tuple[Value, ...]:
    _ = drawn.words.gettext
    why = {
        NOT_ASKED: _("not asked"),
        SUPPRESSED: _("hidden"),
        _ABSENT: _("not offered"),
        _PARTLY: _("some ages only"),
        _FEW: _("too few"),
    }
    found = []
    for lines, status in zip(drawn.lines, drawn.status(choice), strict=True):
        share = lines[choice].percent if choice in lines else None
        shown = why[status] if share is None else drawn.words.percent(share)
        found.append(Value(share, shown))
    return tuple(found)


def _breaks(drawn: _Drawn) -> Iterator[Break]:
    """Give the places where the question of a wave is not that of the wave before it which asked it."""
    for _, second in changes_of(drawn.question, drawn.asked):
        yield Break(drawn.waves.index(second), drawn.words.gettext("question changed"))


def _notes(drawn: _Drawn, names: Sequence[str], lines: Sequence[Line]) -> Iterator[str]:
    """Explain what a reader would ask: breaks, gaps, the scale, who answered, what may be compared."""
    words = drawn.words
    _ = words.gettext
    for first, second in changes_of(drawn.question, drawn.asked):
        yield _(
            "Between {first} and {second} the question changed: {changes}. The line is broken there: the "
            "shares before and after are not one series.",
            first=_plain(first, drawn.waves, words),
            second=_plain(second, drawn.waves, words),
            changes=kinds_of_change(differences_of(drawn.question, first, second), words),
        )
    found = {status for name in names for status in drawn.status(name)}
    if SUPPRESSED in found:
        yield _("Hidden: not shown, so that nobody can be recognized. The line stops there.")
    if _FEW in found:
        yield _("Too few: too few children answered to give a percentage.")
    if _PARTLY in found:
        yield _("Some ages only: only some age groups could choose it, so it has no share of all children.")
    yield _("Every strip goes from 0 to {top}.", top=words.percent(top_of(lines)))
    yield _("Children who answered: {bases}.", bases=words.listed(list(_bases(drawn))))
    shapes = {line.shape for lines in drawn.lines for line in lines.values()}
    if "multiple" in shapes:
        yield several_answers(words)
    if "rank" in shapes:
        yield _("The share of children who put this first.")
    yield chosen(words)
    yield _source(drawn)


def _bases(drawn: _Drawn) -> Iterator[str]:
    words = drawn.words
    for wave, lines in zip(drawn.waves, drawn.lines, strict=True):
        if lines:
            base = next(iter(lines.values())).base
            number = words.gettext("too few to say") if base is None else words.number(base)
            yield words.gettext("{name}: {number}", name=_plain(wave, drawn.waves, words), number=number)


def _named(wave: Wave, waves: Sequence[Wave], words: Words) -> str:
    """Name a wave at the head of its place, with the year in which it opened."""
    year = f"\n{dt.date.fromisoformat(wave.opened).year}" if wave.opened else ""
    return _plain(wave, waves, words) + year


def _plain(wave: Wave, waves: Sequence[Wave], words: Words) -> str:
    if len({each.poll for each in waves}) == 1:
        return words.gettext("Wave {name}", name=wave.name)
    return words.gettext("{poll}, wave {wave}", poll=wave.poll, wave=wave.name)


def _choice(drawn: _Drawn, choice: str) -> str:
    """Word an answer as the latest wave that offered it."""
    for wave, lines in reversed(list(zip(drawn.waves, drawn.lines, strict=True))):
        if choice in lines and wave.codebook is not None:
            return choice_label(wave.codebook, drawn.question, choice, drawn.words.language)
    return choice


def _item(drawn: _Drawn) -> str:
    book = drawn.asked[-1].codebook
    if book is None:
        return drawn.item
    return item_label(book, drawn.question, drawn.item, drawn.words.language)


def _spoken(line: Line, series: Sequence[str], breaks: Sequence[Break]) -> str:
    """Tell a strip in words, its breaks at their places."""
    changed = {each.before: each.words for each in breaks}
    told = []
    for at, (name, value) in enumerate(zip(series, line.values, strict=True)):
        told += [changed[at]] if at in changed else []
        told.append(f"{name.replace(chr(10), ' ')} {value.shown}")
    return f"{line.label}: {', '.join(told)}"


def _source(drawn: _Drawn) -> str:
    """Say where the numbers are from: all polls of one office, from the first day to the last."""
    words, latest = drawn.words, drawn.waves[-1]
    book = latest.codebook
    titles = {} if book is None else book["title"]
    title = titles.get(words.language) or next(iter(titles.values()), latest.poll)
    days = [wave.facts.get("wave", {}) for wave in drawn.waves]
    opened, closed = days[0].get("opened"), days[-1].get("closed")
    span = (dt.date.fromisoformat(opened), dt.date.fromisoformat(closed)) if opened and closed else None
    return source_line(str(latest.facts["organisation"]), str(title), span, words)

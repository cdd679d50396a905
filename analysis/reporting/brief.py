"""A brief of one page as a tagged PDF (PDF/UA-1): who took part, what they said, how to read it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analysis.findings import Finding, findings
from analysis.labels import choice_label, item_label, question_label
from analysis.phrases import DASH, source_text, synthetic_mark
from analysis.render.pdf import typeset
from analysis.render.words import Words
from analysis.reporting.findings import lead
from analysis.reporting.opening import report_title
from analysis.reporting.participation import size
from analysis.reporting.sentences import plain
from analysis.reporting.settings import Settings, say
from analysis.reporting.sources import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEMPLATE = "report_brief.typ"
_MOST, _BARS = 5, 3


@dataclass(frozen=True, slots=True)
class Telling:
    """A finding in words: question, sentence, and bars of (label, share or None, share as written)."""

    question: str
    sentence: str
    bars: tuple[tuple[str, int | None, str], ...]


def write_brief(sources: tuple[Source, ...], settings: Settings, words: Words, out: Path) -> Path:
    """Write brief.LANGUAGE.pdf with as many findings as one page holds; give the path."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"brief.{words.language}.pdf"
    day = settings.date or max(source.facts.frozen for source in sources)
    for most in range(_MOST, -1, -1):
        pdf, sheets = typeset(_TEMPLATE, _page(sources, settings, words, most), day)
        if sheets == 1:
            break
    path.write_bytes(pdf)
    return path


def tellings(source: Source, words: Words, most: int) -> tuple[Telling, ...]:
    """Tell the first findings of a release."""
    found = findings(source.release)[:most]
    sentences = lead(source, words, most)
    return tuple(_telling(source, f, plain(s), words) for f, s in zip(found, sentences, strict=True))


def _telling(source: Source, finding: Finding, sentence: str, words: Words) -> Telling:
    codebook = cast("Mapping[str, Any]", source.release.codebook)
    bars = []
    for said in finding.bars[:_BARS]:
        label = (
            choice_label(codebook, finding.question, said.choice, words.language)
            if said.item is None
            else item_label(codebook, finding.question, said.item, words.language)
        )
        bars.append((label, said.percent, DASH if said.percent is None else words.percent(said.percent)))
    return Telling(question_label(codebook, finding.question, words.language), sentence, tuple(bars))


def _page(sources: tuple[Source, ...], settings: Settings, words: Words, most: int) -> dict[str, Any]:
    each = max(most // len(sources), 1 if most else 0)
    first = sources[0]
    author = say(settings.author, words.language) or first.facts.organisation
    return {
        "language": words.language,
        "title": report_title(sources, settings, words),
        "above": author,
        "under": " · ".join(
            part for part in (_apart(settings.symbol), _date(settings, first, words)) if part
        ),
        "mark": next(filter(None, (synthetic_mark(source.release, words) for source in sources)), ""),
        "who": [plain(sentence) for source in sources for sentence in size(source, words)],
        "heads": [words.gettext("Who took part"), words.gettext("What children said")],
        "findings": [
            {"question": t.question, "sentence": t.sentence, "bars": t.bars}
            for source in sources
            for t in tellings(source, words, each)
        ],
        "how": " ".join(
            (
                words.gettext("The results describe the children who answered and not children in general."),
                words.gettext("The data have not been weighted. Who took part is shown in the tables."),
            )
        ),
        "foot": [source_text(source.release, words) for source in sources],
    }


def _apart(text: str) -> str:
    """Keep a symbol whole in a line that runs the other way."""
    return f"\u2068{text}\u2069" if text else ""


def _date(settings: Settings, first: Source, words: Words) -> str:
    return words.date(settings.date or first.facts.frozen)

"""The findings of a child summary: a question, its sentence, and a picture or bars that are also a table."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.children.styles import POSTER, first_for
from analysis.children.telling import Telling
from analysis.children.told import finding_sentence
from analysis.children.wording import NONE, Wording
from analysis.disclosure import NOT_ASKED, TOTAL
from analysis.findings import Finding, findings, findings_for
from analysis.phrases import DASH, asked_of_some
from analysis.render.page import Bar, Bars, Part, Picture


def chosen(tell: Telling) -> tuple[Finding, ...]:
    """Choose the findings to tell: a band's own, or for a poster those of everybody."""
    first = first_for(tell.release, tell.style.name)
    if tell.style.name != POSTER:
        return findings_for(tell.release, tell.band, first, tell.style.findings)
    found = {finding.question: finding for finding in findings(tell.release)}
    order = dict.fromkeys([*(name for name in first if name in found), *found])
    return tuple(found[name] for name in order)[: tell.style.findings]


def finding_parts(tell: Telling, wording: Wording = NONE) -> list[Part]:
    """Tell the findings of a release under one heading, each with its longest bars."""
    bars = tell.style.bars
    parts = [_part(tell, replace(found, bars=found.bars[:bars]), wording) for found in chosen(tell)]
    heading = tell.words.gettext("What children said")
    return [Part(heading, key="said"), *parts] if parts else []


def _part(tell: Telling, finding: Finding, wording: Wording) -> Part:
    sentence = finding_sentence(tell, finding, wording)
    said, numbers = wording.say(tell.language, tell.band, sentence)
    pictured = tell.style.bars == 0
    return Part(
        tell.question(finding),
        level=3,
        paragraphs=(said,),
        chart=None if pictured else _bars(tell, finding),
        key=sentence.key,
        numbers=numbers,
        picture=picture_of(tell, sentence.count) if pictured else None,
    )


def picture_of(tell: Telling, filled: int) -> Picture:
    """Draw so many of ten children filled in."""
    words = tell.words
    alt = words.ngettext(
        "A picture of {ten} children. {n} of them is filled in.",
        "A picture of {ten} children. {n} of them are filled in.",
        filled,
        ten=words.number(10),
    )
    return Picture(filled, 10, alt)


def _bars(tell: Telling, finding: Finding) -> Bars:
    words = tell.words
    bars = tuple(
        Bar(tell.bar(finding, said), said.percent, _shown(tell, said.percent)) for said in finding.bars
    )
    answer = None if finding.top.item is None else tell.answer(finding, finding.top)
    head = words.gettext("Answer") if answer is None else words.gettext("What we asked about")
    measure = words.gettext("Share") if tell.style.percent else words.gettext("Out of 100")
    return Bars(
        _caption(tell, finding, answer), (head, measure), bars, words.together(list(_note(tell, finding)))
    )


def _shown(tell: Telling, share: int | None) -> str:
    if share is None:
        return DASH
    return tell.words.percent(share) if tell.style.percent else tell.words.number(share)


def _caption(tell: Telling, finding: Finding, answer: str | None) -> str:
    _ = tell.words.gettext
    own = finding.column != TOTAL
    if answer is not None:
        if own:
            return _("How many of every 100 children your age said “{answer}”", answer=answer)
        return _("How many of every 100 children of all ages said “{answer}”", answer=answer)
    if own:
        return _("How many of every 100 children your age gave each answer")
    return _("How many of every 100 children of all ages gave each answer")


def _note(tell: Telling, finding: Finding) -> Iterator[str]:
    words = tell.words
    codes = {code for table in finding.tables for code in table.notes}
    if finding.base is not None:
        yield words.ngettext(
            "About {n} child answered this.", "About {n} children answered this.", finding.base
        )
    if finding.shape == "multiple":
        yield words.gettext("Children could choose more than one answer.")
    if len(finding.bars) < _all_bars(finding):
        yield words.gettext("Here are the answers with the highest numbers.")
    if "pooled" in codes and _joined(finding):
        yield words.gettext("Answers that mean nearly the same are counted together.")
    if finding.column == TOTAL and asked_of_some(tell.release, finding.question):
        yield words.gettext("Some age groups were not asked this, or had fewer answers to choose from.")


def _joined(finding: Finding) -> bool:
    """Say whether answers were joined, so that it must be told: a band alone may have had one of each."""
    return finding.column == TOTAL or any(row.joins for row in finding.table.choices)


def _all_bars(finding: Finding) -> int:
    """Count the answers that could have a bar."""
    if finding.top.item is not None:
        return len(finding.tables)
    rows = finding.table.choices
    if finding.column == TOTAL:
        return sum(not row.partly for row in rows)
    return sum(finding.table.cell(row.name, finding.column).status != NOT_ASKED for row in rows)

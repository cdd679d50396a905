"""The findings of a child summary: a question, one or two short sentences, and bars that are also a table."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from analysis.disclosure import Release
from analysis.findings import Finding, Said, findings
from analysis.labels import choice_label, group_label, item_label, question_label
from analysis.phrases import DASH, asked_of_some
from analysis.render.page import Bar, Bars, Part
from analysis.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping


def finding_parts(release: Release, words: Words, most: int) -> list[Part]:
    """Tell the findings of a release under one heading, each with its `most` longest bars."""
    parts = [
        _part(release, _Telling(release, words), replace(finding, bars=finding.bars[:most]))
        for finding in findings(release)
    ]
    return [Part(words.gettext("What children said")), *parts] if parts else []


class _Telling:
    """The words of one questionnaire as children of the middle age band read them."""

    def __init__(self, release: Release, words: Words) -> None:
        self.words = words
        self.codebook = cast("Mapping[str, Any]", release.codebook)
        bands = [band["name"] for band in self.codebook["bands"]]
        self.band = bands[len(bands) // 2] if bands else None

    def question(self, finding: Finding) -> str:
        return question_label(self.codebook, finding.question, self.words.language, self.band)

    def answer(self, finding: Finding, said: Said) -> str:
        return choice_label(self.codebook, finding.question, said.choice, self.words.language, self.band)

    def bar(self, finding: Finding, said: Said) -> str:
        if said.item is None:
            return self.answer(finding, said)
        return item_label(self.codebook, finding.question, said.item, self.words.language, self.band)

    def group(self, band: str) -> str:
        return group_label(self.codebook, "age_band", band, self.words.language)


def _part(release: Release, tell: _Telling, finding: Finding) -> Part:
    told = [_sentence(tell, finding)]
    if finding.most:
        told.append(_most(tell.words, finding))
    if finding.age is not None:
        band, share = finding.age
        told.append(
            tell.words.ngettext(
                "The number was highest in the age group “{group}”: {n} out of every 100.",
                "The number was highest in the age group “{group}”: {n} out of every 100.",
                share,
                group=tell.group(band),
            )
        )
    paragraph = tell.words.together(told)
    return Part(tell.question(finding), level=3, paragraphs=(paragraph,), chart=_bars(release, tell, finding))


def _sentence(tell: _Telling, finding: Finding) -> str:
    share, answer = cast("int", finding.top.percent), tell.answer(finding, finding.top)
    ngettext = tell.words.ngettext
    if finding.shape == "rank":
        return ngettext(
            "Out of every 100 children who answered, {n} put “{answer}” first.",
            "Out of every 100 children who answered, {n} put “{answer}” first.",
            share,
            answer=answer,
        )
    if finding.top.item is not None:
        return ngettext(
            "Out of every 100 children who answered, {n} said “{answer}” about “{item}”.",
            "Out of every 100 children who answered, {n} said “{answer}” about “{item}”.",
            share,
            answer=answer,
            item=tell.bar(finding, finding.top),
        )
    return ngettext(
        "Out of every 100 children who answered, {n} chose “{answer}”.",
        "Out of every 100 children who answered, {n} chose “{answer}”.",
        share,
        answer=answer,
    )


def _most(words: Words, finding: Finding) -> str:
    if finding.top.item is not None:
        return words.gettext("This is the highest number in the list.")
    return words.gettext("More children gave this answer than any other.")


def _bars(release: Release, tell: _Telling, finding: Finding) -> Bars:
    words = tell.words
    bars = tuple(
        Bar(
            tell.bar(finding, said),
            said.percent,
            DASH if said.percent is None else words.number(said.percent),
        )
        for said in finding.bars
    )
    head = words.gettext("Answer")
    if finding.top.item is None:
        caption = words.gettext("How many of every 100 children gave each answer")
    else:
        head = words.gettext("What we asked about")
        caption = words.gettext(
            "How many of every 100 children said “{answer}”", answer=tell.answer(finding, finding.top)
        )
    return Bars(caption, (head, words.gettext("Out of 100")), bars, _note(release, words, finding))


def _note(release: Release, words: Words, finding: Finding) -> str:
    told = []
    codes = {code for table in finding.tables for code in table.notes}
    if finding.base is not None:
        told.append(
            words.ngettext(
                "About {n} child answered this.", "About {n} children answered this.", finding.base
            )
        )
    if finding.shape == "multiple":
        told.append(words.gettext("Children could choose more than one answer."))
    if len(finding.bars) < _all_bars(finding):
        told.append(words.gettext("Here are the answers with the highest numbers."))
    if "pooled" in codes:
        told.append(words.gettext("Answers that mean nearly the same are counted together."))
    if asked_of_some(release, finding.question):
        told.append(
            words.gettext("Some age groups were not asked this, or had fewer answers to choose from.")
        )
    return words.together(told)


def _all_bars(finding: Finding) -> int:
    """Count the answers that could have a bar."""
    if finding.top.item is not None:
        return len(finding.tables)
    return sum(not row.partly for row in finding.tables[0].choices)

"""The annex for the Human Rights Council and the General Assembly, as a Word document in each language.

Method, who took part, results, limits and the questions as asked; every number is a cell of a protected table
or a value of the policy that protected it.
"""

from pathlib import Path

from analysis.annex import method
from analysis.annex.results import write_profile, write_results
from analysis.dialogues import method as talks
from analysis.dialogues.annexing import Heading, Item, Named, annex_blocks, asked_in
from analysis.disclosure import Release
from analysis.facts import Facts, title_of
from analysis.phrases import synthetic_mark
from analysis.render.docx import Report
from analysis.render.words import Words, words_of


def write_annex(release: Release, language: str, out: Path) -> Path:
    """Write annex.LANGUAGE.docx into a folder; give the path."""
    out.mkdir(parents=True, exist_ok=True)
    words, facts = words_of(language), Facts.of(release)
    report = _opened(release, facts, words)
    method.write_method(report, release, facts, words)
    if facts.polled:
        report.heading(1, words.gettext("Who took part"))
        write_profile(report, release, words)
        report.heading(1, words.gettext("What children answered"))
        write_results(report, release, words)
    _write_groups(report, release, language)
    report.heading(1, words.gettext("Limits"))
    method.write_limits(report, release, facts, words)
    report.heading(1, words.gettext("The questions as children saw them"))
    method.write_questions(report, asked_in(release), words)
    path = out / f"annex.{language}.docx"
    report.save(path)
    return path


def _write_groups(report: Report, release: Release, language: str) -> None:
    """Write what whole groups said, each kind a section of its own."""
    for block in annex_blocks(release, language):
        match block:
            case Heading(level, text):
                report.heading(level, text)
            case Item(text):
                report.item(text)
            case Named(_, table):
                report.table(table)
            case str(text):
                report.numbered(text)


def _opened(release: Release, facts: Facts, words: Words) -> Report:
    title = title_of(release, words.language)
    kind = words.gettext("Annex: results of a poll of children and how they were obtained")
    if not facts.polled:
        kind = talks.kind_of_annex(words.language)
    foot = " · ".join(part for part in (title, synthetic_mark(release, words)) if part)
    report = Report(
        words, title=f"{title} – {kind}", author=facts.organisation, day=facts.frozen, running_foot=foot
    )
    report.title(title, kind, facts.organisation, words.date(facts.frozen))
    if facts.synthetic:
        report.boxed(
            words.gettext(
                "Synthetic data: a computer made up these answers to show and test the program. "
                "No child gave them. Nothing in this document may be cited as a finding."
            )
        )
    return report

"""The tables and figures of an annex, and the sentences that lead to them."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, cast

from analysis.annex.tables import (
    grid_table,
    pooled_table,
    profile_table,
    question_table,
    themes_table,
    words_table,
)
from analysis.charts import chart_png, charts_of
from analysis.disclosure import OVERALL, ProtectedTable, Release
from analysis.labels import choice_label, item_label, question_label
from analysis.means import Mean, means
from analysis.phrases import no_share
from analysis.pooled import pooled
from analysis.render.chart import Chart
from analysis.render.docx import Report
from analysis.render.words import Words


def write_profile(report: Report, release: Release, words: Words) -> None:
    """Write the tables of who took part."""
    if not release.profile:
        report.numbered(words.gettext("Too few children took part to show numbers."))
        return
    report.numbered(
        words.gettext("The following tables show who took part, in the groups that children named.")
    )
    for table in release.profile:
        report.table(profile_table(release, table, words))


def write_results(report: Report, release: Release, words: Words) -> None:
    """Write a section for each question: a sentence, a figure, and its tables."""
    if not release.tables:
        report.numbered(words.gettext("Too few children took part to show numbers."))
        return
    averages = {mean.question: mean for mean in means(release)}
    countries = groupby(pooled(release), key=lambda found: found[0].question)
    beside = {question: list(found) for question, found in countries}
    drawn = {chart.name: chart for chart in charts_of(release, words.language)}
    for question, found in groupby(release.tables, key=lambda table: table.question):
        tables = list(found)
        report.heading(2, question_label(_codebook(release), question, words.language))
        _lead(report, release, tables, words)
        chart = drawn.get(f"{question}__{OVERALL}")
        if chart is not None:
            _figure(report, chart, words)
        _tables(report, release, tables, words)
        if question in beside:
            report.numbered(_median_said(words))
        for table, rows in beside.get(question, ()):
            report.table(pooled_table(release, table, rows, words))
        if question in averages:
            report.numbered(_mean_said(release, averages[question], words))
    for question, found in groupby(release.words, key=lambda table: table.question):
        report.heading(2, question_label(_codebook(release), question, words.language))
        report.numbered(
            words.gettext(
                "A word is shown only once a person has read and cleared it, and only if enough children "
                "gave it."
            )
        )
        for table in found:
            report.table(words_table(release, table, words))
    _themes(report, release, words)


def _median_said(words: Words) -> str:
    return words.gettext(
        "Among all respondents a country weighs as much as it has children; the median country weighs every "
        "country alike that is shown."
    )


def _mean_said(release: Release, mean: Mean, words: Words) -> str:
    """Say a mean with what it counts, or that there is none."""
    if mean.tenths is None:
        return words.gettext("A mean cannot be given: answers are hidden, counted in classes, or too few.")
    if mean.first.isdigit():
        return words.gettext("The mean of the answers is {mean}.", mean=words.tenths(mean.tenths))
    codebook = _codebook(release)
    return words.gettext(
        "With the answers numbered from {least} (“{first}”) to {most} (“{last}”), their mean is {mean}.",
        least=words.number(mean.least),
        most=words.number(mean.most),
        first=choice_label(codebook, mean.question, mean.first, words.language),
        last=choice_label(codebook, mean.question, mean.last, words.language),
        mean=words.tenths(mean.tenths),
    )


def _themes(report: Report, release: Release, words: Words) -> None:
    """Write the themes of what children wrote, and how far the two people agree who found them."""
    _ = words.gettext
    agreed = {coding.question: coding for coding in release.coding}
    for table in release.themes:
        coding = agreed.get(table.question)
        report.heading(2, question_label(_codebook(release), table.question, words.language))
        said = [
            _("Two people read each text apart and noted its themes; where they differed, they settled it."),
            _("A text may have several themes or none. A theme is shown only if enough texts have it."),
        ]
        if coding is not None:
            said.append(
                words.ngettext("Both read about {n} text.", "Both read about {n} texts.", coding.texts)
            )
        if coding is not None and coding.alpha is not None:
            said.append(
                _(
                    "Over all themes together they agree to {alpha} at least (Krippendorff’s alpha; 1 is "
                    "full agreement, 0 is what chance gives).",
                    alpha=words.tenths(coding.alpha),
                )
            )
        report.numbered(words.together(said))
        report.table(themes_table(release, table, coding, words))


def _figure(report: Report, chart: Chart, words: Words) -> None:
    report.figure(chart_png(chart, words.language), title=chart.title, alt=chart.description)


def _tables(report: Report, release: Release, tables: list[ProtectedTable], words: Words) -> None:
    overall = [table for table in tables if table.breakdown == OVERALL]
    if tables[0].item is not None:
        report.table(grid_table(release, overall, words))
        report.numbered(
            words.gettext(
                "The tables of each row by age, gender and region are in the spreadsheet of this release."
            )
        )
        return
    for table in [table for table in tables if table.breakdown != OVERALL] or overall:
        report.table(question_table(release, table, words))


def _lead(report: Report, release: Release, tables: list[ProtectedTable], words: Words) -> None:
    """Say the largest share, or that none may be shown."""
    overall = [table for table in tables if table.breakdown == OVERALL]
    shown = [
        (row.cells[0].percent, table, row.name)
        for table in overall
        for row in table.choices
        if row.cells[0].percent is not None
    ]
    if not shown and all(row.partly for table in overall for row in table.choices):
        report.numbered(no_share(words))
        return
    if not shown:
        report.numbered(words.gettext("Too few children answered this question to show shares."))
        return
    share, table, name = max(shown, key=lambda found: found[0])
    alone = [found[0] for found in shown].count(share) == 1
    codebook = _codebook(release)
    fields = {
        "share": words.per_cent(share),
        "answer": choice_label(codebook, table.question, name, words.language),
    }
    said = [_sentence(codebook, table, fields, words)]
    if not alone:
        said.append(words.gettext("At least one other share is as large."))
    report.numbered(words.together(said))


def _sentence(
    codebook: Mapping[str, Any], table: ProtectedTable, fields: Mapping[str, str], words: Words
) -> str:
    if table.item is not None:
        item = item_label(codebook, table.question, table.item, words.language)
        return words.gettext(
            "Among the children who answered about “{item}”, {share} chose “{answer}”; this is the largest "
            "share shown.",
            item=item,
            **fields,
        )
    if table.shape == "rank":
        return words.gettext(
            "Among the children who answered, {share} put “{answer}” first; this is the largest share shown.",
            **fields,
        )
    return words.gettext(
        "Among the children who answered, {share} chose “{answer}”; this is the largest share shown.",
        **fields,
    )


def _codebook(release: Release) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", release.codebook)

"""Themes of texts and means of answers in a report, where the release has them."""

from collections.abc import Iterator

from analysis.annex.tables import themes_table
from analysis.labels import choice_label, question_label, theme_label
from analysis.means import Mean, means
from analysis.render.words import Words
from analysis.reporting.paper import Paper
from analysis.reporting.sentences import Numbers, Pieces, Sentences
from analysis.reporting.sources import Source

_NAMED = 5


def write_themes(paper: Paper, source: Source, words: Words) -> None:
    """Write a section for the themes of each question: how they were found, the most frequent, all."""
    told, numbers, release = Sentences(words), Numbers(source, words), source.release
    agreed = {coding.question: coding for coding in release.coding}
    for table in release.themes:
        paper.heading(2, question_label(release.codebook, table.question, words.language))
        paper.numbered(
            told.gettext(
                "Two people read each text apart and noted its themes; where they differed, they settled it."
            )
        )
        parts = []
        for row in table.rows[:_NAMED]:
            count = numbers.children(table, row.name)
            if count is not None:
                label = theme_label(release.codebook, table.question, row.name, words.language)
                parts.append(told.gettext("“{answer}”, {share}", answer=label, share=count))
        paper.numbered(
            told.gettext("The themes found most often were as follows: {groups}.", groups=told.joined(parts))
        )
        made = themes_table(release, table, agreed.get(table.question), words)
        paper.tied_table(made, f"{source.key}|table|{table.name}|themes")


def mean_of(source: Source, question: str, words: Words) -> Pieces:
    """Say the mean of a question's answers with what it counts, or nothing where none was asked for."""
    found = next((mean for mean in means(source.release) if mean.question == question), None)
    return () if found is None else _said(source, found, words)


def write_means(paper: Paper, source: Source, words: Words) -> None:
    """Write every mean that the release has."""
    for question, said in _all(source, words):
        label = question_label(source.release.codebook, question, words.language)
        told = Sentences(words)
        paper.numbered(told.together([told.gettext("“{question}”:", question=label), said]))


def _all(source: Source, words: Words) -> Iterator[tuple[str, Pieces]]:
    for mean in means(source.release):
        yield mean.question, _said(source, mean, words)


def _said(source: Source, mean: Mean, words: Words) -> Pieces:
    told, field = Sentences(words), Numbers(source, words).mean(mean)
    if field is None:
        return told.gettext("A mean cannot be given: answers are hidden, counted in classes, or too few.")
    if mean.first.isdigit():
        return told.gettext("The mean of the answers is {mean}.", mean=field)
    book, language = source.release.codebook, words.language
    return told.gettext(
        "With the answers numbered from {least} (“{first}”) to {most} (“{last}”), their mean is {mean}.",
        least=words.number(mean.least),
        most=words.number(mean.most),
        first=choice_label(book, mean.question, mean.first, language),
        last=choice_label(book, mean.question, mean.last, language),
        mean=field,
    )

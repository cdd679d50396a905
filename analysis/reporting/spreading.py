"""How those who took part are spread over groups, in one sentence."""

from analysis.disclosure import ProtectedTable
from analysis.labels import breakdown_label, group_label
from analysis.render.words import Words
from analysis.reporting.sentences import Numbers, Pieces, Sentences
from analysis.reporting.sources import Source


def spread(source: Source, table: ProtectedTable, words: Words) -> Pieces:
    """Say the share of each group among the children who took part; hidden groups are not named."""
    told, numbers = Sentences(words), Numbers(source, words)
    parts = []
    for row in table.rows:
        share = numbers.share(table, row.name)
        if share is not None:
            name = group_label(source.release.codebook, table.question, row.name, words.language)
            parts.append(told.gettext("“{answer}”, {share}", answer=name, share=share))
    return told.gettext(
        "Of the children who took part, the groups by “{breakdown}” were as follows: {groups}.",
        breakdown=breakdown_label(table.question, words.language),
        groups=told.joined(parts),
    )

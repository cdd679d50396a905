"""Who took part: how many children, and of which groups."""

from analysis.children.telling import Telling
from analysis.disclosure import ProtectedTable
from analysis.labels import breakdown_label, group_label
from analysis.phrases import DASH
from analysis.render.page import Bar, Bars, Field, Part


def who_took_part(tell: Telling) -> list[Part]:
    """Tell how many children took part, and for older readers of which groups they are."""
    release, words = tell.release, tell.words
    heading = words.gettext("Who took part?")
    if release.responses is None or release.small:
        told = words.gettext("Too few children took part to show numbers.")
        return [Part(heading, paragraphs=(told,), key="who")]
    told = words.ngettext("About {n} child took part.", "About {n} children took part.", release.responses)
    number = Field("n", "", "", "responses", release.responses)
    parts = [Part(heading, paragraphs=(told,), key="who", numbers=(number,))]
    tables = {table.question: table for table in release.profile}
    for name in tell.style.groups:
        if name in tables:
            heading = breakdown_label(name, words.language)
            parts.append(Part(heading, level=3, chart=_groups(tell, tables[name]), key=f"who:{name}"))
    return parts


def _groups(tell: Telling, table: ProtectedTable) -> Bars:
    words = tell.words
    rows = [row for row in table.rows if row.kind == "group"]
    bars = tuple(
        Bar(
            group_label(tell.codebook, table.question, row.name, words.language),
            row.cells[0].percent,
            _shown(tell, row.cells[0].percent),
        )
        for row in rows
    )
    measure = words.gettext("Share") if tell.style.percent else words.gettext("Out of 100")
    head = (breakdown_label(table.question, words.language), measure)
    return Bars(words.gettext("Out of every 100 children who took part"), head, bars, "")


def _shown(tell: Telling, share: int | None) -> str:
    if share is None:
        return DASH
    return tell.words.percent(share) if tell.style.percent else tell.words.number(share)

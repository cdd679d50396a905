"""How children took part: how many, of which groups, in which words."""

from analysis.disclosure import ProtectedTable
from analysis.disclosure.gate import may_name_group
from analysis.disclosure.policy import recall
from analysis.facts import title_of
from analysis.labels import group_label
from analysis.phrases import source_text
from analysis.render.words import Words
from analysis.reporting.groups import size_of_groups, write_groups
from analysis.reporting.names import country
from analysis.reporting.paper import Paper
from analysis.reporting.sentences import Note, Numbers, Pieces, Sentences, with_note
from analysis.reporting.settings import Quote, Settings, say
from analysis.reporting.sources import Source
from analysis.reporting.spreading import spread
from analysis.reporting.styles import DISCLAIMER
from analysis.reporting.tiles import disclaimer, map_png, map_title, map_words

_TOLD = ("age_band", "gender", "region")
_WORDS = 5


def size(source: Source, words: Words) -> list[Pieces]:
    """Say how many children took part, then how they were spread over age, gender and region."""
    if not source.facts.polled:
        return size_of_groups(source, words)
    told, release = Sentences(words), source.release
    everyone, title = Numbers(source, words).everyone(), title_of(release, words.language)
    if everyone is None:
        return [
            told.gettext("Too few children took part in the poll “{title}” to show numbers.", title=title)
        ]
    opened, closed = source.facts.opened, source.facts.closed
    if opened and closed and opened != closed:
        dates = {"opened": words.date(opened), "closed": words.date(closed)}
        first = told.gettext(
            "About {everyone} took part in the poll “{title}” between {opened} and {closed}.",
            everyone=everyone,
            title=title,
            **dates,
        )
    else:
        first = told.gettext(
            "About {everyone} took part in the poll “{title}”.", everyone=everyone, title=title
        )
    return [first, *(spread(source, table, words) for table in release.profile if _telling(table))]


def _telling(table: ProtectedTable) -> bool:
    return table.question in _TOLD and any(row.cells[0].percent is not None for row in table.rows)


def write_participation(paper: Paper, sources: tuple[Source, ...], settings: Settings, words: Words) -> None:
    """Write the section on children's participation."""
    told = Sentences(words)
    for source in (each for each in sources if each.facts.polled):
        first, *groups = size(source, words)
        paper.numbered(first)
        if groups:
            paper.numbered(told.together(groups))
        _map(paper, source, words)
    for source in sources:
        write_groups(paper, source, words)
    paper.numbered(
        words.gettext("Taking part was voluntary and anonymous, and every question could be left out.")
    )
    if settings.dialogues:
        names = [country(code, words.language, settings) for code in settings.dialogues]
        paper.numbered(
            told.gettext(
                "Dialogues with children were held in: {countries}.", countries=words.listed(sorted(names))
            )
        )
    if quotes := _quotes(sources, settings, words):
        paper.numbered(quotes)
    for source in sources:
        for table in source.release.words:
            if table.columns[0].name == words.language:
                paper.numbered(_words(source, table, words))
    for text in settings.sections.get("participation", ()):
        paper.numbered(say(text, words.language))


def _map(paper: Paper, source: Source, words: Words) -> None:
    table = next((t for t in source.release.profile if t.question == "region"), None)
    if table is None or not _telling(table):
        return
    paper.tied_figure(
        map_png(source, table, words, bare=True),
        title=map_title(words),
        alt=map_words(source, table, words),
        name=f"{source.key}|map",
    )
    for text in (source_text(source.release, words), disclaimer(words)):
        paper.write(text, style=DISCLAIMER)


def _quotes(sources: tuple[Source, ...], settings: Settings, words: Words) -> Pieces:
    told = Sentences(words)
    parts = [_quoted(sources, quote, words) for quote in settings.quotes if say(quote.text, words.language)]
    if not parts:
        return ()
    note = Note(words.gettext("Written in answer to the poll; a person read and cleared each quotation."))
    quoted = told.gettext("In the words of children: {quotes}.", quotes=told.joined(parts))
    return with_note(quoted, note, words.language)


def _quoted(sources: tuple[Source, ...], quote: Quote, words: Words) -> Pieces:
    told = Sentences(words)
    text = say(quote.text, words.language)
    group = attribution(sources, quote, words)
    if group is None:
        return told.gettext("“{quote}”", quote=text)
    return told.gettext("“{quote}” ({group})", quote=text, group=group)


def attribution(sources: tuple[Source, ...], quote: Quote, words: Words) -> str | None:
    """Name the group of a quotation where a table shows that enough children are in it; otherwise nobody."""
    if quote.group is None:
        return None
    for source in sources:
        for table in source.release.profile:
            for row in table.rows:
                enough = may_name_group(row.cells[0], recall(source.release.policy))
                if (table.question, row.name) == quote.group and enough:
                    return group_label(source.release.codebook, table.question, row.name, words.language)
    return None


def _words(source: Source, table: ProtectedTable, words: Words) -> Pieces:
    told, numbers = Sentences(words), Numbers(source, words)
    parts = []
    for row in table.rows[:_WORDS]:
        count = numbers.children(table, row.name, words.language)
        if count is not None:
            parts.append(told.gettext("“{answer}”, {share}", answer=row.name, share=count))
    return told.gettext(
        "Words that children gave in this language were, among others: {groups}.", groups=told.joined(parts)
    )

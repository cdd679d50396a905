"""The method note: what a reader of an open poll must be told, the statement on self-selection, limits."""

from collections.abc import Iterator

from babel import Locale

from analysis.annex.method import protection, write_limits
from analysis.dialogues.method import groups_method
from analysis.facts import title_of
from analysis.labels import breakdown_label, group_label
from analysis.render.words import Words
from analysis.reporting.paper import Paper
from analysis.reporting.sentences import Note, Numbers, Pieces, Sentences, with_note
from analysis.reporting.settings import Settings, say
from analysis.reporting.sources import Source

# What a method note must hold (AAPOR disclosure standards; domain notes on reports to the Council).
ITEMS = (
    "who", "dates", "ages", "countries", "languages", "channels", "recruitment", "valid", "excluded",
    "breakdowns", "self_selection", "weighting", "bases", "ethics", "deletion", "feedback",
)  # fmt: skip
_AAPOR = "www.aapor.org/whenrespondentsselectthemselves"


def write_method(paper: Paper, source: Source, settings: Settings, words: Words) -> None:
    """Write the items under three headings; each paragraph keeps the name of its item."""
    _ = words.gettext
    items = dict(_items(source, settings, words))
    if source.facts.polled:
        paper.heading(1, _("How the poll was run"))
    else:
        paper.heading(1, _("How the dialogues were held"))
        told = groups_method(source.release, source.facts, words)
        items |= {name: (text,) for name, text in told.items()}
    for name in ITEMS[:9]:
        paper.numbered(items[name], item=name)
    paper.heading(1, _("How to read the numbers"))
    for name in ITEMS[9:13]:
        paper.numbered(items[name], item=name)
    for text in protection(source.release, words):
        paper.numbered(text)
    paper.heading(1, _("Ethics and feedback"))
    for name in ITEMS[13:]:
        paper.numbered(items[name], item=name)
    paper.heading(1, _("Limits"))
    write_limits(paper, source.release, source.facts, words)


def _items(source: Source, settings: Settings, words: Words) -> Iterator[tuple[str, Pieces]]:
    yield from _collected(source, words)
    yield from _counted(source, settings, words)
    yield from _read(source, words)
    yield from _kept(source, settings, words)


def _collected(source: Source, words: Words) -> Iterator[tuple[str, Pieces]]:
    told, facts, release = Sentences(words), source.facts, source.release
    title = title_of(release, words.language)
    yield (
        "who",
        told.gettext("{organisation} ran the poll “{title}”.", organisation=facts.organisation, title=title),
    )
    dates = {"frozen": words.date(facts.frozen)}
    if facts.opened and facts.opened == facts.closed:
        dates |= {"day": words.date(facts.opened)}
        text = told.gettext("It was open on {day}; the answers were frozen on {frozen}.", **dates)
    elif facts.opened and facts.closed:
        dates |= {"opened": words.date(facts.opened), "closed": words.date(facts.closed)}
        text = told.gettext(
            "It was open from {opened} to {closed}; the answers were frozen on {frozen}.", **dates
        )
    else:
        text = told.gettext("The answers were frozen on {frozen}.", **dates)
    yield "dates", text
    names = [
        group_label(release.codebook, "age_band", name, words.language)
        for name in _groups(source, "age_band")
    ]
    yield "ages", told.gettext("It was for children of the following ages: {ages}.", ages=words.listed(names))
    regions = [
        group_label(release.codebook, "region", name, words.language) for name in _groups(source, "region")
    ]
    if regions:
        text = told.gettext(
            "Where children live is told by region of the United Nations (M49), never by country: {regions}.",
            regions=words.listed(regions),
        )
    else:
        text = told.gettext("Where children live is not told.")
    yield "countries", text


def _groups(source: Source, breakdown: str) -> list[str]:
    codebook = source.release.codebook
    found: list[str] = []
    breakdowns = codebook["breakdowns"]
    for each in breakdowns if isinstance(breakdowns, list) else ():
        if each["name"] == breakdown:
            found += [value["name"] for value in each["values"]]
    return found


def _counted(source: Source, settings: Settings, words: Words) -> Iterator[tuple[str, Pieces]]:
    told, facts = Sentences(words), source.facts
    names = Locale.parse(words.language).languages
    languages = words.listed([str(names.get(code, code)) for code in facts.languages])
    yield (
        "languages",
        told.gettext("It was offered in the following languages: {languages}.", languages=languages),
    )
    channels = {
        "web": words.gettext("the web"),
        "kiosk": words.gettext("a shared device"),
        "paper": words.gettext("paper"),
        "dialogue": words.gettext("a live dialogue"),
        "sms": words.gettext("text messages"),
    }
    listed = words.listed([channels.get(channel, channel) for channel in facts.channels])
    yield (
        "channels",
        told.gettext("Children could answer by the following channels: {channels}.", channels=listed),
    )
    if facts.recruitment == "open link" or not facts.recruitment:
        yield (
            "recruitment",
            told.gettext("Recruitment was by an open link: whoever had the link could answer."),
        )
    else:
        yield "recruitment", told.gettext("Recruitment: {recruitment}.", recruitment=facts.recruitment)
    everyone = Numbers(source, words).everyone() or words.gettext("too few to say")
    yield "valid", told.gettext("Valid responses: {everyone}, rounded as described below.", everyone=everyone)
    excluded = say(settings.excluded, words.language)
    unsaid = words.gettext("[The office states how many responses were left out, and why.]")
    yield "excluded", (excluded or unsaid,)


def _read(source: Source, words: Words) -> Iterator[tuple[str, Pieces]]:
    told = Sentences(words)
    names = [breakdown_label(table.question, words.language) for table in source.release.profile]
    if names:
        yield (
            "breakdowns",
            told.gettext("Results are told by the following groups: {names}.", names=words.listed(names)),
        )
    else:
        yield "breakdowns", told.gettext("Results are not told by group.")
    statement = told.gettext(
        "Respondents for this poll were selected from among those who volunteered to participate. Because "
        "the sample is based on those who selected themselves for participation rather than on a "
        "probability sample, no estimates of sampling error can be calculated. All surveys and polls are "
        "subject to multiple sources of error."
    )
    note = words.gettext(
        "After the statement that the American Association for Public Opinion Research recommends for "
        "self-selected samples: {address}.",
        address=_AAPOR,
    )
    yield "self_selection", with_note(statement, Note(note), words.language)
    yield "weighting", told.gettext("The data have not been weighted. Who took part is shown in the tables.")
    yield (
        "bases",
        told.gettext(
            "Every share is a share of the children who answered the question (the base). “No answer”, “I'd "
            "rather not say”, “I don't know” and “Not asked” are four different things; they are not part of "
            "the base."
        ),
    )


def _kept(source: Source, settings: Settings, words: Words) -> Iterator[tuple[str, Pieces]]:
    told, facts = Sentences(words), source.facts
    ethics = (say(settings.ethics, words.language),) if say(settings.ethics, words.language) else ()
    anonymous = told.gettext("No name, address or other mark that could tell who a child is was collected.")
    yield "ethics", told.together([anonymous, ethics]) if ethics else anonymous
    if facts.delete_on:
        yield (
            "deletion",
            told.gettext(
                "Individual responses will be deleted by {date}; only protected tables such as these will be "
                "kept.",
                date=words.date(facts.delete_on),
            ),
        )
    else:
        yield "deletion", (words.gettext("[The office states when individual responses will be deleted.]"),)
    names = Locale.parse(words.language).languages
    listed = words.listed([str(names.get(code, code)) for code in facts.languages])
    yield (
        "feedback",
        told.gettext(
            "The results go back to children as a summary written for them, published as a web page and as a "
            "document "
            "for printing, in the following languages: {languages}.",
            languages=listed,
        ),
    )

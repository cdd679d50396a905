"""The poster for schools and the slide for a dialogue: two or three findings of everybody, in large type."""

from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import segno

from analysis.children.about import contact
from analysis.children.extras import NO_EXTRAS, Extras
from analysis.children.findings import chosen, picture_of
from analysis.children.quotes import quote_parts
from analysis.children.styles import POSTER, Style, bands_of, middle_of
from analysis.children.telling import Telling
from analysis.children.told import finding_sentence
from analysis.disclosure import Release
from analysis.facts import Facts, title_of
from analysis.phrases import source_text
from analysis.render.page import Field, Picture, Quote
from analysis.render.pdf import typeset

# More places that help than these are a list, and no poster.
_MOST_CONTACTS = 3
# What is read from across a room is short; longer quotations stand in the summaries.
_LONGEST_QUOTE, _MOST_QUOTES = 90, 1
_STYLE: Final = Style(POSTER, 3, 0, ())
FORMATS: Final = ("a3", "a4")


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding in large letters: the question, what children said, its numbers, a picture of ten."""

    key: str
    question: str
    sentence: str
    numbers: tuple[Field, ...]
    picture: Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands on a poster or a slide, in one language.

    `write_here` asks the school to write its own help line where the release carries none. `code` is the QR
    code as rows of 0 and 1, empty without an address.
    """

    language: str
    direction: str
    title: str
    above: str
    under: str
    notice: str
    who: str
    shown: tuple[Shown, ...]
    quotes: tuple[Quote, ...]
    ask: str
    help_heading: str
    help_words: str
    contacts: tuple[tuple[str, str], ...]
    write_here: str
    results: str
    address: str
    code: tuple[str, ...]
    foot: str


def write_sheets(release: Release, language: str, out: Path, extras: Extras = NO_EXTRAS) -> list[Path]:
    """Write poster.LANGUAGE.a3.pdf and .a4.pdf, and slide.LANGUAGE.pdf; give the paths."""
    out.mkdir(parents=True, exist_ok=True)
    data = asdict(sheet(release, language, extras))
    day = Facts.of(release).frozen
    written = []
    for paper in FORMATS:
        written.append(out / f"poster.{language}.{paper}.pdf")
        written[-1].write_bytes(typeset("poster.typ", {**data, "paper": paper}, day)[0])
    written.append(out / f"slide.{language}.pdf")
    written[-1].write_bytes(typeset("slide.typ", data, day)[0])
    return written


def sheet(release: Release, language: str, extras: Extras = NO_EXTRAS) -> Sheet:
    """Put together what stands on posters and slides; without findings they say who took part, or nothing."""
    tell, facts = poster_telling(release, language), Facts.of(release)
    words = tell.words
    _ = words.gettext
    contacts = facts.help if len(facts.help) <= _MOST_CONTACTS else ()
    return Sheet(
        language=language,
        direction=words.direction,
        title=_("What children told us"),
        above=facts.organisation,
        under=title_of(release, language),
        notice=_("Synthetic data: a computer made up these answers.") if facts.synthetic else "",
        who=_who(tell),
        shown=tuple(_shown(tell, extras)),
        quotes=_quoted(tell, extras),
        ask=_("What do you think? What should happen now?"),
        help_heading=_("Is something worrying you?"),
        help_words=_("Talk to an adult you trust."),
        contacts=tuple(contact(tell, found) for found in contacts),
        write_here="" if contacts else _("Where to get help near here:"),
        results=_("All that children said:") if extras.results_url else "",
        address=extras.results_url,
        code=_code(extras.results_url),
        foot=source_text(release, words),
    )


def poster_telling(release: Release, language: str) -> Telling:
    """Tell everybody, in the words of the age band in the middle."""
    return Telling(release, language, middle_of(bands_of(release)), _STYLE)


def _who(tell: Telling) -> str:
    number = tell.release.responses
    if number is None or tell.release.small:
        return tell.words.gettext("Too few children took part to show numbers.")
    return tell.words.ngettext("About {n} child took part.", "About {n} children took part.", number)


def _shown(tell: Telling, extras: Extras) -> list[Shown]:
    found = []
    for finding in chosen(tell):
        sentence = finding_sentence(tell, finding, extras.wording)
        said, numbers = extras.wording.say(tell.language, POSTER, sentence)
        question = tell.question(finding)
        found.append(Shown(sentence.key, question, said, numbers, picture_of(tell, sentence.count)))
    return found


def _quoted(tell: Telling, extras: Extras) -> tuple[Quote, ...]:
    """Give the first short one of the quotations that summaries show; it is set where it fits."""
    told = (quote for part in quote_parts(tell, extras.quotes) for quote in part.quotes)
    return tuple(islice((quote for quote in told if len(quote.text) <= _LONGEST_QUOTE), _MOST_QUOTES))


def _code(address: str) -> tuple[str, ...]:
    """Make a QR code that survives a crease or a stain: a quarter of it may be lost."""
    if not address:
        return ()
    return tuple(
        "".join("1" if dark else "0" for dark in row) for row in segno.make_qr(address, error="q").matrix
    )

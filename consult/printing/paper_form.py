"""A poll on paper: the same document, order and codes as on the phone, one form per language and age band."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO

import segno

from consult.printing.paper_questions import Asked, Asking, Words
from consult.survey.questionnaire import Questionnaire

__all__ = ["Asked", "Form", "Words", "data", "form", "identity"]

DIGEST_SHOWN = 8  # characters of the questionnaire's digest in the footer


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that one form says."""

    language: str
    direction: str
    title: str
    paragraphs: tuple[str, ...]
    skip: str
    questions: tuple[Asked, ...]
    office_use: str
    help_heading: str
    help: tuple[str, ...]
    notices: tuple[str, ...]
    identity: str
    address: str
    address_words: str
    page_words: str
    qr: str


def form(  # noqa: PLR0913  a form is exactly these facts
    questionnaire: Questionnaire,
    band: str,
    language: str,
    words: Words,
    *,
    direction: str,
    organisation: str,
    address: str,
    contacts: Sequence[str],
    notices: Sequence[str],
) -> Form:
    """Lay out one age band's questions in one language.

    `address` is where the poll is on the web, "" for a draft; `notices` stand in frames on the first page.
    """
    asked = Asking(questionnaire, band, language, words, organisation)
    return Form(
        language=language,
        direction=direction,
        title=asked.say(questionnaire.title),
        paragraphs=tuple(
            map(asked.say, (questionnaire.who_asks, questionnaire.what_happens, questionnaire.assent))
        ),
        skip=words.skip,
        questions=tuple(asked.questions()),
        office_use=words.office_use,
        help_heading=words.help,
        help=tuple(contacts),
        notices=tuple(notices),
        identity=identity(questionnaire, band, language),
        address=address,
        address_words=words.address,
        page_words=words.page,
        qr=_qr(address) if address else "",
    )


def identity(questionnaire: Questionnaire, band: str, language: str) -> str:
    """Say in the footer which form this is, so that a sheet is keyed into the version it was printed from."""
    digest = questionnaire.digest[:DIGEST_SHOWN]
    return f"{questionnaire.name} {questionnaire.version} · {band} · {language} · {digest}"


def data(printed: Form) -> Mapping[str, object]:
    """Give a form as the template reads it."""
    return asdict(printed)


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()

"""ONE table that joins the families of detectors; a new family is a module and a row here.

Of two that find the same place, the earlier row gives the reason.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from consult.moderation import aloud, digits, hints, identity, online, places, spelled
from consult.moderation.finding import Finding
from consult.moderation.gazetteer import LISTED, gazetteer_of
from consult.moderation.view import View


@dataclass(frozen=True, slots=True)
class Detector:
    """A family: how it searches, the kinds it finds, and every reason it gives (to be translated)."""

    find: Callable[[View, str], Iterable[Finding]]
    kinds: tuple[str, ...]
    whys: tuple[str, ...]


DETECTORS = (
    Detector(online.emails, ("email",), (online.EMAIL,)),
    Detector(aloud.said_emails, ("email",), (aloud.SAID_EMAIL,)),
    Detector(online.pages, ("url",), (online.PAGE,)),
    Detector(aloud.said_pages, ("url",), (aloud.SAID_PAGE,)),
    Detector(online.handles, ("handle",), (online.AFTER_AT, online.AFTER_APP)),
    Detector(online.machines, ("ip_address",), (online.IP,)),
    Detector(identity.identities, ("national_id",), (identity.CHECKED, identity.SHAPED)),
    Detector(
        digits.numbers,
        ("phone", "long_number"),
        (digits.PHONE, digits.LIKE_PHONE, digits.CALLED_PHONE, digits.LONG),
    ),
    Detector(spelled.spelled, ("spelled_number",), (spelled.SPELLED,)),
    Detector(places.addresses, ("postal_address",), (places.STREET, places.BOX)),
    Detector(hints.birth_dates, ("birth_date",), (hints.BORN,)),
    Detector(hints.ages, ("age",), (hints.AGE,)),
    Detector(hints.schools, ("school",), (hints.SCHOOL,)),
)
WHYS = (LISTED, *(why for detector in DETECTORS for why in detector.whys))


def suggest(text: str, language: str, gazetteer: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Suggest to a moderator what in a text may tell who somebody is, in the order of the text.

    `language` is the page's; a child may write in another, so every language is searched. `gazetteer` are the
    office's own names. Nothing is removed or stored. Some of what tells is not found, and some that is found
    tells nothing: a person decides.
    """
    view = View.of(text)
    found: list[Finding] = [*gazetteer_of(tuple(gazetteer)).find(view)]
    for detector in DETECTORS:
        found += detector.find(view, language)
    return tuple(_outermost(found))


def _outermost(found: list[Finding]) -> Iterator[Finding]:
    """Put in the order of the text; leave out what lies inside another, though nothing for a weak hint."""
    reached = {True: 0, False: 0}  # by whether weak
    for finding in sorted(found, key=lambda finding: (finding.start, -finding.end, finding.weak)):
        if finding.end > max(reached[False], reached[finding.weak]):
            reached[finding.weak] = finding.end
            yield finding

"""The year in sentences: each of one number, in the right plural form, and never beginning with it."""

from collections.abc import Callable, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

Say = Callable[[int, str], str]  # a number, and the number as it is written

OFFICIAL: Final[dict[str, Say]] = {
    "children_met": lambda num, n: ngettext(
        "The Office met with %(n)s child.", "The Office met with %(n)s children.", num, n=n
    ),
    "dialogues": lambda num, n: ngettext(
        "The Office held %(n)s dialogue with children.",
        "The Office held %(n)s dialogues with children.",
        num,
        n=n,
    ),
    "polls": lambda num, n: ngettext(
        "The Office carried out %(n)s poll of children.",
        "The Office carried out %(n)s polls of children.",
        num,
        n=n,
    ),
    "poll_responses": lambda num, n: ngettext(
        "Polls of children received %(n)s response.",
        "Polls of children received %(n)s responses.",
        num,
        n=n,
    ),
    "child_friendly_versions": lambda num, n: ngettext(
        "The Office published %(n)s child-friendly version of its documents.",
        "The Office published %(n)s child-friendly versions of its documents.",
        num,
        n=n,
    ),
    "country_visits": lambda num, n: ngettext(
        "The Office carried out %(n)s country visit.",
        "The Office carried out %(n)s country visits.",
        num,
        n=n,
    ),
    "follow_up_visits": lambda num, n: ngettext(
        "The Office carried out %(n)s follow-up visit.",
        "The Office carried out %(n)s follow-up visits.",
        num,
        n=n,
    ),
    "member_states": lambda num, n: ngettext(
        "The Office engaged with %(n)s Member State on its voluntary national review.",
        "The Office engaged with %(n)s Member States on their voluntary national reviews.",
        num,
        n=n,
    ),
    "regional_organizations": lambda num, n: ngettext(
        "The Office engaged with %(n)s regional organization on voluntary national reviews.",
        "The Office engaged with %(n)s regional organizations on voluntary national reviews.",
        num,
        n=n,
    ),
    "stakeholder_meetings": lambda num, n: ngettext(
        "The Office held %(n)s meeting with stakeholders.",
        "The Office held %(n)s meetings with stakeholders.",
        num,
        n=n,
    ),
    "conferences": lambda num, n: ngettext(
        "The Office took part in %(n)s conference.",
        "The Office took part in %(n)s conferences.",
        num,
        n=n,
    ),
    "high_level_events": lambda num, n: ngettext(
        "The Office took part in %(n)s high-level event.",
        "The Office took part in %(n)s high-level events.",
        num,
        n=n,
    ),
    "campaigns": lambda num, n: ngettext(
        "The Office ran %(n)s campaign.", "The Office ran %(n)s campaigns.", num, n=n
    ),
    "heads_of_agencies": lambda num, n: ngettext(
        "Campaigns were joined by %(n)s head of agency.",
        "Campaigns were joined by %(n)s heads of agencies.",
        num,
        n=n,
    ),
    "organizations_met": lambda num, n: ngettext(
        "A first meeting was held with %(n)s organization.",
        "A first meeting was held with %(n)s organizations.",
        num,
        n=n,
    ),
    "pledges": lambda num, n: ngettext(
        "The Office recorded %(n)s pledge.", "The Office recorded %(n)s pledges.", num, n=n
    ),
}

# The number stands large above; these are the words below it.
CHILDREN: Final[dict[str, Callable[[int], str]]] = {
    "children_met": lambda num: ngettext("child met us", "children met us", num),
    "dialogues": lambda num: ngettext(
        "dialogue: a long talk with children", "dialogues: long talks with children", num
    ),
    "polls": lambda num: ngettext(
        "poll that asked what children think", "polls that asked what children think", num
    ),
    "poll_responses": lambda num: ngettext("answer to our poll", "answers to our polls", num),
    "child_friendly_versions": lambda num: ngettext(
        "document written again for children", "documents written again for children", num
    ),
    "country_visits": lambda num: ngettext("visit to a country", "visits to countries", num),
    "follow_up_visits": lambda num: ngettext(
        "visit to see what has changed", "visits to see what has changed", num
    ),
    "member_states": lambda num: ngettext(
        "country worked with us on its report about the goals for a better world",
        "countries worked with us on their reports about the goals for a better world",
        num,
    ),
    "regional_organizations": lambda num: ngettext(
        "group of countries worked with us on these reports",
        "groups of countries worked with us on these reports",
        num,
    ),
    "stakeholder_meetings": lambda num: ngettext(
        "meeting with people who can help to protect children",
        "meetings with people who can help to protect children",
        num,
    ),
    "conferences": lambda num: ngettext(
        "conference where we spoke about children", "conferences where we spoke about children", num
    ),
    "high_level_events": lambda num: ngettext("event with leaders", "events with leaders", num),
    "campaigns": lambda num: ngettext("campaign for children", "campaigns for children", num),
    "heads_of_agencies": lambda num: ngettext(
        "leader of an organization joined our campaign", "leaders of organizations joined our campaigns", num
    ),
    "organizations_met": lambda num: ngettext(
        "organization met us for the first time", "organizations met us for the first time", num
    ),
    "pledges": lambda num: ngettext(
        "promise to do more for children", "promises to do more for children", num
    ),
}

# In which part of the page each stands, in order; what staff defined themselves comes last.
PARTS: Final[tuple[tuple[str, ...], ...]] = (
    ("children_met", "dialogues", "polls", "poll_responses", "child_friendly_versions"),
    ("country_visits", "follow_up_visits", "member_states", "regional_organizations"),
    (
        "stakeholder_meetings",
        "high_level_events",
        "conferences",
        "campaigns",
        "heads_of_agencies",
        "organizations_met",
        "pledges",
    ),
)


def headings(form: str) -> Sequence[str]:
    """Name the parts of the page, and the part of what has no sentence of its own."""
    if form == "child":
        return (_("You and us"), _("In the countries"), _("With others"), _("More"))
    return (
        _("Participation of children"),
        _("Engagement with States"),
        _("Outreach and partnerships"),
        _("Other indicators"),
    )

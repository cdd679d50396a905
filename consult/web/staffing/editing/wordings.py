"""What the forms of the editor say: words by language and age band, and everything about one question."""

from collections.abc import Callable
from typing import Final

from werkzeug.datastructures import MultiDict

from consult.survey.writing import asking, conditions, groups, listing
from consult.survey.writing.conditions import Rule
from consult.survey.writing.finding import LISTS, Document, EditingError, question, read
from consult.survey.writing.listing import Offer
from consult.survey.writing.wording import ABOUT, put

Form = MultiDict[str, str]
Step = Callable[[Document], Document]
_BY: Final = {"up": -1, "down": 1}


class Mending:
    """A document on its way through many small steps; what cannot be done is noted, the rest is done."""

    def __init__(self, document: Document) -> None:
        """Begin with the document as it is stored."""
        self.document = document
        self.errors: list[EditingError] = []

    def do(self, step: Step) -> None:
        """Make one step, or note why not."""
        try:
            self.document = step(self.document)
        except EditingError as error:
            self.errors.append(error)


def wordings(form: Form, prefix: str) -> dict[str, dict[str, str]]:
    """Read the fields `prefix.language.band` as wordings."""
    found: dict[str, dict[str, str]] = {}
    for key, words in form.items():
        if key.startswith(prefix + ".") and key.count(".") == prefix.count(".") + 2:
            _, language, band = key.rsplit(".", 2)
            found.setdefault(language, {})[band] = words
    return found


def about(document: Document, form: Form) -> Mending:
    """Apply the form with the words of the first page."""
    mending = Mending(document)
    for key in ABOUT:
        mending.do(lambda made, key=key: _put(made, key, form))  # type: ignore[misc]  # key is bound now
    return mending


def _put(document: Document, key: str, form: Form) -> Document:
    made = dict(document)
    put(made, key, wordings(form, key))
    return made


def one_question(document: Document, name: str, form: Form) -> Mending:
    """Apply the form of one question: words first, so that none is lost where something else is refused."""
    mending = Mending(document)
    mending.do(lambda made: asking.change_words(made, name, wordings(form, "label"), wordings(form, "hint")))
    for key in LISTS:
        for item in read(question(document, name), key):
            _item(mending, name, key, str(item.get("name")), form)
    if "kind" in form:
        mending.do(lambda made: asking.change_kind(made, name, form["kind"]))
    _options(mending, name, form)
    for key in LISTS:
        lines = form.get(f"{key}.new", "").splitlines()
        if any(line.strip() for line in lines):
            mending.do(lambda made, key=key, lines=lines: listing.add_items(made, name, key, lines))  # type: ignore[misc]  # bound now
    _act(mending, name, form.get("act", ""))
    return mending


def _item(mending: Mending, name: str, key: str, item: str, form: Form) -> None:
    field = f"{key}.{item}"
    said = wordings(form, f"{field}.label")
    if said:
        mending.do(lambda made: listing.change_item(made, name, key, item, said))
    if f"{field}.here" in form:
        offer = Offer(
            tuple(form.getlist(f"{field}.bands")),
            form.get(f"{field}.picture", "").replace("none", ""),
            form.get(f"{field}.reports_as", ""),
        )
        mending.do(lambda made: listing.change_offer(made, name, key, item, offer))


def _options(mending: Mending, name: str, form: Form) -> None:
    if "bands.here" in form:
        mending.do(lambda made: asking.set_bands(made, name, form.getlist("bands")))
    if "countries.here" in form:
        mending.do(lambda made: listing.list_countries(made, name, wanted="countries" in form))
    if "options.here" in form:
        options: dict[str, object] = {key: key in form for key in asking.FLAGS}
        options |= {key: _number(form[key]) for key in asking.NUMBERS if key in form}
        mending.do(lambda made: asking.set_options(made, name, options))
    if "breakdown" in form:
        mending.do(lambda made: groups.break_down(made, name, form["breakdown"]))
    if "rule.mode" in form and form["rule.mode"] != "kept":
        mending.do(lambda made: conditions.set_rule(made, name, _rule(form)))


def _rule(form: Form) -> Rule:
    wanted: dict[str, list[str]] = {}
    for chosen in form.getlist("rule.is"):
        asked, _, choice = chosen.partition(".")
        wanted.setdefault(asked, []).append(choice)
    return Rule(form["rule.mode"], tuple((asked, tuple(choices)) for asked, choices in wanted.items()))


def _number(written: str) -> object:
    """Read a number as typed, in any digits; words stay words and are refused by the step."""
    written = written.strip()
    if not written:
        return None
    return int(written) if written.isdecimal() and len(written) < 6 else written


def _act(mending: Mending, name: str, act: str) -> None:
    """Do what a button beside a choice or row asks for: "choices_up:yes"."""
    what, _, item = act.partition(":")
    key, _, how = what.rpartition("_")
    if key in LISTS and how in _BY:
        mending.do(lambda made: listing.move_item(made, name, key, item, _BY[how]))
    elif key in LISTS and how == "remove":
        mending.do(lambda made: listing.remove_item(made, name, key, item))

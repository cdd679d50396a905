"""The sentence of a finding, and the sentences that follow it where they are true."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from analysis.children import templates
from analysis.children.sentences import Sentence, base_of, everywhere, forms_of, percent_of, tenth_of
from analysis.children.styles import POSTER, style_of
from analysis.children.telling import Telling
from analysis.children.wording import Wording
from analysis.disclosure import SHOWN, TOTAL, ProtectedTable
from analysis.findings import BY_AGE, Finding
from analysis.render.page import Field

# Below this many points a difference of groups may be of the rounding, and is not told.
_WORTH_TELLING = 5
_SMALL = "base 30-49"


def finding_sentence(tell: Telling, finding: Finding, wording: Wording) -> Sentence:
    """Give the sentence of a finding, the sentences that follow it being fields of it."""
    words, style = tell.words, tell.style.name
    share = percent_of("n", finding.table, finding.top.choice, finding.column)
    fields, numbers, count = _number(tell, share)
    needed = [frozenset({"n", "share"}) & fields.keys(), frozenset({"answer"})]
    fields["answer"] = tell.answer(finding, finding.top)
    if finding.top.item is not None:
        fields["item"] = tell.bar(finding, finding.top)
        needed.append(frozenset({"item"}))
    if base := base_of("base", finding.table, finding.column):
        fields["base"], numbers["base"] = words.number(base.value), (base,)
    sort = "item" if finding.top.item is not None else "rank" if finding.shape == "rank" else "choice"
    forms = forms_of(words, templates.MAIN[style, sort, finding.column != TOTAL])
    follow = {}
    for name, sentence in following(tell, finding):
        fields[name], numbers[name] = wording.say(tell.language, tell.band, sentence)
        follow[name] = f"{{{name}}}"
    whole = {form: words.together([text, *follow.values()]) for form, text in forms.items()}
    return Sentence(f"finding:{finding.question}", whole, count, fields, numbers, tuple(needed))


def _number(tell: Telling, share: Field) -> tuple[dict[str, str], dict[str, tuple[Field, ...]], int]:
    """Write a share in the way of the style: of ten, of hundred, or as a percentage."""
    words, style = tell.words, tell.style.name
    if style in {"short", POSTER}:
        tens, nearly_all = tenth_of("n", share)
        about = words.gettext(templates.MORE_THAN if nearly_all else templates.ABOUT)
        fields = {"about": about, "n": words.number(tens.value), "ten": words.number(10)}
        return fields, {"n": (tens,)}, tens.value
    fields = {"n": words.number(share.value), "hundred": words.number(100)}
    numbers: dict[str, tuple[Field, ...]] = {"n": (share,)}
    if tell.style.percent:
        fields["share"], numbers["share"] = words.percent(share.value), (replace(share, field="share"),)
    return fields, numbers, share.value


def following(tell: Telling, finding: Finding) -> Iterator[tuple[str, Sentence]]:
    """Give what may be added: that no answer was more frequent, and which groups gave it most and least."""
    if tell.style.name not in templates.BY_AGE:
        return
    if finding.most:
        yield "most", _most(tell, finding)
    if finding.age is not None:
        yield "by_age", _by_age(tell, finding, finding.age[0])
    if tell.style.percent:
        # Of the age, not of the sheet: a narrower table of who took part changes no sentence.
        groups = (name for name in style_of(tell.band).groups if name != BY_AGE)
        found = (_by_group(tell, finding, name) for name in groups)
        if first := next((sentence for sentence in found if sentence is not None), None):
            yield "by_group", first


def _most(tell: Telling, finding: Finding) -> Sentence:
    grid = finding.top.item is not None
    key, message = ("most_of_list", templates.MOST_OF_LIST) if grid else ("most", templates.MOST)
    return Sentence(f"sentence:{key}", everywhere(tell.words.gettext(message)), 0, {})


def _by_age(tell: Telling, finding: Finding, band: str) -> Sentence:
    table = cast("ProtectedTable", tell.release.table(finding.question, BY_AGE, finding.top.item))
    fields, numbers, count = _number(tell, percent_of("n", table, finding.top.choice, band))
    fields["group"] = tell.group(BY_AGE, band)
    forms = forms_of(tell.words, templates.BY_AGE[tell.style.name])
    needed = (frozenset({"n", "share"}) & fields.keys(), frozenset({"group"}))
    return Sentence("sentence:by_age", forms, count, fields, numbers, needed)


def _by_group(tell: Telling, finding: Finding, breakdown: str) -> Sentence | None:
    """Compare the groups of everybody that are shown, where they differ enough and none of them is weak."""
    table = tell.release.table(finding.question, breakdown, finding.top.item)
    shares = [] if table is None else sorted(_shares(tell, table, finding.top.choice), reverse=True)
    if table is None or len(shares) < 2 or shares[0][0] - shares[-1][0] < _WORTH_TELLING:
        return None
    most, least = (
        percent_of("share", table, finding.top.choice, name) for _, name in (shares[0], shares[-1])
    )
    fields = {
        "group": tell.group(breakdown, shares[0][1]),
        "share": tell.words.percent(most.value),
        "other": tell.group(breakdown, shares[-1][1]),
        "least": tell.words.percent(least.value),
    }
    numbers = {"share": (most,), "least": (replace(least, field="least"),)}
    needed = tuple(frozenset({name}) for name in fields)
    forms = forms_of(tell.words, templates.BY_GROUP)
    return Sentence("sentence:by_group", forms, most.value, fields, numbers, needed)


def _shares(tell: Telling, table: ProtectedTable, choice: str) -> Iterator[tuple[int, str]]:
    declared = {
        value["name"]
        for found in cast("Any", tell.codebook)["breakdowns"]
        if found["name"] == table.breakdown
        for value in found["values"]
    }
    for column in table.columns[1:]:
        cell = table.cell(choice, column.name)
        if column.name in declared and cell.status == SHOWN and _SMALL not in column.flags and cell.percent:
            yield cell.percent, column.name

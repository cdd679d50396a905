"""The words of an annex around its tables: how the poll was run, its limits, and the questions in full."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from babel import Locale

from analysis.dialogues import method as talks
from analysis.disclosure import Release
from analysis.facts import Facts, title_of
from analysis.labels import group_label
from analysis.render.docx import Report
from analysis.render.words import Words


def write_method(report: Report, release: Release, facts: Facts, words: Words) -> None:
    """Write who ran the poll, how the numbers are to be read, and what was promised to the children."""
    _ = words.gettext
    report.heading(1, _("Method"))
    if facts.polled:
        report.heading(2, _("How the poll was run"))
    told = _how_it_was_run if facts.polled else _how_talks_were_held
    for text in told(release, facts, words):
        report.numbered(text)
    report.heading(2, _("How to read the numbers"))
    for text in _how_to_read(release, words):
        report.numbered(text)
    report.heading(2, _("What children were promised"))
    for text in _promises(facts, words):
        report.numbered(text)


def _how_talks_were_held(release: Release, facts: Facts, words: Words) -> Iterator[str]:
    return talks.how_it_was_run(release, facts, words.language)


def _how_it_was_run(release: Release, facts: Facts, words: Words) -> Iterator[str]:
    _ = words.gettext
    named = {"organisation": facts.organisation, "title": title_of(release, words.language)}
    if facts.opened and facts.opened == facts.closed:
        yield _("{organisation} ran the poll “{title}” on {date}.", **named, date=words.date(facts.opened))
    elif facts.opened and facts.closed:
        dates = {"opened": words.date(facts.opened), "closed": words.date(facts.closed)}
        yield _("{organisation} ran the poll “{title}” from {opened} to {closed}.", **named, **dates)
    else:
        yield _("{organisation} ran the poll “{title}”.", **named)
    yield _(
        "The poll has the code “{code}”; its questionnaire is version {version}. The answers were frozen "
        "on {frozen}.",
        code=facts.code,
        version=facts.version,
        frozen=words.date(facts.frozen),
    )
    yield _("It was offered in the following languages: {languages}.", languages=_languages(facts, words))
    yield _("Children could answer by the following channels: {channels}.", channels=_channels(facts, words))
    if facts.recruitment == "open link":
        yield _("Recruitment was by an open link: whoever had the link could answer.")
    elif facts.recruitment:
        yield _("Recruitment: {recruitment}.", recruitment=facts.recruitment)
    if release.responses is not None:
        yield words.ngettext(
            "The tables count {n} valid response, rounded as described below.",
            "The tables count {n} valid responses, rounded as described below.",
            release.responses,
        )
    yield _("No name, address or other mark that could tell who a child is was collected.")


def _languages(facts: Facts, words: Words) -> str:
    names = Locale.parse(words.language).languages
    return words.listed([str(names.get(language, language)) for language in facts.languages])


def _channels(facts: Facts, words: Words) -> str:
    names = {
        "web": words.gettext("the web"),
        "kiosk": words.gettext("a shared device"),
        "paper": words.gettext("paper"),
        "dialogue": words.gettext("a live dialogue"),
        "sms": words.gettext("text messages"),
    }
    return words.listed([names.get(channel, channel) for channel in facts.channels])


def _how_to_read(release: Release, words: Words) -> Iterator[str]:
    _ = words.gettext
    yield _(
        "The children who answered selected themselves; no sample was drawn. The results describe the "
        "children "
        "who answered and not children in general."
    )
    yield _(
        "The data have not been weighted. Because the sample is self-selected, no estimates of sampling "
        "error can "
        "be calculated, and no margin of error is given. All surveys and polls are subject to multiple "
        "sources of "
        "error."
    )
    yield _(
        "Every share is a share of the children who answered the question (the base). “No answer”, “I'd "
        "rather "
        "not say”, “I don't know” and “Not asked” are four different things; they are not part of the base."
    )
    yield from protection(release, words)


def protection(release: Release, words: Words) -> Iterator[str]:
    """Say how small numbers are protected, by the policy in force."""
    policy = cast("Mapping[str, int]", release.policy)
    if "rounding" in policy:
        yield words.ngettext(
            "Counts are rounded to the nearest {spelled}, and percentages, worked out from them, to whole "
            "numbers. "
            "Shares may therefore not add up to 100.",
            "Counts are rounded to the nearest {spelled}, and percentages, worked out from them, to whole "
            "numbers. "
            "Shares may therefore not add up to 100.",
            policy["rounding"],
            spelled=words.spelled(policy["rounding"]),
        )
    if "minimum_cell" in policy:
        yield words.ngettext(
            "Counts of fewer than {n} child are hidden, and further cells are hidden where a hidden count "
            "could "
            "otherwise be worked out. A dash (–) stands in their place.",
            "Counts of fewer than {n} children are hidden, and further cells are hidden where a hidden "
            "count could "
            "otherwise be worked out. A dash (–) stands in their place.",
            policy["minimum_cell"],
        )
    if "minimum_base" in policy:
        yield words.ngettext(
            "A group is shown only where at least {n} child of it answered.",
            "A group is shown only where at least {n} children of it answered.",
            policy["minimum_base"],
        )


def _promises(facts: Facts, words: Words) -> Iterator[str]:
    _ = words.gettext
    if facts.promised_on:
        yield _(
            "Children were told that they would see results by {date}.", date=words.date(facts.promised_on)
        )
    yield _(
        "The results go back to children as a summary written for them, published as a web page and as a "
        "document "
        "for printing, in the following languages: {languages}.",
        languages=_languages(facts, words),
    )
    if facts.delete_on:
        yield _(
            "Individual responses will be deleted by {date}; only protected tables such as these will be "
            "kept.",
            date=words.date(facts.delete_on),
        )


def write_limits(report: Report, release: Release, facts: Facts, words: Words) -> None:
    """Write what the numbers cannot tell."""
    _ = words.gettext
    for text in _of_a_poll(words) if facts.polled else talks.limits(words.language):
        report.numbered(text)
    report.numbered(
        _("The answers are what children said; they have not been checked against other sources.")
    )
    if release.texts:
        report.numbered(
            _(
                "What children wrote in their own words is not reported here until a person has read and "
                "cleared it."
            )
        )
    if facts.unreviewed:
        names = Locale.parse(words.language).languages
        report.numbered(
            _(
                "The translations into the following languages have not yet been reviewed by a native "
                "speaker: "
                "{languages}.",
                languages=words.listed([str(names.get(code, code)) for code in facts.unreviewed]),
            )
        )
    if facts.synthetic:
        report.numbered(_("The data are synthetic: they were made by a computer and describe no children."))


def _of_a_poll(words: Words) -> Iterator[str]:
    _ = words.gettext
    yield _(
        "Children without a device, a connection, time alone or a language of the poll could hardly "
        "take part. "
        "How many they are is not known."
    )
    yield _(
        "The poll was anonymous. It cannot be ruled out that some children answered more than once, or "
        "that "
        "adults answered for children."
    )


def write_questions(report: Report, release: Release, words: Words) -> None:
    """Write each question as each age band read it, with its choices, in the order of the poll."""
    codebook = cast("Mapping[str, Any]", release.codebook)
    report.numbered(words.gettext("The wording is given in full, with the answers offered, by age group."))
    for question in codebook["questions"]:
        for band, wording in _by_band(question["label"], question["bands"], words.language):
            names = [group_label(codebook, "age_band", name, words.language) for name in band]
            report.numbered(f"{wording} ({words.listed(names)})")
            for line in _offered(question, band[0], words):
                report.item(line)


def _offered(question: Mapping[str, Any], band: str, words: Words) -> Iterator[str]:
    """Give the rows of a grid or the choices of a list, then the shared scale, as one band saw them."""
    variables = question["variables"]
    rows = [_said(v["label"], band, words.language) for v in variables if v["label"] and _for(v, band)]
    if rows:
        yield "; ".join(rows)
    values = [value for value in (variables[0].get("values") or ()) if _for(value, band)] if variables else []
    if values:
        yield " / ".join(_said(value["label"], band, words.language) for value in values)


def _for(found: Mapping[str, Any], band: str) -> bool:
    return band in (found.get("bands") or [band])


def _by_band(
    label: Mapping[str, Any], bands: list[str], language: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Group the bands that read the same words."""
    said: dict[str, list[str]] = {}
    for band in bands:
        said.setdefault(_said(label, band, language), []).append(band)
    for wording, names in said.items():
        yield tuple(names), wording


def _said(label: Mapping[str, Any], band: str, language: str) -> str:
    wordings = label[language] if language in label else next(iter(label.values()))
    if isinstance(wordings, str):
        return wordings
    return str(wordings.get(band) or wordings.get("default") or next(iter(wordings.values())))

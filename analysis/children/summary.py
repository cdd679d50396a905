"""What children said, told to children: one summary in each language, as a web page and as a PDF.

The order is that of `shared` practice for child-friendly reports: what this is, who took part, what children
said, what happens next, where to get help, words explained, about the numbers. Sentences are short and come
from the catalog of the language; every number in them is a field filled from a protected table.
"""

import json
from dataclasses import asdict
from pathlib import Path

from analysis.children.findings import finding_parts
from analysis.disclosure import ProtectedTable, Release
from analysis.facts import Facts, HelpContact, title_of
from analysis.findings import MOST_BARS
from analysis.labels import breakdown_label, group_label
from analysis.phrases import DASH, source_text
from analysis.render.html import page_html
from analysis.render.page import Bar, Bars, Page, Part
from analysis.render.pdf import page_pdf
from analysis.render.words import Words, words_of

_MOST_SHEETS = 4
_TELL_GROUPS = ("age_band", "region")


def write_child_summary(release: Release, language: str, out: Path) -> list[Path]:
    """Write child_summary.LANGUAGE.html, .pdf and .json (the same as data) into a folder; give the paths."""
    out.mkdir(parents=True, exist_ok=True)
    page, printed = _fitting(release, language)
    html, pdf, data = (out / f"child_summary.{language}.{kind}" for kind in ("html", "pdf", "json"))
    html.write_text(page_html(page), encoding="utf-8")
    pdf.write_bytes(printed)
    # For a website that shows the summary in pages of its own, under its own rules of safety.
    data.write_text(json.dumps(asdict(page), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [html, pdf, data]


def _fitting(release: Release, language: str) -> tuple[Page, bytes]:
    """Make a summary of at most four sheets: with fewer bars in a chart where words are long."""
    day = Facts.of(release).frozen
    for bars in range(MOST_BARS, 0, -1):
        page = summary(release, language, bars)
        printed, sheets = page_pdf(page, day)
        if sheets <= _MOST_SHEETS:
            break
    return page, printed


def summary(release: Release, language: str, bars: int = MOST_BARS) -> Page:
    """Make the summary of a release in one language, with at most so many bars in the chart of a finding."""
    words, facts = words_of(language), Facts.of(release)
    _ = words.gettext
    parts = [
        _what_is_this(facts, words),
        *_who_took_part(release, words),
        *finding_parts(release, words, bars),
    ]
    parts += [_next(facts, words), _help(facts, words)]
    parts += [_explained(parts, words), _about_numbers(release, facts, words)]
    return Page(
        language=language,
        direction=words.direction,
        title=_("What children told us"),
        above=facts.organisation,
        under=_("A summary for children of the poll “{title}”", title=title_of(release, language)),
        notice=_("Synthetic data: a computer made up these answers. No child gave them.")
        if facts.synthetic
        else "",
        parts=tuple(part for part in parts if part.paragraphs or part.terms or part.chart or part.level == 2),
        foot=source_text(release, words),
    )


def _what_is_this(facts: Facts, words: Words) -> Part:
    _ = words.gettext
    told = [_("{organisation} asked children what they think.", organisation=facts.organisation)]
    if facts.opened and facts.opened == facts.closed:
        told.append(_("The poll was open on {date}.", date=words.date(facts.opened)))
    elif facts.opened and facts.closed:
        dates = {"opened": words.date(facts.opened), "closed": words.date(facts.closed)}
        told.append(_("The poll was open from {opened} to {closed}.", **dates))
    told.append(_("Here you can read what children answered."))
    return Part(_("What is this?"), paragraphs=tuple(told))


def _who_took_part(release: Release, words: Words) -> list[Part]:
    heading = words.gettext("Who took part?")
    if release.responses is None or release.small:
        return [Part(heading, paragraphs=(words.gettext("Too few children took part to show numbers."),))]
    told = words.ngettext("About {n} child took part.", "About {n} children took part.", release.responses)
    parts = [Part(heading, paragraphs=(told,))]
    tables = {profile_group(table): table for table in release.profile}
    for name in _TELL_GROUPS:
        if name in tables:
            bars = _groups(release, tables[name], name, words)
            parts.append(Part(breakdown_label(name, words.language), level=3, chart=bars))
    return parts


def profile_group(table: ProtectedTable) -> str:
    """Name the breakdown that a table of who took part is about."""
    return table.question


def _groups(release: Release, table: ProtectedTable, name: str, words: Words) -> Bars:
    rows = [row for row in table.rows if row.kind == "group"]
    bars = tuple(
        Bar(
            group_label(release.codebook, name, row.name, words.language),
            row.cells[0].percent,
            DASH if row.cells[0].percent is None else words.number(row.cells[0].percent),
        )
        for row in rows
    )
    head = (breakdown_label(name, words.language), words.gettext("Out of 100"))
    return Bars(words.gettext("Out of every 100 children who took part"), head, bars, "")


def _next(facts: Facts, words: Words) -> Part:
    _ = words.gettext
    told = []
    if facts.promised_on:
        date = words.date(facts.promised_on)
        told.append(
            _("{organisation} promised to tell you by {date}.", organisation=facts.organisation, date=date)
        )
    told.append(_("There is also a longer report for people who make decisions."))
    if facts.delete_on:
        told.append(_("Every child's answers will be deleted by {date}.", date=words.date(facts.delete_on)))
        told.append(_("Only numbers like those on this page will stay."))
    return Part(_("What happens next?"), paragraphs=tuple(told))


def _help(facts: Facts, words: Words) -> Part:
    _ = words.gettext
    told = (
        _("Is something worrying you? Talk to an adult you trust."),
        _("The poll is anonymous. We do not know who answered, so we cannot send help."),
    )
    return Part(_("Where to get help"), paragraphs=told, terms=tuple(_contact(found) for found in facts.help))


def _contact(found: HelpContact) -> tuple[str, str]:
    return found.name, " · ".join(part for part in (found.phone, found.url, found.hours) if part)


def _explained(parts: list[Part], words: Words) -> Part:
    _ = words.gettext
    terms = [
        (_("Poll"), _("Questions that many people are asked.")),
        (_("Anonymous"), _("Nobody knows who gave which answer.")),
        (
            _("Out of every 100"),
            _("Think of 100 children. The number says how many of them gave this answer."),
        ),
    ]
    if any(bar.share is None for part in parts if part.chart for bar in part.chart.bars):
        hidden = _("A hidden number. We hide small numbers, so that nobody can be recognized.")
        terms.append((DASH, hidden))
    return Part(_("Words explained"), terms=tuple(terms))


def _about_numbers(release: Release, facts: Facts, words: Words) -> Part:
    _ = words.gettext
    told = [
        _("Every child was free to answer or not."),
        _("So the numbers tell what these children think, and not what all children think."),
        _("We round the numbers a little."),
    ]
    if words.language in facts.unreviewed:
        told.append(_("Nobody who grew up with this language has checked this translation yet."))
    if not release.small:
        told.append(_("The longer report tells how we counted."))
    return Part(_("About these numbers"), paragraphs=tuple(told))

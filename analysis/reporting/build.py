"""Builds a report: the parts in the order usual for the mandate, annexes after them."""

from pathlib import Path

from analysis.annex.method import write_questions
from analysis.annex.tables import profile_table
from analysis.dialogues.annexing import asked_in
from analysis.facts import title_of
from analysis.phrases import synthetic_mark
from analysis.render.docx_styles import property_of
from analysis.render.words import Words, words_of
from analysis.reporting.brief import write_brief
from analysis.reporting.coded import write_themes
from analysis.reporting.findings import write_findings, write_tables
from analysis.reporting.groups import write_answers, write_group_tables
from analysis.reporting.method import write_method
from analysis.reporting.opening import fill_contents, report_title, write_masthead, write_opening
from analysis.reporting.paper import Paper
from analysis.reporting.participation import write_participation
from analysis.reporting.settings import Settings, say
from analysis.reporting.slides import write_slides
from analysis.reporting.sources import Source
from analysis.reporting.tiles import write_map

DOMAIN = "reporting"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def write_report(sources: tuple[Source, ...], settings: Settings, language: str, out: Path) -> Path:
    """Write report.LANGUAGE.docx into a folder; give the path."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"report.{language}.docx"
    build(sources, settings, language).save(path)
    return path


def write_beside(sources: tuple[Source, ...], settings: Settings, language: str, out: Path) -> list[Path]:
    """Write what goes with a report: the map of each poll, the brief, the slides; give the paths."""
    words = words_of(language, DOMAIN)
    written = []
    for source in sources:
        folder = out if len(sources) == 1 else out / source.key.replace(":", "_")
        written += write_map(source, words, folder)
    written.append(write_brief(sources, settings, words, out))
    written.append(write_slides(sources, settings, words, out))
    return written


def build(sources: tuple[Source, ...], settings: Settings, language: str) -> Paper:
    """Build the report in memory; the same releases and settings give the same document."""
    words = words_of(language, DOMAIN)
    paper = _opened(sources, settings, words)
    write_masthead(paper, settings, words)
    write_opening(paper, sources, settings, words)
    _introduction(paper, sources, settings, words)
    _action(paper, settings, words)
    _thematic(paper, sources, words)
    paper.heading(1, words.gettext("Participation of children"))
    write_participation(paper, sources, settings, words)
    paper.heading(1, words.gettext("Conclusions and looking ahead"))
    _conclusions(paper, sources, settings, words)
    _annexes(paper, sources, settings, words)
    fill_contents(paper, words)
    return paper


def _opened(sources: tuple[Source, ...], settings: Settings, words: Words) -> Paper:
    title = report_title(sources, settings, words)
    marks = {synthetic_mark(source.release, words) for source in sources}
    foot = " · ".join(part for part in (settings.symbol or title, *sorted(marks)) if part)
    author = say(settings.author, words.language) or sources[0].facts.organisation
    day = settings.date or max(source.facts.frozen for source in sources)
    paper = Paper(words, title=title, author=author, day=day, running_foot=foot)
    paper.begin()
    names = " ".join(f"{source.key}={source.name}" for source in sources)
    paper.document.core_properties.identifier = property_of(f"consult-release {names}")
    return paper


def _introduction(paper: Paper, sources: tuple[Source, ...], settings: Settings, words: Words) -> None:
    _ = words.gettext
    paper.heading(1, _("Introduction"))
    told = [say(text, words.language) for text in settings.sections.get("introduction", ())]
    for text in told:
        paper.numbered(text)
    if not told:
        paper.placeholder(_("The office states the mandate and the resolution under which it reports."))
    paper.numbered(
        _(
            "Numbers in the present report are those of tables released by {organisation}. How they were "
            "obtained, and "
            "every question as children saw it, is set out in the annexes.",
            organisation=words.listed(list(dict.fromkeys(s.facts.organisation for s in sources))),
        )
    )


def _action(paper: Paper, settings: Settings, words: Words) -> None:
    _ = words.gettext
    paper.heading(1, _("Action at the global, regional and national levels"))
    headings = {"global": _("Global level"), "regional": _("Regional level"), "national": _("National level")}
    for name, heading in headings.items():
        paper.heading(2, heading)
        for text in settings.sections.get(name, ()):
            paper.numbered(say(text, words.language))
        if not settings.sections.get(name):
            paper.placeholder(_("The office describes what was done at this level."))


def _thematic(paper: Paper, sources: tuple[Source, ...], words: Words) -> None:
    for source in sources:
        paper.heading(1, _chapter(source, sources, words))
        if source.facts.polled:
            write_findings(paper, source, words)
            write_themes(paper, source, words)
        write_answers(paper, source, words)


def _chapter(source: Source, sources: tuple[Source, ...], words: Words) -> str:
    if len(sources) == 1:
        return words.gettext("What children said")
    return words.gettext("What children said: {titles}", titles=title_of(source.release, words.language))


def _conclusions(paper: Paper, sources: tuple[Source, ...], settings: Settings, words: Words) -> None:
    told = [say(text, words.language) for text in settings.sections.get("conclusions", ())]
    for text in told:
        paper.numbered(text)
    if not told:
        paper.placeholder(words.gettext("The office draws its conclusions and says what it will do next."))
    for source in sources:
        if source.facts.promised_on:
            date = words.date(source.facts.promised_on)
            paper.numbered(
                words.gettext("Children were told that they would see results by {date}.", date=date)
            )


def _annexes(paper: Paper, sources: tuple[Source, ...], settings: Settings, words: Words) -> None:
    _ = words.gettext
    number = 0
    for source in sources:
        for title in (_("Method"), _("The questions as children saw them"), _("Tables")):
            number += 1
            name = words.number(number) if words.language in {"ar", "zh"} else _ROMAN[number - 1]
            paper.annex(_("Annex {number}", number=name), title)
            if number % 3 == 1:
                write_method(paper, source, settings, words)
            elif number % 3 == 2:
                write_questions(paper, asked_in(source.release), words)
            else:
                _tables(paper, source, words)


def _tables(paper: Paper, source: Source, words: Words) -> None:
    if source.facts.polled:
        _poll_tables(paper, source, words)
    write_group_tables(paper, source, words)


def _poll_tables(paper: Paper, source: Source, words: Words) -> None:
    if source.release.small:
        paper.numbered(words.gettext("Too few children took part to show numbers."))
        return
    paper.numbered(
        words.gettext("The following tables show who took part, in the groups that children named.")
    )
    for table in source.release.profile:
        paper.tied_table(
            profile_table(source.release, table, words), f"{source.key}|table|profile|{table.name}"
        )
    write_tables(paper, source, words)

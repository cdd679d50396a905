"""Slides for a side event: title, who took part, each finding with its figure, how to read them."""

from pathlib import Path

from analysis.charts import chart_png, charts_of
from analysis.disclosure import OVERALL
from analysis.findings import findings
from analysis.phrases import source_text, synthetic_mark
from analysis.render.docx_package import same_bytes
from analysis.render.words import Words
from analysis.reporting.findings import lead
from analysis.reporting.opening import report_title
from analysis.reporting.participation import size
from analysis.reporting.sentences import plain
from analysis.reporting.settings import Settings, say
from analysis.reporting.slides_package import Slide, package
from analysis.reporting.sources import Source
from analysis.reporting.tiles import disclaimer, map_png, map_title, map_words


def write_slides(sources: tuple[Source, ...], settings: Settings, words: Words, out: Path) -> Path:
    """Write slides.LANGUAGE.pptx; the same release gives the same bytes; give the path."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"slides.{words.language}.pptx"
    day = settings.date or max(source.facts.frozen for source in sources)
    title = report_title(sources, settings, words)
    author = say(settings.author, words.language) or sources[0].facts.organisation
    mark = next(filter(None, (synthetic_mark(source.release, words) for source in sources)), "")
    under = (author, words.date(day), *((mark,) if mark else ()))
    made = [Slide(title, under), *(slide for source in sources for slide in _slides(source, words))]
    made.append(_last(sources, words))
    path.write_bytes(same_bytes(package(made, title=title, language=words.language, rtl=words.rtl), day))
    return path


def _slides(source: Source, words: Words) -> list[Slide]:
    foot = " · ".join(
        filter(None, (synthetic_mark(source.release, words), source_text(source.release, words)))
    )
    made = [Slide(words.gettext("Who took part"), tuple(plain(s) for s in size(source, words)), foot=foot)]
    table = next((t for t in source.release.profile if t.question == "region"), None)
    if table is not None:
        picture = map_png(source, table, words, bare=True)
        alt = map_words(source, table, words)
        made.append(Slide(map_title(words), (), picture, alt, disclaimer(words)))
    drawn = {chart.name: chart for chart in charts_of(source.release, words.language)}
    found = findings(source.release)
    for finding, sentence in zip(found, lead(source, words, len(found)), strict=True):
        chart = drawn.get(f"{finding.question}__{OVERALL}")
        figure = chart_png(chart, words.language) if chart else None
        alt = chart.description if chart else ""
        made.append(Slide(plain(sentence), (), figure, alt, foot))
    return made


def _last(sources: tuple[Source, ...], words: Words) -> Slide:
    told = (
        words.gettext("The results describe the children who answered and not children in general."),
        words.gettext("The data have not been weighted. Who took part is shown in the tables."),
    )
    foot = " ".join(source_text(source.release, words) for source in sources)
    return Slide(words.gettext("How to read the numbers"), told, foot=foot)

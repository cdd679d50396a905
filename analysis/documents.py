"""Everything of a release that is read rather than computed with: charts, annexes, and what children get."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from analysis.annex.document import write_annex
from analysis.charts import write_charts
from analysis.children.extras import NO_EXTRAS, Extras
from analysis.children.sheets import write_sheets
from analysis.children.styles import bands_of
from analysis.children.summary import write_child_summary
from analysis.disclosure import Release

# Each has drawing and typesetting programs of its own in memory.
_MOST_PROCESSES = 4
Work = Callable[[Release, str, Path, Extras], list[Path]]


def write_documents(
    release: Release,
    out: Path,
    languages: Sequence[str],
    progress: Callable[[str], None],
    extras: Extras = NO_EXTRAS,
) -> list[Path]:
    """Write the documents of a release in each language into a folder; give their paths.

    Several languages are written at once where there are processors for it; the files are the same. A release
    too small for tables has no charts; its summaries and annex say so.
    """
    works: tuple[tuple[str, Work], ...] = (
        ("drew the charts and wrote the annex", write_for_delegates),
        ("wrote what goes to children", write_for_children),
    )
    tasks = [(f"{what} ({language})", work, language) for language in languages for what, work in works]
    written: list[Path] = []
    for told, paths in _done(release, out, tasks, extras):
        progress(told)
        written += paths
    return written


def write_for_delegates(release: Release, language: str, out: Path, _extras: Extras) -> list[Path]:
    """Write charts and annex in a language; they share pictures, so one process writes both."""
    return [*write_charts(release, [language], out / "charts"), write_annex(release, language, out)]


def write_for_children(release: Release, language: str, out: Path, extras: Extras) -> list[Path]:
    """Write the summary for each age band, the posters and the slide in a language."""
    summaries = (write_child_summary(release, language, band, out, extras) for band in bands_of(release))
    written = [path for paths in summaries for path in paths]
    return [*written, *write_sheets(release, language, out, extras)]


def _done(
    release: Release, out: Path, tasks: Sequence[tuple[str, Work, str]], extras: Extras
) -> Iterator[tuple[str, list[Path]]]:
    """Do the tasks and give what each wrote, in their order."""
    processes = min(len(tasks) // 2, len(os.sched_getaffinity(0)), _MOST_PROCESSES)
    if processes < 2:
        for told, work, language in tasks:
            yield told, work(release, language, out, extras)
        return
    # Fresh processes: a copy of one that counts and draws may stop for ever at a lock that nobody opens.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context) as pool:
        begun: list[tuple[str, Future[list[Path]]]] = [
            (told, pool.submit(work, release, language, out, extras)) for told, work, language in tasks
        ]
        for told, future in begun:
            yield told, future.result()

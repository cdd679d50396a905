"""Everything of a release that is read rather than computed with: charts, child summaries and annexes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.annex.document import write_annex
from analysis.charts import write_charts
from analysis.children.summary import write_child_summary
from analysis.disclosure import Release


def write_documents(
    release: Release, out: Path, languages: Sequence[str], progress: Callable[[str], None]
) -> list[Path]:
    """Write the documents of a release in each language into a folder; give their paths.

    A release too small for tables has no charts; its summary and annex say so.
    """
    written: list[Path] = []
    for language in languages:
        progress(f"drawing charts ({language})")
        written += write_charts(release, [language], out / "charts")
        progress(f"writing the child summary ({language})")
        written += write_child_summary(release, language, out)
        progress(f"writing the annex ({language})")
        written.append(write_annex(release, language, out))
    return written

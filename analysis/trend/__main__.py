"""`python -m analysis.trend FOLDER FOLDER ... [--out FILE] [--language xx ...]`: shares over a poll's waves.

With --out: the rows as CSV, labelled in the first language; beside it, in each language, the note
(NAME.xx.txt), a page with note, charts and their tables (NAME.xx.html), and a folder of the charts
(NAME-charts). Without it the rows are printed, and the notes told.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis import bundle as bundles
from analysis.disclosure import PolicyError, ReleaseRefusedError
from analysis.disclosure.lines import ReleaseDamagedError
from analysis.render.words import UnknownLanguageError
from analysis.staff_words import spoken
from analysis.tables import TableError
from analysis.trend.report import trend, write
from analysis.trend.waves import Wave, WavesError, read_waves

_FORESEEN = (
    bundles.BundleError,
    PolicyError,
    ReleaseDamagedError,
    ReleaseRefusedError,
    TableError,
    UnknownLanguageError,
    WavesError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0, or 2 where the folders cannot be compared."""
    parser = argparse.ArgumentParser(prog="python -m analysis.trend", description="Compare waves.")
    parser.add_argument(
        "folder", type=Path, nargs="+", help="releases or bundles; a bundle may join its release"
    )
    parser.add_argument("--language", action="append", default=[], help="may be given several times")
    parser.add_argument("--out", type=Path, help="CSV file; notes, pages and charts stand beside it")
    given = parser.parse_args(arguments)
    languages = tuple(dict.fromkeys(given.language)) or ("en",)
    try:
        for language in languages:
            spoken(language)
        waves = read_waves(given.folder, _say)
        if given.out is None:
            _tell(waves, languages)
        else:
            _write(waves, languages, given.out)
    except _FORESEEN as error:
        _say(str(error))
        return 2
    return 0


def _tell(waves: Sequence[Wave], languages: Sequence[str]) -> None:
    found = [trend(waves, language) for language in languages]
    write(found[0], sys.stdout)
    for each in found:
        for line in each.note:
            _say(line)


def _write(waves: Sequence[Wave], languages: Sequence[str], out: Path) -> None:
    # Drawing takes a second to load; what is only printed does without.
    from analysis.trend.charts import write_trend_charts  # noqa: PLC0415
    from analysis.trend.page import trend_page  # noqa: PLC0415

    for at, language in enumerate(languages):
        found = trend(waves, language)
        if at == 0:
            # The mark at the start of the file tells Excel that it is UTF-8.
            with out.open("w", encoding="utf-8-sig", newline="") as target:
                write(found, target)
        told = "".join(f"{line}\n" for line in found.note)
        out.with_suffix(f".{language}.txt").write_text(told, encoding="utf-8")
        _say(f"drawing the charts ({language})")
        drawn = write_trend_charts(waves, language, out.with_name(f"{out.stem}-charts"))
        page = trend_page(waves, drawn, spoken(language))
        out.with_suffix(f".{language}.html").write_text(page, encoding="utf-8")


def _say(what: str) -> None:
    sys.stderr.write(f"trend: {what}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())

"""The command line: reports of releases, their update, and the lint of a document.

`python -m analysis.reporting RELEASE [RELEASE ...] OUT [--settings report.toml] [--language xx ...]
 [--document-only] [--update edited.docx]`
`python -m analysis.reporting lint FILE.docx [--limit 8500|10700] [--language xx]`
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from docx.opc.exceptions import PackageNotFoundError

from analysis.bundle import BundleError
from analysis.disclosure import PolicyError, ReleaseRefusedError
from analysis.disclosure.lines import ReleaseDamagedError
from analysis.render.words import UnknownLanguageError
from analysis.reporting.build import write_beside, write_report
from analysis.reporting.lint import check
from analysis.reporting.settings import LIMITS, Settings, SettingsError, read_settings
from analysis.reporting.sources import Source, read_sources
from analysis.reporting.updating import NotAReportError, update

_UNUSABLE = (
    BundleError,
    NotAReportError,
    PackageNotFoundError,
    ReleaseDamagedError,
    SettingsError,
    UnknownLanguageError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    0 when all went well, 1 where the lint found something, 2 for input that cannot be used, 3 for a release
    that may not be.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _lint(given[1:]) if given[:1] == ["lint"] else _report(given)
    except (ReleaseRefusedError, PolicyError) as error:
        print(f"reporting: {error}", file=sys.stderr)
        return 3
    except _UNUSABLE as error:
        print(f"reporting: {error}", file=sys.stderr)
        return 2


def _report(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m analysis.reporting", description="Write a report.")
    parser.add_argument("release", type=Path, nargs="+", help="folder of a release, or of a bundle")
    parser.add_argument("out", type=Path, help="folder to write into")
    parser.add_argument("--settings", type=Path, help="report.toml: masthead, the office's own paragraphs")
    parser.add_argument("--language", action="append", default=[], help="may be given several times")
    parser.add_argument("--update", type=Path, help="an edited report that is to have the new numbers")
    parser.add_argument("--document-only", action="store_true", help="no map, brief or slides")
    options = parser.parse_args(given)
    say = _Progress()
    settings = read_settings(options.settings)
    sources = read_sources(options.release, say)
    languages = options.language or [settings.original]
    if options.update:
        return _update(options.update, sources, settings, languages[0], options.out)
    for language in languages:
        say(f"writing the report ({language})")
        write_report(sources, settings, language, options.out)
        if not options.document_only:
            say(f"writing map, brief and slides ({language})")
            write_beside(sources, settings, language, options.out)
    say(f"wrote {options.out}")
    return 0


def _update(edited: Path, sources: tuple[Source, ...], settings: Settings, language: str, out: Path) -> int:
    for found in update(edited, sources, settings, language, out / edited.name):
        print(found)
    return 0


def _lint(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m analysis.reporting lint", description="Check a report.")
    parser.add_argument("file", type=Path, help="a Word document")
    parser.add_argument("--limit", type=int, choices=LIMITS, default=LIMITS[0], help="words it may have")
    parser.add_argument("--language", help="of the document; read from its properties where not given")
    options = parser.parse_args(given)
    report = check(options.file, limit=options.limit, language=options.language)
    for found in report.found:
        print(found)
    counted = f"{report.words} words of {options.limit} (annexes apart: {report.annex_words})"
    print(f"{counted}, {len(report.found)} findings")
    return 1 if report.found else 0


class _Progress:
    """Tells on standard error what is being done, with the seconds since the start."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    def __call__(self, what: str) -> None:
        print(f"{time.monotonic() - self.start:7.1f} s  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m analysis BUNDLE OUT [--language xx ...] [--tables-only]` and `python -m analysis audit OUT`."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from analysis import bundle as bundles
from analysis import counting, output, table_files, workbook
from analysis.disclosure import Release, ReleaseRefusedError, load_policy, protect
from analysis.disclosure.lines import ReleaseDamagedError
from analysis.render.words import UnknownLanguageError
from analysis.tables import TableError, results

_FORESEEN = (
    bundles.BundleError,
    output.OutputError,
    ReleaseDamagedError,
    ReleaseRefusedError,
    TableError,
    UnknownLanguageError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when all went well, 1 for violations found, 2 for input that cannot be used."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _audit(given[1:]) if given[:1] == ["audit"] else _analyse(given)
    except _FORESEEN as error:
        print(f"analysis: {error}", file=sys.stderr)
        return 2


def _analyse(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Explain a bundle.")
    parser.add_argument("bundle", type=Path, help="folder of a frozen wave")
    parser.add_argument("out", type=Path, help="folder to write; an earlier release there is replaced")
    parser.add_argument("--language", action="append", default=[], help="may be given several times")
    parser.add_argument("--tables-only", action="store_true", help="no charts, summary or annex")
    options = parser.parse_args(given)
    say = _Progress()
    say("reading the bundle")
    found = bundles.read(options.bundle)
    languages = output.clean(options.language, found.codebook)
    exact = results(found, counting.count(found, say))
    release, report = protect(exact, load_policy(), say)
    with output.new_folder(options.out) as folder:
        write(release, languages, folder, say, documents=not options.tables_only)
        output.write_manifest(release, folder, found.manifest_sha256, report)
    say(f"wrote {options.out}")
    return 0


def write(
    release: Release, languages: Sequence[str], folder: Path, say: "_Progress", *, documents: bool
) -> None:
    """Write everything of a release but its manifest."""
    say("writing tables")
    table_files.write_tables(release, languages[0], folder / output.TABLES)
    workbook.write_workbook(release, languages, folder / "tables.xlsx")
    if documents:
        # Drawing and typesetting take seconds to load; tables alone do without.
        from analysis.documents import write_documents  # noqa: PLC0415

        write_documents(release, folder, languages, say)


def _audit(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m analysis audit", description="Attack a written release.")
    parser.add_argument("release", type=Path, help="folder that analysis wrote")
    report = output.audit_folder(parser.parse_args(given).release, _Progress())
    print(f"cells {report.cells}, intervals audited {report.intervals}, violations {len(report.violations)}")
    for violation in report.violations:
        print(violation)
    return 1 if report.violations else 0


class _Progress:
    """Tells on standard error what is being done, with the seconds since the start."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    def __call__(self, what: str) -> None:
        print(f"{time.monotonic() - self.start:7.1f} s  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""The command line: explain a bundle, audit what was written, approve it for the ledger.

`python -m analysis BUNDLE OUT [--language xx ...] [--tables-only] [--ledger FOLDER [--print-less]]
 [--policy FILE] [--means QUESTION ...] [--wording FILE] [--quotes FILE] [--results-url ADDRESS]`
`python -m analysis wording OUT FILE [--language xx ...]`
`python -m analysis audit OUT [--ledger FOLDER]`
`python -m analysis approve OUT --ledger FOLDER`
"""

import argparse
import gc
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from analysis import approving, counting, means, output, pooled, quoting, table_files, themes, workbook
from analysis import bundle as bundles
from analysis.children.extras import NO_EXTRAS, Extras
from analysis.children.offices import write_wording
from analysis.children.quotes import QuotesError
from analysis.children.wording import WordingError
from analysis.dialogues import reading
from analysis.disclosure import (
    LedgerError,
    PolicyError,
    Release,
    ReleaseRefusedError,
    load_policy,
    protect,
)
from analysis.disclosure.ledger.published import publish
from analysis.disclosure.lines import ReleaseDamagedError
from analysis.disclosure.protecting.groups import protect_groups
from analysis.disclosure.recall import write as write_whole
from analysis.render.words import UnknownLanguageError
from analysis.tables import TableError, results

_UNUSABLE = (
    bundles.BundleError,
    counting.EngineError,
    output.OutputError,
    LedgerError,
    ReleaseDamagedError,
    TableError,
    means.MeanError,
    WordingError,
    QuotesError,
    quoting.AddressError,
    UnknownLanguageError,
)
# A release, or the policy it would follow, is not safe.
_UNSAFE = (ReleaseRefusedError, PolicyError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    0 when all went well, 1 where an audit found violations, 2 for input that cannot be used, 3 for a release
    that may not be.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    commands = {"audit": _audit, "approve": _approve, "wording": _wording}
    try:
        if given and given[0] in commands:
            return commands[given[0]](given[1:])
        return _analyse(given)
    except _UNSAFE as error:
        print(f"analysis: {error}", file=sys.stderr)
        return 3
    except _UNUSABLE as error:
        print(f"analysis: {error}", file=sys.stderr)
        return 2


def _analyse(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Explain a bundle.")
    parser.add_argument("bundle", type=Path, help="folder of a frozen wave")
    parser.add_argument("out", type=Path, help="folder to write; an earlier release there is replaced")
    parser.add_argument("--language", action="append", default=[], help="may be given several times")
    parser.add_argument("--tables-only", action="store_true", help="no charts, summary or annex")
    parser.add_argument("--engine", choices=counting.ENGINES, default=counting.ENGINES[0], help="what counts")
    parser.add_argument("--master", help="address of the Spark cluster that counts")
    parser.add_argument("--ledger", type=Path, help="folder with every approved release: checked together")
    parser.add_argument("--print-less", action="store_true", help="leave out what the ledger forbids")
    parser.add_argument("--means", action="append", default=[], help="a question to give the mean of")
    parser.add_argument("--policy", type=Path, help="the office's own policy.toml")
    parser.add_argument("--wording", type=Path, help="sentences for children in the office's own words")
    parser.add_argument("--quotes", type=Path, help="cleared texts that documents for children may quote")
    parser.add_argument("--results-url", help="where posters lead to")
    options = parser.parse_args(given)
    say = _Progress()
    policy = load_policy(options.policy) if options.policy else load_policy()
    say("reading the bundle")
    found = bundles.read(options.bundle)
    languages = output.clean(options.language, found.codebook)
    asked = means.check(found.codebook, options.means)
    cubes = counting.count(found, say, counting.named(options.engine, options.master))
    exact = replace(results(found, cubes), themes=themes.of_bundle(found))
    known = options.ledger if options.print_less else None
    beside = approving.beside(known, found.manifest_sha256)
    release, report = protect(exact, policy, say, beside)
    release = replace(release, means=asked)
    if groups := reading.of_bundles([found]):
        nearby = approving.beside_groups(known, found.manifest_sha256)
        release, report = protect_groups(release, report, groups, say, nearby)
    if options.ledger:
        approving.stand_beside(publish(release, found.manifest_sha256), options.ledger, say)
    more, hard = quoting.extras(found, release, options.wording, options.quotes, options.results_url)
    for what in hard:
        say(f"warning: {what}")
    with output.new_folder(options.out) as folder:
        write(release, languages, folder, say, more, documents=not options.tables_only)
        output.write_manifest(release, folder, found.manifest_sha256, report)
    say(f"wrote {options.out}")
    return 0


def write(  # noqa: PLR0913  what a release is made of
    release: Release,
    languages: Sequence[str],
    folder: Path,
    say: "_Progress",
    more: Extras = NO_EXTRAS,
    *,
    documents: bool,
) -> None:
    """Write everything of a release but its manifest."""
    say("writing tables")
    table_files.write_tables(release, languages[0], folder / output.TABLES)
    workbook.write_workbook(release, languages, folder / "tables.xlsx")
    means.write(release, folder / means.FILE)
    pooled.write_pooled(release, folder)
    table_files.write_quotes(release, folder / table_files.QUOTES)
    write_whole(release, folder)
    if documents:
        # Drawing and typesetting take seconds to load; tables alone do without.
        from analysis.documents import write_documents  # noqa: PLC0415

        write_documents(release, folder, languages, say, more)


def _audit(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m analysis audit", description="Attack a written release.")
    parser.add_argument("release", type=Path, help="folder that analysis wrote")
    parser.add_argument("--ledger", type=Path, help="attack it with every approved release")
    options = parser.parse_args(given)
    report = approving.audit(options.release, options.ledger, _Progress())
    print(f"cells {report.cells}, intervals audited {report.intervals}, violations {len(report.violations)}")
    for violation in report.violations:
        print(violation)
    return 1 if report.violations else 0


def _approve(given: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m analysis approve", description="Record a release as published."
    )
    parser.add_argument("release", type=Path, help="folder that analysis wrote")
    parser.add_argument("--ledger", type=Path, required=True, help="folder with every approved release")
    options = parser.parse_args(given)
    number = approving.approve(options.release, options.ledger, _Progress())
    print(f"release {number} of {options.ledger}")
    return 0


def _wording(given: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m analysis wording", description="Write the sentences for children as a file to edit."
    )
    parser.add_argument("release", type=Path, help="folder that analysis wrote")
    parser.add_argument("file", type=Path, help="JSON to write, for --wording")
    parser.add_argument("--language", action="append", default=[], help="may be given several times")
    options = parser.parse_args(given)
    release, _ = output.recall_release(options.release)
    write_wording(
        release, output.clean(options.language or _languages(release), release.codebook), options.file
    )
    return 0


def _languages(release: Release) -> list[str]:
    return list(cast("Sequence[str]", release.codebook["languages"]))


class _Progress:
    """Tells on standard error what is being done, with the seconds since the start."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    def __call__(self, what: str) -> None:
        print(f"{time.monotonic() - self.start:7.1f} s  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    # What was loaded stays to the end: it need not be looked through for what is no longer used.
    gc.freeze()
    try:
        sys.exit(main())
    finally:
        gc.unfreeze()  # else compiled libraries complain at the end of what they take for lost

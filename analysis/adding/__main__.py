"""`python -m analysis.adding BUNDLE BUNDLE ... --out OUT`: tables of several installations or waves, added.

The sum goes through the same gate as any release. Publish either the sum or the parts: who holds both can
subtract, and this command does not know what was published of the parts.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analysis import adding, counting, output, table_files, workbook
from analysis import bundle as bundles
from analysis.adding import facts, median
from analysis.adding.cubes import count_parts
from analysis.dialogues import reading
from analysis.disclosure import Policy, PolicyError, Release, ReleaseRefusedError, load_policy, protect
from analysis.disclosure.protecting.groups import protect_groups
from analysis.tables import TableError, results

_FORESEEN = (
    adding.DisagreementError,
    bundles.BundleError,
    counting.EngineError,
    output.OutputError,
    TableError,
)
MEDIAN = "median_part.csv"
_CAUTION = "publish the sum or its parts, never both: the difference would give hidden numbers away"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0, or 2 where the bundles cannot be added, 3 where the sum may not be shown."""
    parser = argparse.ArgumentParser(prog="python -m analysis.adding", description=__doc__)
    parser.add_argument("bundle", type=Path, nargs="+", help="folders of frozen waves, two at least")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--language", action="append", default=[], help="may be given several times")
    parser.add_argument("--engine", choices=counting.ENGINES, default=counting.ENGINES[0], help="what counts")
    parser.add_argument("--master", help="address of the Spark cluster that counts")
    given = parser.parse_args(arguments)
    try:
        _add(given)
    except _FORESEEN as error:
        _say(str(error))
        return 2
    except (PolicyError, ReleaseRefusedError) as error:
        _say(str(error))
        return 3
    _say(_CAUTION)
    return 0


def _add(given: argparse.Namespace) -> None:
    found = [bundles.read(folder) for folder in given.bundle]
    languages = output.clean(given.language, found[0].codebook)
    counted = count_parts(found, _say, counting.named(given.engine, given.master))
    policy, source = load_policy(), facts.source(found)
    whole = replace(found[0], manifest=facts.joined(found), manifest_sha256=source)
    _say("protecting the sum")
    release, report = protect(results(whole, adding.add(counted)), policy, _say)
    release, report = protect_groups(release, report, reading.of_bundles(found), _say)
    rows = list(median.beside(release, _parts(found, counted, policy)))
    with output.new_folder(given.out) as folder:
        table_files.write_tables(release, languages[0], folder / output.TABLES)
        workbook.write_workbook(release, languages, folder / "tables.xlsx")
        median.write(rows, folder / MEDIAN)
        output.write_manifest(release, folder, source, report)
    _say(f"wrote {given.out}")


def _parts(found: Sequence[bundles.Bundle], counted: Sequence[adding.Part], policy: Policy) -> list[Release]:
    """Protect each part by itself, where there are enough of them for a median."""
    if len(found) < median.LEAST_PARTS:
        return []
    exact = (results(bundle, part.cubes) for bundle, part in zip(found, counted, strict=True))
    return [protect(each, policy, _say)[0] for each in exact]


def _say(what: str) -> None:
    sys.stderr.write(f"adding: {what}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())

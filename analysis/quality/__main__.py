"""`python -m analysis.quality BUNDLE [--json] [--signs-only]`: signs of careless answers, for staff."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis import bundle
from analysis.disclosure import PolicyError, ReleaseRefusedError, load_policy
from analysis.quality.findings import look
from analysis.quality.report import document, words
from analysis.tables import TableError


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 0 whatever was found, 2 where the bundle cannot be read or protected."""
    parser = argparse.ArgumentParser(prog="python -m analysis.quality", description=__doc__)
    parser.add_argument("bundle", type=Path, help="folder of a frozen wave")
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    parser.add_argument("--signs-only", action="store_true", help="no results with and without the doubtful")
    given = parser.parse_args(arguments)
    try:
        policy = load_policy()
        found = look(bundle.read(given.bundle), policy, _say, effect=not given.signs_only)
    except (bundle.BundleError, PolicyError, ReleaseRefusedError, TableError) as error:
        _say(str(error))
        return 2
    report = document(found, policy)
    if given.json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in words(report))
    return 0


def _say(what: str) -> None:
    sys.stderr.write(f"quality: {what}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())

"""`python -m analysis.quality BUNDLE [--language xx ...] [--json] [--signs-only] [--out FOLDER]`.

Signs of careless answers, for staff, in one language or several: printed one below the other, or with --out
written into a folder as report.xx.txt.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis import bundle
from analysis.disclosure import PolicyError, ReleaseRefusedError, load_policy
from analysis.quality.findings import look
from analysis.quality.report import document
from analysis.quality.wording import report
from analysis.render.words import UnknownLanguageError
from analysis.staff_words import spoken
from analysis.tables import TableError

_FORESEEN = (bundle.BundleError, PolicyError, ReleaseRefusedError, TableError, UnknownLanguageError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell the report; 0 whatever was found, 2 where the bundle cannot be read or protected."""
    parser = argparse.ArgumentParser(prog="python -m analysis.quality", description=__doc__)
    parser.add_argument("bundle", type=Path, help="folder of a frozen wave")
    parser.add_argument("--language", action="append", default=[], help="may be given several times")
    parser.add_argument("--json", action="store_true", help="codes and numbers as JSON")
    parser.add_argument("--signs-only", action="store_true", help="no results with and without the doubtful")
    parser.add_argument("--out", type=Path, help="folder that takes report.xx.txt for each language")
    given = parser.parse_args(arguments)
    languages = tuple(dict.fromkeys(given.language)) or ("en",)
    try:
        for language in languages:
            spoken(language)
        policy, read = load_policy(), bundle.read(given.bundle)
        found = document(look(read, policy, _say, effect=not given.signs_only), policy)
    except _FORESEEN as error:
        _say(str(error))
        return 2
    if given.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        return 0
    told = {language: _words(found, read, language) for language in languages}
    if given.out is None:
        sys.stdout.write("\n".join(told.values()))
        return 0
    for language, words in told.items():
        (given.out / f"report.{language}.txt").write_text(words, encoding="utf-8")
    return 0


def _words(found: dict[str, object], read: bundle.Bundle, language: str) -> str:
    synthetic = bool(read.manifest.get("synthetic"))
    lines = report(found, read.codebook, spoken(language), synthetic=synthetic)
    return "".join(f"{line}\n" for line in lines)


def _say(what: str) -> None:
    sys.stderr.write(f"quality: {what}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())

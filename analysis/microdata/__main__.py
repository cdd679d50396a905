"""`python -m analysis.microdata BUNDLE OUT`: an export for archives, or the reason why there is none."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis import bundle
from analysis.microdata.export import FORMATS, Wish, export
from analysis.microdata.gate import RefusedError
from analysis.microdata.recoding import Demand

_REFUSED = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when the export stands, 3 when it may not leave, 2 when it was asked for wrongly."""
    given = _parser().parse_args(arguments)
    try:
        wish = _wish(given)
        report = export(bundle.read(given.bundle), given.out, wish, _say)
    except RefusedError as refusal:
        _say(str(refusal))
        return _REFUSED
    except (bundle.BundleError, ValueError) as error:
        _say(str(error))
        return 2
    _say(f"{given.out}: {report['responses']:,} responses, smallest group {report['smallest_group']}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis.microdata", description=__doc__)
    parser.add_argument("bundle", type=Path, help="the folder of a freeze")
    parser.add_argument("out", type=Path, help="a folder that does not exist yet")
    parser.add_argument(
        "--format", default=",".join(FORMATS), help="csv,xlsx,spss,parquet,ddi (default: all)"
    )
    parser.add_argument(
        "--language", default="", help="languages of labels, the leading one first: fr,en or all"
    )
    parser.add_argument("--recode", choices=["recommended"], help="apply the recoding that loses least")
    parser.add_argument("--identifying", default="", help="further columns by which a child could be known")
    parser.add_argument(
        "--earlier", action="append", default=[], type=Path, help="an earlier export of this freeze"
    )
    parser.add_argument("--ledger", type=Path, help="the folder with every approved release and export")
    parser.add_argument("--k", type=int, default=Demand().k, help="smallest group (10 or more)")
    parser.add_argument(
        "--l", type=int, default=Demand().distinct, help="fewest different answers (2 or more)"
    )
    parser.add_argument("--words", action="store_true", help="CSV and XLSX: words instead of codes")
    parser.add_argument("--bom", action="store_true", help="CSV: mark as UTF-8 for Excel")
    return parser


def _wish(given: argparse.Namespace) -> Wish:
    formats = _listed(given.format)
    if unknown := [name for name in formats if name not in FORMATS]:
        raise ValueError(f"unknown format {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    languages = _listed(given.language)
    if languages == ("all",):
        languages = tuple(bundle.read(given.bundle).codebook["languages"])
    return Wish(
        formats=formats,
        languages=languages,
        recode=given.recode is not None,
        identifying=_listed(given.identifying),
        earlier=tuple(given.earlier),
        ledger=given.ledger,
        demand=Demand(given.k, given.l),
        words=given.words,
        bom=given.bom,
    )


def _listed(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in words.split(",") if part.strip()))


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())

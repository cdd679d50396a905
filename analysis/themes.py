"""Themes that people found in cleared texts: how many children's texts have each, and how far coders agree.

Two people code every text without seeing what the other found, then settle what they found differently; what
both agree on counts. Exact: `disclosure` says what of it may be shown. Pure but for reading the file.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq

from analysis.agreement import AgreementError, cohen_kappa, krippendorff_alpha
from analysis.bundle import CODING, Bundle, BundleError

Found = tuple[str, ...]
"""The themes that a coder found in one text, sorted; empty where she found none."""


@dataclass(frozen=True, slots=True)
class Coding:
    """The themes of one question's texts.

    `texts` counts by theme the texts that have it, `settled` those whose themes are agreed, `coded` those
    that two people coded apart. `kappas` holds Cohen's kappa by theme, `alpha` Krippendorff's alpha, where a
    text's set of themes is one label; either is absent where agreement beyond chance is undefined.
    """

    texts: Mapping[str, int]
    settled: int
    coded: int
    kappas: Mapping[str, float]
    alpha: float | None


def of_bundle(bundle: Bundle) -> dict[str, Coding]:
    """Read the themes of a bundle by question, none where nobody coded; BundleError: a foreign theme."""
    path = bundle.coding
    if path is None:
        return {}
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in pq.read_table(path).to_pylist():
        rows[row["question"]].append(row)
    known = bundle.codebook.get("themes", {})
    return {question: _coding(question, rows[question], known) for question in sorted(rows)}


def _coding(question: str, rows: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> Coding:
    names = tuple(theme["name"] for theme in known.get(question, ()))
    used = {theme for row in rows for who in ("first", "second", "agreed") for theme in row[who] or ()}
    if strange := sorted(used - set(names)):
        raise BundleError(
            CODING, f"has the theme {strange[0]!r} of {question!r}, which is not in the codebook"
        )
    settled = [set(row["agreed"]) for row in rows if row["agreed"] is not None]
    both = [(_sorted(row["first"]), _sorted(row["second"])) for row in rows if _both(row)]
    counted = Counter(theme for themes in settled for theme in themes)
    kappas = {theme: kappa for theme in names if (kappa := _kappa(theme, both)) is not None}
    return Coding({name: counted[name] for name in names}, len(settled), len(both), kappas, _alpha(both))


def _both(row: Mapping[str, Any]) -> bool:
    return row["first"] is not None and row["second"] is not None


def _sorted(themes: Sequence[str]) -> Found:
    return tuple(sorted(set(themes)))


def _kappa(theme: str, pairs: Sequence[tuple[Found, Found]]) -> float | None:
    """Take a theme as a question of its own, whether it is in this text."""
    try:
        return cohen_kappa(
            [theme in first for first, _ in pairs], [theme in other for _, other in pairs]
        ).value
    except AgreementError:
        return None


def _alpha(pairs: Sequence[tuple[Found, Found]]) -> float | None:
    try:
        return krippendorff_alpha([[first for first, _ in pairs], [other for _, other in pairs]]).value
    except AgreementError:
        return None

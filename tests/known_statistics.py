"""Reference statistics that others computed or published, each beside what `analysis` makes of the same data.

`python tests/known_statistics.py` prints how many agree, and to how many digits. The data stay where they lie;
the references were made with R's survey package, with R's prop.test and binom.test, or printed by the CDC.
"""

import csv
import gzip
import json
import math
import sys
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

sys.path.insert(0, str(Path(__file__).parent / "stock"))

from material import material

from analysis import uncertainty, weights
from analysis.uncertainty import Design, Estimate, drawn_sample


class Check(NamedTuple):
    """One number: where it comes from, whose it is, what we get, what the reference says."""

    source: str
    row: str
    quantity: str
    got: float
    want: float

    @property
    def digits(self) -> float:
        """Significant digits that agree, 15 at most (absolute for a reference of zero)."""
        distance = abs(float(self.got) - float(self.want))
        relative = distance / abs(float(self.want)) if self.want else distance
        return 15.0 if relative < 1e-15 else -math.log10(relative)


def several(source: str, row: str, names: str, got: Any, want: Any) -> Iterator[Check]:
    for name, ours, theirs in zip(names.split(), np.ravel(got), np.ravel(want), strict=True):
        yield Check(source, row, name, float(ours), float(theirs))


# --- Youth Risk Behavior Survey: national school samples of 2015 and 2021 -------------------------------------

ESTIMATES = "yrbs/reference/r_survey_estimates.csv"
PUBLISHED = "yrbs/reference/published_figures.csv"
CROSSTABS = "yrbs/reference/r_survey_crosstabs_2021.json"
SEXES = {"female": 1, "male": 2}


@cache
def yrbs(year: int) -> tuple[pd.DataFrame, Design]:
    data = pd.read_csv(material(f"yrbs/yrbs{year}.csv.gz"), low_memory=False)
    return data, drawn_sample(data["weight"], strata=data["stratum"], clusters=[data["psu"]])


def said_yes(data: pd.DataFrame, name: str) -> np.ndarray:
    """QN variables: 1 yes, 2 no, blank not in the denominator."""
    return data[name].map({1: 1.0, 2: 0.0}).to_numpy()


def subgroup(data: pd.DataFrame, name: str) -> np.ndarray:
    inside = np.ones(len(data), dtype=bool)
    for part in [] if name == "all" else name.split("_"):
        if part in SEXES:
            inside &= (data["Q2"] == SEXES[part]).to_numpy()
        elif part.startswith("grade"):
            inside &= (data["Q3"] == int(part.removeprefix("grade")) - 8).to_numpy()
        else:
            inside &= (data["raceeth"] == int(part.removeprefix("raceeth"))).to_numpy()
    return inside


def rows(name: str) -> list[dict[str, str]]:
    with material(name).open(newline="") as lines:
        return list(csv.DictReader(lines))


def estimate_checks(row: dict[str, str]) -> Iterator[Check]:
    """All twenty numbers of one row of the R estimates."""
    data, design = yrbs(int(row["year"]))
    yes, inside = said_yes(data, row["variable"]), subgroup(data, row["subgroup"])
    found = uncertainty.proportion(design, yes, inside)
    known = inside & ~np.isnan(yes)
    base, count, weight = int(known.sum()), int(np.nansum(yes[inside])), design.weights[known]
    ours = {
        "n_unweighted": found.answered,
        "k_unweighted": count,
        "sum_weights": weight.sum(),
        "kish_neff": weights.kish_size(weight),
        "pct_unweighted": 100 * count / base,
        "pct_weighted": 100 * found.value,
        "se_linearized": 100 * found.standard_error,
        "df": found.degrees,
    }
    limits = {
        "wilson": uncertainty.wilson(count, base),
        "clopper": uncertainty.clopper_pearson(count, base),
        "xlogit": uncertainty.interval(found, "logit"),
        "logit": uncertainty.interval(found, "logit"),
        "mean": uncertainty.interval(found, "normal"),
        "beta": uncertainty.interval(found, "clopper_pearson"),
    }
    for name, limit in limits.items():
        ours[f"{name}_lo"], ours[f"{name}_hi"] = 100 * limit.low, 100 * limit.high
    where = f"{row['year']} {row['variable']} {row['subgroup']}"
    for name, value in ours.items():
        yield Check("R survey, YRBS estimates", where, name, float(value), float(row[name]))


def published_checks(row: dict[str, str]) -> Iterator[Check]:
    """Compare with what the CDC printed (one decimal) and what was computed for it (four)."""
    data, design = yrbs(int(row["year"]))
    inside = (data["QN20"] == 1).to_numpy() if row["group"] == "QN20==1" else None
    found = uncertainty.proportion(design, said_yes(data, row["variable"]), inside)
    low, high = uncertainty.interval(found, "logit")
    where = f"{row['variable']} {row['group']}"
    yield Check("YRBS 2021, printed", where, "pct", round(100 * found.value, 1), float(row["published_pct"]))
    ours = [round(100 * value, 4) for value in (found.value, low, high)]
    theirs = [float(row[name]) for name in ("computed_pct", "ci_lo", "ci_hi")]
    yield from several("YRBS 2021, computed", where, "pct low high", ours, theirs)
    yield Check("YRBS 2021, computed", where, "n", found.answered, float(row["n_valid"]))


def helmet_checks() -> Iterator[Check]:
    """CDC's own software example, 2015: rarely or never wore a bicycle helmet, to every printed digit."""
    data, design = yrbs(2015)
    found = uncertainty.proportion(design, said_yes(data, "QN8"))
    low, high = uncertainty.interval(found, "logit")
    ours = [round(100 * value, 8) for value in (found.value, found.standard_error, low, high)]
    printed = [81.36225044, 2.00890065, 76.96221083, 85.08478028]
    yield from several("CDC example 2015, printed", "QN8 all", "pct se low high", ours, printed)
    yield Check("CDC example 2015, printed", "QN8 all", "n", found.answered, 8757)


def crosstab_checks(reference: dict[str, Any]) -> Iterator[Check]:
    """One table and its Rao-Scott tests."""
    data, design = yrbs(reference["year"])
    row, column = data[reference["row"]].to_numpy(), data[reference["col"]].to_numpy()
    found = uncertainty.independence(design, row, column)
    source, where = "R survey, Rao-Scott tests", f"{reference['row']} x {reference['col']}"
    ours = [found.f_statistic, found.numerator_degrees, found.denominator_degrees, found.p_value]
    ours += [found.chi_square, found.first_order_p]
    names = "rao_scott_F ndf ddf p_F rao_scott_chisq p_chisq"
    yield from several(source, where, names, ours, [reference[name] for name in names.split()])
    cells = " ".join(f"cell{at}" for at in range(found.table.weighted.size))
    # The reference prints weighted counts to four decimals.
    yield from several(source, where, cells, np.round(found.table.weighted, 4), reference["weighted_counts"])


# --- binomial intervals ------------------------------------------------------------------------------------

BINOMIAL = "stats-reference/r_binomial_intervals.csv"


def binomial_checks(row: dict[str, str]) -> Iterator[Check]:
    """Wilson without and with correction, and Clopper-Pearson, for one count of one base."""
    count, base = int(row["k"]), int(row["n"])
    ours = {
        "wilson": uncertainty.wilson(count, base),
        "wilson_cc": uncertainty.wilson(count, base, continuity=True),
        "clopper": uncertainty.clopper_pearson(count, base),
    }
    for name, limits in ours.items():
        theirs = [float(row[f"{name}_lo"]), float(row[f"{name}_hi"])]
        yield from several(
            "R binomial intervals", f"{count} of {base}", f"{name}_lo {name}_hi", limits, theirs
        )


# --- California schools: stratified, one-stage and two-stage cluster samples ---------------------------------

API = "stats-reference/r_survey_api_results.json"
SOURCE_API = "R survey, api samples"
TYPES = {"E": 4421, "H": 755, "M": 1018}
WIDE = {"No": 1072, "Yes": 5122}
METHODS = {
    "logit": "logit",
    "xlogit": "logit",
    "likelihood": "likelihood",
    "asin": "arcsine",
    "beta": "clopper_pearson",
    "mean": "normal",
}


@cache
def schools(name: str) -> pd.DataFrame:
    with gzip.open(material(f"stats-reference/{name}.csv.gz"), "rt") as lines:
        return pd.read_csv(lines)


@cache
def api_reference() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(material(API).read_text())
    return found


def api_design(name: str, *, populations: bool) -> tuple[pd.DataFrame, Design]:
    data = schools(name)
    keys: dict[str, Any] = {
        "apistrat": {"strata": data["stype"]},
        "apiclus1": {"clusters": [data["dnum"]]},
        "apiclus2": {"clusters": [data["dnum"], data.get("snum")]},
    }[name]
    sizes = [data[column] for column in data.columns if column.startswith("fpc")] if populations else []
    return data, drawn_sample(data["pw"], **keys, populations=sizes)


def estimated(name: str, found: Estimate) -> Iterator[Check]:
    theirs = api_reference()[name]
    yield from several(
        SOURCE_API, name, "est se", [found.value, found.standard_error], [theirs["est"], theirs["se"]]
    )
    if "ci" in theirs:
        limits = uncertainty.normal_interval(found, degrees=math.inf)
        yield from several(SOURCE_API, name, "low high", limits, theirs["ci"])


def api_checks() -> Iterator[Check]:
    yield from stratified_checks()
    for name in ("clus1", "clus2"):
        data, design = api_design(f"api{name}", populations=True)
        yield from estimated(f"{name}_mean_api00", uncertainty.mean(design, data["api00"]))
        if name == "clus1":
            yield from estimated(f"{name}_total_enroll", uncertainty.total(design, data["enroll"]))
    yield from adjusted_checks()


def stratified_checks() -> Iterator[Check]:
    data, design = api_design("apistrat", populations=True)
    theirs = api_reference()
    yield from estimated("strat_mean_api00", uncertainty.mean(design, data["api00"]))
    yield from estimated("strat_total_enroll", uncertainty.total(design, data["enroll"]))
    yield from estimated("strat_ratio_api00_api99", uncertainty.ratio(design, data["api00"], data["api99"]))
    types = uncertainty.shares(design, data["stype"])
    for at, name in enumerate(types.names):
        found, where = types.estimate(at), "strat_prop_stype"
        ours = [found.value, found.standard_error, *uncertainty.interval(found, "normal")]
        want = [theirs[where]["est"][at], theirs[where]["se"][at], *theirs[where]["ci"][at]]
        names = " ".join(f"{quantity}_{name}" for quantity in ("est", "se", "low", "high"))
        yield from several(SOURCE_API, where, names, ours, want)
    wide = uncertainty.proportion(design, data["sch.wide"] == "Yes")
    for theirs_name, method in METHODS.items():
        where = f"strat_schwide_{theirs_name}"
        ours = [wide.value, *uncertainty.interval(wide, method)]
        yield from several(
            SOURCE_API, where, "est low high", ours, [theirs[where]["est"], *theirs[where]["ci"]]
        )
    test = uncertainty.independence(design, data["stype"], data["sch.wide"])
    ours = [test.f_statistic, test.numerator_degrees, test.denominator_degrees, test.p_value]
    chi = theirs["svychisq_stype_schwide"]
    yield from several(SOURCE_API, "svychisq", "F ndf ddf p", ours, [chi["F"], *chi["par"], chi["p"]])
    yield from quantile_checks(data, design)


def quantile_checks(data: pd.DataFrame, design: Design) -> Iterator[Check]:
    theirs = api_reference()["quantile_api00"]
    for share, value, error in zip((0.25, 0.5, 0.75), theirs["est"], theirs["se"], strict=True):
        found = uncertainty.quantile(design, data["api00"], share)
        # R's standard error of a quantile is the length of Woodruff's interval over twice Student's t.
        ours = (found.limits.high - found.limits.low) / (2 * stats.t.isf(0.025, found.degrees))
        yield from several(SOURCE_API, f"quantile {share}", "est se", [found.value, ours], [value, error])


def adjusted_checks() -> Iterator[Check]:
    """Post-stratified, raked, calibrated and trimmed: the means and totals, and every single weight."""
    data, design = api_design("apiclus1", populations=False)
    stratified = weights.post_stratify(design, data["stype"], TYPES)
    raked = weights.rake(design, [(data["stype"], TYPES), (data["sch.wide"], WIDE)])
    dummies = [np.ones(len(data)), data["stype"] == "H", data["stype"] == "M", data["api99"]]
    scores = float(schools("apipop")["api99"].sum())
    fitted = weights.calibrate(design, np.column_stack(dummies), [6194, 755, 1018, scores])
    for name, one in (("poststrat", stratified), ("rake", raked), ("greg", fitted)):
        yield from estimated(f"{name}_mean_api00", uncertainty.mean(one, data["api00"]))
        if name != "greg":
            yield from estimated(f"{name}_total_enroll", uncertainty.total(one, data["enroll"]))
        yield from weighed(f"{name}_weights", one.weights)
    yield from weighed("rake_trim_20_45_weights", weights.trim(raked.weights, 20, 45))


def weighed(name: str, ours: np.ndarray) -> Iterator[Check]:
    names = " ".join(f"school{at}" for at in range(len(ours)))
    yield from several(SOURCE_API + ", weights", name, names, ours, api_reference()[name])


# --- all together --------------------------------------------------------------------------------------------


def every_check() -> Iterator[Check]:
    yield from helmet_checks()
    for row in rows(PUBLISHED):
        yield from published_checks(row)
    for row in rows(ESTIMATES):
        yield from estimate_checks(row)
    for table in json.loads(material(CROSSTABS).read_text()):
        yield from crosstab_checks(table)
    for row in rows(BINOMIAL):
        yield from binomial_checks(row)
    yield from api_checks()


def main() -> None:
    checks = sorted(every_check(), key=lambda check: check.source)
    print(f"{'source':34} {'values':>6} {'6+ digits':>9} {'10+ digits':>10} {'fewest':>6}  where")
    for source, group in groupby(checks, key=lambda check: check.source):
        found = list(group)
        worst = min(found, key=lambda check: check.digits)
        counts = [sum(check.digits >= least for check in found) for least in (6, 10)]
        where = f"{worst.row}, {worst.quantity}"
        print(f"{source:34} {len(found):6} {counts[0]:9} {counts[1]:10} {worst.digits:6.1f}  {where}")
    print(f"{'all':34} {len(checks):6} {sum(check.digits >= 6 for check in checks):9}")


if __name__ == "__main__":
    main()

"""One export: judged, recoded, shuffled, written, counted again, and only then put in its place."""

import datetime as dt
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.bundle import Bundle
from analysis.microdata import classes, csv_package, ddi, gate, parquet, recorded, risk, spss, wording, xlsx
from analysis.microdata.fields import Field, fields
from analysis.microdata.gate import RefusedError
from analysis.microdata.recoding import Demand, Plan, Setting
from analysis.microdata.recorded import Recorded
from analysis.microdata.risk import Attribute, Counted, Recoding
from analysis.microdata.rows import Dataset, Look, Progress, shuffle

FORMATS = ("csv", "xlsx", "spss", "parquet", "ddi")
REPORT = "report.json"
_FORMAT = "consult-microdata/1"
_ORDER = (
    "Rows stand in an order drawn anew for every export and carry no number: on purpose two exports of one "
    "freeze are not the same bytes, and cannot be laid side by side by order or by number."
)
_USE = "For archives and research under agreement. The rows count what the published tables hide."


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: formats, languages (the first leads), recoding, further identifying columns.

    `earlier` are folders of exports of the same freeze, and `ledger` is a folder that has them all written
    down: rows can be matched by their answers, so that all of them together must be as safe as one.
    """

    formats: tuple[str, ...] = FORMATS
    languages: tuple[str, ...] = ()
    recode: bool = False
    identifying: tuple[str, ...] = ()
    earlier: tuple[Path, ...] = ()
    ledger: Path | None = None
    demand: Demand = field(default_factory=Demand)
    words: bool = False
    bom: bool = False


def export(bundle: Bundle, out: Path, wish: Wish, progress: Progress) -> dict[str, Any]:
    """Write an export to the new folder `out` and give its report; RefusedError where it may not leave."""
    if out.exists():
        raise RefusedError(f"{out} exists already; an export is never written over another")
    quasi = (*classes.QUASI, *wish.identifying)
    wanted = classes.attributes(bundle.codebook, wish.identifying)
    _check(bundle, wish)
    known = recorded.read(wish.ledger, bundle) if wish.ledger else None
    progress("counting groups of children")
    counted = classes.count(bundle.responses, quasi, wanted)
    judgement = gate.judge(counted, _setting(bundle, wish, counted, known), progress)
    plan = gate.pass_through(judgement, quasi, recode=wish.recode)
    columns = fields(bundle.codebook, plan, {name: counted.totals(name) for name in classes.QUASI})
    out.parent.mkdir(parents=True, exist_ok=True)
    # The folder gets its name last: whoever finds that name finds a whole export. Only its owner may look in.
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        report = _write(_Job(bundle, wish, plan, columns, wanted, progress, judgement.earlier), draft)
        if known:
            recorded.record(known, bundle, report)
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return report


def _setting(bundle: Bundle, wish: Wish, counted: Counted, known: Recorded | None) -> Setting:
    def name(quasi: str, value: str) -> str:
        return wording.group(bundle.codebook, quasi, value, (), "en")

    bands = tuple(band["name"] for band in bundle.codebook["bands"])
    found = [(str(folder), _read(folder)) for folder in wish.earlier]
    found += [("an export in the ledger", report) for report in known.reports] if known else []
    earlier = tuple(_earlier(name, report, bundle, counted) for name, report in found)
    return Setting(bands, wish.demand, earlier, name)


def _check(bundle: Bundle, wish: Wish) -> None:
    columns = {v["column"] for q in bundle.codebook["questions"] for v in q["variables"]}
    if unknown := [name for name in wish.identifying if name not in columns]:
        raise RefusedError(f"the poll has no column {', '.join(unknown)}")
    if unknown := [language for language in wish.languages if language not in bundle.codebook["languages"]]:
        raise RefusedError(f"the poll was not held in {', '.join(unknown)}")
    if bundle.manifest["counts"].get("small") or not bundle.manifest["counts"]["responses"]:
        raise RefusedError(
            "Too few children answered: no file of single responses may leave. Publish tables only."
        )
    if "xlsx" in wish.formats and bundle.manifest["counts"]["responses"] > xlsx.MOST_ROWS:
        raise RefusedError(
            f"An XLSX sheet holds {xlsx.MOST_ROWS:,} responses at most; choose csv, spss or parquet."
        )


def _read(folder: Path) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads((folder / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RefusedError(f"{folder} is no earlier export: {error}") from error


def _earlier(name: str, report: Mapping[str, Any], bundle: Bundle, counted: Counted) -> Recoding:
    if report.get("bundle") != bundle.manifest_sha256:
        raise RefusedError(f"{name} is an export of another freeze")
    if unknown := set(report["identifying"]) - set(counted.quasi):
        raise RefusedError(f"{name} declared {', '.join(sorted(unknown))} as identifying; declare the same")
    recoding: Mapping[str, dict[str, str]] = report["recoding"]
    return recoding


@dataclass(frozen=True, slots=True)
class _Job:
    bundle: Bundle
    wish: Wish
    plan: Plan
    columns: tuple[Field, ...]
    wanted: tuple[Attribute, ...]
    progress: Progress
    earlier: int


def _write(job: _Job, draft: Path) -> dict[str, Any]:
    bundle = job.bundle
    rows = draft / "rows.parquet"
    job.progress("recoding and shuffling")
    shuffle(bundle.responses, rows, job.columns, job.plan.recoding)
    _recount(rows, job)
    responses = bundle.manifest["counts"]["responses"]
    dataset = Dataset(job.columns, rows, responses, bundle.codebook, bundle.manifest)
    languages = job.wish.languages or (bundle.codebook["default_language"],)
    _formats(dataset, draft, job.wish.formats, Look(languages, job.wish.words, job.wish.bom), job.progress)
    rows.unlink()
    shutil.rmtree(draft / "spill", ignore_errors=True)
    report = _report(job, draft)
    (draft / REPORT).write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    return report


def _recount(rows: Path, job: _Job) -> None:
    """Measure what will be written, not what was meant: a fault in recoding must not reach a reader."""
    job.progress("counting the groups of the written rows")
    plan, demand = job.plan, job.wish.demand
    quasi = [level.quasi for level in plan.levels if level.quasi not in plan.left_out]
    kept = [a for a in job.wanted if a.question not in plan.without]
    found = risk.measure(classes.count(rows, quasi, kept))
    if not found.safe(demand.k, demand.distinct):
        raise RefusedError(f"The recoded rows are not safe (smallest group {found.k}); nothing was written.")


def _formats(dataset: Dataset, draft: Path, formats: Sequence[str], look: Look, progress: Progress) -> None:
    if "csv" in formats:
        csv_package.write(dataset, draft / "csv", look, progress)
    if "xlsx" in formats:
        xlsx.write(dataset, draft / "responses.xlsx", look, progress)
    if "spss" in formats:
        for language in look.languages:
            spss.write(dataset, draft / f"responses.{language}.sav", language, progress)
    if "parquet" in formats:
        parquet.write(dataset, draft / "responses.parquet", progress)
    if "ddi" in formats:
        ddi.write(dataset, draft / "ddi.xml")


def _report(job: _Job, draft: Path) -> dict[str, Any]:
    """Say what was done and reached, but not what the file was before: that would tell of small groups."""
    bundle, wish, plan = job.bundle, job.wish, job.plan
    found = sorted(path for path in draft.rglob("*") if path.is_file())
    return {
        "format": _FORMAT,
        "bundle": bundle.manifest_sha256,
        "exported": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "synthetic": bundle.manifest["synthetic"],
        "responses": plan.risk.responses,
        "smallest_group": plan.risk.k,
        "groups": plan.risk.classes,
        "fewest_distinct_answers": dict(plan.risk.distinct),
        "demand": {"k": wish.demand.k, "l": wish.demand.distinct},
        "identifying": [level.quasi for level in plan.levels],
        "recoding": plan.recoding,
        "left_out": {"columns": list(plan.left_out), "questions": list(plan.without), "free_text": True},
        "kept_bits": [round(plan.bits_before - plan.bits, 4), round(plan.bits_before, 4)],
        "beside_earlier_exports": job.earlier,
        "order": _ORDER,
        "use": _USE,
        "files": {str(path.relative_to(draft)): _sha256(path) for path in found},
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()

"""Writes a small, valid, synthetic bundle; also `python tests/analysis/make_bundle.py FOLDER [RESPONSES]`."""

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
BANDS = ("7-9", "10-13", "14-18")
MISSING = {"skipped": -1, "rather_not_say": -2, "dont_know": -3, "not_asked": -4}
REGIONS = ("002", "019", "142", "150", "009")


def said(words: str) -> dict[str, dict[str, str]]:
    """Give the same words in every language, marked with the language so that a mix-up shows."""
    return {lang: dict.fromkeys(BANDS, words if lang == "en" else f"{words} ({lang})") for lang in LANGUAGES}


def value(code: int, name: str, words: str, bands: Sequence[str] = BANDS, reports_as: str | None = None):
    return {
        "code": code,
        "name": name,
        "label": said(words),
        "bands": list(bands),
        "reports_as": reports_as,
    }


def question(name: str, kind: str, shape: str, words: str, variables: list[dict], **more):
    base = {
        "name": name,
        "kind": kind,
        "shape": shape,
        "section": "views",
        "bands": list(BANDS),
        "sensitive": False,
        "label": said(words),
        "most": None,
        "choices_from": None,
        "variables": variables,
        "report_choices": None,
    }
    return {**base, **more}


def category(column: str, values: list[dict], name: str | None = None, words: str | None = None):
    return {
        "column": column,
        "type": "category",
        "name": name,
        "label": said(words) if words else None,
        "values": values,
    }


def flag(column: str, name: str, words: str, kind: str = "flag"):
    return {"column": column, "type": kind, "name": name, "label": said(words), "values": []}


LIKELIHOOD = [
    value(1, "face_likely", "Likely (face)", ["7-9"], "likely"),
    value(2, "face_maybe", "Maybe (face)", ["7-9"], "maybe"),
    value(3, "face_unlikely", "Unlikely (face)", ["7-9"], "unlikely"),
    value(4, "very_likely", "Very likely", BANDS[1:], "likely"),
    value(5, "likely", "Likely", BANDS[1:], "likely"),
    value(6, "maybe", "Maybe", BANDS[1:], "maybe"),
    value(7, "unlikely", "Unlikely", BANDS[1:], "unlikely"),
]
SAFETY = [value(1, "safe", "Safe"), value(2, "in_between", "In between"), value(3, "unsafe", "Unsafe")]
RISKS = {"strangers": "Strangers", "bullying": "Bullying", "scams": "Scams", "pictures": "Pictures shared on"}


def _report(name: str, words: str) -> dict:
    return {"name": name, "label": said(words)}


EXAMPLE = {
    "format": "consult-codebook/1",
    "questionnaire": {"name": "example", "version": "1", "digest": "0" * 64},
    "title": dict.fromkeys(LANGUAGES, "How safe? (synthetic example)"),
    "default_language": "en",
    "languages": list(LANGUAGES),
    "bands": [{"name": band, "label": dict.fromkeys(LANGUAGES, band)} for band in BANDS],
    "breakdowns": [
        {
            "name": "age_band",
            "question": None,
            "values": [{"name": band, "label": dict.fromkeys(LANGUAGES, band)} for band in BANDS],
        },
        {
            "name": "gender",
            "question": "gender",
            "values": [
                {"name": "girl", "label": said("Girl")},
                {"name": "boy", "label": said("Boy")},
                {"name": "another", "label": said("Another gender")},
            ],
        },
        {"name": "region", "question": "country", "values": [{"name": code} for code in REGIONS]},
    ],
    "missing": MISSING,
    "questions": [
        question(
            "likelihood",
            "scale",
            "single",
            "How likely is it that a child comes to harm online?",
            [category("likelihood", LIKELIHOOD)],
            report_choices=[
                _report("likely", "Likely"),
                _report("maybe", "Maybe"),
                _report("unlikely", "Unlikely"),
            ],
        ),
        question(
            "safety",
            "grid",
            "grid",
            "How safe is each of these?",
            [
                category(f"safety.{row}", SAFETY, row, row.title())
                for row in ("messaging", "games", "livestream")
            ],
            bands=list(BANDS[1:]),
        ),
        question(
            "risks",
            "select_multiple",
            "multiple",
            "Which are the biggest risks?",
            [flag(f"risks.{name}", name, words) for name, words in RISKS.items()],
            most=3,
        ),
        question(
            "who_helps",
            "rank",
            "rank",
            "Who should help first?",
            [
                flag(f"who_helps.{name}", name, name.title(), "rank")
                for name in ("family", "school", "companies")
            ],
            bands=list(BANDS[2:]),
        ),
        question(
            "hours",
            "integer",
            "number",
            "How many hours online is too many?",
            [{"column": "hours", "type": "number", "name": None, "label": None, "values": []}],
        ),
        question("wish", "text", "text", "What would you change?", []),
        question("one_word", "one_word", "text", "The internet in one word?", []),
    ],
}


def write(
    folder: Path,
    *,
    codebook: Mapping = EXAMPLE,
    responses: int = 700,
    seed: int = 1,
    texts: Sequence[Mapping[str, str]] = (),
    columns: Mapping[str, Sequence] | None = None,
    coding: Sequence[Mapping] | None = None,
) -> Path:
    """Write a bundle folder with random answers; `columns` replaces drawn columns by given ones.

    `coding` gives the rows of coding.parquet; without it the bundle has no such file.
    """
    folder.mkdir(parents=True)
    drawn = {**draw(codebook, responses, np.random.default_rng(seed)), **(columns or {})}
    pq.write_table(_table(drawn), folder / "responses.parquet")
    fields = ("question", "language", "age_band", "text")
    given = {field: pa.array([text[field] for text in texts], pa.string()) for field in fields}
    pq.write_table(pa.table(given), folder / "texts.parquet")
    (folder / "codebook.json").write_text(json.dumps(codebook, ensure_ascii=False), encoding="utf-8")
    if coding is not None:
        plain = pa.schema([(name, pa.string()) for name in fields[:3]])
        lists = [(name, pa.list_(pa.string())) for name in ("first", "second", "agreed")]
        schema = pa.schema([*plain, *map(pa.field, *zip(*lists, strict=True))])
        pq.write_table(pa.Table.from_pylist(list(coding), schema=schema), folder / "coding.parquet")
    seal(
        folder,
        responses=len(drawn["age_band"]),
        texts=len(texts),
        coded=None if coding is None else len(coding),
    )
    return folder


def _table(drawn: Mapping[str, Sequence], numbers: dict[tuple[str, ...], int] | None = None) -> pa.Table:
    """Make a table; `numbers` numbers the cells, and goes from one part of a large bundle to the next."""
    words = ("age_band", "gender", "region", "country", "language", "channel")
    made = {
        name: pa.array(list(column), pa.string()).dictionary_encode()
        if name in words
        else pa.array(column, pa.int16())
        for name, column in drawn.items()
    }
    known = {} if numbers is None else numbers
    cells = [
        known.setdefault(cell, len(known)) for cell in zip(*(drawn[name] for name in words[:3]), strict=True)
    ]
    return pa.table(made | {"_cell": pa.array(cells, pa.int16())})


def seal(folder: Path, *, responses: int, texts: int = 0, coded: int | None = None) -> None:
    """Write manifest.json for what stands in the folder."""
    rows = {"responses.parquet": responses, "texts.parquet": texts}
    if coded is not None:
        rows["coding.parquet"] = coded
    files = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        | ({"rows": rows[name]} if name in rows else {})
        for name in (*rows, "codebook.json")
        for data in [(folder / name).read_bytes()]
    }
    manifest = {
        "format": "consult-bundle/1",
        "poll": {"code": "example", "name": "example"},
        "organisation": "Example office (synthetic)",
        "wave": {"name": "1", "opened": "2026-09-01", "closed": "2026-09-30"},
        "frozen": "2026-10-01",
        "promised_on": "2026-12-01",
        "delete_on": "2027-12-01",
        "synthetic": True,
        "mode": "open",
        "recruitment": "open link",
        "languages": list(LANGUAGES),
        "counts": {
            "responses": responses,
            "small": responses < 10,
            "texts": {"wish": {"held": 37, "cleared": 0}, "one_word": {"held": 0, "cleared": texts}},
        },
        "software": "consult 0.1.0",
        "files": files,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def draw(codebook: Mapping, n: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw every column of responses.parquet."""
    band = rng.choice([b["name"] for b in codebook["bands"]], n, p=[0.25, 0.4, 0.35])
    genders = [v["name"] for b in codebook["breakdowns"] if b["name"] == "gender" for v in b["values"]]
    genders = [*genders[:3], "rather_not_say"]
    weights = np.array([0.5, 0.44, 0.03, 0.03])[: len(genders)]
    columns = {
        "age_band": band,
        "gender": rng.choice(genders, n, p=weights / weights.sum()),
        "region": rng.choice([*REGIONS, "skipped"], n, p=[0.3, 0.25, 0.2, 0.17, 0.05, 0.03]),
        "country": rng.choice(["KE", "BR", "other"], n),
        "language": rng.choice(list(LANGUAGES), n, p=[0.15, 0.4, 0.2, 0.1, 0.1, 0.05]),
        "channel": np.full(n, "web"),
    }
    for item in codebook["questions"]:
        columns |= _answers(item, band, rng)
    return columns


def _answers(item: Mapping, band: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw one question's columns: not asked outside its bands, a few skipped and so on."""
    variables, n = item["variables"], len(band)
    asked = np.isin(band, item["bands"])
    gone = rng.choice([0, -1, -2, -3], n, p=[0.9, 0.04, 0.02, 0.04])
    if item["shape"] == "rank":
        order = np.argsort(rng.random((n, len(variables))), axis=1)
        values = {v["column"]: order[:, at] + 1 for at, v in enumerate(variables)}
    elif item["shape"] == "multiple":
        picked = rng.random((n, len(variables))) < np.linspace(0.7, 0.1, len(variables))
        offered = np.array([np.isin(band, v.get("bands") or item["bands"]) for v in variables]).T
        picked &= offered
        spare = picked.sum(axis=1) > (item["most"] or 99)
        picked[spare] &= np.cumsum(picked[spare], axis=1) <= (item["most"] or 99)
        first = offered.argmax(axis=1)
        picked[np.arange(n), first] |= ~picked.any(axis=1)
        values = {v["column"]: picked[:, at].astype(int) for at, v in enumerate(variables)}
    else:
        values = {v["column"]: _coded(v, band, rng) for v in variables}
    bands = {v["column"]: v.get("bands") or item["bands"] for v in variables}
    return {
        name: np.where(
            asked & np.isin(band, bands[name]), np.where(gone < 0, gone, col), MISSING["not_asked"]
        ).astype("int16")
        for name, col in values.items()
    }


def _coded(variable: Mapping, band: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if variable["type"] == "number":
        return rng.poisson(4, len(band)).clip(0, 12)
    out = np.full(len(band), MISSING["skipped"])
    for name in np.unique(band):
        codes = [v["code"] for v in variable["values"] if name in v["bands"]]
        weights = np.arange(len(codes), 0, -1) ** 1.5
        here = band == name
        if codes:
            out[here] = rng.choice(codes, here.sum(), p=weights / weights.sum())
    return out


if __name__ == "__main__":
    write(Path(sys.argv[1]), responses=int(sys.argv[2]) if len(sys.argv) > 2 else 700)

"""Adds to a synthetic bundle what groups said: dialogues, and the tally sheets of groups on paper."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import make_bundle
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.bundle import DIALOGUES, SHEET_FIELDS, SHEETS

BANDS = ("10-13", "14-18")
GENDERS = ("girl", "boy", "not_known")
FACES = ("good", "middling", "bad")
Rows = list[dict[str, object]]
_WHOLE, _BOOLS = {"dialogue", "children"}, {"online", "promised"}


def said(words: str) -> dict[str, dict[str, str]]:
    return {language: {"default": words} for language in make_bundle.LANGUAGES}


FELT = {
    "name": "room_felt", "kind": "scale", "shape": "single", "section": "room", "bands": list(BANDS),
    "sensitive": False, "conditional": False, "ask_if": None, "label": said("How was this meeting for you?"),
    "most": None, "least": None, "greatest": None, "choices_from": None, "report_choices": [],
    "variables": [
        {
            "column": "room_felt", "type": "category", "name": None, "label": None, "bands": list(BANDS),
            "values": [
                {"code": at, "name": name, "label": said(name.title()), "bands": list(BANDS), "reports_as": None}
                for at, name in enumerate(FACES, start=1)
            ],
        }
    ],
}  # fmt: skip
WORD = {
    **FELT,
    "name": "talk_word",
    "kind": "one_word",
    "shape": "text",
    "variables": [],
    "label": said("One word?"),
}
CHANGE = {**WORD, "name": "room_change", "kind": "text", "label": said("What should we change next time?")}


def write(
    folder: Path, *, talks: int = 12, responses: int = 700, seed: int = 3, sheets: bool = False
) -> Path:
    """Write a bundle of a poll with so many dialogues of about thirty children each."""
    make_bundle.write(folder, responses=responses)
    draw = np.random.default_rng(seed)
    rows: dict[str, Rows] = {name: [] for name in DIALOGUES}
    for number in range(1, talks + 1):
        for name, own in _talk(number, draw).items():
            rows[name] += own
    codebook = json.loads((folder / "codebook.json").read_text(encoding="utf-8"))
    codebook["dialogues"] = {"questions": [FELT, WORD, CHANGE], "evaluation": ["room_felt", "room_change"]}
    (folder / "codebook.json").write_text(json.dumps(codebook), encoding="utf-8")
    files: dict[str, tuple[Sequence[str], Rows]] = {
        name: (DIALOGUES[name], own) for name, own in rows.items()
    }
    if sheets:
        files[SHEETS] = (SHEET_FIELDS, list(_sheets(draw)))
    add(folder, files if talks else {name: own for name, own in files.items() if name == SHEETS})
    return folder


def add(folder: Path, files: Mapping[str, tuple[Sequence[str], Rows]]) -> None:
    """Write files into a bundle and name them in its manifest."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for name, (columns, rows) in files.items():
        schema = pa.schema([(column, _kind(column)) for column in columns])
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / name)
    for name in (*files, "codebook.json"):
        data = (folder / name).read_bytes()
        manifest["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        if name in files:
            manifest["files"][name]["rows"] = len(files[name][1])
    path.write_text(json.dumps(manifest), encoding="utf-8")


def _kind(column: str) -> pa.DataType:
    return pa.int32() if column in _WHOLE else pa.bool_() if column in _BOOLS else pa.string()


def _talk(number: int, draw: np.random.Generator) -> dict[str, Rows]:
    band = BANDS[number % 2]
    about = {"dialogue": number, "country": "KE", "region": ("002", "019", "142")[number % 3]}
    about |= {"online": number % 4 == 0, "promised": number % 2 == 0}
    heads: Rows = [
        {**about, "age_band": band, "gender": gender, "disability": disability, "children": int(children)}
        for gender, disability in product(GENDERS, ("yes", "no"))
        if (
            children := draw.integers(0, 3)
            if "yes" in disability or "not" in gender
            else draw.integers(8, 16)
        )
    ]
    size = sum(int(str(row["children"])) for row in heads)
    own = {"dialogue": number, "age_band": band}
    felt = draw.multinomial(size, [0.6, 0.3, 0.1])
    chosen = draw.multinomial(size, [0.5, 0.3, 0.2])
    likely = make_bundle.EXAMPLE["questions"][0]["variables"][0]["values"][3:6]
    return {
        "dialogues.parquet": heads,
        "evaluation.parquet": [
            {**own, "question": "room_felt", "value": value, "children": int(children)}
            for value, children in zip(("", *FACES), (size, *felt), strict=True)
        ],
        "tallies.parquet": [
            {**own, "question": "likelihood", "part": "", "value": value, "children": int(children)}
            for value, children in zip(
                ("", *(each["name"] for each in likely)), (size, *chosen), strict=True
            )
        ],
        "contributions.parquet": [
            {**own, "question": "likelihood", "language": "en", "theme": theme, "wording": wording}
            for theme, wording in (("Safer apps", None), ("safer apps", "We want safer apps."), ("Rare", None))[
                : 3 if number == 1 else 2
            ]
        ],
        "room_texts.parquet": [
            {"question": "talk_word", "language": "en", "age_band": band, "text": word}
            for word in (["Fun"] * 3 + ["Scary"] * (number == 2))
        ]
        + [{"question": "room_change", "language": "en", "age_band": band, "text": "More time."}] * (number == 1),
    }  # fmt: skip


def _sheets(draw: np.random.Generator) -> Iterator[dict[str, object]]:
    for band in BANDS:
        own = {"age_band": band, "language": "en"}
        yield {**own, "question": "", "part": "", "value": "groups", "children": 4}
        for gender in ("girl", "boy"):
            yield {
                **own,
                "question": "",
                "part": gender,
                "value": "no",
                "children": int(draw.integers(30, 60)),
            }
        values = make_bundle.EXAMPLE["questions"][0]["variables"][0]["values"][3:6]
        for value in values:
            count = int(draw.integers(12, 30))
            yield {**own, "question": "likelihood", "part": "", "value": value["name"], "children": count}

"""SPSS .sav: labels in one language, the kinds of missing as user-missing codes, multiple choices as 0/1.

The library that writes .sav wants all rows at once. It therefore writes the dictionary with a single row, and
the rows are appended as the format has them: uncompressed, eight bytes a number (PSPP developers' guide,
"System File Format"). Every column is a number, so that a row is as long as its columns are many.
"""

import re
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat

from analysis.microdata.fields import Field, codes, say
from analysis.microdata.levels import NOT_STATED, OTHERS
from analysis.microdata.rows import Dataset, Progress
from analysis.microdata.wording import cut

MOST_LABEL, MOST_VALUE_LABEL, _MOST_NAME, _MOST_TITLE = 256, 120, 64, 64
# Where the header of a .sav keeps the number of its rows.
_ROWS_AT = 80
_RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
_MEASURES = {
    "group": "nominal",
    "category": "nominal",
    "flag": "nominal",
    "rank": "ordinal",
    "number": "scale",
}


def write(dataset: Dataset, path: Path, language: str, progress: Progress) -> None:
    """Write one file with the labels of one language."""
    names = variable_names([field.column for field in dataset.fields])
    _dictionary(dataset, path, names, language)
    places = [codes(field) if field.text else None for field in dataset.fields]
    size = path.stat().st_size - 8 * len(names)
    with path.open("r+b") as target:
        target.truncate(size)
        target.seek(_ROWS_AT)
        target.write(struct.pack("<i", dataset.responses))
        target.seek(size)
        for batch in dataset.batches(f"spss {language}", progress):
            columns = [
                values if place is None else [place[value] for value in values]
                for place, values in zip(places, batch.values(), strict=True)
            ]
            target.write(np.array(columns, dtype="<f8").T.tobytes())


def _dictionary(dataset: Dataset, path: Path, names: Sequence[str], language: str) -> None:
    named = list(zip(names, dataset.fields, strict=True))
    synthetic = " (synthetic)" if dataset.facts["synthetic"] else ""
    # What says that no child gave these answers must survive the cut.
    title = cut(dataset.title[language], _MOST_TITLE - len(synthetic)) + synthetic
    pyreadstat.write_sav(
        pd.DataFrame({name: [0.0] for name in names}),
        path,
        file_label=title,
        column_labels=[cut(field.label[language], MOST_LABEL) for field in dataset.fields],
        variable_value_labels={name: value_labels(field, language) for name, field in named},
        # One range holds all four kinds: SPSS allows three single codes at most.
        missing_ranges={
            name: [{"lo": min(v.code for v in field.missing), "hi": -1}]
            for name, field in named
            if field.missing
        },
        variable_measure={name: _MEASURES[field.kind] for name, field in named},
        variable_format=dict.fromkeys(names, "F8.0"),
    )


def value_labels(field: Field, language: str) -> dict[int | float, str]:
    """Give the words of each code, cut to what SPSS holds; a place's own code stands in brackets."""
    words = say(field.values, language)
    if field.column in {"region", "country", "language"}:
        shown = {v.code: v.name for v in field.given if v.name not in {OTHERS, NOT_STATED, "other"}}
        words = {
            code: f"{label} [{shown[code]}]" if code in shown else label for code, label in words.items()
        }
    return {code: cut(label, MOST_VALUE_LABEL) for code, label in words.items()}


def variable_names(columns: Sequence[str]) -> list[str]:
    """Give each column a name SPSS takes: ASCII, first a letter, no reserved word, none twice in any case."""
    found: list[str] = []
    for column in columns:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", column)[:_MOST_NAME].rstrip("_")
        plain = plain if plain[:1].isalpha() else f"v_{plain}"[:_MOST_NAME]
        plain = f"{plain}_1" if plain.lower() in _RESERVED else plain
        taken, number, name = {other.lower() for other in found}, 1, plain
        while name.lower() in taken:
            number += 1
            name = f"{plain[: _MOST_NAME - 5]}_{number}"
        found.append(name)
    return found

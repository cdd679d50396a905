"""Reads a bundle and believes nothing: every damage is refused with its reason and the file's name."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import unfit

FORMAT = "consult-bundle/1"
CODEBOOK_FORMAT = "consult-codebook/1"
RESPONSES, TEXTS, CODEBOOK, MANIFEST = "responses.parquet", "texts.parquet", "codebook.json", "manifest.json"
# The columns that every response has beside its coded answers.
FIELDS = ("age_band", "gender", "region", "country", "language", "channel")
# One small number for the groups of a response together, for counting fast; a bundle need not have it.
CELL = "_cell"
# What coders found in cleared texts; a bundle in which nobody codes need not have it.
CODING = "coding.parquet"
CODING_FIELDS = ("question", "language", "age_band", "first", "second", "agreed")
TEXT_FIELDS = ("question", "language", "age_band", "text")
# The columns that hold words as somebody wrote them.
_TEXTS = ("text", "wording")
# What groups of children said, as counts and cleared words: from live dialogues, and from tally sheets on
# paper. A bundle without them need not have these files.
DIALOGUES = {
    "dialogues.parquet": (
        "dialogue", "country", "region", "online", "promised", "age_band", "gender", "disability", "children",
    ),
    "tallies.parquet": ("dialogue", "age_band", "question", "part", "value", "children"),
    "evaluation.parquet": ("dialogue", "age_band", "question", "value", "children"),
    "contributions.parquet": ("dialogue", "age_band", "question", "language", "theme", "wording"),
    "room_texts.parquet": TEXT_FIELDS,
}  # fmt: skip
SHEETS = "group_tallies.parquet"
SHEET_FIELDS = ("age_band", "language", "question", "part", "value", "children")
_OPTIONAL = {CODING: CODING_FIELDS, SHEETS: SHEET_FIELDS, **DIALOGUES}
_SHAPES = {"single", "multiple", "grid", "rank", "number", "text", "none"}


class BundleError(Exception):
    """A folder is no bundle that may be analysed; carries the file at fault and the reason."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Bundle:
    """A verified bundle; the answers stay on disk and are only ever counted."""

    folder: Path
    manifest: Mapping[str, Any]
    codebook: Mapping[str, Any]
    manifest_sha256: str

    @property
    def responses(self) -> Path:
        """Give the Parquet file of coded answers."""
        return self.folder / RESPONSES

    @property
    def texts(self) -> Path:
        """Give the Parquet file of texts that a person has cleared."""
        return self.folder / TEXTS

    @property
    def numbered(self) -> bool:
        """Tell whether every response holds a number for all its groups together."""
        return CELL in pq.read_schema(self.responses).names

    @property
    def coding(self) -> Path | None:
        """Give the Parquet file of the themes of texts, where there is one."""
        return self.file(CODING)

    def file(self, name: str) -> Path | None:
        """Give one of the files that a bundle may have, None where this one has not."""
        return self.folder / name if name in self.manifest.get("files", ()) else None


def read(folder: Path) -> Bundle:
    """Read and verify a bundle; raise BundleError for anything missing, damaged, unknown or foreign."""
    if not folder.is_dir():
        raise BundleError(str(folder), "there is no such folder")
    manifest = _json(folder, MANIFEST, missing="is missing, so this folder is no bundle")
    _check_format(manifest, MANIFEST, FORMAT)
    _check_files(folder, manifest)
    codebook = _json(folder, CODEBOOK)
    _check_format(codebook, CODEBOOK, CODEBOOK_FORMAT)
    _check_codebook(codebook)
    _check_counts(manifest)
    coded = tuple(v["column"] for v in variables(codebook))
    _check_table(folder / RESPONSES, manifest, (*FIELDS, *coded), optional=(CELL,))
    _check_table(folder / TEXTS, manifest, TEXT_FIELDS)
    for name in sorted(_OPTIONAL.keys() & manifest["files"].keys()):
        _check_table(folder / name, manifest, _OPTIONAL[name])
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    return Bundle(folder, manifest, codebook, digest)


def questions(codebook: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Give the questions to tabulate: those that serve as a breakdown are the table of who took part."""
    groups = {breakdown["question"] for breakdown in codebook["breakdowns"]}
    return tuple(q for q in codebook["questions"] if q["name"] not in groups and q["variables"])


def variables(codebook: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Give the coded columns that responses.parquet must have, in the codebook's order."""
    found = (v for q in codebook["questions"] for v in q["variables"])
    return tuple(v for v in found if v["column"] not in FIELDS)


def _json(folder: Path, name: str, missing: str = "is missing") -> dict[str, Any]:
    try:
        found = json.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BundleError(name, missing) from None
    except (ValueError, OSError) as error:
        raise BundleError(name, f"cannot be read as JSON ({error})") from error
    if not isinstance(found, dict):
        raise BundleError(name, "does not hold a JSON object")
    if place := unfit.place_of(found):
        raise BundleError(name, f"{place} {unfit.WHY}")
    return found


def _check_format(found: Mapping[str, Any], name: str, wanted: str) -> None:
    if found.get("format") != wanted:
        raise BundleError(name, f"has the format {found.get('format')!r}; this version reads {wanted!r}")


def _check_files(folder: Path, manifest: Mapping[str, Any]) -> None:
    files = manifest.get("files")
    if not isinstance(files, dict):
        raise BundleError(MANIFEST, "lists no files")
    for name in (RESPONSES, TEXTS, CODEBOOK, *sorted(_OPTIONAL.keys() & files.keys())):
        facts = files.get(name)
        if not isinstance(facts, dict) or "sha256" not in facts:
            raise BundleError(MANIFEST, f"gives no checksum for {name}")
        if not (folder / name).is_file():
            raise BundleError(name, "is missing")
        if _sha256(folder / name) != facts["sha256"]:
            raise BundleError(name, "differs from its checksum in manifest.json: damaged or changed")


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _check_counts(manifest: Mapping[str, Any]) -> None:
    counts = manifest.get("counts")
    if not isinstance(counts, dict) or not isinstance(counts.get("responses"), int):
        raise BundleError(MANIFEST, "does not say how many responses there are")
    if manifest["files"][RESPONSES].get("rows") != counts["responses"]:
        raise BundleError(MANIFEST, f"gives two different numbers of responses for {RESPONSES}")


def _check_codebook(codebook: Mapping[str, Any]) -> None:
    """Check what counting relies on, so that a foreign codebook fails here and not half-way."""
    try:
        shapes = {q["name"]: q["shape"] for q in codebook["questions"]}
        columns = [v["column"] for q in codebook["questions"] for v in q["variables"]]
        names = [b["name"] for b in codebook["breakdowns"]]
        complete = codebook["missing"].keys() == {"skipped", "rather_not_say", "dont_know", "not_asked"}
        _ = (codebook["bands"], codebook["default_language"], codebook["languages"])
    except (KeyError, TypeError, AttributeError) as error:
        raise BundleError(CODEBOOK, f"lacks {error}") from error
    if not complete:
        raise BundleError(CODEBOOK, "does not declare exactly the four kinds of missing")
    if unknown := set(shapes.values()) - _SHAPES:
        raise BundleError(CODEBOOK, f"has questions of an unknown shape: {', '.join(sorted(unknown))}")
    if twice := {column for column in columns if columns.count(column) > 1}:
        raise BundleError(CODEBOOK, f"declares a column twice: {', '.join(sorted(twice))}")
    if unknown := set(names) - set(FIELDS):
        raise BundleError(CODEBOOK, f"has a breakdown without a column: {', '.join(sorted(unknown))}")


def _check_table(
    path: Path, manifest: Mapping[str, Any], wanted: tuple[str, ...], optional: tuple[str, ...] = ()
) -> None:
    try:
        found = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise BundleError(path.name, f"cannot be read as Parquet ({error})") from error
    names = found.schema_arrow.names
    if foreign := [name for name in names if name not in (*wanted, *optional)]:
        raise BundleError(path.name, f"has columns that are not in the codebook: {', '.join(foreign)}")
    if absent := [name for name in wanted if name not in names]:
        raise BundleError(path.name, f"lacks columns of the codebook: {', '.join(absent)}")
    rows = manifest["files"][path.name].get("rows")
    if found.metadata.num_rows != rows:
        raise BundleError(path.name, f"has {found.metadata.num_rows} rows where manifest.json says {rows}")
    for column in {*_TEXTS} & {*names}:
        _check_texts(found, path.name, column)


def _check_texts(found: pq.ParquetFile, name: str, column: str) -> None:
    for part in found.iter_batches(columns=[column]):
        words = pc.cast(part.column(0), pa.string())
        if pc.any(pc.match_substring_regex(words, unfit.PATTERN)).as_py():
            raise BundleError(name, f"{column} {unfit.WHY}")

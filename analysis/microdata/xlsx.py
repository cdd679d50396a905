"""XLSX: one sheet of answers and a codebook sheet per language, written row by row."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from analysis.microdata.csv_package import CODEBOOK_HEADER, codebook, spoken
from analysis.microdata.rows import Dataset, Look, Progress

# A sheet has 1,048,576 rows, one of them the header; a cell holds 32,767 characters.
MOST_ROWS = 1_048_575
_MOST_CHARACTERS = 32_767


class TooManyRowsError(ValueError):
    """A sheet cannot hold so many responses."""


def write(dataset: Dataset, path: Path, look: Look, progress: Progress) -> None:
    """Write the workbook; every text is a text cell, so that none can be a formula or a link."""
    if dataset.responses > MOST_ROWS:
        raise TooManyRowsError(
            f"a sheet holds {MOST_ROWS:,} responses at most, and there are {dataset.responses:,}"
        )
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        _answers(dataset, book.add_worksheet("responses"), look.spoken, progress)
        for language in look.languages:
            sheet = book.add_worksheet(f"codebook {language}")
            for at, row in enumerate((CODEBOOK_HEADER, *codebook(dataset, language))):
                _row(sheet, at, row)


def _answers(dataset: Dataset, sheet: Worksheet, language: str | None, progress: Progress) -> None:
    sheet.freeze_panes(1, 0)
    _row(sheet, 0, [field.column for field in dataset.fields])
    say = [spoken(field, language) if language else {} for field in dataset.fields]
    at = 0
    for batch in dataset.batches("xlsx", progress):
        for values in zip(*batch.values(), strict=True):
            at += 1
            _row(sheet, at, [words.get(value, value) for words, value in zip(say, values, strict=True)])


def _row(sheet: Worksheet, at: int, values: Sequence[str | int]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            sheet.write_string(at, column, value[:_MOST_CHARACTERS])
        else:
            sheet.write_number(at, column, value)

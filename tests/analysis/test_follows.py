"""One response changes, and every number made of it changes in everything that is written: nothing is typed."""

import re
import zipfile
from html import unescape
from pathlib import Path

import make_bundle
import pytest
from make_bundle import EXAMPLE, category, question, value
from pypdf import PdfReader

from analysis.__main__ import main as analyse
from analysis.reporting.__main__ import main as report

VALUES = [value(1, "yes", "Yes"), value(2, "no", "No")]
ASKED = question("asked", "select_one", "single", "Were you asked?", [category("asked", VALUES)])
CODEBOOK = EXAMPLE | {"breakdowns": EXAMPLE["breakdowns"][:1], "questions": [ASKED]}
# 128 and 72 of 200 are shown as 130 and 70, 65 and 35 of every 100; one answer fewer makes 125 and 75, 63 and 38.
BEFORE, AFTER = {"130", "70", "65", "35"}, {"125", "75", "63", "38"}
SHARES = {"65"}, {"63"}
TENTHS = {"7"}, {"6"}


def written(folder: Path, yes: int) -> Path:
    """Write everything that can be made of 200 responses, so many of them "yes"."""
    columns = {
        "age_band": ["10-13"] * 200,
        "gender": ["skipped"] * 200,
        "region": ["002"] * 200,
        "country": ["KE"] * 200,
        "language": ["en"] * 200,
        "channel": ["web"] * 200,
        "asked": [1] * yes + [2] * (200 - yes),
    }
    make_bundle.write(folder / "bundle", codebook=CODEBOOK, columns=columns, responses=200)
    assert analyse([str(folder / "bundle"), str(folder / "out"), "--language", "en"]) == 0
    assert report([str(folder / "out"), str(folder / "report"), "--language", "en"]) == 0
    return folder


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    place = tmp_path_factory.mktemp("follows")
    return written(place / "before", 128), written(place / "after", 127)


def words(path: Path) -> str:
    """Give what a document says, read by what others read it with."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix in {".docx", ".pptx", ".xlsx"}:
        with zipfile.ZipFile(path) as packed:
            parts = [
                name for name in packed.namelist() if re.search(r"(document|slide\d+|sheet\d+)\.xml$", name)
            ]
            return " ".join(re.sub(r"<[^>]*>", " ", packed.read(name).decode()) for name in parts)
    text = path.read_text(encoding="utf-8")
    if path.suffix in {".html", ".svg"}:
        text = re.sub(r"<(style|script).*?</\1>", " ", text, flags=re.DOTALL)
        text = unescape(re.sub(r"<[^>]*>", " ", text))
    return text


def numbers(path: Path) -> set[str]:
    return set(re.findall(r"(?<![\w.])\d+(?![\w.]*\d)", words(path)))


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("out/tables/asked__overall.csv", BEFORE, AFTER),
        ("out/tables/asked__age_band.csv", BEFORE, AFTER),
        ("out/tables.xlsx", BEFORE, AFTER),
        ("out/child_summary.en.10-13.html", *SHARES),
        ("out/child_summary.en.10-13.pdf", *SHARES),
        ("out/poster.en.a4.pdf", *TENTHS),
        ("out/slide.en.pdf", *TENTHS),
        ("out/charts/asked__overall.en.svg", *SHARES),
        ("out/annex.en.docx", *SHARES),
        ("report/report.en.docx", *SHARES),
        ("report/brief.en.pdf", *SHARES),
        ("report/slides.en.pptx", *SHARES),
    ],
)
def test_a_number_follows_its_response(
    two: tuple[Path, Path], name: str, before: set[str], after: set[str]
) -> None:
    first, second = (numbers(folder / name) for folder in two)
    assert before <= first
    assert after <= second
    assert not before & second, "an old number stayed"
    assert not after & first


def test_nothing_is_written_that_the_list_above_forgets(two: tuple[Path, Path]) -> None:
    """Every file differs, except those that tell who took part: that has not changed."""
    first, second = two
    same = {
        path.relative_to(first).as_posix()
        for path in first.rglob("*")
        if path.is_file() and path.read_bytes() == (second / path.relative_to(first)).read_bytes()
    }
    told = {name for name in same if not name.startswith("bundle/")}
    assert told == {name for name in told if re.search(r"(who_took_part|/age_band|/language)__", name)}

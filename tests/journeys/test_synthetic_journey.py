"""From 700 children who do not exist to the documents: the published order of findings, and no false voice.

The published findings are ordinal, so only orders are tested; every number here is made up.
"""

import csv
import json
import zipfile
from collections import defaultdict
from pathlib import Path

import openpyxl
import pypdf
import pytest
from offices import Office

from analysis import bundle as bundles
from analysis import counting

CHILDREN = 700
TOP = {"asked_sexual", "pretending", "info_stolen"}
BANDS = ("7-9", "10-13", "14-18")
MARK = "synthetic"
Percents = dict[tuple[str, str], dict[str, int]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    place = Office(tmp_path_factory.mktemp("journey"))
    place.open("online_safety", "journey")
    place.consult("simulate", "journey", "--responses", str(CHILDREN), "--seed", "1")
    place.consult("close", "journey")
    place.consult("freeze", "journey", "journey.bundle")
    return place


@pytest.fixture(scope="module")
def out(office: Office) -> Path:
    done = office.run("journey.bundle", "out", "--language", "en", module="analysis")
    assert done.returncode == 0, done.stderr
    return office.folder / "out"


def shown(out: Path, question: str, breakdown: str) -> Percents:
    """Read the percentages that a protected table shows: (row of a grid, group) -> choice -> per cent."""
    found: Percents = defaultdict(dict)
    with (out / "tables" / f"{question}__{breakdown}.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            if line["kind"] == "choice" and line["status"] == "shown" and line["percent"]:
                found[line["item"], line["group"]][line["row"]] = int(line["percent"])
    assert found, f"{question} by {breakdown} shows nothing"
    return found


def test_most_expect_harm_and_the_eldest_most_of_all(out: Path) -> None:
    likely = {band: shown(out, "likelihood", "age_band")["", band]["likely"] for band in BANDS}
    assert min(likely.values()) > 50
    assert likely["14-18"] > max(likely["7-9"], likely["10-13"])
    assert shown(out, "likelihood", "overall")["", "total"]["likely"] > 75


def test_messaging_feels_safest_then_games(out: Path) -> None:
    tables = shown(out, "platform_safety", "overall")
    safe = {item: choices["safe"] for (item, _), choices in tables.items()}
    assert len(safe) == 6
    first, second, *others = sorted(safe, key=safe.__getitem__, reverse=True)
    assert (first, second) == ("messaging", "gaming")
    assert safe["messaging"] > safe["gaming"] > max(safe[item] for item in others)


def test_harm_comes_from_strangers_and_at_home(out: Path) -> None:
    sources = shown(out, "source", "overall")["", "total"]
    ranked = sorted(sources, key=sources.__getitem__, reverse=True)
    assert ranked[:2] == ["adults_unknown", "children_unknown"]
    assert sources[ranked[1]] > 2 * sources[ranked[2]]
    places = shown(out, "location", "overall")["", "total"]
    home = places.pop("home")
    assert home > 2 * max(places.values())


@pytest.mark.parametrize("breakdown", ["age_band", "gender"])
def test_the_top_three_risks_are_the_same_in_every_group(out: Path, breakdown: str) -> None:
    groups = shown(out, "top_risks", breakdown)
    assert len(groups) >= 3
    for (_, group), risks in groups.items():
        assert set(risks) >= TOP, f"{group}: a top risk is hidden"
        others = [percent for name, percent in risks.items() if name not in TOP]
        assert min(risks[name] for name in TOP) > max(others, default=0), group


def test_the_top_three_risks_are_the_same_in_every_cell_of_age_and_gender(office: Office) -> None:
    cubes = counting.count(bundles.read(office.folder / "journey.bundle"))
    some = cubes.columns["top_risks.asked_sexual"]
    assert list(some.axes)[:2] == ["age_band", "gender"]
    for at, band in enumerate(some.axes["age_band"][:3]):
        for beside, gender in enumerate(some.axes["gender"][:3]):
            chosen = {
                name.partition(".")[2]: int(cube.counts[cube.values.index(1), at, beside].sum())
                for name, cube in cubes.columns.items()
                if name.startswith("top_risks.") and 1 in cube.values
            }
            best = sorted(chosen, key=chosen.__getitem__, reverse=True)
            assert set(best[:3]) == TOP, f"{band}, {gender}"
            assert chosen[best[2]] > chosen[best[3]], f"{band}, {gender}: a tie"


def test_sharing_pictures_is_the_riskiest_action(out: Path) -> None:
    tables = shown(out, "risky_actions", "overall")
    risky = {item: choices["risky"] for (item, _), choices in tables.items()}
    assert len(risky) == 5
    riskiest = max(risky, key=risky.__getitem__)
    assert riskiest == "sharing_images"
    assert sorted(risky.values())[-2] < risky["sharing_images"]


def test_everybody_is_represented(out: Path) -> None:
    for breakdown, groups in (("language", 6), ("age_band", 3), ("gender", 3), ("region", 5)):
        path = out / "tables" / f"who_took_part__{breakdown}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            counted = {line["row"] for line in csv.DictReader(file) if line["count"]}
        assert len(counted) >= groups, breakdown


# ---- no false voice ----


def words_of(path: Path) -> str:
    """Read all the words of one output, whatever its kind."""
    match path.suffix:
        case ".pdf":
            return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
        case ".docx":
            with zipfile.ZipFile(path) as parts:
                return parts.read("word/document.xml").decode()
        case ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            try:
                return " ".join(str(v) for sheet in book for row in sheet.values for v in row if v)
            finally:
                book.close()
        case _:
            return path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("manifest.json", 1),
        ("*.html", 1),
        ("*.pdf", 1),
        ("*.docx", 1),
        ("*.xlsx", 1),
        ("charts/*.svg", 5),
        ("tables/*.csv", 30),
    ],
)
def test_every_output_says_that_it_is_synthetic(out: Path, kind: str, least: int) -> None:
    files = sorted(out.rglob(kind))
    assert len(files) >= least
    silent = [str(path.relative_to(out)) for path in files if MARK not in words_of(path).lower()]
    assert not silent


def test_every_line_of_a_table_says_that_it_is_synthetic(out: Path) -> None:
    for path in sorted((out / "tables").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert {line["data"] for line in csv.DictReader(file)} == {"synthetic"}, path.name


def test_the_bundle_says_that_it_is_synthetic(office: Office) -> None:
    manifest = json.loads((office.folder / "journey.bundle" / "manifest.json").read_text())
    assert manifest["synthetic"] is True
    assert manifest["counts"]["responses"] == CHILDREN


def test_no_held_word_leaves_the_house(office: Office, out: Path) -> None:
    """Nobody has read what the children wrote, so not one of their phrases may appear."""
    for path in sorted([*out.rglob("*.*"), *(office.folder / "journey.bundle").iterdir()]):
        if path.is_file():
            assert b"synthetic-trust" not in path.read_bytes()
            assert b"[synthetic answer]" not in path.read_bytes()

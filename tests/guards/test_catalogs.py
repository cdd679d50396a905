"""The words of the interface: extracted, translated and complete, in every language."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from consult.web.i18n import CODES

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w\}")
EXTRACT = (
    "extract",
    "--mapping-file=translations/messages.cfg",
    "--keywords=_l",
    "--no-wrap",
    "--add-location=file",
)
HEADER = ("--project=consult", "--version=0.1.0", "--omit-header")
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]", "zh": r"[\u4e00-\u9fff]"}


def catalog(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source)


def words(path: Path) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalog(path) if message.id}


@pytest.fixture(scope="session")
def template() -> dict[str, str]:
    return words(TRANSLATIONS / "messages.pot")


def test_the_template_is_what_the_code_says_now(template: dict[str, str], tmp_path: Path) -> None:
    fresh = tmp_path / "messages.pot"
    babel = Path(sys.executable).with_name("pybabel")
    command = [babel, "--quiet", *EXTRACT, *HEADER, f"--output-file={fresh}", "."]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert words(fresh) == template, (
        f"run: pybabel {' '.join([*EXTRACT, *HEADER])} -o translations/messages.pot ."
    )


@pytest.mark.parametrize("language", CODES)
def test_every_message_is_translated_for_certain(template: dict[str, str], language: str) -> None:
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    translated = catalog(path)
    assert not translated.fuzzy
    assert {str(message.id) for message in translated if message.id} == set(template)
    assert not translated.obsolete
    for message in translated:
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        assert str(message.string).strip(), f"{message.id!r} has no translation"
        assert sorted(PLACEHOLDER.findall(str(message.string))) == sorted(
            PLACEHOLDER.findall(str(message.id))
        )
        assert "|" not in str(message.string), "the script splits its words there"


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_translation_is_in_its_own_script(language: str) -> None:
    for message, translation in words(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").items():
        if re.sub(PLACEHOLDER, "", message).strip(" of"):
            assert re.search(SCRIPTS[language], translation), f"{message!r}: {translation!r}"


@pytest.mark.parametrize("language", ["es", "fr", "ru", "zh", "ar"])
def test_nothing_was_left_in_english(language: str) -> None:
    for message, translation in words(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").items():
        assert message != translation


def test_a_translation_says_whether_somebody_read_it() -> None:
    for language in CODES:
        path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
        head = path.read_text(encoding="utf-8").partition("msgid")[0]
        assert "Original wording" in head or "eviewed by" in head

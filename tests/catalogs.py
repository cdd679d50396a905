"""Bring catalogs up to date with the code: `make words`, or `python tests/catalogs.py [domain ...]`.

A domain is one part of the product: `translations/<domain>.cfg` says where its words stand. English is filled
in from the code. `python tests/catalogs.py --fill DOMAIN LANGUAGE FILE` writes translations from a JSON object
{message: translation or [plural forms]} into a catalog and says what is still missing.
"""

import json
import subprocess
import sys
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "translations"
EXTRACT = ("--keywords=_l", "--no-wrap", "--add-location=file", "--omit-header")
DOMAINS = tuple(sorted(path.stem for path in TRANSLATIONS.glob("*.cfg")))
LANGUAGES = {
    "ar": "Arabic",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "ru": "Russian",
    "zh": "Chinese",
}
# CLDR's categories in its own order (zero, one, two, few, many, other).
_TWO = "nplurals=2; plural=(n != 1);"
_RUSSIAN = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
_ARABIC = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
PLURALS = {
    "ar": f"nplurals=6; plural=({_ARABIC});",
    "en": _TWO,
    "es": _TWO,
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": f"nplurals=3; plural=({_RUSSIAN});",
    "zh": "nplurals=1; plural=0;",
}
HEAD = """{comment}
msgid ""
msgstr ""
"Project-Id-Version: consult 0.1.0\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extract(domain: str, target: Path) -> Catalog:
    """Collect a domain's words from the code into a template."""
    babel = Path(sys.executable).with_name("pybabel")
    mapping = f"--mapping-file=translations/{domain}.cfg"
    command = [babel, "--quiet", "extract", mapping, *EXTRACT, f"--output-file={target}", "."]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return read(target)


def read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=language)


def catalog_of(domain: str, language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{domain}.po"


def update(domain: str) -> None:
    """Write the template anew and give every language its messages; nothing is guessed, nothing obsolete kept."""
    template = extract(domain, TRANSLATIONS / f"{domain}.pot")
    for language, name in LANGUAGES.items():
        path = catalog_of(domain, language)
        if not path.exists():
            state = "Original wording." if language == "en" else "Not yet reviewed by a native speaker."
            save(Catalog(), path, language, f"# {name}: {domain}.\n# {state}")
        catalog = read(path, language)
        # A copy, as new messages are taken over as they are: what English says must not stand everywhere.
        catalog.update(deepcopy(template), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        if language == "en":
            say_in_english(catalog)
        save(catalog, path, language, comment_of(path))


def comment_of(path: Path) -> str:
    """Give the lines above the first message: what the catalog is, and whether somebody read it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines[: lines.index('msgid ""')] if line.startswith("# "))


def say_in_english(catalog: Catalog) -> None:
    for message in catalog:
        if message.id and not any(message.string if message.pluralizable else [message.string]):
            message.string = tuple(message.id) if message.pluralizable else message.id


def save(catalog: Catalog, path: Path, language: str, comment: str) -> None:
    body = BytesIO()
    write_po(body, catalog, width=-1, omit_header=True, ignore_obsolete=True, include_lineno=False)
    head = HEAD.format(comment=comment, language=language, plurals=PLURALS[language])
    path.write_text(head + body.getvalue().decode().strip() + "\n", encoding="utf-8")


def fill(domain: str, language: str, source: Path) -> list[str]:
    """Put translations into a catalog; give the messages that still have none."""
    given = json.loads(source.read_text(encoding="utf-8"))
    path = catalog_of(domain, language)
    catalog = read(path, language)
    for message in catalog:
        key = message.id[0] if message.pluralizable else message.id
        if key and key in given:
            message.string = tuple(given[key]) if message.pluralizable else given[key]
    save(catalog, path, language, comment_of(path))
    return [str(m.id) for m in catalog if m.id and not all(m.string if m.pluralizable else [m.string])]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        left = fill(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
        print("\n".join(left) or "complete")
    else:
        for each in sys.argv[1:] or DOMAINS:
            update(each)

"""A seeded corpus of planted personal data in six languages, and how much of it `suggest` finds.

`python tests/external/personal_data_corpus.py` prints recall and precision by kind and language. Telephone
numbers and names come from the shared material, the rest is made up here; the carriers and clean sentences are
our own, by the people who wrote the search, so the figures say that it does what it means to do, not how
children write.
"""

import csv
import gzip
import itertools
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stock"))
sys.path.insert(0, str(Path(__file__).parent))

from material import material
from personal_data_sentences import CARRIERS, CLEAN, NAMED, STREETS
from stdnum.br import cpf
from stdnum.cn import ric
from stdnum.es import dni
from stdnum.in_ import aadhaar

from consult.moderation import Finding, suggest

SEED = 3
LANGUAGES = tuple(CARRIERS)
STRUCTURED = ("phone", "email", "said_email", "url", "handle", "national_id", "spelled_number", "presidio")
SCRIPTS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９")
LOCALES = {"ar": "ar_SA", "en": "en_KE", "es": "es_MX", "fr": "fr_FR", "ru": "ru_RU", "zh": "zh_CN"}
HOSTS = (
    "gmail.com",
    "hotmail.com",
    "yahoo.fr",
    "mail.ru",
    "qq.com",
    "outlook.es",
    "example.org",
    "ecole.edu.sn",
)
SAID = {
    "ar": [
        ("{} آت {} دوت {}", ("gmail", "com")),
        ("{} (at) {} نقطة {}", ("yahoo", "com")),
        ("{}@ {} . {}", ("mail", "com")),
    ],
    "en": [
        ("{} at {} dot {}", ("gmail", "com")),
        ("{}(at){}(dot){}", ("yahoo", "com")),
        ("{} [at] {} dot {}", ("mail", "org")),
        ("{} @ {} . {}", ("outlook", "com")),
    ],
    "es": [
        ("{} arroba {} punto {}", ("gmail", "com")),
        ("{}(arroba){}.{}", ("hotmail", "es")),
        ("{} arroba {} . {}", ("yahoo", "com")),
    ],
    "fr": [
        ("{} arobase {} point {}", ("gmail", "com")),
        ("{} (at) {} point {}", ("orange", "fr")),
        ("{} at {} point {}", ("laposte", "net")),
    ],
    "ru": [
        ("{} собака {} точка {}", ("mail", "ru")),
        ("{} собака {} точка {}", ("яндекс", "ру")),
        ("{}(собака){}.{}", ("bk", "ru")),
    ],
    "zh": [
        ("{}艾特{}点{}", ("qq", "com")),
        ("{} at {} 点 {}", ("163", "com")),
        ("{}（at）{}.{}", ("gmail", "com")),
    ],
}
SPOKEN = {
    "ar": "صفر واحد اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة",
    "en": "zero one two three four five six seven eight nine",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "ru": "ноль один два три четыре пять шесть семь восемь девять",
    "zh": "零 一 二 三 四 五 六 七 八 九",
}
TENS = {
    "ar": "عشرين ثلاثين أربعين خمسين ستين سبعين",
    "en": "twenty thirty forty fifty sixty seventy",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta",
    "fr": "vingt trente quarante cinquante soixante douze",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят",
    "zh": "一九 二八 三七 四六 五五 六四",
}


class Sample(NamedTuple):
    """A text and the item planted in it; a clean text has an empty item."""

    kind: str
    language: str
    text: str
    start: int
    end: int

    def found(self, findings: tuple[Finding, ...]) -> bool:
        """Say whether strong findings together cover every letter and digit of the item."""
        places = {at for f in findings if not f.weak for at in range(f.start, f.end)}
        return all(at in places for at in range(self.start, self.end) if self.text[at].isalnum())


def samples() -> list[Sample]:
    """Make the whole corpus of planted items but names, always the same."""
    chance = random.Random(SEED)
    made = [
        _placed(kind, language, item, chance)
        for language in LANGUAGES
        for kind, item in _items(language, chance)
    ]
    return made + list(_addresses(chance)) + list(_presidio())


def _items(language: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    numbers = _phones()
    for row in chance.sample(numbers, 200):
        item = row[chance.choice(["e164", "international", "national", "rfc3966"])].removeprefix("tel:")
        yield "phone", item.translate(str.maketrans(SCRIPTS[0], chance.choice(SCRIPTS)))
    latin = [name for name in names("en") if name.isascii() and name.isalpha()]
    for _ in range(60):
        user = _user(chance.choice(latin), chance)
        yield "email", f"{user}@{chance.choice(HOSTS)}"
        shape, host = chance.choice(SAID[language])
        yield "said_email", shape.format(user, *host)
        yield "handle", "@" + user
        yield (
            "url",
            chance.choice(
                ["https://{}.com/x?y=1", "www.{}.org", "{}.blogspot.com", "t.me/{}", "http://{}.ru"]
            ).format(user.replace("_", "-")),
        )
        yield "national_id", _identity(chance)
        yield "spelled_number", _spoken(language, chance)


def _phones() -> list[dict[str, str]]:
    with material("text/phone_examples.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def names(language: str) -> list[str]:
    """List the first names of a locale that writes the language."""
    with gzip.open(
        material("text/person_names_by_locale.csv.gz"), "rt", encoding="utf-8", newline=""
    ) as file:
        rows = [row for row in csv.DictReader(file) if row["locale"] == LOCALES[language]]
    return sorted(
        {row["name"] for row in rows if row["kind"].startswith("first_names") and len(row["name"]) > 1}
    )


def _user(name: str, chance: random.Random) -> str:
    return name.lower() + chance.choice(["", "_", "."]) + str(chance.randint(2, 2015))


def _identity(chance: random.Random) -> str:
    digits = "".join(chance.choices("123456789", k=17))
    born = f"110101{chance.randint(2006, 2015)}0{chance.randint(1, 9)}{chance.randint(10, 28)}{digits[:3]}"
    made = (
        digits[:8] + dni.calc_check_digit(digits[:8]),
        born + ric.calc_check_digit(born + "0"),
        cpf.format(digits[:9] + cpf._calc_check_digits(digits[:9])),
        aadhaar.format(digits[:11] + aadhaar.verhoeff.calc_check_digit(digits[:11])),
        digits[:14],
        "AB" + digits[:7],
    )
    return chance.choice(made)


def _spoken(language: str, chance: random.Random) -> str:
    glue = chance.choice(["", " ", "，"]) if language == "zh" else chance.choice([" ", ", ", " - "])
    units, tens = SPOKEN[language].split(), TENS[language].split()
    if chance.random() < 0.5:
        return glue.join(chance.choices(units, k=9))
    return glue.join([units[0], units[7], *chance.sample(tens, 4)])


def _placed(kind: str, language: str, item: str, chance: random.Random) -> Sample:
    before, after = chance.choice(CARRIERS[language]).split("{}")
    return Sample(kind, language, before + item + after, len(before), len(before) + len(item))


def _addresses(chance: random.Random) -> Iterator[Sample]:
    for language in LANGUAGES:
        for name in chance.sample(names(language), 20):
            number = str(chance.randint(1, 250))
            text = chance.choice(STREETS[language]).format(name, number)
            first, last = sorted((text.index(name), text.rindex(number)))
            end = last + (len(number) if text.rindex(number) == last else len(name))
            yield Sample("postal_address", language, text, first, end)


def _presidio() -> Iterator[Sample]:
    """Take the sentences that hold digits; the item is the first code of five or more characters."""
    for line in material("text/presidio_context_sentences.txt").read_text(encoding="utf-8").splitlines():
        words = list(re.finditer(r"[A-Z]{0,5}\d[\w*.-]{3,}\w", line))
        if words and not line.startswith("#"):
            yield Sample("presidio", "en", line, words[0].start(), words[0].end())


def clean() -> list[tuple[str, str]]:
    """Give (language, text): our clean sentences, and every wording of the bundled poll."""
    ours = [(language, text) for language, texts in CLEAN.items() for text in texts]
    poll = Path(__file__).resolve().parents[2] / "consult" / "questionnaires" / "online_safety.json"
    return ours + sorted(set(_wordings(json.loads(poll.read_text(encoding="utf-8")))))


def _wordings(part: object, language: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _wordings(inner, name if name in LANGUAGES else language)
    elif isinstance(part, list):
        for inner in part:
            yield from _wordings(inner, "")
    elif isinstance(part, str) and language:
        yield language, part


def named(*, listed: bool) -> list[Sample]:
    """Plant names; half of them stand on the office's list, the other half is for what nobody listed."""
    chance = random.Random(SEED)
    made = []
    for language in LANGUAGES:
        every = chance.sample(names(language), min(100, len(names(language))))
        for name in every[:50] if listed else every[50:]:
            before, after = chance.choice(NAMED[language]).split("{}")
            made.append(Sample("name", language, before + name + after, len(before), len(before) + len(name)))
    return made


def recall(made: list[Sample], gazetteer: tuple[str, ...] = ()) -> dict[tuple[str, str], tuple[int, int]]:
    """Count (found, planted) by kind and language."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for sample in made:
        got = sample.found(suggest(sample.text, sample.language, gazetteer))
        for kind, language in itertools.product((sample.kind, "all"), (sample.language, "all")):
            counts[kind, language][0] += got
            counts[kind, language][1] += 1
    return {place: (found, planted) for place, (found, planted) in counts.items()}


def false_alarms() -> dict[str, tuple[int, int]]:
    """Count (clean texts with a strong finding, clean texts) by language."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for language, text in clean():
        counts[language][0] += any(not finding.weak for finding in suggest(text, language))
        counts[language][1] += 1
    return {language: (alarms, texts) for language, (alarms, texts) in counts.items()}


def precision(made: list[Sample]) -> tuple[int, int]:
    """Count (strong findings that touch the item, strong findings) over planted and clean texts."""
    right = whole = 0
    for sample in made:
        for finding in suggest(sample.text, sample.language):
            right += not finding.weak and finding.start < sample.end and sample.start < finding.end
            whole += not finding.weak
    wrong = sum(not f.weak for language, text in clean() for f in suggest(text, language))
    return right, whole + wrong


def _table(title: str, counts: dict[tuple[str, str], tuple[int, int]]) -> None:
    print(f"\n{title}\n{'kind':16}" + "".join(f"{language:>16}" for language in (*LANGUAGES, "all")))
    for kind in dict.fromkeys(kind for kind, _ in counts):
        cells = [counts.get((kind, language)) for language in (*LANGUAGES, "all")]
        print(
            f"{kind:16}" + "".join(f"{f'{c[0] / c[1]:.3f} ({c[0]}/{c[1]})' if c else '–':>16}" for c in cells)
        )


def main() -> None:
    """Print the tables."""
    made = samples()
    structured = [sample for sample in made if sample.kind in STRUCTURED]
    _table("recall, structured items (found/planted)", recall(structured))
    _table("recall, not promised", recall([sample for sample in made if sample.kind not in STRUCTURED]))
    listed, others = named(listed=True), named(listed=False)
    office = tuple(sample.text[sample.start : sample.end] for sample in listed)
    _table("recall, names on the office's list", recall(listed, office))
    _table("recall, names on no list", recall(others))
    right, whole = precision(structured)
    print(
        f"\nprecision: {right / whole:.3f} ({right}/{whole} strong findings touch a planted item; the rest do not)"
    )
    print(
        "clean texts with a strong finding: "
        + ", ".join(f"{k} {a}/{n}" for k, (a, n) in false_alarms().items())
    )


if __name__ == "__main__":
    main()

"""A small release made by hand: five questions in six languages, with hidden cells and a group not asked.

Every number here is invented for the tests; the facts say synthetic.
"""

from dataclasses import replace
from typing import Any

from analysis.disclosure import (
    NOT_ASKED,
    SHOWN,
    SUPPRESSED,
    Cell,
    Column,
    ProtectedTable,
    Release,
    Row,
    load_policy,
)
from analysis.disclosure.protected import _SEAL

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
BANDS = ("7-9", "10-13", "14-18")
REGIONS = ("002", "019", "142", "150", "009")


def say(*said: str) -> dict[str, dict[str, str]]:
    return {language: {"default": words} for language, words in zip(LANGUAGES, said, strict=True)}


LIKELY = {
    "likely": say(
        "محتمل أو محتمل جدًا",
        "Likely or very likely",
        "Probable o muy probable",
        "Probable ou très probable",
        "Вероятно или очень вероятно",
        "有可能或很有可能",
    ),
    "unlikely": say("غير محتمل", "Unlikely", "Poco probable", "Peu probable", "Маловероятно", "不太可能"),
    "very_unlikely": say(
        "غير محتمل إطلاقًا",
        "Very unlikely",
        "Muy poco probable",
        "Très peu probable",
        "Очень маловероятно",
        "非常不可能",
    ),
}
SAFE = {
    "safe": say("آمن", "Safe", "Seguro", "Sûr", "Безопасно", "安全"),
    "unsafe": say("غير آمن", "Not safe", "No es seguro", "Pas sûr", "Небезопасно", "不安全"),
    "middle": say(
        "بين بين", "In between", "Ni una cosa ni otra", "Entre les deux", "Нечто среднее", "介于两者之间"
    ),
}
PLATFORMS = {
    "messaging": say(
        "تطبيقات الرسائل الخاصة",
        "Private messaging apps",
        "Aplicaciones de mensajes privados",
        "Applications de messagerie privée",
        "Приложения для личных сообщений",
        "私人聊天应用",
    ),
    "gaming": say(
        "منصات الألعاب على الإنترنت",
        "Online games",
        "Juegos en línea",
        "Jeux en ligne",
        "Онлайн-игры",
        "网络游戏",
    ),
    "video": say(
        "مواقع مشاركة مقاطع الفيديو",
        "Places to watch and share videos",
        "Sitios para ver y compartir vídeos",
        "Sites de partage de vidéos",
        "Сайты, где смотрят видео и делятся ими",
        "看视频和分享视频的平台",
    ),
}
RISKS = {
    "sexual": say(
        "أن يُطلب من الطفل القيام بشيء جنسي لا يريده",
        "Being asked to do something sexual that a child does not want",
        "Que pidan hacer algo sexual que no se quiere",
        "Qu'on demande de faire quelque chose de sexuel dont on ne veut pas",
        "Просьбы сделать что-то сексуальное, чего ребёнок не хочет",
        "被要求做自己不愿意的与性有关的事",
    ),
    "pretending": say(
        "شخص يتظاهر بأنه شخص آخر",
        "Someone pretending to be someone else",
        "Alguien que finge ser otra persona",
        "Quelqu'un qui se fait passer pour un autre",
        "Кто-то выдаёт себя за другого человека",
        "有人假装成别人",
    ),
    "stolen": say(
        "سرقة المعلومات الشخصية أو نشرها دون إذن",
        "Personal information stolen or shared without permission",
        "Que roben o compartan datos personales sin permiso",
        "Des informations personnelles volées ou partagées sans accord",
        "Кража личной информации или её передача без разрешения",
        "个人信息被盗或未经允许被分享",
    ),
    "bullying": say("التنمر", "Bullying", "El acoso", "Le harcèlement", "Травля", "欺凌"),
    "scams": say("الاحتيال", "Scams", "Las estafas", "Les arnaques", "Мошенничество", "诈骗"),
}
PLACES = {
    "home": say("في البيت", "At home", "En casa", "À la maison", "Дома", "在家里"),
    "school": say("في المدرسة", "At school", "En la escuela", "À l'école", "В школе", "在学校"),
    "public": say(
        "في مكان عام",
        "In a public place",
        "En un lugar público",
        "Dans un lieu public",
        "В общественном месте",
        "在公共场所",
    ),
}
GENDERS = {
    "girl": say("بنت", "Girl", "Niña", "Fille", "Девочка", "女孩"),
    "boy": say("ولد", "Boy", "Niño", "Garçon", "Мальчик", "男孩"),
    "other": say(
        "أصف نفسي بطريقة أخرى",
        "I describe myself another way",
        "Me describo de otra manera",
        "Je me décris autrement",
        "Описываю себя иначе",
        "用其他方式描述自己",
    ),
}
LABELS = {
    "likelihood": say(
        "ما مدى احتمال أن يواجه الأطفال في مثل عمرك شيئًا ضارًا أو غير آمن على الإنترنت؟",
        "How likely is it that children your age meet something harmful or unsafe online?",
        "¿Qué probabilidad hay de que niñas y niños de tu edad encuentren algo dañino o peligroso en internet?",
        "Est-il probable que des enfants de ton âge rencontrent en ligne quelque chose de dangereux ?",
        "Насколько вероятно, что дети твоего возраста столкнутся в интернете с чем-то опасным?",
        "和你同龄的孩子在网上遇到有害或不安全的事情，可能性有多大？",
    ),
    "platform_safety": say(
        "ما مدى أمان هذه الأماكن للأطفال؟",
        "How safe are these places for children?",
        "¿Qué tan seguros son estos lugares para la infancia?",
        "Ces endroits sont-ils sûrs pour les enfants ?",
        "Насколько эти места безопасны для детей?",
        "这些地方对孩子来说有多安全？",
    ),
    "top_risks": say(
        "ما هي أكبر المخاطر على الأطفال على الإنترنت؟",
        "What are the biggest risks for children online?",
        "¿Cuáles son los mayores riesgos en internet para niñas y niños?",
        "Quels sont les plus grands risques en ligne pour les enfants ?",
        "Что самое опасное для детей в интернете?",
        "孩子在网上面临的最大风险是什么？",
    ),
    "location": say(
        "أين يكون الطفل على الأرجح عندما يحدث ذلك؟",
        "Where is a child most likely to be when this happens?",
        "¿Dónde es más probable que esté el niño o la niña cuando ocurre?",
        "Où est le plus souvent l'enfant quand cela arrive ?",
        "Где скорее всего находится ребёнок, когда это происходит?",
        "这种事发生时，孩子最可能在哪里？",
    ),
    "gender": say("أنا…", "I am…", "Soy…", "Je suis…", "Я…", "我是……"),
}
BAND_LABELS = {
    "7-9": ("من 7 إلى 9 سنوات", "7 to 9 years", "de 7 a 9 años", "7 à 9 ans", "7–9 лет", "7至9岁"),
    "10-13": (
        "من 10 إلى 13 سنة",
        "10 to 13 years",
        "de 10 a 13 años",
        "10 à 13 ans",
        "10–13 лет",
        "10至13岁",
    ),
    "14-18": (
        "من 14 إلى 18 سنة",
        "14 to 18 years",
        "de 14 a 18 años",
        "14 à 18 ans",
        "14–18 лет",
        "14至18岁",
    ),
}
TITLE = dict(
    zip(
        LANGUAGES,
        (
            "ما مدى شعورك بالأمان على الإنترنت؟",
            "How safe do you feel online?",
            "¿Te sientes a salvo en internet?",
            "Te sens-tu en sécurité en ligne ?",
            "Чувствуешь ли ты себя в безопасности в интернете?",
            "你在网上感到安全吗？",
        ),
        strict=True,
    )
)


def band_label(band: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, BAND_LABELS[band], strict=True))


def values(choices: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"code": at, "name": name, "label": label, "bands": list(BANDS), "reports_as": None}
        for at, (name, label) in enumerate(choices.items(), 1)
    ]


def question(
    name: str, kind: str, shape: str, variables: list[dict[str, Any]], section: str = "views"
) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "shape": shape,
        "section": section,
        "bands": list(BANDS),
        "sensitive": False,
        "label": LABELS[name],
        "most": None,
        "choices_from": None,
        "variables": variables,
        "report_choices": [],
    }


def single(name: str, choices: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"column": name, "type": "category", "name": None, "label": None, "values": values(choices)}]


def codebook() -> dict[str, Any]:
    grid = [
        {
            "column": f"platform_safety.{row}",
            "type": "category",
            "name": row,
            "label": label,
            "values": values(SAFE),
        }
        for row, label in PLATFORMS.items()
    ]
    flags = [
        {"column": f"top_risks.{name}", "type": "flag", "name": name, "label": label, "values": []}
        for name, label in RISKS.items()
    ]
    return {
        "format": "consult-codebook/1",
        "questionnaire": {"name": "online_safety", "version": "1", "digest": "0" * 64},
        "title": TITLE,
        "default_language": "en",
        "languages": list(LANGUAGES),
        "bands": [{"name": band, "label": band_label(band)} for band in BANDS],
        "breakdowns": [
            {
                "name": "age_band",
                "question": None,
                "values": [{"name": b, "label": band_label(b)} for b in BANDS],
            },
            {
                "name": "gender",
                "question": "gender",
                "values": [{"name": n, "label": v} for n, v in GENDERS.items()],
            },
            {"name": "region", "question": "country", "values": [{"name": r} for r in REGIONS]},
        ],
        "missing": {"skipped": -1, "rather_not_say": -2, "dont_know": -3, "not_asked": -4},
        "questions": [
            question("gender", "select_one", "single", single("gender", GENDERS), "about_you"),
            question("likelihood", "scale", "single", single("likelihood", LIKELY)),
            question("platform_safety", "grid", "grid", grid),
            question("location", "select_one", "single", single("location", PLACES)),
            question("top_risks", "select_multiple", "multiple", flags),
        ],
    }


def cell(percent: int | None, base: int = 680) -> Cell:
    return (
        Cell(None, None, SUPPRESSED)
        if percent is None
        else Cell(round(percent * base / 500) * 5, percent, SHOWN)
    )


def table(
    question_name: str,
    shape: str,
    rows: dict[str, tuple[int | None, ...]],
    *,
    item: str | None = None,
    breakdown: str = "overall",
    groups: tuple[str, ...] = (),
    not_asked: tuple[str, ...] = (),
    kind: str = "choice",
    bases: tuple[int, ...] = (680, 200, 250, 230, 40, 30),
    notes: tuple[str, ...] = (),
) -> ProtectedTable:
    columns = tuple(
        Column(name, None if name in not_asked else bases[at], NOT_ASKED if name in not_asked else SHOWN)
        for at, name in enumerate(("total", *groups))
    )
    lines = []
    for name, shares in rows.items():
        cells = tuple(
            Cell(None, None, NOT_ASKED) if column.status == NOT_ASKED else cell(share, column.base or 0)
            for share, column in zip(shares, columns, strict=True)
        )
        lines.append(Row(name, kind, cells))
    return ProtectedTable(
        question_name,
        item,
        shape,
        breakdown,
        columns,
        (*lines, missing_row("dont_know", columns)),
        notes,
        _SEAL,
    )


def missing_row(name: str, columns: tuple[Column, ...]) -> Row:
    return Row(
        name,
        "missing",
        tuple(
            Cell(None, None, NOT_ASKED) if column.status == NOT_ASKED else Cell(20, None, SHOWN)
            for column in columns
        ),
    )


def tables() -> tuple[ProtectedTable, ...]:
    likely = {"likely": (71, 58, 69, 84), "unlikely": (20, 27, 23, 12), "very_unlikely": (9, 15, 8, None)}
    risks = {
        "sexual": (61, None, 60, 63),
        "pretending": (55, None, 57, 53),
        "stolen": (48, None, 50, 47),
        "bullying": (31, None, 30, 32),
        "scams": (17, None, 16, 18),
    }
    grid = {
        "messaging": {"safe": (64,), "unsafe": (14,), "middle": (22,)},
        "gaming": {"safe": (47,), "unsafe": (23,), "middle": (30,)},
        "video": {"safe": (31,), "unsafe": (None,), "middle": (None,)},
    }
    short = {name: shares[:1] for name, shares in likely.items()}
    risks_short = {name: shares[:1] for name, shares in risks.items()}
    return (
        table("likelihood", "single", short),
        table("likelihood", "single", likely, breakdown="age_band", groups=BANDS, notes=("hidden",)),
        *(table("platform_safety", "grid", rows, item=item) for item, rows in grid.items()),
        table("location", "single", {"home": (None,), "school": (None,), "public": (22,)}, notes=("hidden",)),
        table("top_risks", "multiple", risks_short, notes=("several answers",)),
        table(
            "top_risks",
            "multiple",
            risks,
            breakdown="age_band",
            groups=BANDS,
            not_asked=("7-9",),
            notes=("several answers", "not asked"),
        ),
    )


def some_bands_only(release: Release, question: str, name: str, count: int = 60) -> Release:
    """Take the share of one choice out of the pooled tables, as if some age bands alone had it."""

    def without(row: Row) -> Row:
        cells = (Cell(count, None, SHOWN), *row.cells[1:])
        return replace(row, partly=True, cells=cells) if row.name == name else row

    tables = [
        replace(t, rows=tuple(map(without, t.rows)), notes=(*t.notes, "not offered to all"))
        if t.question == question
        else t
        for t in release.tables
    ]
    return replace(release, tables=tuple(tables))


def profile() -> tuple[ProtectedTable, ...]:
    ages = {"7-9": (30,), "10-13": (36,), "14-18": (34,)}
    genders = {"girl": (52,), "boy": (45,), "other": (None,)}
    regions = {"002": (28,), "019": (18,), "142": (33,), "150": (21,), "009": (None,)}
    bases = (700,)
    return tuple(
        table(name, "profile", rows, breakdown="overall", kind="group", bases=bases)
        for name, rows in {"age_band": ages, "gender": genders, "region": regions}.items()
    )


def facts(**changes: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "poll": {"code": "safe-online", "name": "online_safety"},
        "organisation": "Example Office for Children",
        "wave": {"name": "1", "opened": "2026-09-01", "closed": "2026-10-15"},
        "frozen": "2026-10-20",
        "promised_on": "2026-12-01",
        "delete_on": "2027-03-31",
        "synthetic": True,
        "mode": "open",
        "recruitment": "open link",
        "languages": list(LANGUAGES),
    }
    return plain | changes


def release(**changes: object) -> Release:
    return Release(
        tables=tables(),
        profile=profile(),
        words=(),
        texts={"solutions_text": 120},
        responses=700,
        small=False,
        facts=facts(**changes),
        codebook=codebook(),
        policy=load_policy().published(),
    )

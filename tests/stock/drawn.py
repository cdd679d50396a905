"""Questionnaires and forms drawn by Hypothesis: any that may open, any that a phone or a stranger may post."""

from hypothesis import strategies as st

from consult.survey.kinds import KINDS
from consult.survey.m49 import COUNTRIES
from consult.survey.questionnaire import Question, Questionnaire, load

BANDS = ("7-9", "10-13", "14-18")
LANGUAGES = ("en", "ar")
CODES = ("red", "green", "blue", "white")
PLACES = ("home", "school", "street")
CHOOSING = ("select_one", "select_multiple", "rank", "scale", "grid")


def words(text: str) -> dict[str, str]:
    return {language: f"{text} ({language})" for language in LANGUAGES}


def named(name: str, **more) -> dict:
    return {"name": name, "label": words(name), **more}


@st.composite
def questionnaires(draw) -> Questionnaire:
    """Draw a questionnaire that may open: some of every kind, bands, conditions on what was asked before."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=8))
    asked: list[dict] = [{**named("first", kind="select_one"), "choices": [named("red"), named("blue")]}]
    for number, kind in enumerate(kinds):
        asked.append(draw(_questions(f"q{number}", kind, asked)))
    groups = []
    if draw(st.booleans()):
        asked.append(named("lives", kind="select_one", choices_from="countries"))
        groups.append({"name": "region", "question": "lives", "via": "m49"})
    if draw(st.booleans()):
        groups.append({"name": "gender", "question": "first"})
    return load(_document(asked, groups))


@st.composite
def _questions(draw, name: str, kind: str, asked: list[dict]) -> dict:
    bands = draw(st.lists(st.sampled_from(BANDS), min_size=1, unique=True))
    question = named(name, kind=kind, bands=bands)
    if "dont_know" in KINDS[kind].takes:
        question |= {"dont_know": draw(st.booleans()), "rather_not_say": draw(st.booleans())}
    if kind in CHOOSING:
        extra = draw(st.sampled_from(bands))
        question["choices"] = [*map(named, CODES[:3]), named(CODES[3], bands=[extra])]
    if kind == "grid":
        question["rows"] = [*map(named, PLACES[:2]), named(PLACES[2], bands=[bands[0]])]
    if kind in {"select_multiple", "rank"}:
        question["most"] = draw(st.sampled_from([None, 1, 2, 4]))
    if kind in {"range", "integer"}:
        question |= {"least": draw(st.integers(0, 3)), "greatest": draw(st.integers(4, 40))}
    earlier = [item for item in asked if _may_open(item, bands)]
    if earlier and draw(st.booleans()):
        question["ask_if"] = draw(_conditions(earlier))
    return question


def _may_open(item: dict, bands: list[str]) -> bool:
    everywhere = set(bands) <= set(item.get("bands", BANDS)) and "ask_if" not in item
    return everywhere and KINDS[item["kind"]].shape not in {"text", "none"}


def _conditions(earlier: list[dict]) -> st.SearchStrategy[dict]:
    named_ = st.sampled_from([item["name"] for item in earlier])
    leaf = st.builds(lambda name: {"question": name, "answered": True}, named_)
    chosen = [
        item["name"] for item in earlier if item["kind"] in {"select_one", "select_multiple", "rank", "scale"}
    ]
    if chosen:
        codes = st.lists(st.sampled_from(["red", "blue"]), min_size=1, unique=True)
        leaf |= st.builds(lambda name, some: {"question": name, "is": some}, st.sampled_from(chosen), codes)
    some = st.lists(leaf, min_size=1, max_size=3)
    return (
        leaf
        | st.builds(lambda parts: {"all": parts}, some)
        | st.builds(lambda parts: {"any": parts}, some)
        | st.builds(lambda part: {"not": part}, leaf)
    )


def _document(asked: list[dict], groups: list[dict]) -> dict:
    return {
        "format": "consult-questionnaire/1",
        "name": "drawn",
        "version": "1",
        "default_language": "en",
        "languages": {language: {"reviewed_by": None, "note": "drawn"} for language in LANGUAGES},
        "bands": [
            {"name": band, "first": first, "last": last, "most_questions": 20, "label": words(band)}
            for band, first, last in zip(BANDS, (7, 10, 14), (9, 13, 18), strict=True)
        ],
        **{text: words(text) for text in ("title", "about", "who_asks", "what_happens", "assent")},
        "sections": [{"name": "main", "questions": asked}],
        "breakdowns": groups,
    }


@st.composite
def honest_forms(draw, questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Draw what one of our own pages may post, fields of questions that the script has hidden included."""
    band = draw(st.sampled_from(BANDS))
    posted: dict[str, list[str]] = {"band": [band]}
    for question in questionnaire.for_band(band):
        posted |= draw(_filled(question))
    return posted


@st.composite
def _filled(draw, question: Question) -> dict[str, list[str]]:
    kinds = [kind for kind in ("dont_know", "rather_not_say") if question.offers(kind)]
    name, shape = question.name, KINDS[question.kind].shape
    if kinds and draw(st.integers(0, 5)) == 0:
        return {name: [draw(st.sampled_from(kinds))]}
    codes = list(COUNTRIES) if question.choices_from else [choice.name for choice in question.choices]
    if shape == "grid":
        answer = st.sampled_from(["", *codes, *kinds])
        return {f"{name}.{row.name}": [draw(answer)] for row in question.rows}
    if shape == "rank":
        ranked = draw(st.permutations(codes))[: draw(st.integers(0, min(question.most or 9, len(codes))))]
        return {f"{name}.{code}": [str(ranked.index(code) + 1)] if code in ranked else [""] for code in codes}
    return {} if shape == "none" else {name: draw(_values(question, shape, codes))}


def _values(question: Question, shape: str, codes: list[str]) -> st.SearchStrategy[list[str]]:
    if shape == "number":
        number = st.integers(question.least, question.greatest).map(str) | st.just("")
        return st.lists(number, min_size=1, max_size=1)
    if shape == "text":
        return st.lists(st.text("aб爱 é", max_size=question.longest), min_size=1, max_size=1)
    most = 1 if shape == "single" else question.most or len(codes)
    return st.lists(st.sampled_from(codes), max_size=most, unique=True)


@st.composite
def strange_forms(draw, questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Draw what a stranger may post: an honest form with anything in some of its fields, or in others."""
    posted = draw(honest_forms(questionnaire))
    known = [field for question in questionnaire.questions for field in KINDS[question.kind].fields(question)]
    values = (
        st.sampled_from([*CODES, "KE", "", "dont_know", "rather_not_say", "skipped", "not_asked"])
        | st.integers(-3, 50).map(str)
        | st.text(st.characters(), max_size=40)
        | st.text("\x00\ud800\u200b\u2028\r\n\t a", max_size=5)
    )
    lists = st.lists(values, max_size=3)
    posted |= draw(st.dictionaries(st.sampled_from(known), lists, max_size=4))
    if draw(st.integers(0, 9)) == 0:
        posted |= draw(
            st.dictionaries(st.sampled_from(["band", "key", "v", "pad"]) | st.text(max_size=8), lists)
        )
    return posted

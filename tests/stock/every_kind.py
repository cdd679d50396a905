"""A small questionnaire with every kind of question and every form of condition, in English and Arabic."""

from typing import Any

Words = dict[str, Any]


def say(english: str, arabic: str = "كلمات") -> Words:
    return {"en": english, "ar": arabic}


def choices(*names: str) -> list[Words]:
    return [
        {"name": name, "label": say(name.replace("_", " ").capitalize(), f"خيار {name}")} for name in names
    ]


def document(**changes: Any) -> Words:
    """Give the document; `changes` replace its top entries."""
    questions = [
        {"name": "welcome", "kind": "note", "label": say("Some questions follow", "تتبع بعض الأسئلة")},
        {
            "name": "mood",
            "kind": "scale",
            "label": {"en": {"default": "How are you?", "7-9": "How do you feel?"}, "ar": "كيف حالك؟"},
            "choices": [
                {"name": "bad", "label": say("Bad", "سيئ"), "picture": "face-1"},
                {"name": "good", "label": say("Good", "جيد"), "picture": "face-3"},
            ],
            "dont_know": True,
        },
        {
            "name": "fruit",
            "kind": "select_one",
            "label": say("Which fruit do you like?", "أي فاكهة تحب؟"),
            "choices": [
                *choices("apple", "pear"),
                {"name": "kiwi", "label": say("Kiwi"), "bands": ["14-18"]},
            ],
        },
        {
            "name": "apple_colour",
            "kind": "select_one",
            "label": say("Which apples?", "أي تفاح؟"),
            "choices": choices("red", "green"),
            "ask_if": {"question": "fruit", "is": ["apple"]},
        },
        {
            "name": "games",
            "kind": "select_multiple",
            "label": say("Which games do you like?", "أي ألعاب تحب؟"),
            "choices": choices("chess", "football", "cards"),
            "most": 2,
            "dont_know": True,
        },
        {
            "name": "order",
            "kind": "rank",
            "label": say("What comes first?", "ما الأول؟"),
            "choices": choices("home", "school", "street"),
            "ask_if": {
                "any": [{"question": "games", "answered": True}, {"question": "mood", "is": ["dont_know"]}]
            },
        },
        {
            "name": "stars",
            "kind": "range",
            "label": say("How many stars?", "كم نجمة؟"),
            "least": 0,
            "greatest": 5,
        },
        {
            "name": "metres",
            "kind": "range",
            "label": say("How far?", "كم مترًا؟"),
            "least": 0,
            "greatest": 100,
            "step": 5,
        },
        {
            "name": "friends",
            "kind": "integer",
            "label": say("How many friends?", "كم صديقًا؟"),
            "least": 0,
            "greatest": 99,
        },
        {
            "name": "places",
            "kind": "grid",
            "label": say("How do you like these places?", "ما رأيك في هذه الأماكن؟"),
            "choices": choices("much", "little"),
            "rows": [
                {"name": "park", "label": say("The park", "الحديقة")},
                {"name": "shop", "label": say("The shop", "المتجر")},
            ],
            "dont_know": True,
        },
        {
            "name": "why_places",
            "kind": "text",
            "label": say("Why?", "لماذا؟"),
            "hint": say("In your own words.", "بكلماتك."),
            "longest": 40,
            "ask_if": {
                "all": [
                    {"question": "places", "answered": True},
                    {"not": {"question": "fruit", "is": ["pear"]}},
                ]
            },
        },
        {"name": "word", "kind": "one_word", "label": say("One word", "كلمة واحدة")},
        {
            "name": "gender",
            "kind": "select_one",
            "label": say("Which describes you?", "ما الوصف المناسب لك؟"),
            "choices": choices("girl", "boy"),
        },
        {
            "name": "country",
            "kind": "select_one",
            "label": say("Where do you live?", "أين تعيش؟"),
            "choices_from": "countries",
        },
    ]
    bands = [("7-9", 7, 9), ("14-18", 14, 18)]
    made = {
        "format": "consult-questionnaire/1",
        "name": "kinds",
        "version": "1",
        "default_language": "en",
        "languages": {language: {"reviewed_by": None, "note": "for tests only"} for language in ("en", "ar")},
        "bands": [
            {
                "name": name,
                "first": first,
                "last": last,
                "most_questions": 20,
                "label": say(f"{name} years", f"من {first} إلى {last}"),
            }
            for name, first, last in bands
        ],
        "title": say("A test poll", "استطلاع تجريبي"),
        "about": say("It’s about fruit.", "عن الفاكهة."),
        "who_asks": say("{organisation} asks.", "تسأل {organisation}."),
        "what_happens": say("Nothing.", "لا شيء."),
        "assent": say("You choose.", "أنت تختار."),
        "sections": [{"name": "all", "label": say("All", "الكل"), "questions": questions}],
        "breakdowns": [
            {"name": "gender", "question": "gender"},
            {"name": "region", "question": "country", "via": "m49"},
        ],
    }
    return made | changes

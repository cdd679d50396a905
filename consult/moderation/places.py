"""Postal addresses as far as a pattern is sound: a word for street, a name and a house number; post boxes.

An address without a number ("my street is Rose Lane") is not found; villages belong on the office's list.
"""

import re
from collections.abc import Iterator

from consult.moderation.finding import Finding
from consult.moderation.lexicon import either
from consult.moderation.view import View

STREET = "a street with a house number"
BOX = "a post box"

_NO = r"(?:n ?[o.]{0,2} ?|no\.? ?|num\.? ?|numero |№ ?|# ?|nr\.? ?|رقم )?"
# A number that counts what follows ("in the street there are 3 dogs") is no house number.
_COUNTS_NOTHING = r"\b(?! ?(?!de |en |piso|bajo|кв|корп)[^\W\d_])"
_NOT_A_NAME = r"(?!(?:in|my|the|of|on|a|our|this|and|to|from|by|at|per|is|are|we|i|me|or|with|who) )"
_EN = (
    rf"\b\d{{1,5}}[a-f]?,? (?:{_NOT_A_NAME}[^\W\d_][\w.'-]{{0,30}} ){{1,3}}"
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|boulevard|blvd|crescent|terrace|square)\b"
)
_FR = (
    r"\b\d{1,4}(?: bis| ter)?(?:,? (?:rue|avenue|boulevard|bd|allee|chemin|impasse|quai)|, (?:place|route))"
    r" (?:[\w.'-]{1,30} ?){1,5}"
)
_ES = (
    r"\b(?:calle|avenida|av\.?|avda\.?|plaza|paseo|carrera|jiron|pasaje|c/) ?(?:[^\W_][\w.'-]{0,30},? ){1,5}"
    + _NO
    + r"\d{1,5}"
    + _COUNTS_NOTHING
)
_RU = (
    r"\b(?:улиц[аеуы]|ул\.?|проспекте?|пр-?т\.?|переул(?:ок|ке)|пер\.?|шоссе|бульваре?|набережн(?:ая|ои)) ?"
    r"(?:[^\W_][\w.-]{0,30},? ){1,4}(?:дома?|доме|д\.?)? ?\d{1,4}"
    + _COUNTS_NOTHING
    + r"(?:[ ,]{1,2}(?:кв\.?|квартир[аеы]|корп\.?|корпус) ?\d{1,4}){0,2}"
)
_AR = (
    r"(?:شارع|طريق|زنقه|نهج|حاره) (?:[^\W_]\w{0,30},?،? ){1,5}(?:(?:رقم|منزل|عماره|بيت|بنايه) ){0,2}\d{1,5}"
    + _COUNTS_NOTHING
)
_AR_FIRST = r"(?<!\d)\d{1,4} ?،? ?(?:شارع|زنقه|نهج) [^\W_]\w{1,30}"
_UNIT = "(?:号|弄|栋|幢|室|单元|楼)"
_ZH = rf"[一-鿿]{{1,10}}(?:路|街|巷|弄|道|胡同|村|小区)\d{{1,5}} ?{_UNIT}(?:\d{{1,5}} ?{_UNIT}){{0,3}}"
_STREETS = tuple(re.compile(pattern) for pattern in (_EN, _FR, _ES, _RU, _AR, _AR_FIRST, _ZH))
_BOX = re.compile(rf"(?<!\w)(?:{either('post_box')})[ :.]{{0,3}}{_NO}\d{{1,6}}")


def addresses(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001  every detector is called alike
    """Find streets with a house number, and post boxes."""
    for street in _STREETS:
        for found in street.finditer(view.text):
            yield Finding("postal_address", *view.span(found.start(), found.end()), STREET)
    for found in _BOX.finditer(view.text):
        yield Finding("postal_address", *view.span(found.start(), found.end()), BOX)

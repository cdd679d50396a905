"""The sentences of findings before their fields are filled: by style, by sort of finding, by whose answers.

A number and the hundred or ten it is counted of are fields: no sentence holds a figure. Every sentence has
the plural forms of its language, by its field n.
"""

from collections.abc import Mapping
from typing import Final

Forms = tuple[str, str]


def ngettext(one: str, many: str) -> Forms:
    """Mark a sentence for translation; it is looked up later, in the language of the page."""
    return one, many


def gettext(message: str) -> str:
    """Mark words for translation."""
    return message


_SHORT: Mapping[tuple[str, bool], Forms] = {
    ("choice", True): ngettext(
        "{about} {n} out of {ten} children your age said: “{answer}”.",
        "{about} {n} out of {ten} children your age said: “{answer}”.",
    ),
    ("choice", False): ngettext(
        "{about} {n} out of {ten} children of all ages said: “{answer}”.",
        "{about} {n} out of {ten} children of all ages said: “{answer}”.",
    ),
    ("rank", True): ngettext(
        "{about} {n} out of {ten} children your age put “{answer}” first.",
        "{about} {n} out of {ten} children your age put “{answer}” first.",
    ),
    ("rank", False): ngettext(
        "{about} {n} out of {ten} children of all ages put “{answer}” first.",
        "{about} {n} out of {ten} children of all ages put “{answer}” first.",
    ),
    ("item", True): ngettext(
        "{about} {n} out of {ten} children your age said “{answer}” about “{item}”.",
        "{about} {n} out of {ten} children your age said “{answer}” about “{item}”.",
    ),
    ("item", False): ngettext(
        "{about} {n} out of {ten} children of all ages said “{answer}” about “{item}”.",
        "{about} {n} out of {ten} children of all ages said “{answer}” about “{item}”.",
    ),
}
_MIDDLE: Mapping[tuple[str, bool], Forms] = {
    ("choice", True): ngettext(
        "Out of every {hundred} children your age who answered, {n} chose “{answer}”.",
        "Out of every {hundred} children your age who answered, {n} chose “{answer}”.",
    ),
    ("choice", False): ngettext(
        "Out of every {hundred} children of all ages who answered, {n} chose “{answer}”.",
        "Out of every {hundred} children of all ages who answered, {n} chose “{answer}”.",
    ),
    ("rank", True): ngettext(
        "Out of every {hundred} children your age who answered, {n} put “{answer}” first.",
        "Out of every {hundred} children your age who answered, {n} put “{answer}” first.",
    ),
    ("rank", False): ngettext(
        "Out of every {hundred} children of all ages who answered, {n} put “{answer}” first.",
        "Out of every {hundred} children of all ages who answered, {n} put “{answer}” first.",
    ),
    ("item", True): ngettext(
        "Out of every {hundred} children your age who answered, {n} said “{answer}” about “{item}”.",
        "Out of every {hundred} children your age who answered, {n} said “{answer}” about “{item}”.",
    ),
    ("item", False): ngettext(
        "Out of every {hundred} children of all ages who answered, {n} said “{answer}” about “{item}”.",
        "Out of every {hundred} children of all ages who answered, {n} said “{answer}” about “{item}”.",
    ),
}
_FULL: Mapping[tuple[str, bool], Forms] = {
    ("choice", True): ngettext(
        "Of those your age who answered, {share} chose “{answer}”.",
        "Of those your age who answered, {share} chose “{answer}”.",
    ),
    ("choice", False): ngettext(
        "Of those of all ages who answered, {share} chose “{answer}”.",
        "Of those of all ages who answered, {share} chose “{answer}”.",
    ),
    ("rank", True): ngettext(
        "Of those your age who answered, {share} put “{answer}” first.",
        "Of those your age who answered, {share} put “{answer}” first.",
    ),
    ("rank", False): ngettext(
        "Of those of all ages who answered, {share} put “{answer}” first.",
        "Of those of all ages who answered, {share} put “{answer}” first.",
    ),
    ("item", True): ngettext(
        "Of those your age who answered, {share} said “{answer}” about “{item}”.",
        "Of those your age who answered, {share} said “{answer}” about “{item}”.",
    ),
    ("item", False): ngettext(
        "Of those of all ages who answered, {share} said “{answer}” about “{item}”.",
        "Of those of all ages who answered, {share} said “{answer}” about “{item}”.",
    ),
}
_POSTER: Mapping[tuple[str, bool], Forms] = {
    ("choice", False): ngettext(
        "{about} {n} out of {ten} children said: “{answer}”.",
        "{about} {n} out of {ten} children said: “{answer}”.",
    ),
    ("rank", False): ngettext(
        "{about} {n} out of {ten} children put “{answer}” first.",
        "{about} {n} out of {ten} children put “{answer}” first.",
    ),
    ("item", False): ngettext(
        "{about} {n} out of {ten} children said “{answer}” about “{item}”.",
        "{about} {n} out of {ten} children said “{answer}” about “{item}”.",
    ),
}
# (style, sort of finding, whether the answers are those of the reader's own age) -> sentence
MAIN: Final[Mapping[tuple[str, str, bool], Forms]] = {
    (style, *place): forms
    for style, found in (("short", _SHORT), ("middle", _MIDDLE), ("full", _FULL), ("poster", _POSTER))
    for place, forms in found.items()
}
ABOUT, MORE_THAN = gettext("About"), gettext("More than")
# Sentences that follow where they are true; a finding has them as fields.
MOST: Final = gettext("More children gave this answer than any other.")
MOST_OF_LIST: Final = gettext("This is the highest number in the list.")
BY_AGE: Final[Mapping[str, Forms]] = {
    "middle": ngettext(
        "The number was highest in the age group “{group}”: {n} out of every {hundred}.",
        "The number was highest in the age group “{group}”: {n} out of every {hundred}.",
    ),
    "full": ngettext(
        "The share was highest in the age group “{group}”: {share}.",
        "The share was highest in the age group “{group}”: {share}.",
    ),
}
BY_GROUP: Final[Forms] = ngettext(
    "Over all ages, of the groups that we can show, the share was highest for “{group}” ({share}) and"
    " lowest for “{other}” ({least}).",
    "Over all ages, of the groups that we can show, the share was highest for “{group}” ({share}) and"
    " lowest for “{other}” ({least}).",
)

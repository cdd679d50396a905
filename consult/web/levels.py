"""How many of a group, in words: what a live room sees instead of numbers."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

LEVELS: Final[Mapping[str, LazyString]] = {
    "most": _l("most of us"),
    "half": _l("about half of us"),
    "few": _l("few of us or nobody"),
    "over_half": _l("more than half of us"),
    "not_over_half": _l("not more than half of us"),
}

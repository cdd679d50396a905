"""A posted form's bytes as fields and values, read strictly: what no page of ours can send is refused."""

import re
from urllib.parse import parse_qsl

from consult.errors import AnswerError

Fields = dict[str, list[str]]
MOST_FIELDS = 1000
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def fields(body: bytes) -> Fields:
    """Read an `application/x-www-form-urlencoded` body; AnswerError for a broken or empty one."""
    if _BROKEN_ESCAPE.search(body):
        raise AnswerError(None, "malformed")
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError as broken:  # among these: halves of surrogate pairs
        raise AnswerError(None, "bad_text") from broken
    except ValueError as broken:
        raise AnswerError(None, "malformed") from broken
    if not pairs:
        raise AnswerError(None, "malformed")
    found: Fields = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found

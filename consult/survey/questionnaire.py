"""The questionnaire as an immutable document: read it, refuse it with every reason, or use it."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from consult.errors import Problem, QuestionnaireError
from consult.survey.building import build
from consult.survey.checks import problems
from consult.survey.model import (
    Answer,
    Band,
    Breakdown,
    Choice,
    Condition,
    Question,
    Questionnaire,
    ReportChoice,
    Review,
    Row,
    Section,
    Text,
)

__all__ = [
    "Answer",
    "Band",
    "Breakdown",
    "Choice",
    "Condition",
    "Problem",
    "Question",
    "Questionnaire",
    "ReportChoice",
    "Review",
    "Row",
    "Section",
    "Text",
    "digest",
    "document",
    "load",
    "read",
]


def load(source: Mapping[str, object]) -> Questionnaire:
    """Make a questionnaire of a JSON document; QuestionnaireError lists all that stands against it."""
    questionnaire, found = build(source, digest(source))
    found = [*found, *problems(questionnaire)]
    if found:
        raise QuestionnaireError(tuple(dict.fromkeys(found)))
    return questionnaire


def read(path: Path | str) -> Questionnaire:
    """Make a questionnaire of a JSON file; QuestionnaireError as for load, or where the file is no JSON."""
    return load(document(path))


def document(path: Path | str) -> Mapping[str, object]:
    """Read a JSON file as it is, an object with no entry given twice; QuestionnaireError names the file."""
    place = Path(path).name
    try:
        value = json.loads(Path(path).read_text(encoding="utf-8"), object_pairs_hook=_once)
    except OSError as error:
        raise _refusal(place, f"cannot be read: {error.strerror}") from error
    except RecursionError as error:
        raise _refusal(place, "is nested too deeply to be a questionnaire") from error
    except ValueError as error:
        raise _refusal(place, f"is not JSON in UTF-8: {error}") from error
    if not isinstance(value, dict):
        raise _refusal(place, "must hold one object in braces")
    return value


def digest(source: Mapping[str, object]) -> str:
    """Give the SHA-256 (hex) of the canonical JSON: sorted keys, no spaces, ASCII."""
    try:
        words = json.dumps(source, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise _refusal("the document", f"is not plain JSON: {error}") from error
    return hashlib.sha256(words.encode("ascii")).hexdigest()


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an entry given twice: JSON readers silently keep the last one."""
    entries = dict(pairs)
    if len(entries) < len(pairs):
        twice = next(key for key, _ in pairs if sum(other == key for other, _ in pairs) > 1)
        raise ValueError(f"the entry {twice!r} is given twice in one object")
    return entries


def _refusal(place: str, message: str) -> QuestionnaireError:
    return QuestionnaireError((Problem(place, message),))

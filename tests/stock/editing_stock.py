"""What the stocked office has in the editor: a draft with every kind of question, one step later, and a recording."""

import struct

import every_kind
from sqlalchemy.orm import Session

from consult.services.writing import drafts, recordings
from consult.survey.writing import asking

PLACE = "sections.all.mood.label"


def wav(channels: int = 1, extra: bytes = b"") -> bytes:
    """Make a short sound file."""
    data = bytes(800)
    form = struct.pack("<HHIIHH", 1, channels, 8000, 8000 * channels, channels, 8)
    body = b"fmt " + struct.pack("<I", 16) + form + extra + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def add(session: Session, consultation: int = 1) -> None:
    """Put a draft into the consultation."""
    document = every_kind.document()
    document["name"] = f"every_kind_{consultation}"
    draft = drafts.start(session, consultation, "Every kind", document, 1)
    words = {"en": {"default": "Which fruit do you like best?"}}
    drafts.change(session, draft, lambda made: asking.change_words(made, "fruit", words, {}), 1)
    recordings.put(session, draft, recordings.Spot(PLACE, "en"), wav(), 1)

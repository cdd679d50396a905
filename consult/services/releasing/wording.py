"""Sentences for children in the office's own words: kept beside a wave, checked, handed to the analysis.

A release brings its built-in sentences along as {language: {band: {key: sentence, or sentences by plural
category}}}; the office's own have the same form. A number in a sentence is a field and never typed: the
analysis fills it from a table, and refuses a sentence that it cannot fill.
"""

import json
import string
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.services.jobs.places import Places
from consult.tables import Release, Wave, Wording

FILE = "wording.json"  # beside the release, as the analysis wrote it
LONGEST = 400  # characters of one sentence
Forms = Mapping[str, str]  # plural category -> sentence; "" for every number
Sentences = Mapping[str, Mapping[str, Mapping[str, Any]]]


class WordingError(ConsultError):
    """A sentence that cannot be used; `key` and `form` say which.

    Codes: unknown, empty, long, brace, digit, field_missing, field_unknown (`words` names the field).
    """

    def __init__(self, code: str, key: str, form: str = "", words: str = "") -> None:
        super().__init__(f"{key} {form}: {code} {words}".strip())
        self.code, self.key, self.form, self.words = code, key, form, words


def built_in(places: Places, release: Release) -> Sentences:
    """Give the sentences that a release was made with, before any of ours; none where it brought none."""
    path = places.releases / release.folder / FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def own(session: Session, wave_id: int) -> Sentences:
    """Give the office's own sentences."""
    kept = session.get(Wording, wave_id, populate_existing=True)
    return kept.words if kept else {}


def forms(said: object) -> Forms:
    """Give a sentence by plural category; "" where one stands for every number."""
    return {"": said} if isinstance(said, str) else dict(said)  # type: ignore[call-overload]  # as the files have it


def save(  # noqa: PLR0913, PLR0917  whose words, and which
    session: Session,
    wave: Wave,
    known: Sentences,
    language: str,
    band: str,
    given: Mapping[str, Forms],
    account_id: int | None,
) -> int:
    """Keep the sentences of one page that differ from the built-in ones; WordingError, and nothing is kept.

    Gives how many are the office's own. Own sentences that the release does not have any more go.
    """
    page = known.get(language, {}).get(band, {})
    mine: dict[str, Any] = {}
    for key, said in given.items():
        if key not in page:
            raise WordingError("unknown", key)
        built = forms(page[key])
        written = {form: words.strip() for form, words in said.items()}
        if set(written) != set(built):
            raise WordingError("unknown", key)
        for form, words in written.items():
            check(key, form, words, built[form])
        if written != dict(built):
            mine[key] = written[""] if set(written) == {""} else written
    _keep(session, wave, known, language, band, mine, account_id)
    return len(mine)


def check(key: str, form: str, words: str, built: str) -> None:
    """Check one sentence against the built-in one: the same fields, no figure typed by hand."""
    if not words:
        raise WordingError("empty", key, form)
    if len(words) > LONGEST:
        raise WordingError("long", key, form)
    fields, expected = _fields(key, form, words), _fields(key, form, built)
    for name in sorted(fields - expected):
        raise WordingError("field_unknown", key, form, f"{{{name}}}")
    for name in sorted(expected - fields):
        raise WordingError("field_missing", key, form, f"{{{name}}}")
    plain = "".join(text for text, _, _, _ in string.Formatter().parse(words))
    if any(unicodedata.category(sign).startswith("N") for sign in plain):
        raise WordingError("digit", key, form)


def _fields(key: str, form: str, words: str) -> set[str]:
    try:
        found = list(string.Formatter().parse(words))
    except ValueError as error:
        raise WordingError("brace", key, form) from error
    for _, name, spec, conversion in found:
        if name is not None and (spec or conversion or not name.isidentifier()):
            raise WordingError("brace", key, form)
    return {name for _, name, _, _ in found if name is not None}


def _keep(  # noqa: PLR0913, PLR0917  as `save`
    session: Session,
    wave: Wave,
    known: Sentences,
    language: str,
    band: str,
    mine: Mapping[str, Any],
    account_id: int | None,
) -> None:
    with database.writing(session):
        kept = session.get(Wording, wave.id, populate_existing=True) or Wording(wave_id=wave.id, words={})
        words = _still_there(kept.words, known)
        words.setdefault(language, {})[band] = dict(mine)
        kept.words = {
            tag: {name: keys for name, keys in bands.items() if keys}
            for tag, bands in words.items()
            if any(bands.values())
        }
        kept.account_id, kept.written_on = account_id, date.today()  # noqa: DTZ011  the office's own day
        session.add(kept)
        acts.record(
            session, account_id, "sentences_changed", wave.consultation_id, poll=wave.code, language=language,
            band=band, number=len(mine),
        )  # fmt: skip


def _still_there(words: Sentences, known: Sentences) -> dict[str, dict[str, dict[str, Any]]]:
    """Leave out what the release has no place for any more: the analysis would refuse it."""
    return {
        language: {
            band: {key: said for key, said in keys.items() if key in known.get(language, {}).get(band, {})}
            for band, keys in bands.items()
        }
        for language, bands in words.items()
    }


def forget(session: Session, wave: Wave, account_id: int | None) -> None:
    """Take back all own sentences of a wave."""
    with database.writing(session):
        kept = session.get(Wording, wave.id)
        if kept is not None:
            session.delete(kept)
            acts.record(
                session, account_id, "sentences_changed", wave.consultation_id, poll=wave.code, number=0
            )


def write(session: Session, wave_id: int, path: Path) -> bool:
    """Write the office's own sentences for the analysis; False where there are none."""
    words = own(session, wave_id)
    if words:
        path.write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")
    return bool(words)

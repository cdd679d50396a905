"""Results in the stocked office: a draft, jobs in every state, and exports, with files like the analysis writes.

The numbers are made up and say so. Real files, made by the real analysis, are in the tests of the services.
"""

import csv
import hashlib
import io
import json
import struct
import zlib
from datetime import date
from pathlib import Path

from docx import Document
from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.services import database
from consult.services.jobs.places import Places
from consult.services.releasing.files import MANIFEST, OUT, TABLES, pack
from consult.services.releasing.holdings import EXPORT
from consult.services.releasing.wording import FILE
from consult.tables import (
    Freeze,
    Holding,
    Job,
    Release,
    Report,
    Review,
    ReviewReply,
    review_counts,
    review_notes,
)

WAVE, DRAFT, QUALITY, MICRODATA = 1, 1, 2, 3
LANGUAGES = ("en", "ar")
BANDS = ("7-9", "10-13", "14-18")
TRIED = 1  # the review that children have ended
NOTE = b"n" * 16
MADE = "2026-11-20T10:00:00+00:00"
NOTICE = {
    "en": "Synthetic data: a computer made up these answers.",
    "ar": "بيانات مصطنعة: هذه الإجابات من صنع حاسوب.",
}
QUALITY_WORDS = {
    "en": "Synthetic data.\nResponses: about 130\n  one answer throughout: fewer than 10\n",
    "ar": "بيانات اصطناعية.\nعدد الردود: نحو 130\n  إجابة واحدة في كل الصفوف: أقل من 10\n",
}
WORDS_OF = {
    "en": (
        "What children told us",
        "Who took part?",
        "About 130 children took part.",
        "Out of 100",
        "Age",
        "Help",
    ),
    "ar": ("ما قاله لنا الأطفال", "من شارك؟", "شارك نحو 130 طفلاً.", "من كل 100", "العمر", "المساعدة"),
}
COLUMNS = (
    "question", "item", "shape", "breakdown", "group", "group_status", "base", "kind", "row", "joins", "status",
    "count", "percent", "question_label", "item_label", "group_label", "row_label", "data",
)  # fmt: skip


def add_results(session: Session) -> None:
    """Stock the first wave of our consultation."""
    file = database.engine_of(session).get_execution_options()["file"]
    places = Places(Path(file).parent)
    digest = write_release(places.releases / "draft-of-the-stock")
    (places.holdings / "quality").mkdir()
    for language, words in QUALITY_WORDS.items():
        (places.holdings / "quality" / f"report.{language}.txt").write_text(words)
    write_export(places.holdings / "microdata")
    with database.writing(session):
        session.add(Freeze(wave_id=WAVE, frozen_on=date(2026, 11, 20), manifest_sha256="0" * 64))
        session.flush()
        session.add(
            Release(
                consultation_id=1, wave_id=WAVE, freeze_id=1, folder="draft-of-the-stock", manifest_sha256=digest,
                languages=list(LANGUAGES), made_at=MADE,
            )
        )  # fmt: skip
        for kind in ("bundle", "quality", "microdata"):
            session.add(
                Holding(consultation_id=1, wave_id=WAVE, freeze_id=1, kind=kind, folder=kind, made_at=MADE)
            )
            session.flush()
        session.add_all(jobs())
        add_review(session)
        write_report(places.reports / "report")
        said = {"en": ["line 12, paragraph 3: an example of what the check says (synthetic)"]}
        session.add(
            Report(
                consultation_id=1, release_id=DRAFT, languages=["en"], folder="report", found=said, made_at=MADE
            )
        )  # fmt: skip


def add_review(session: Session) -> None:
    """Stock a look of children at the draft that is over: four found one part hard, and somebody answered."""
    parts = {"who": "Who took part?", "finding:colour": "10-13"}
    session.add(
        Review(
            id=TRIED, consultation_id=1, wave_id=WAVE, release_id=DRAFT, until=date(2026, 11, 22), parts=parts,
            ended_on=date(2026, 11, 21),
        )
    )  # fmt: skip
    session.flush()
    for part, verdict, children in (("", "", 5), ("who", "clear", 5), ("finding:colour", "not_clear", 4)):
        row = {"review_id": TRIED, "language": "en", "band": "10-13", "part": part, "verdict": verdict}
        session.execute(insert(review_counts).values(**row, children=children))
    reply = "We say it in shorter sentences."
    session.add(
        ReviewReply(review_id=TRIED, part="finding:colour", reply=reply, written_on=date(2026, 11, 21))
    )
    note = {"review_id": TRIED, "part": "who", "language": "en", "band": "10-13", "text": "Which <children>?"}
    session.execute(insert(review_notes).values(id=NOTE, **note))


def write_report(folder: Path) -> None:
    """Write a report with hardly anything in it."""
    folder.mkdir()
    document = Document()
    document.add_paragraph("Synthetic data.")
    document.save(str(folder / "report.en.docx"))


def jobs() -> list[Job]:
    """Jobs in every state; the waiting one is a publication, so that all other buttons can be pressed."""
    log = "    0.0 s  reading the bundle\n    0.6 s  auditing the release"
    common = {"consultation_id": 1, "wave_id": WAVE, "asked_at": MADE, "log": log}
    return [
        Job(kind="release", state="done", result_id=DRAFT, step="analysing", done=9, total=9, **common),
        Job(kind="release", state="refused", reason="unsafe:a cell could be worked out", **common),
        Job(kind="release", state="failed", reason="fault:KeyError (bundles.py:1)", **common),
        Job(kind="release", state="interrupted", step="freezing", done=3, total=9, **common),
        Job(kind="publish", state="waiting", wish={"release": DRAFT}, **common),
        Job(kind="quality", state="done", result_id=QUALITY, **common),
    ]


def write_release(folder: Path) -> str:
    """Write a release as the analysis would; give its manifest's checksum."""
    out = folder / OUT
    for part in ("tables", "charts"):
        (out / part).mkdir(parents=True)
    write_sentences(folder / FILE)
    for language in LANGUAGES:
        for band in BANDS:
            written = json.dumps(summary(language, band), ensure_ascii=False)
            (out / f"child_summary.{language}.{band}.json").write_text(written)
        for name in (
            *(f"child_summary.{language}.{band}.pdf" for band in BANDS),
            f"poster.{language}.a3.pdf",
            f"poster.{language}.a4.pdf",
            f"slide.{language}.pdf",
            f"annex.{language}.docx",
            f"charts/colour.{language}.svg",
        ):
            (out / name).write_bytes(b"synthetic " + name.encode())
        (out / f"charts/colour.{language}.png").write_bytes(png(240, 120))
    (out / "tables.xlsx").write_bytes(b"synthetic workbook")
    (out / "tables" / "colour__age_band.csv").write_text(table(), encoding="utf-8-sig")
    pack(out, list((out / "tables").iterdir()), folder / TABLES)
    files = sorted(path for path in out.rglob("*") if path.is_file())
    manifest = {
        "facts": {"synthetic": True},
        "counts": {"responses": 130, "small": False},
        "audit": {"cells": 120, "intervals": 14, "violations": 0},
        "files": {path.relative_to(out).as_posix(): facts(path) for path in files},
    }
    (out / MANIFEST).write_text(json.dumps(manifest))
    return hashlib.sha256((out / MANIFEST).read_bytes()).hexdigest()


def facts(path: Path) -> dict:
    data = path.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def write_sentences(path: Path) -> None:
    """Write the sentences that can be reworded, as the analysis would."""
    said = {
        "finding:colour": "{n} out of {hundred} chose “{answer}”.",
        "highest": {"one": "{n} child", "other": "{n}"},
    }
    path.write_text(json.dumps({language: dict.fromkeys(BANDS, said) for language in LANGUAGES}))


def summary(language: str, band: str) -> dict:
    """Make a small summary in the form in which the analysis writes it."""
    title, who, told, head, age, found = WORDS_OF[language]
    bars = [{"label": f"{first}–{last}", "share": share, "shown": str(share or "–")} for first, last, share in
            ((7, 9, 25), (10, 13, 45), (14, 18, None))]  # fmt: skip
    chart = {"caption": head, "head": [age, head], "bars": bars, "note": told}
    part = {
        "level": 2, "paragraphs": [], "chart": None, "terms": [], "picture": None, "cloud": None, "quotes": [],
        "numbers": [],
    }  # fmt: skip
    cloud = {"caption": head, "head": [found, head], "note": told, "words": [
        {"word": word, "count": 20, "shown": "20", "size": size} for word, size in (("blue", 5), ("أزرق", 2))
    ]}  # fmt: skip
    quotes = [{"text": "I want more <trees>.", "language": "en", "direction": "ltr", "by": band}]
    return {
        "language": language, "direction": "rtl" if language == "ar" else "ltr", "title": title,
        "above": "Test office", "under": told, "notice": NOTICE[language], "foot": NOTICE[language],
        "band": band, "band_label": band.replace("-", "–"), "style": "middle",
        "parts": [
            part | {"key": "who", "heading": who, "paragraphs": [told]},
            part | {"key": "who:age_band", "heading": age, "level": 3, "chart": chart},
            part | {"key": "finding:colour", "heading": band, "level": 3, "paragraphs": [told],
                    "picture": {"filled": 7, "of": 10, "alt": told}},
            part | {"key": "words:colour", "heading": head, "level": 3, "cloud": cloud},
            part | {"key": "quotes", "heading": who, "level": 3, "quotes": quotes},
            part | {"key": "help", "heading": found, "terms": [["International test contact", "https://help.example.org/"]]},
        ],
    }  # fmt: skip


def table() -> str:
    """One table with a hidden cell."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, COLUMNS, restval="")
    writer.writeheader()
    for group, base in (("7-9", 40), ("10-13", 90)):
        for row, count in (("red", 30), ("blue", None)):
            writer.writerow(
                {"question": "colour", "breakdown": "age_band", "group": group, "base": base, "kind": "choice",
                 "row": row, "status": "shown" if count else "hidden", "count": count or "",
                 "percent": 100 * count // base if count else "", "question_label": "Which colour?",
                 "group_label": group, "row_label": row, "data": "synthetic"}
            )  # fmt: skip
    return lines.getvalue()


def write_export(folder: Path) -> None:
    """Write an export as `analysis.microdata` would."""
    (folder / OUT).mkdir(parents=True)
    report = {
        "responses": 130, "smallest_group": 10, "groups": 6, "demand": {"k": 10, "l": 2}, "recoding": {"region": {}},
        "left_out": {"columns": ["language"], "questions": [], "free_text": True}, "beside_earlier_exports": 0,
    }  # fmt: skip
    (folder / OUT / "report.json").write_text(json.dumps(report))
    pack(folder / OUT, [folder / OUT / "report.json"], folder / EXPORT)


def png(width: int, height: int) -> bytes:
    """Make an even picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x1f\x5f\x8b" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )

"""Brings an edited report up to a new release: numbers in place, tables and figures anew, hand edits kept.

What a person wrote stays as it is. A number that the new release no longer shows, or a statement that it no
longer bears out, is marked and listed: it must be rewritten by a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from analysis.render.docx_package import same_bytes
from analysis.render.docx_styles import property_of
from analysis.render.words import words_of
from analysis.reporting import contents
from analysis.reporting.build import DOMAIN, build
from analysis.reporting.controls import controls, mark, retag, rewrite, text_of
from analysis.reporting.findings import claims
from analysis.reporting.groups import group_numbers
from analysis.reporting.opening import contents_heads
from analysis.reporting.reading import blocks
from analysis.reporting.sentences import Claim, Field, Numbers, digest
from analysis.reporting.settings import Settings
from analysis.reporting.sources import Source

NUMBER, TYPED_OVER, GONE, DOUBTFUL, TABLE, FIGURE, NEW = (
    "number", "typed over", "no longer shown", "no longer true", "table", "figure", "not in the document",
)  # fmt: skip
_HIDDEN = "[–]"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_IMAGE = qn("r:embed")


@dataclass(frozen=True, slots=True)
class Touched:
    """A sentence or block that an update touched: what, where, the words before and after."""

    what: str
    place: str
    before: str
    after: str
    sentence: str = ""

    def __str__(self) -> str:
        told = f"{self.place}: {self.what}: {self.before} → {self.after}"
        return f"{told}\n    {self.sentence}" if self.sentence else told


class NotAReportError(ValueError):
    """A document holds nothing that ties it to a release."""


def update(
    edited: Path, sources: tuple[Source, ...], settings: Settings, language: str, out: Path
) -> list[Touched]:
    """Write an edited report anew with the numbers of other releases; tell everything that was touched.

    NotAReportError where the document has no field of ours.
    """
    document = Document(str(edited))
    fresh = build(sources, settings, language).document
    words = words_of(language, DOMAIN)
    known: dict[str, Field | Claim] = {}
    for source in sources:
        known |= Numbers(source, words).every()
        known |= claims(source, words)
        known |= group_numbers(source, words)
    touched = list(_fields(document, known))
    touched += _blocks(document, fresh)
    for tag, sdt in controls(document.element.body):
        if tag == contents.TAG:
            contents.replace_contents(document, words, contents_heads(words), sdt)
    names = " ".join(f"{source.key}={source.name}" for source in sources)
    document.core_properties.identifier = property_of(f"consult-release {names}")
    target = BytesIO()
    document.save(target)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(same_bytes(target.getvalue(), max(source.facts.frozen for source in sources)))
    return touched


def _fields(document: Any, known: dict[str, Field | Claim]) -> Iterator[Touched]:  # noqa: ANN401 - untyped
    found = 0
    for block in list(blocks(document)):
        for tag, sdt in controls(block.element):
            if tag.count(".") == 2:
                found += 1
                yield from _field(tag, sdt, block, known)
    if not found:
        raise NotAReportError(
            "the document has no number that is tied to a release (older versions of LibreOffice drop the "
            "content controls when they save)"
        )


def _field(tag: str, sdt: Any, block: Any, known: dict[str, Field | Claim]) -> Iterator[Touched]:  # noqa: ANN401
    name, _, written = tag.rpartition(".")
    before, new = text_of(sdt), known.get(name)
    statement = name.startswith(("most", "age-"))
    if new is None:
        if statement:
            mark(sdt)
            yield Touched(DOUBTFUL, block.place, before, before, text_of(block.element))
            return
        rewrite(sdt, _HIDDEN, marked=True)
        yield Touched(GONE, block.place, before, _HIDDEN, text_of(block.element))
        return
    by_hand = digest(before)[:6] != written
    if statement and by_hand:
        # The office's own wording of a statement that still holds.
        return
    if before == new.shown:
        return
    rewrite(sdt, new.shown)
    retag(sdt, new.tag)
    yield Touched(TYPED_OVER if by_hand else NUMBER, block.place, before, new.shown, text_of(block.element))


def _blocks(document: Any, fresh: Any) -> Iterator[Touched]:  # noqa: ANN401
    """Put tables and figures in anew; name those that only the new release has."""
    made = {tag: sdt for tag, sdt in controls(fresh.element.body) if tag.startswith(("table.", "figure."))}
    kept = set()
    for tag, sdt in controls(document.element.body):
        if not tag.startswith(("table.", "figure.")):
            continue
        kept.add(tag)
        name = _alias(sdt)
        if tag not in made:
            mark(sdt)
            yield Touched(GONE, name, "", "")
        elif tag.startswith("table."):
            yield from _table(sdt, made[tag], name)
        else:
            yield from _figure(document, sdt, fresh, made[tag], name)
    for tag, new in made.items():
        if tag not in kept:
            yield Touched(NEW, _alias(new), "", "")


def _table(sdt: Any, new: Any, name: str) -> Iterator[Touched]:  # noqa: ANN401
    before, after = _cells(sdt), _cells(new)
    if before == after:
        return
    old, fresh = (each.find(qn("w:sdtContent")) for each in (sdt, new))
    for element in list(old):
        old.remove(element)
    for element in list(fresh):
        old.append(element)
    changed = [f"{a or '–'} → {b or '–'}" for a, b in zip(before, after, strict=False) if a != b]
    yield Touched(TABLE, name, f"{len(changed)} cells", "; ".join(changed[:6]))


def _cells(sdt: Any) -> list[str]:  # noqa: ANN401
    return [text_of(cell) for cell in sdt.iter(qn("w:tc"))]


def _figure(document: Any, sdt: Any, fresh: Any, new: Any, name: str) -> Iterator[Touched]:  # noqa: ANN401
    old_blip, new_blip = next(sdt.iter(_BLIP), None), next(new.iter(_BLIP))
    if old_blip is None:
        yield Touched(GONE, name, "the figure was taken out by hand", "")
        return
    image = fresh.part.related_parts[new_blip.get(_IMAGE)].blob
    if document.part.related_parts[old_blip.get(_IMAGE)].blob == image:
        return
    relation, _ = document.part.get_or_add_image(BytesIO(image))
    old_blip.set(_IMAGE, relation)
    old, drawn = next(sdt.iter(_PICTURE)), next(new.iter(_PICTURE))
    before, after = old.get("descr", ""), drawn.get("descr", "")
    old.set("descr", after)
    yield Touched(FIGURE, name, before, after)


def _alias(sdt: Any) -> str:  # noqa: ANN401
    return str(sdt.find(qn("w:sdtPr")).find(qn("w:alias")).get(qn("w:val")))

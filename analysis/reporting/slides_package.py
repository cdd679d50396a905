"""The parts of a PowerPoint file (ECMA-376, PresentationML), written with the standard library alone.

Each slide has a real title placeholder, so that outlines and screen readers find it; pictures carry words.
Sizes are in English Metric Units: 914,400 to the inch; a slide is 13.33 by 7.5 inches.
"""

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

_WIDE, _HIGH, _INCH = 12192000, 6858000, 914400
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ROOM = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
_COLOURS = {
    "dk1": "1B2733", "lt1": "FFFFFF", "dk2": "4A5866", "lt2": "E9EDF1", "accent1": "1F5F8B",
    "accent2": "E6A15C", "accent3": "7FAFCD", "accent4": "8A3B12", "accent5": "3F82AD", "accent6": "4A5866",
    "hlink": "1F5F8B", "folHlink": "4A5866",
}  # fmt: skip
_MARGIN = int(0.6 * _INCH)
_SHORT = 60  # letters of a heading that stands on one line; a finding is a sentence and takes two
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: heading, paragraphs, a picture with words for those who cannot see it, a small line."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    picture: bytes | None = None
    alt: str = ""
    foot: str = ""


def package(slides: Sequence[Slide], *, title: str, language: str, rtl: bool) -> bytes:
    """Give the bytes of a .pptx file."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        pictures = [at for at, slide in enumerate(slides, 1) if slide.picture is not None]
        for name, text in _frame(len(slides), title, language, rtl=rtl).items():
            parts.writestr(name, _HEAD + text)
        for at, slide in enumerate(slides, 1):
            links = {"rId1": ("slideLayout", "../slideLayouts/slideLayout1.xml")}
            if at in pictures:
                links["rId2"] = ("image", f"../media/image{at}.png")
                parts.writestr(f"ppt/media/image{at}.png", slide.picture or b"")
            parts.writestr(
                f"ppt/slides/slide{at}.xml", _HEAD + _slide(slide, language, first=at == 1, rtl=rtl)
            )
            parts.writestr(f"ppt/slides/_rels/slide{at}.xml.rels", _HEAD + _links(links))
    return target.getvalue()


def _slide(slide: Slide, language: str, *, first: bool, rtl: bool) -> str:
    size = 40 if first else 30 if len(slide.heading) < _SHORT else 24
    shapes = [_words(2, (slide.heading, ()), _title_box(first=first), (size, language), rtl=rtl)]
    top, high = (int(3.6 * _INCH), int(2 * _INCH)) if first else (int(1.5 * _INCH), int(4.6 * _INCH))
    if slide.picture is not None:
        high = int(1.3 * _INCH) if slide.paragraphs else 0
        box = (_MARGIN, top + high, _WIDE - 2 * _MARGIN, int(6.1 * _INCH) - top - high)
        shapes.append(_picture(4, slide.picture, slide.alt, box))
    if slide.paragraphs:
        box = (_MARGIN, top, _WIDE - 2 * _MARGIN, high)
        shapes.append(_words(3, ("", slide.paragraphs), box, (20, language), rtl=rtl))
    if slide.foot:
        box = (_MARGIN, int(6.35 * _INCH), _WIDE - 2 * _MARGIN, int(0.85 * _INCH))
        shapes.append(_words(5, ("", (slide.foot,)), box, (11, language), rtl=rtl))
    return f"<p:sld {_SPACES}><p:cSld><p:spTree>{_ROOM}{''.join(shapes)}</p:spTree></p:cSld></p:sld>"


def _title_box(*, first: bool) -> Box:
    return (
        _MARGIN,
        int((1.6 if first else 0.35) * _INCH),
        _WIDE - 2 * _MARGIN,
        int((1.8 if first else 1.1) * _INCH),
    )


def _words(
    number: int, said: tuple[str, Sequence[str]], box: Box, look: tuple[int, str], *, rtl: bool
) -> str:
    """Write a box of words: a title, or paragraphs."""
    (title, paragraphs), (size, language) = said, look
    way = ' algn="r" rtl="1"' if rtl else ' algn="l"'
    kind = '<p:nvPr><p:ph type="title"/></p:nvPr>' if title else "<p:nvPr/>"
    colour = "accent1" if title else "tx1"
    # "lang" lets a reader say the words in their language; the font list ends in one that every machine has.
    run = (
        f'<a:rPr lang="{language}" sz="{size * 100}" b="{int(bool(title))}"><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill></a:rPr>'
    )
    body = "".join(
        f'<a:p><a:pPr{way}><a:spcAft><a:spcPts val="800"/></a:spcAft></a:pPr><a:r>{run}'
        f"<a:t>{escape(text)}</a:t></a:r></a:p>"
        for text in ((title,) if title else paragraphs)
    )
    name = "Title" if title else f"Text {number}"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/>{kind}</p:nvSpPr>'
        f'<p:spPr>{_place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" anchor="t"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{body}</p:txBody></p:sp>"
    )


def _picture(number: int, png: bytes, alt: str, room: Box) -> str:
    """Place a picture as large as its room allows, in the middle."""
    wide, high = struct.unpack(">II", png[16:24])
    scale = min(room[2] / wide, room[3] / high)
    width, height = int(wide * scale), int(high * scale)
    box = (room[0] + (room[2] - width) // 2, room[1] + (room[3] - height) // 2, width, height)
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{number}" name="Figure" descr={quoteattr(alt)}/><p:cNvPicPr>'
        '<a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill>'
        '<a:blip r:embed="rId2"/>'
        f"<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{_place(box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def _place(box: Box) -> str:
    x, y, wide, high = box
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _links(links: dict[str, tuple[str, str]]) -> str:
    body = "".join(
        f'<Relationship Id="{name}" Type="{_address(kind)}" Target="{target}"/>'
        for name, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{body}</Relationships>'


def _address(kind: str) -> str:
    if kind == "core":
        return "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return f"{_REL}/{kind}"


def _frame(count: int, title: str, language: str, *, rtl: bool) -> dict[str, str]:
    """Give every part but the slides and their pictures."""
    slides = {f"rId{at + 1}": ("slide", f"slides/slide{at}.xml") for at in range(1, count + 1)}
    numbers = "".join(f'<p:sldId id="{255 + at}" r:id="rId{at + 1}"/>' for at in range(1, count + 1))
    master = {
        "rId1": ("slideLayout", "../slideLayouts/slideLayout1.xml"),
        "rId2": ("theme", "../theme/theme1.xml"),
    }
    tree = f"<p:cSld><p:spTree>{_ROOM}{_holder(language, rtl=rtl)}</p:spTree></p:cSld>"
    return {
        "[Content_Types].xml": _types(count),
        "_rels/.rels": _links(
            {"rId1": ("officeDocument", "ppt/presentation.xml"), "rId2": ("core", "docProps/core.xml")}
        ),
        "docProps/core.xml": _core(title, language),
        "ppt/presentation.xml": (
            f'<p:presentation {_SPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
            f'</p:sldMasterIdLst><p:sldIdLst>{numbers}</p:sldIdLst><p:sldSz cx="{_WIDE}" cy="{_HIGH}"/>'
            f'<p:notesSz cx="{_HIGH}" cy="{_WIDE}"/></p:presentation>'
        ),
        "ppt/_rels/presentation.xml.rels": _links(
            {
                "rId1": ("slideMaster", "slideMasters/slideMaster1.xml"),
                **slides,
                f"rId{count + 2}": ("theme", "theme/theme1.xml"),
            }
        ),
        "ppt/slideMasters/slideMaster1.xml": (
            f"<p:sldMaster {_SPACES}>{tree}{_MAP}<p:sldLayoutIdLst>"
            '<p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>'
        ),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _links(master),
        "ppt/slideLayouts/slideLayout1.xml": (
            f'<p:sldLayout {_SPACES} type="titleOnly">{tree}<p:clrMapOvr><a:masterClrMapping/>'
            "</p:clrMapOvr></p:sldLayout>"
        ),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _links(
            {"rId1": ("slideMaster", "../slideMasters/slideMaster1.xml")}
        ),
        "ppt/theme/theme1.xml": _theme(),
    }


def _holder(language: str, *, rtl: bool) -> str:
    return _words(2, ("…", ()), _title_box(first=False), (30, language), rtl=rtl)


def _types(count: int) -> str:
    parts = {
        "/ppt/presentation.xml": f"{_TYPE}.presentation.main+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{_TYPE}.slideMaster+xml",
        "/ppt/slideLayouts/slideLayout1.xml": f"{_TYPE}.slideLayout+xml",
        "/ppt/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/ppt/slides/slide{at}.xml": f"{_TYPE}.slide+xml" for at in range(1, count + 1)},
    }
    named = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    plain = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
    )
    return (
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{plain}{named}</Types>'
    )


def _core(title: str, language: str) -> str:
    return (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        f"<dc:language>{language}</dc:language></cp:coreProperties>"
    )


def _theme() -> str:
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    font = '<a:latin typeface="Arial"/><a:ea typeface="Microsoft YaHei"/><a:cs typeface="Arial"/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Consult">'
        "<a:themeElements>"
        f'<a:clrScheme name="Consult">{colours}</a:clrScheme><a:fontScheme name="Consult"><a:majorFont>{font}'
        f'</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="Consult">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}"
        "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )

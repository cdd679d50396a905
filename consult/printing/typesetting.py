"""From a template and data to a PDF, in the fonts that come with the program.

The words go in as data: nothing that anybody wrote can be a command of the typesetter.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import cast

from consult.printing import signs
from consult.printing.fonts import families, fonts

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "printing"


def typeset(template: str, data: Mapping[str, object], day: date, language: str = "") -> bytes:
    """Set `templates/printing/<template>.typ` with `data` as a PDF dated `day`; takes about a second.

    The PDF is one that screen readers can read (PDF/UA-1). `language` chooses which font comes first.
    """
    import typst  # noqa: PLC0415 - 80 MB that only printing needs

    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=fonts(),
        sys_inputs={
            "data": json.dumps(signs.shown(dict(data)), ensure_ascii=False),
            "fonts": json.dumps(families(language)),
        },
    )
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    return cast("bytes", compiler.compile(format="pdf", timestamp=noon, pdf_standards="ua-1"))

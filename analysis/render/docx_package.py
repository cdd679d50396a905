"""Makes a saved Word file the same bytes every time: entries in a fixed order with a fixed date."""

import datetime as dt
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def same_bytes(saved: bytes, day: dt.date) -> bytes:
    """Rewrite a zip file with its entries sorted and dated `day`; the content of each stays as it is."""
    target = BytesIO()
    with ZipFile(BytesIO(saved)) as old, ZipFile(target, "w") as new:
        for name in sorted(old.namelist()):
            entry = ZipInfo(name, date_time=(max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name), compresslevel=9)
    return target.getvalue()

"""Style, scripts and pictures of the office: from our own host, kept by browsers until they change."""

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, url_for

from consult.web.staffing.allowed import open_to_all

FOLDER: Final = Path(__file__).resolve().parents[2] / "static"
KINDS: Final = {".css", ".js", ".svg", ".png", ".wasm"}


def attach(office: Blueprint) -> None:
    """Serve them under an address that changes with their content."""
    office.add_url_rule("/static/<mark>/<name>", "asset", _asset)


def address(name: str) -> str:
    """Give the address of a file of `static/staff/`, or of `static/staff.css`."""
    made: str = url_for("staff.asset", mark=_mark(name), name=name)
    return made


def _path(name: str) -> Path:
    return FOLDER / name if name == "staff.css" else FOLDER / "staff" / name


def _mark(name: str) -> str:
    path = _path(name)
    return _digest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@open_to_all
def _asset(mark: str, name: str) -> Response:
    """Send one file. An old mark gets today's file, but is not kept."""
    path = _path(name)
    if path.suffix not in KINDS or "/" in name or not path.is_file():
        abort(404)
    reply = Response(path.read_bytes(), mimetype=mimetypes.types_map.get(path.suffix, "text/plain"))
    reply.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if mark == _mark(name) else "no-store"
    )
    return reply


_asset.route_class = "asset"  # type: ignore[attr-defined]  # read by security.route_class

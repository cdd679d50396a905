"""One gate for output: assess, protect, audit. Nothing that has not passed it may be shown."""

from analysis.disclosure.protected import (
    NOT_ASKED,
    OVERALL,
    SHOWN,
    SMALL_BASE,
    SUPPRESSED,
    TOTAL,
    Cell,
    Column,
    ProtectedTable,
    Release,
    Row,
    UnprotectedError,
)

__all__ = [
    "NOT_ASKED",
    "OVERALL",
    "SHOWN",
    "SMALL_BASE",
    "SUPPRESSED",
    "TOTAL",
    "Cell",
    "Column",
    "ProtectedTable",
    "Release",
    "Row",
    "UnprotectedError",
]

"""One gate for output: assess, protect, audit. Nothing that has not passed it may be shown."""

from analysis.disclosure.auditing.attack import Violation
from analysis.disclosure.auditing.audit import Report, audit
from analysis.disclosure.ledger.chain import LedgerError
from analysis.disclosure.ledger.joint import audit_jointly
from analysis.disclosure.policy import Policy, PolicyError
from analysis.disclosure.policy import load as load_policy
from analysis.disclosure.protected import (
    NOT_ASKED,
    OVERALL,
    SHOWN,
    SMALL_BASE,
    SUPPRESSED,
    TOTAL,
    Agreed,
    Cell,
    Column,
    ProtectedTable,
    Quote,
    Release,
    Row,
    UnprotectedError,
)
from analysis.disclosure.protecting.protect import ReleaseRefusedError, protect, refusal

__all__ = [
    "NOT_ASKED",
    "OVERALL",
    "SHOWN",
    "SMALL_BASE",
    "SUPPRESSED",
    "TOTAL",
    "Agreed",
    "Cell",
    "Column",
    "LedgerError",
    "Policy",
    "PolicyError",
    "ProtectedTable",
    "Quote",
    "Release",
    "ReleaseRefusedError",
    "Report",
    "Row",
    "UnprotectedError",
    "Violation",
    "audit",
    "audit_jointly",
    "load_policy",
    "protect",
    "refusal",
]

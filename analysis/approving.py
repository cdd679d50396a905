"""Approving: a written release is checked beside the ledger, and recorded there for all that come after."""

from collections.abc import Callable, Sequence
from pathlib import Path

from analysis import output
from analysis.disclosure import Release, ReleaseRefusedError, Violation, audit_jointly, refusal
from analysis.disclosure.auditing.audit import Report
from analysis.disclosure.ledger import chain as ledger
from analysis.disclosure.ledger.groups import audit_all_jointly, groups_beside
from analysis.disclosure.ledger.published import Published, publish

Progress = Callable[[str], None]
# How often another approval may come between before this one gives up.
_TRIES = 5
_ADVICE = (
    "This follows from the release together with what was published before. Where a count grows by a few, "
    "whoever knows who came late learns what they said: it must stay as printed, or grow by as many as the "
    "policy says.\nSafe is to publish from the same freeze as before, or to wait for the next wave."
)


def stand_beside(new: Published, folder: Path, progress: Progress) -> None:
    """Check a release beside all approved ones; ReleaseRefusedError in words, LedgerError."""
    _check(new, ledger.read(folder), progress)


def beside(folder: Path | None, source: str) -> Callable[[Release], Sequence[Violation]]:
    """Give what finds the faults of a release, not yet written, beside all approved ones."""
    earlier = ledger.read(folder) if folder else ()
    return lambda release: audit_jointly(publish(release, source), earlier).violations


def beside_groups(folder: Path | None, source: str) -> Callable[[Release], Sequence[Violation]]:
    """Give what finds the faults of the groups that a release has last, beside all approved ones."""
    earlier = ledger.read(folder) if folder else ()
    return lambda release: groups_beside(publish(release, source), earlier, list(release.groups)[-1])


def audit(folder: Path, others: Path | None, progress: Progress) -> Report:
    """Re-check a written release from its files alone, and beside a ledger where one is given."""
    alone = output.audit_folder(folder, progress)
    if others is None:
        return alone
    new, earlier = output.read_release(folder), ledger.read(others)
    joint = audit_all_jointly(new, [old for old in earlier if old.name != new.name], progress)
    return Report(
        max(alone.cells, joint.cells),
        alone.intervals + joint.intervals,
        (*alone.violations, *joint.violations),
    )


def approve(folder: Path, into: Path, progress: Progress) -> int:
    """Record a written release; give its number in the ledger. One that stands there keeps its number.

    ReleaseRefusedError where it does not stand its audit, alone or beside releases approved since it was
    written; ReleaseDamagedError where a file changed since; LedgerError.
    """
    new = output.read_release(folder)
    for _ in range(_TRIES):
        earlier = ledger.read(into)
        if known := [old.number for old in earlier if old.name == new.name]:
            return known[0]
        alone = output.audit_folder(folder, progress)
        if alone.violations:
            raise ReleaseRefusedError(refusal(alone.violations))
        _check(new, earlier, progress)
        if ledger.record(new, into, len(earlier)):
            return len(earlier) + 1
    raise ledger.LedgerError(f"{into}: other releases are being approved; try again")


def _check(new: Published, earlier: tuple[Published, ...], progress: Progress) -> None:
    report = audit_all_jointly(new, earlier, progress)
    if report.violations:
        raise ReleaseRefusedError(f"{refusal(report.violations)}\n{_ADVICE}")

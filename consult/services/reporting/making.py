"""What a worker does for a report: have it written from checked releases, and looked over by the lint."""

from pathlib import Path
from typing import Final

from consult.services import acts, database
from consult.services.jobs import rows
from consult.services.jobs.places import new_name, remove
from consult.services.jobs.rows import ReleasingError
from consult.services.jobs.working import Kinds, Task, accept
from consult.services.releasing import quoted
from consult.services.releasing.files import OUT, files
from consult.services.reporting import plans
from consult.services.reporting.reports import EDITED
from consult.tables import Release, Report

_FOUND_SOMETHING = 1  # the lint's exit status when it has something to say
_LINES_A_LANGUAGE = 2
_MOST_LINES = 500
_SETTINGS, _SAID = "report.toml", "said.txt"


def report(task: Task) -> int:
    """Write a report, or new numbers into an edited one; give its number. Nothing half made is left."""
    name = new_name(task.job.id)
    folder = task.places.reports / name
    folder.mkdir(mode=0o700)
    try:
        return _made(task, name, folder)
    except BaseException:
        remove(folder)
        raise
    finally:
        if edited := task.job.wish.get("edited"):
            remove(task.places.reports / edited)


def _made(task: Task, name: str, folder: Path) -> int:
    wish = task.job.wish
    task.report.step("checking")
    sources, limit = _sources(task, folder)
    words = [*sources, str(folder), "--settings", str(folder / _SETTINGS)]
    words += [word for language in wish["languages"] for word in ("--language", language)]
    task.report.step("writing", _LINES_A_LANGUAGE * len(wish["languages"]) + len(sources))
    if wish.get("edited"):
        words += ["--update", str(task.places.reports / wish["edited"] / EDITED)]
    touched = _run(task, folder, *words)
    task.report.step("reading")
    found = (
        {} if wish.get("edited") else {each: _lint(task, folder, each, limit) for each in wish["languages"]}
    )
    for left in (_SETTINGS, _SAID):
        (folder / left).unlink(missing_ok=True)
    return _keep(task, name, found, touched)


def _sources(task: Task, folder: Path) -> tuple[list[str], int]:
    """Check every file of the releases, write down what the office says; give the folders and the limit."""
    sources: list[str] = []
    quotes: dict[str, plans.Quoted] = {}
    with database.session(task.engine) as session:
        for number in task.job.wish["releases"]:
            release = session.get_one(Release, number)
            if release.consultation_id != task.job.consultation_id or release.state not in {
                "approved", "replaced",
            }:  # fmt: skip
                raise ReleasingError("not_public")
            written = files(task.places, release)
            written.check()
            sources.append(str(written.folder / OUT))
            # By the day on which it was frozen it was cleared; when exactly, nobody keeps.
            day = release.freeze.frozen_on
            for quote in quoted.standing(session, task.places, release):
                quotes.setdefault(quote.key, (quote, day))
        said = plans.settings(session, task.job.consultation_id)
    (folder / _SETTINGS).write_text(plans.as_toml(said, tuple(quotes.values())), encoding="utf-8")
    return sources, said.get("limit", plans.LIMITS[0])


def _run(task: Task, folder: Path, *words: str, fine: tuple[int, ...] = (0,)) -> list[str]:
    said = folder / _SAID
    ended = task.run("analysis.reporting", *words, out=str(said.relative_to(task.places.instance)))
    accept(ended, "unsafe", fine)
    return said.read_text(encoding="utf-8").splitlines()[:_MOST_LINES]


def _lint(task: Task, folder: Path, language: str, limit: int) -> list[str]:
    document = folder / f"report.{language}.docx"
    fine = (0, _FOUND_SOMETHING)
    return _run(task, folder, "lint", str(document), "--limit", str(limit), "--language", language, fine=fine)


def _keep(task: Task, name: str, found: dict[str, list[str]], touched: list[str]) -> int:
    wish = task.job.wish
    made = Report(
        consultation_id=task.job.consultation_id,
        release_id=wish["releases"][0],
        languages=wish["languages"],
        folder=name,
        found=found,
        touched=touched if wish.get("edited") else [],
        edited=wish.get("name", ""),
        made_at=rows.now(),
    )
    with database.session(task.engine) as session, database.writing(session):
        session.add(made)
        session.flush()
        what = "report_updated" if wish.get("edited") else "report_made"
        acts.record(session, task.job.account_id, what, made.consultation_id, report=made.id)
        return made.id


KINDS: Final[Kinds] = {"report": report}

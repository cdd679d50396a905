"""What each kind of job does: draft a release, publish it, export microdata, report on quality."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import select, update

from consult.services import acts, database
from consult.services.freezing import freezes
from consult.services.jobs import rows
from consult.services.jobs.places import new_name, remove
from consult.services.jobs.rows import ReleasingError
from consult.services.jobs.working import Kinds, Task, accept
from consult.services.releasing import holdings, quoted, releases, wording
from consult.services.releasing.files import MANIFEST, OUT, TABLES, files, pack
from consult.survey import questionnaire as survey
from consult.tables import Holding, Release, Wave

# How often the analysis says what it does: only for the bar, which may be a little wrong.
_LINES, _LINES_A_QUESTION, _LINES_A_LANGUAGE = 4, 2, 2


def draft(task: Task) -> int:
    """Close, freeze and analyse a wave; give the number of the draft. Nothing half made is left behind."""
    holding = _frozen(task)
    name = new_name(task.job.id)
    folder = task.places.releases / name
    folder.mkdir(mode=0o700)
    try:
        _analyse(task, holding, folder / OUT)
        tables = sorted((folder / OUT / "tables").glob("*.csv"))
        pack(folder / OUT, tables, folder / TABLES)
        return _keep_draft(task, holding, name)
    except BaseException:
        remove(folder)
        raise


def _frozen(task: Task) -> Holding:
    """Close the wave if it is open, and freeze what was said."""
    with database.session(task.engine) as session:
        wave = session.get_one(Wave, task.job.wave_id)
        if wave.deleted_on:
            raise ReleasingError("deleted")
        if wave.state == "open":
            task.report.step("closing")
            freezes.close(session, wave.code)
            with database.writing(session):
                acts.record(session, task.job.account_id, "poll_closed", wave.consultation_id, poll=wave.code)
        task.report.step("freezing", freezes.count(session, wave.code))
        name = new_name(task.job.id)
        made = freezes.freeze(session, wave.code, task.places.holdings / name, task.report.advance)
        digest = hashlib.sha256((made / MANIFEST).read_bytes()).hexdigest()
        freeze = holdings.frozen_as(session, wave.id, digest)
        return holdings.keep(session, task.job, "bundle", name, freeze.id)


def _analyse(task: Task, holding: Holding, out: Path) -> None:
    """Have everything computed and written in every language of the wave."""
    questionnaire = survey.load(task.job.wave.questionnaire.document)
    languages = questionnaire.languages
    lines = _LINES_A_QUESTION * len(questionnaire.questions) + _LINES_A_LANGUAGE * len(languages)
    task.report.step("analysing", _LINES + lines)
    chosen = [word for language in languages for word in ("--language", language)]
    source = task.places.holdings / holding.folder
    beside = ["--ledger", str(task.places.ledger)]
    beside += ["--print-less"] if task.job.wish.get("print_less") else []
    if address := task.job.wish.get("address"):
        beside += ["--results-url", f"{address}{task.job.wave.code}/results"]
    mine, quotes = out.parent / "own-words.json", out.parent / "own-quotes.json"
    with database.session(task.engine) as session:
        if wording.write(session, task.job.wave_id, mine):
            beside += ["--wording", str(mine)]
        told = quoted.hand_over(session, session.get_one(Wave, task.job.wave_id), source, quotes)
    ended = task.run("analysis", str(source), str(out), *chosen, *beside, "--quotes", str(quotes))
    accept(ended, "unsafe")
    quotes.unlink()
    quoted.keep(out.parent, told)
    # What the office can change of it before the next draft.
    words = out.parent / wording.FILE
    accept(task.run("analysis", "wording", str(out), str(words), *chosen), "analysis")


def _keep_draft(task: Task, holding: Holding, name: str) -> int:
    """Record the draft; an earlier draft of the same wave makes room for it."""
    manifest = task.places.releases / name / OUT / MANIFEST
    made = Release(
        consultation_id=task.job.consultation_id,
        wave_id=task.job.wave_id,
        freeze_id=holding.freeze_id,
        folder=name,
        manifest_sha256=hashlib.sha256(manifest.read_bytes()).hexdigest(),
        languages=list(releases.languages(task.job.wave)),
        made_at=rows.now(),
    )
    older = (Release.wave_id == task.job.wave_id, Release.state == "draft")
    with database.session(task.engine) as session:
        with database.writing(session):
            folders = session.scalars(select(Release.folder).where(*older)).all()
            session.execute(update(Release).where(*older).values(state="set_aside", settled_at=rows.now()))
            session.add(made)
            session.flush()
            acts.record(
                session, task.job.account_id, "release_drafted", made.consultation_id, release=made.id,
                poll=task.job.wave.code, manifest=made.manifest_sha256,
            )  # fmt: skip
        for folder in folders:
            remove(task.places.releases / folder)
        return made.id


def publish(task: Task) -> int:
    """Enter an approved draft into the ledger, where all releases are audited jointly, and make it public."""
    with database.session(task.engine) as session:
        release = session.get_one(Release, int(task.job.wish["release"]))
        if release.state != "draft":
            raise ReleasingError("not_draft")
        if not releases.is_approved(session, release):
            raise ReleasingError("not_approved")
        if quoted.withdrawn(session, task.places, release):
            raise ReleasingError("quote_withdrawn")
        session.commit()
        task.report.step("checking")
        written = files(task.places, release)
        written.check()
        task.report.step("entering")
        out = written.folder / OUT
        ended = task.run("analysis", "approve", str(out), "--ledger", str(task.places.ledger))
        accept(ended, "ledger")
        task.report.step("publishing")
        today = date.today()  # noqa: DTZ011  the office's own calendar day
        releases.make_public(session, release, str(today), task.job.account_id)
        return release.id


def microdata(task: Task) -> int:
    """Write single answers for an archive, if no child can be found in them; give the holding's number."""
    task.report.step("exporting")
    source, wish = _source(task), task.job.wish
    words = ["--language", ",".join(wish["languages"]), "--format", ",".join(wish["formats"])]
    words += ["--recode", "recommended"] if wish.get("recode") else []
    words += ["--ledger", str(task.places.ledger)]
    with database.session(task.engine) as session:
        for each in holdings.of_wave(session, task.job.wave_id, "microdata"):
            words += ["--earlier", str(task.places.holdings / each.folder / OUT)]
    with _new_holding(task) as folder:
        bundle = task.places.holdings / source.folder
        accept(task.run("analysis.microdata", str(bundle), str(folder / OUT), *words), "microdata")
        written = [path for path in (folder / OUT).rglob("*") if path.is_file()]
        pack(folder / OUT, written, folder / holdings.EXPORT)
        return _keep(task, "microdata", folder, source)


def quality(task: Task) -> int:
    """Look for signs of careless answers, and tell staff in their languages; give the holding's number."""
    task.report.step("looking")
    source = _source(task)
    chosen = [word for code in task.job.wish.get("languages") or ("en",) for word in ("--language", code)]
    with _new_holding(task) as folder:
        bundle = task.places.holdings / source.folder
        accept(task.run("analysis.quality", str(bundle), "--out", str(folder), *chosen), "unsafe")
        return _keep(task, "quality", folder, source)


@contextmanager
def _new_holding(task: Task) -> Iterator[Path]:
    """Give an empty folder with a random name, which is gone again where the block fails."""
    folder = task.places.holdings / new_name(task.job.id)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    except BaseException:
        remove(folder)
        raise


def _keep(task: Task, kind: str, folder: Path, source: Holding) -> int:
    with database.session(task.engine) as session:
        return holdings.keep(session, task.job, kind, folder.name, source.freeze_id).id


def _source(task: Task) -> Holding:
    with database.session(task.engine) as session:
        found = releases.bundle(session, task.job.wave_id)
    if found is None:
        raise ReleasingError("not_frozen")
    return found


KINDS: Kinds = {"release": draft, "publish": publish, "microdata": microdata, "quality": quality}

"""The restore drill, as its commands are typed: a backup, an empty place, and words about what did not come back."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from offices import CONTACTS

from consult.cli import main


class Drill:
    """Runs the real commands of one installation after the other, in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, place: str, *words: str) -> Result:
        """Run a command in an installation; paths are beneath the drill's folder."""
        settings = {"CONSULT_INSTANCE": str(self.folder / place), "CONSULT_ORGANISATION": "Test office"}
        done = CliRunner().invoke(
            main, [word.replace("@", f"{self.folder}/") for word in words], env=settings
        )
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    def says(self, place: str, *words: str) -> str:
        """Run a command that must succeed."""
        done = self.run(place, *words)
        assert done.exit_code == 0, done.output
        return done.output

    def refuses(self, place: str, *words: str) -> str:
        """Run a command that must be refused in words."""
        done = self.run(place, *words)
        assert done.exit_code == 1, done.output
        return done.output


@pytest.fixture
def drill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drill:
    for name in ("CONSULT_DATABASE_URL", "CONSULT_KEY_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "contacts.csv").write_text(CONTACTS)
    made = Drill(tmp_path)
    made.says("first", "init")
    made.says("first", "open", "online_safety", "--code", "drill", "--contacts", "@contacts.csv")
    made.says("first", "simulate", "drill", "--responses", "60", "--seed", "1")
    return made


def test_a_drill(drill: Drill) -> None:
    said = drill.says("first", "backup", "@kept", "--keys", "@apart")
    assert "read back and checked" in said
    assert "apart: 1 keys" in said
    assert "would be deleted on" in said
    assert "is there already" in drill.refuses("first", "backup", "@kept")
    said = drill.says("second", "restore", "@kept", "--keys", "@apart")
    assert "is back" in said
    assert "Open: drill" in said
    assert "Restored in" in said
    assert "ok    the tables are of this version" in said
    assert "into an empty place only" in drill.refuses("second", "restore", "@kept")
    assert "LOOK  no worker is there" in drill.refuses("second", "check")
    drill.says("second", "check", "--without", "worker", "--without", "backup")
    assert "synthetic" in drill.says("second", "close", "drill")


def test_a_damaged_backup_is_refused_in_words(drill: Drill) -> None:
    drill.says("first", "backup", "@kept")
    (drill.folder / "kept" / "consult.db").write_bytes(b"")
    assert "the backup is damaged, nothing was put back" in drill.refuses("second", "restore", "@kept")
    assert not (drill.folder / "second" / "consult.db").exists()

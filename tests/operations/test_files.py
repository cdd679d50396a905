"""What docs/operations hands out: units that systemd accepts, settings that exist, paths that are there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from consult import config
from consult.cli import COMMANDS
from consult.config import Config
from consult.errors import ConfigError

ROOT = Path(__file__).parents[2]
HERE = ROOT / "docs" / "operations"
UNITS = sorted((HERE / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
MOST_EXPOSED = 2.0  # of 10, as `systemd-analyze security` counts
SYSTEMD = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(SYSTEMD is None, reason="no systemd-analyze: the units were NOT checked")


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give copies of the units whose program is there, so that systemd can check all the rest."""
    folder = tmp_path_factory.mktemp("units")
    copies = []
    for unit in UNITS:
        copy = folder / unit.name.replace("@.", "@8000.")
        copy.write_text(unit.read_text().replace("/opt/consult/.venv/bin/consult", "/bin/true"))
        copies.append(copy)
    return copies


@needs_systemd
def test_systemd_accepts_the_units(units: list[Path]) -> None:
    done = subprocess.run([SYSTEMD, "verify", *units], capture_output=True, text=True, check=False)
    own = [line for line in done.stderr.splitlines() if any(unit.name in line for unit in units)]
    assert (done.returncode, own) == (0, []), done.stderr


@needs_systemd
def test_the_services_are_shut_in(units: list[Path]) -> None:
    services = [unit for unit in units if unit.suffix == ".service"]
    command = [
        SYSTEMD,
        "security",
        "--offline=true",
        "--no-pager",
        f"--threshold={int(MOST_EXPOSED * 10)}",
        *services,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.findall(r"exposure level for (\S+): ([\d.]+)", done.stdout)
    assert len(found) == len(services), done.stderr
    assert all(float(level) <= MOST_EXPOSED for _, level in found), found


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_no_core_of_a_process_reaches_the_disk(unit: Path) -> None:
    assert "LimitCORE=0" in unit.read_text(), "a core holds answers and keys"


def commands(text: str) -> set[str]:
    return set(re.findall(r"\bconsult (?:-\S+ )?([a-z][a-z-]+)\b", text))


def test_every_command_that_is_named_exists() -> None:
    named = set()
    for path in [*UNITS, HERE / "Containerfile", HERE / "nginx.conf"]:
        for line in path.read_text().splitlines():
            if "consult/.venv/bin/consult" in line or line.startswith("CMD"):
                named |= commands(line.replace('", "', " "))
    assert named >= {"serve", "work", "backup"}
    written = re.findall(
        r"`(?:sudo -u consult )?consult ([a-z-]+)", (ROOT / "docs" / "operations.md").read_text()
    )
    assert written
    assert named | set(written) <= set(COMMANDS)


def test_every_setting_that_is_named_exists() -> None:
    known = set(re.findall(r"CONSULT_[A-Z_]+", Path(config.__file__).read_text()))
    for path in [HERE / "consult.env", HERE / "Containerfile", ROOT / "docs" / "operations.md"]:
        assert set(re.findall(r"CONSULT_[A-Z_]+", path.read_text())) <= known, path.name


def test_the_settings_start_once_they_are_filled_in_and_not_before(tmp_path: Path) -> None:
    lines = (HERE / "consult.env").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    given |= {"CONSULT_INSTANCE": str(tmp_path / "i"), "CONSULT_KEY_FOLDER": str(tmp_path / "k")}
    with pytest.raises(ConfigError, match="SECRET_KEY"):
        Config.from_env(given)
    filled = {"CONSULT_SECRET_KEY": "0123456789abcdef" * 4, "CONSULT_ORGANISATION": "Test office"}
    assert Config.from_env(given | filled).production


def test_the_container_copies_what_is_there_and_runs_as_nobody_special() -> None:
    text = (HERE / "Containerfile").read_text()
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists(), name
    assert text.index("USER consult") < text.index('CMD ["consult"')
    assert "setup:" in (ROOT / "Makefile").read_text()


def test_the_pieces_fit_together() -> None:
    """The proxy asks where the web process listens, and says it is one proxy."""
    assert "server 127.0.0.1:8000" in (HERE / "nginx.conf").read_text()
    assert "--host 127.0.0.1 --port %i" in (HERE / "systemd" / "consult@.service").read_text()
    assert "CONSULT_PROXY_HOPS=1" in (HERE / "consult.env").read_text()
    stated = re.findall(r"StateDirectory=(.+)", (HERE / "systemd" / "consult-worker.service").read_text())
    assert stated == ["consult consult-keys"]

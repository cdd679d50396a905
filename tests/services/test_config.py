"""The settings: safe ones start, unsafe ones are refused, all faults at once, secrets never shown."""

from pathlib import Path

import pytest

from consult.config import Config
from consult.errors import ConfigError

SAFE = {
    "CONSULT_PRODUCTION": "1",
    "CONSULT_SECRET_KEY": "0123456789abcdef" * 2,
    "CONSULT_PROXY_HOPS": "1",
    "CONSULT_ORGANISATION": "Synthetic office",
}


def test_a_demo_needs_no_settings(tmp_path: Path) -> None:
    config = Config.from_env({"CONSULT_INSTANCE": str(tmp_path)})
    assert config.database_url == f"sqlite:///{tmp_path / 'consult.db'}"
    assert config.key_folder == tmp_path / "keys"
    assert not config.production
    assert len(config.secret_key) >= 32


def test_a_safe_production_starts() -> None:
    config = Config.from_env(
        SAFE | {"CONSULT_DATABASE_URL": "postgresql://office@db/consult?sslmode=verify-full"}
    )
    assert (config.production, config.proxy_hops) == (True, 1)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"CONSULT_SECRET_KEY": ""}, "SECRET_KEY"),
        ({"CONSULT_SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"CONSULT_SECRET_KEY": "x" * 64}, "drawn by chance"),
        ({"CONSULT_METRICS_TOKEN": "short"}, "METRICS_TOKEN"),
        ({"CONSULT_DATABASE_URL": "postgresql://office@db/consult"}, "sslmode"),
        ({"CONSULT_DATABASE_URL": "postgresql://office@db/consult?sslmode=require"}, "verify-full"),
        ({"CONSULT_DATABASE_URL": "postgresql:///consult?host=db&sslmode=prefer"}, "verify-full"),
        ({"FLASK_DEBUG": "1"}, "debug"),
        ({"CONSULT_DEBUG": "true"}, "debug"),
        ({"CONSULT_PROXY_HOPS": ""}, "https"),
        ({"CONSULT_PROXY_HOPS": "many"}, "whole number"),
        ({"CONSULT_ORGANISATION": ""}, "ORGANISATION"),
        ({"CONSULT_DATABASE_URL": "mysql://db/consult"}, "sqlite: or postgresql:"),
        ({"CONSULT_DATABASE_URL": "sqlite://"}, "memory"),
        ({"CONSULT_DATABASE_URL": "sqlite:///:memory:"}, "memory"),
        ({"CONSULT_EXIT_URL": "http://example.org"}, "https"),
        ({"CONSULT_EXIT_URL": "https://"}, "https"),
    ],
    ids=str,
)
def test_an_unsafe_one_does_not(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        Config.from_env(SAFE | wrong)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///consult",
        "postgresql://office@localhost/consult",
        "postgresql:///c?host=/run/postgresql",
    ],
)
def test_a_database_on_this_machine_needs_no_encrypted_way(url: str) -> None:
    assert Config.from_env(SAFE | {"CONSULT_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("name", ["instance", "keys"])
def test_a_folder_that_others_can_open_is_refused(tmp_path: Path, name: str) -> None:
    folders = {"instance": tmp_path / "instance", "keys": tmp_path / "keys"}
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    places = {"CONSULT_INSTANCE": str(folders["instance"]), "CONSULT_KEY_FOLDER": str(folders["keys"])}
    assert Config.from_env(SAFE | places).production
    folders[name].chmod(0o755)
    with pytest.raises(ConfigError, match=f"can open {folders[name]}"):
        Config.from_env(SAFE | places)
    assert not Config.from_env(places).production, "whoever tries it out is not held up"


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as raised:
        Config.from_env({"CONSULT_PRODUCTION": "1", "FLASK_DEBUG": "1", "CONSULT_DATABASE_URL": "x:"})
    assert str(raised.value).count(";") >= 4


def test_secrets_are_not_shown() -> None:
    url = "postgresql://office:hush@db/consult"
    safe = SAFE | {"CONSULT_METRICS_TOKEN": "scrape" * 8}
    shown = repr(Config.from_env(safe | {"CONSULT_DATABASE_URL": f"{url}?sslmode=disable"}))
    assert "hush" not in shown
    assert "0123456789" not in shown
    assert "scrape" not in shown

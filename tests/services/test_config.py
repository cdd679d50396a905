"""The settings: safe ones start, unsafe ones are refused, all faults at once, secrets never shown."""

from pathlib import Path

import pytest

from consult.config import Config
from consult.errors import ConfigError

SAFE = {
    "CONSULT_PRODUCTION": "1",
    "CONSULT_SECRET_KEY": "k" * 32,
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
    config = Config.from_env(SAFE | {"CONSULT_DATABASE_URL": "postgresql://office@db/consult"})
    assert (config.production, config.proxy_hops) == (True, 1)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"CONSULT_SECRET_KEY": ""}, "SECRET_KEY"),
        ({"CONSULT_SECRET_KEY": "short"}, "SECRET_KEY"),
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


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as raised:
        Config.from_env({"CONSULT_PRODUCTION": "1", "FLASK_DEBUG": "1", "CONSULT_DATABASE_URL": "x:"})
    assert str(raised.value).count(";") >= 4


def test_secrets_are_not_shown() -> None:
    url = "postgresql://office:hush@db/consult"
    shown = repr(Config.from_env(SAFE | {"CONSULT_DATABASE_URL": url}))
    assert "hush" not in shown
    assert "kkkk" not in shown

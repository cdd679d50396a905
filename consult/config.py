"""Everything a running Consult must be told, read once from the environment and checked at the start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

from consult.errors import ConfigError

SHORTEST_SECRET = 32
LEAST_VARIED = 6  # different characters; "xxxxxxxx…" is no secret
DATABASES = ("sqlite", "postgresql")
# Where "leave quickly" goes when the office names no page of its own: a page nobody asks about.
NEUTRAL_PAGE = "https://www.wikipedia.org/"
TRUE = {"1", "true", "yes", "on"}


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one installation; `from_env` refuses unsafe ones, naming all of them at once."""

    instance: Path
    key_folder: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    exit_url: str = NEUTRAL_PAGE
    organisation: str = ""
    proxy_hops: int = 0
    production: bool = False
    metrics_token: str = field(default="", repr=False)  # "": nobody reads /metrics

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read CONSULT_* variables; raise ConfigError with every problem found."""
        env = os.environ if environ is None else environ
        problems = list(_problems(env))
        if problems:
            raise ConfigError("Consult does not start: " + "; ".join(problems))
        instance = Path(env.get("CONSULT_INSTANCE") or "instance").resolve()
        return cls(
            instance=instance,
            key_folder=Path(env.get("CONSULT_KEY_FOLDER") or instance / "keys").resolve(),
            database_url=env.get("CONSULT_DATABASE_URL") or f"sqlite:///{instance / 'consult.db'}",
            secret_key=env.get("CONSULT_SECRET_KEY") or secrets.token_hex(SHORTEST_SECRET),
            exit_url=env.get("CONSULT_EXIT_URL") or NEUTRAL_PAGE,
            organisation=env.get("CONSULT_ORGANISATION", ""),
            proxy_hops=int(env.get("CONSULT_PROXY_HOPS") or 0),
            production=_true(env, "CONSULT_PRODUCTION"),
            metrics_token=env.get("CONSULT_METRICS_TOKEN", ""),
        )


def _true(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "").strip().lower() in TRUE


def _problems(env: Mapping[str, str]) -> list[str]:
    """List what is wrong with these settings, in words that say what to change."""
    found = [*_database_problems(env.get("CONSULT_DATABASE_URL", "")), *_proxy_problems(env)]
    if 0 < len(env.get("CONSULT_METRICS_TOKEN", "")) < SHORTEST_SECRET:
        found.append(f"CONSULT_METRICS_TOKEN must have at least {SHORTEST_SECRET} characters, or be unset")
    exit_page = env.get("CONSULT_EXIT_URL") or NEUTRAL_PAGE
    if urlsplit(exit_page).scheme != "https" or not urlsplit(exit_page).hostname:
        found.append("CONSULT_EXIT_URL must be an https address")
    if _true(env, "CONSULT_PRODUCTION"):
        found.extend(_production_problems(env))
    return found


def _database_problems(url: str) -> list[str]:
    if not url:
        return []
    scheme, _, rest = url.partition(":")
    if scheme.partition("+")[0] not in DATABASES:
        return ["CONSULT_DATABASE_URL must begin with sqlite: or postgresql:"]
    if scheme.startswith("sqlite") and (rest.strip("/") == "" or ":memory:" in rest):
        return ["CONSULT_DATABASE_URL names a database in memory, which would lose every answer"]
    return []


def _proxy_problems(env: Mapping[str, str]) -> list[str]:
    hops = env.get("CONSULT_PROXY_HOPS", "")
    return ["CONSULT_PROXY_HOPS must be a whole number"] if hops and not hops.isdigit() else []


def _production_problems(env: Mapping[str, str]) -> list[str]:
    found = [*_open_folders(env), *_open_wire(env.get("CONSULT_DATABASE_URL", ""))]
    secret = env.get("CONSULT_SECRET_KEY", "")
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < LEAST_VARIED:
        found.append(
            f"production needs CONSULT_SECRET_KEY of at least {SHORTEST_SECRET} characters drawn by chance "
            "(`openssl rand -hex 32`)"
        )
    if _true(env, "FLASK_DEBUG") or _true(env, "CONSULT_DEBUG"):
        found.append("production never runs in debug mode: unset FLASK_DEBUG and CONSULT_DEBUG")
    if not env.get("CONSULT_PROXY_HOPS"):
        found.append(
            "production must say who ends https: set CONSULT_PROXY_HOPS to the number of proxies in front "
            "(0 only if Consult itself is reached by https)"
        )
    if not env.get("CONSULT_ORGANISATION"):
        found.append("production needs CONSULT_ORGANISATION: children must read who asks")
    return found


def _open_folders(env: Mapping[str, str]) -> list[str]:
    """Refuse folders of answers and keys that other users of the machine can look into."""
    instance = Path(env.get("CONSULT_INSTANCE") or "instance")
    folders = {instance: "answers", Path(env.get("CONSULT_KEY_FOLDER") or instance / "keys"): "keys"}
    return [
        f"other users of this machine can open {folder}, the folder of {what}: chmod 700 {folder}"
        for folder, what in folders.items()
        if folder.is_dir() and folder.stat().st_mode & 0o077
    ]


def _open_wire(url: str) -> list[str]:
    """Refuse a PostgreSQL on another machine unless the way is encrypted and its certificate is checked."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    own = parts.hostname in {None, "localhost", "127.0.0.1", "::1"}
    elsewhere = [host for host in asked.get("host", ()) if not host.startswith("/")]
    if not parts.scheme.startswith("postgresql") or (own and not elsewhere):
        return []
    # "disable" is said by whoever knows that nobody listens; what lies between encrypts for whoever answers.
    if asked.get("sslmode", [""])[-1] in {"verify-full", "disable"}:
        return []
    words = (
        "the database is on another machine: add ?sslmode=verify-full to CONSULT_DATABASE_URL "
        "(sslmode=disable only where nobody else can listen)"
    )
    return [words]

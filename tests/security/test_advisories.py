"""Libraries held against a database of advisories: ranges as OSV means them, and nothing asked is said aloud."""

import json
from datetime import date
from pathlib import Path

import advisories
import pytest
import yaml


def advisory(*events: dict[str, str], name: str = "flask", **more: object) -> dict[str, object]:
    affected = {
        "package": {"name": name, "ecosystem": "PyPI"},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
        "versions": [],
    }
    return {"id": "TEST-1", "published": "2026-11-01T00:00:00Z", "affected": [affected], **more}


@pytest.mark.parametrize(
    ("events", "version", "known"),
    [
        ([{"introduced": "0"}, {"fixed": "3.1.4"}], "3.1.3", True),
        ([{"introduced": "0"}, {"fixed": "3.1.3"}], "3.1.3", False),
        ([{"fixed": "3.1.3"}, {"introduced": "0"}], "3.1.3", False),
        ([{"introduced": "4"}], "3.1.3", False),
        ([{"introduced": "1"}, {"last_affected": "3.1.3"}], "3.1.3", True),
        ([{"introduced": "1"}, {"last_affected": "3.1.2"}], "3.1.3", False),
        ([{"introduced": "1"}, {"fixed": "2"}, {"introduced": "3"}, {"fixed": "3.2"}], "3.1.3", True),
        ([{"introduced": "1"}, {"fixed": "2"}, {"introduced": "3"}, {"fixed": "3.2"}], "2.5", False),
    ],
)
def test_ranges(events: list[dict[str, str]], version: str, known: bool) -> None:  # noqa: FBT001
    assert bool(list(advisories.faults(advisory(*events), {"flask": version}))) is known


def test_what_was_withdrawn_or_is_of_another_package_is_none() -> None:
    every = {"introduced": "0"}
    assert not list(advisories.faults(advisory(every, withdrawn="2026-01-01"), {"flask": "3"}))
    assert not list(advisories.faults(advisory(every, name="other"), {"flask": "3"}))
    assert list(advisories.faults(advisory(every, name="Flask"), {"flask": "3"}))


def test_both_locks_are_asked_and_a_fault_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {"flask", "pytest"} <= advisories.pinned().keys()
    assert advisories.main([""]) == 2
    assert advisories.main([str(tmp_path)]) == 2
    assert "Nothing was asked" in capsys.readouterr().out
    place = tmp_path / "vulns" / "jinja2" / "PYSEC-2026-1.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(yaml.safe_dump(advisory({"introduced": "0"}, {"fixed": "1"}, name="jinja2")))
    told, known = advisories.report(tmp_path, date(2026, 11, 22))
    assert known == []
    assert "newest entry is of 2026-11-01, 21 days" in told
    (tmp_path / "GHSA-1.json").write_text(json.dumps(advisory({"introduced": "0"})))
    assert advisories.main([str(tmp_path)]) == 1
    assert "Known: flask" in capsys.readouterr().out
    assert "does not show" in advisories.report(tmp_path, date(2027, 11, 22))[0]

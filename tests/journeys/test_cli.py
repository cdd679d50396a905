"""Every command of `consult`, as a process of its own in an empty folder, and what it says when it cannot."""

import csv
import json
import shutil
import socket
import urllib.request
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from offices import CONTACTS, Office
from postgres_server import Postgres

from consult import cli
from consult.commands.opening import BUNDLED

COMMANDS = ["init", "contacts", "open", "serve", "demo", "simulate", "replay", "close", "freeze", "purge"]
COMMANDS += ["admin", "work", "finish-late", "backup", "restore", "check", "example"]


def rows(bundle: Path) -> Counter[tuple[object, ...]]:
    """Give the responses of a bundle as a bag: how often each combination of values is there.

    Cells are numbered as they come, and in no two databases do they come alike.
    """
    table = pq.read_table(bundle / "responses.parquet").drop(["_cell"])
    return Counter(zip(*(table[name].to_pylist() for name in table.column_names), strict=True))


def manifest(bundle: Path) -> dict:
    return json.loads((bundle / "manifest.json").read_text())


def test_help_names_every_command(office: Office) -> None:
    said = office.consult("--help")
    for command in COMMANDS:
        assert f"\n  {command} " in said
    assert set(COMMANDS) == set(cli.COMMANDS)
    assert "OUT.bundle" in office.consult("freeze", "--help")


def test_init_twice(office: Office) -> None:
    office.consult("init")
    database = office.folder / "instance" / "consult.db"
    first = database.read_bytes()
    office.consult("init")
    assert database.read_bytes() == first


@pytest.mark.postgres
def test_init_on_postgresql_hides_the_password(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.make()
    try:
        said = Office(tmp_path, url).consult("init")
        assert said.startswith("Ready: postgresql")
        Office(tmp_path, url).consult("init")
    finally:
        postgres.drop(url)


def test_from_open_to_purge(either: Office) -> None:
    either.open("online_safety", "journey")
    assert "60 synthetic" in either.consult("simulate", "journey", "--responses", "60", "--seed", "5")
    assert "still open" in either.refused("freeze", "journey", "one.bundle")
    assert "60 synthetic" in either.consult("close", "journey")
    assert "60 synthetic" in either.consult("close", "journey"), "closing again is harmless"
    assert "one.bundle: 60 synthetic" in either.consult("freeze", "journey", "one.bundle")
    bundle = either.folder / "one.bundle"
    assert manifest(bundle)["synthetic"] is True
    assert manifest(bundle)["counts"]["responses"] == rows(bundle).total() == 60
    assert "exists already" in either.refused("freeze", "journey", "one.bundle")
    assert "is closed" in either.refused("simulate", "journey", "--responses", "1")
    assert "0 responses deleted" in either.consult("purge")


def test_the_poll_may_be_named_by_its_questionnaire(office: Office) -> None:
    office.open("online_safety", "journey")
    office.consult("simulate", "online_safety", "--responses", "12")
    assert "12 synthetic" in office.consult("close", "online_safety")


def test_the_seed_decides_what_is_stored_and_nothing_else_does(office: Office) -> None:
    bundles = []
    for code, seed in (("first", "1"), ("second", "1"), ("other", "2")):
        office.open("online_safety", code)
        office.consult("simulate", code, "--responses", "40", "--seed", seed)
        office.consult("close", code)
        office.consult("freeze", code, f"{code}.bundle")
        bundles.append(office.folder / f"{code}.bundle")
    first, second, other = map(rows, bundles)
    assert first == second
    assert first != other
    tables = [pq.read_table(bundle / "responses.parquet").to_pylist() for bundle in bundles[:2]]
    assert tables[0] != tables[1], "the order of storage must not be the order of arrival"


@pytest.mark.parametrize("words", [("simulate", "nowhere", "--responses", "3"), ("close", "nowhere")])
def test_an_unknown_poll(office: Office, words: tuple[str, ...]) -> None:
    office.consult("init")
    assert "no poll has the code or the name 'nowhere'" in office.refused(*words)


@pytest.mark.parametrize("words", [("close", "x"), ("serve",), ("purge",), ("contacts", "contacts.csv")])
def test_before_init(office: Office, words: tuple[str, ...]) -> None:
    (office.folder / "contacts.csv").write_text(CONTACTS)
    assert "`consult init` prepares it" in office.refused(*words)


# ---- opening ----


def test_a_poll_without_help_does_not_open(office: Office) -> None:
    office.consult("init")
    assert "no help contact for AD, AE" in office.refused("open", "online_safety")
    assert "no poll" in office.refused("close", "online_safety")


def test_an_unknown_questionnaire_names_the_bundled_ones(office: Office) -> None:
    assert "bundled questionnaires: online_safety" in office.refused("open", "nothing")


def test_a_faulty_questionnaire_does_not_open_and_says_where(office: Office) -> None:
    document = json.loads((BUNDLED / "online_safety.json").read_text())
    del document["sections"][0]["questions"][0]["label"]["ar"]
    document["sections"][0]["questions"][1]["name"] = "likelihood"
    (office.folder / "bad.json").write_text(json.dumps(document))
    (office.folder / "contacts.csv").write_text(CONTACTS)
    office.consult("init")
    said = office.refused("open", "bad.json", "--contacts", "contacts.csv")
    assert "likelihood.label [ar" in said
    assert "translation is missing" in said
    assert "likelihood" in said
    assert len(said.splitlines()) > 1, "all problems at once"
    assert "no poll" in office.refused("close", "online_safety")


def test_what_an_office_decides_is_kept(office: Office) -> None:
    (office.folder / "contacts.csv").write_text(CONTACTS)
    office.consult("init")
    dates = ("--promised-on", "2031-02-03", "--delete-on", "2031-05-06")
    words = ("--code", "mine", "--organisation", "Office of nobody", "--contacts", "contacts.csv")
    said = office.consult("open", str(BUNDLED / "online_safety.json"), *words, *dates)
    for fact in ("mine", "Office of nobody", "2031-02-03", "2031-05-06"):
        assert fact in said
    assert "is taken" in office.refused("open", "online_safety", "--code", "mine")


def test_what_cannot_be_promised(office: Office) -> None:
    (office.folder / "contacts.csv").write_text(CONTACTS)
    office.consult("init")
    for words, said in (
        (("--promised-on", "tomorrow"), "Invalid value for '--promised-on'"),
        (("--promised-on", "2001-01-01"), "results are promised for 2001-01-01, which is past"),
        (("--delete-on", "2001-01-01"), "answers would be deleted on 2001-01-01"),
        (("--code", "A b"), "poll code 'A b'"),
        (("--organisation", " "), "the organisation is empty"),
    ):
        assert said in office.refused("open", "online_safety", "--contacts", "contacts.csv", *words)
    assert "no poll" in office.refused("close", "online_safety")


def test_contacts_are_entered_all_or_none(office: Office) -> None:
    office.consult("init")
    bad = CONTACTS + "KE,,,,,,2026-11-01\nKE,Somebody,,https://a.example,,,soon\n"
    (office.folder / "bad.csv").write_text(bad)
    said = office.refused("contacts", "bad.csv")
    assert "line 3: name is empty" in said
    assert "line 4: checked_on 'soon'" in said
    assert "no help contact" in office.refused("open", "online_safety")
    (office.folder / "latin.csv").write_bytes("country,name\n,né\n".encode("latin-1"))
    assert "not a CSV file in UTF-8" in office.refused("contacts", "latin.csv")
    (office.folder / "good.csv").write_text(CONTACTS)
    assert "1 help contacts entered" in office.consult("contacts", "good.csv")


# ---- serving ----


def test_serving_prints_the_addresses_and_nothing_about_visitors(office: Office) -> None:
    office.open("online_safety", "journey")
    with office.serving() as server:
        for language in ("ar", "en", "es", "fr", "ru", "zh"):
            address = f"{server.url}/{language}/journey"
            assert address in server.said()
            with urllib.request.urlopen(address) as page:
                assert page.status == 200
        with socket.create_connection(("127.0.0.1", server.port)) as rude:
            rude.sendall(b"GET / HTTP/9.9\r\nsecret: 1\r\n\r\n")
            assert rude.recv(100).startswith(b"HTTP/1.1 400")
        said = server.said()
    assert "ip=" not in said
    assert said.count("127.0.0.1") == said.count(server.url), "an address of a visitor was logged"
    assert "GET" not in said
    assert server.process.returncode == 0


@pytest.mark.parametrize(
    ("settings", "words", "said"),
    [
        ({}, ("--host", "0.0.0.0"), "0.0.0.0 can be reached from other machines"),
        ({}, ("--host", "::"), "can be reached from other machines"),
        ({"CONSULT_PRODUCTION": "1"}, (), "production needs CONSULT_SECRET_KEY"),
        ({"CONSULT_DATABASE_URL": "sqlite://"}, (), "a database in memory"),
        ({"CONSULT_DATABASE_URL": "mysql://x"}, (), "must begin with sqlite: or postgresql:"),
        ({"CONSULT_EXIT_URL": "http://plain.example"}, (), "CONSULT_EXIT_URL must be"),
        ({}, ("--port", "70000"), "Invalid value for '--port'"),
    ],
)
def test_unsafe_settings_do_not_serve(
    tmp_path: Path, prepared: Path, settings: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "instance").mkdir()
    shutil.copy(prepared, tmp_path / "instance" / "consult.db")
    assert said in Office(tmp_path, None, settings).refused("serve", *words)


def test_a_taken_port_is_named(office: Office) -> None:
    office.consult("init")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"cannot serve on 127.0.0.1:{port}" in office.refused("serve", "--port", str(port))


# ---- replaying ----


@pytest.fixture
def answers(office: Office) -> Path:
    path = office.folder / "answers.csv"
    children = [("10-13", "en", "likely", "home"), ("14-18", "ar", "very_likely", "school")] * 20
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("band", "language", "likelihood", "location"))
        writer.writerows(children)
    return path


def test_replay_stores_every_child_once(office: Office, answers: Path) -> None:
    office.open("online_safety", "journey")
    with office.serving() as server:
        said = office.consult("replay", "journey", "--csv", str(answers), "--url", server.url)
    assert "40 stored" in said
    assert "0 refused, 0 without a reply" in said
    office.consult("close", "journey")
    office.consult("freeze", "journey", "one.bundle")
    bundle = office.folder / "one.bundle"
    table = pq.read_table(bundle / "responses.parquet")
    assert Counter(zip(table["age_band"].to_pylist(), table["language"].to_pylist(), strict=True)) == {
        ("10-13", "en"): 20,
        ("14-18", "ar"): 20,
    }
    assert manifest(bundle)["synthetic"] is False


def test_nothing_is_sent_before_the_whole_file_is_checked(office: Office, answers: Path) -> None:
    office.open("online_safety", "journey")
    with answers.open("a") as file:
        file.write("7-9,en,very_likely,home\n10-13,xx,,\n")
    with office.serving() as server:
        said = office.refused("replay", "journey", "--csv", str(answers), "--url", server.url)
    assert "line 42, column likelihood: unknown_choice" in said
    assert "line 43, column language: 'xx'" in said
    assert "with 0 responses" in office.consult("close", "journey")


def test_replay_to_nobody(office: Office, answers: Path) -> None:
    office.open("online_safety", "journey")
    words = ("replay", "journey", "--csv", str(answers), "--url")
    assert "is not an address such as" in office.refused(*words, "nowhere")


def test_replay_to_a_closed_poll_is_refused(office: Office, answers: Path) -> None:
    office.open("online_safety", "journey")
    office.consult("close", "journey")
    with office.serving() as server:
        said = office.refused("replay", "journey", "--csv", str(answers), "--url", server.url)
    assert "40 refused: 410" in said


def test_synthetic_children_do_not_join_real_ones(office: Office, answers: Path) -> None:
    office.open("online_safety", "journey")
    with office.serving() as server:
        office.consult("replay", "journey", "--csv", str(answers), "--url", server.url)
    assert "holds answers of real children" in office.refused("simulate", "journey", "--responses", "5")
    office.consult("close", "journey")
    office.consult("freeze", "journey", "one.bundle")
    assert manifest(office.folder / "one.bundle")["synthetic"] is False
    assert manifest(office.folder / "one.bundle")["counts"]["responses"] == 40


# ---- the demonstration ----


def test_the_demonstration_keeps_what_is_there(office: Office) -> None:
    with office.serving(command="demo") as server:
        said = server.said()
        for language in ("ar", "en", "es", "fr", "ru", "zh"):
            assert f"{server.url}/{language}/online-safety" in said
        assert "must check and replace it" in said
        office.consult("simulate", "online-safety", "--responses", "30")
    (office.folder / "contacts.csv").write_text(CONTACTS)
    office.consult("contacts", "contacts.csv")
    with office.serving(command="demo") as server:
        assert server.said().count("/en/") == 1, "the poll is opened once"
        with urllib.request.urlopen(f"{server.url}/en/online-safety") as page:
            assert b"Test contact of nobody" in page.read(), "the office's contact stays"
    assert "30 synthetic" in office.consult("close", "online-safety")


def test_the_demonstration_opens_again_after_a_close(office: Office) -> None:
    with office.serving(command="demo"):
        pass
    office.consult("close", "online-safety")
    with office.serving(command="demo") as server:
        assert server.said().count("/en/") == 1
        assert "/en/online-safety" not in server.said()


def test_the_demonstration_entry_says_what_it_is() -> None:
    (entry,) = csv.DictReader((BUNDLED / "demo_contacts.csv").read_text().splitlines())
    assert entry["name"].startswith("Child Helpline International (demonstration entry")
    assert entry["url"] == "https://childhelplineinternational.org"
    assert entry["phone"] == ""


def test_a_lost_key_folder_is_told_in_words(office: Office) -> None:
    office.open("online_safety", "journey")
    shutil.rmtree(office.folder / "instance" / "keys")
    assert office.refused("close", "journey").startswith("Error: ")

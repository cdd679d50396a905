"""The list of components says what the lock says, and is the one that lies in the documents."""

import json

import components


def test_every_locked_package_is_listed_with_its_sums() -> None:
    lines = components.LOCK.read_text(encoding="utf-8").splitlines()
    pinned = {line.split()[0].removesuffix(";") for line in lines if "==" in line and line[0] not in "# "}
    made = components.document()["components"]
    assert {f"{each['name']}=={each['version']}" for each in made} == pinned
    assert sum(len(each["hashes"]) for each in made) == sum("--hash=sha256:" in line for line in lines)
    assert all(each["hashes"] for each in made)


def test_the_list_in_the_documents_is_of_this_lock() -> None:
    kept = json.loads(components.PLACE.read_text(encoding="utf-8"))
    bare = [
        {k: v for k, v in each.items() if k != "licenses"} for each in components.document()["components"]
    ]
    assert [{k: v for k, v in each.items() if k != "licenses"} for each in kept["components"]] == bare


def test_licences_are_said() -> None:
    """What a package does not say of itself is listed as not said, and never guessed."""
    kept = json.loads(components.PLACE.read_text(encoding="utf-8"))
    assert components.licences(kept)["not said"] <= 2
    assert components.licence("no-such-package") == ""

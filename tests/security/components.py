"""Write the list of components (CycloneDX 1.6, JSON) from the lock file: `python tests/security/components.py [FILE]`.

What a component is, and the SHA-256 sums of its files, say the lock; its licence says the package itself as it is
installed. Whether a component has a known fault is not said here: that needs a source of advisories.
"""

import json
import re
import sys
import uuid
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
PLACE = ROOT / "docs" / "security" / "sbom.json"
LINE = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?P<rest>.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL
)
SPDX = re.compile(
    r"(?:[A-Za-z0-9.]+-[A-Za-z0-9.+-]+|MIT|ISC|Zlib|0BSD)(?: (?:AND|OR) (?:[A-Za-z0-9.]+-[A-Za-z0-9.+-]+|MIT|ISC|Zlib|0BSD))*"
)
# Classifiers of packages that name no expression.
NAMES = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
}


def locked() -> list[dict[str, Any]]:
    """Read the lock: name, version, sums and what machine it is for."""
    found = []
    for line in LINE.finditer(LOCK.read_text(encoding="utf-8")):
        sums = re.findall(r"--hash=sha256:([0-9a-f]{64})", line["rest"])
        marker = re.match(r"\s*;\s*([^\\]+)", line["rest"])
        found.append(
            {
                "name": line["name"],
                "version": line["version"],
                "sums": sums,
                "only": marker[1].strip() if marker else "",
            }
        )
    return found


def licence(name: str) -> str:
    """Give what the installed package says of its licence, "" where it is not installed or says nothing."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if expression := told.get("License-Expression"):
        return str(expression)
    classes = [each.rpartition(":: ")[2] for each in told.get_all("Classifier") or () if "License ::" in each]
    known = sorted({NAMES.get(each, each) for each in classes if each != "OSI Approved"})
    words = str(told.get("License") or "").strip()
    return " AND ".join(known) if known else words if 0 < len(words) <= 60 and "\n" not in words else ""


def component(each: dict[str, Any]) -> dict[str, Any]:
    """Describe one package."""
    address = f"pkg:pypi/{each['name'].lower().replace('_', '-')}@{each['version']}"
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": each["name"],
        "version": each["version"],
        "purl": address,
        "hashes": [{"alg": "SHA-256", "content": content} for content in each["sums"]],
    }
    said = licence(each["name"])
    if said:
        made["licenses"] = [{"expression": said}] if SPDX.fullmatch(said) else [{"license": {"name": said}}]
    if each["only"]:
        made["properties"] = [{"name": "only-where", "value": each["only"]}]
    return made


def document() -> dict[str, Any]:
    """Make the whole list; the same lock and packages give the same bytes."""
    components = [component(each) for each in locked()]
    number = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(components, sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "consult", "name": "consult"}},
        "components": components,
        "dependencies": [{"ref": "consult", "dependsOn": [each["bom-ref"] for each in components]}],
    }


def licences(made: dict[str, Any]) -> Counter[str]:
    """Count the components under each licence."""
    told = Counter[str]()
    for each in made["components"]:
        first = each.get("licenses", [{"expression": "not said"}])[0]
        told[first.get("expression") or first["license"]["name"]] += 1
    return told


def main() -> None:
    """Write the file and print its licences."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    made = document()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(f"{len(made['components'])} components")
    for name, number in sorted(licences(made).items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"{number:4} {name}")


if __name__ == "__main__":
    main()

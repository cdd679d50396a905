"""What a release of several bundles says of itself: every part named, dates that hold for all. Pure."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.bundle import Bundle


def joined(bundles: Sequence[Bundle]) -> dict[str, Any]:
    """Give the manifest of the sum; `parts` says what was added."""
    each = [bundle.manifest for bundle in bundles]
    first = each[0]
    waves = [manifest.get("wave", {}) for manifest in each]
    texts: Counter[tuple[str, str]] = Counter()
    for manifest in each:
        for question, states in manifest["counts"].get("texts", {}).items():
            texts.update({(question, state): number for state, number in states.items()})
    facts: dict[str, Any] = {name: fact for name, fact in first.items() if name not in {"files", "counts"}}
    facts |= {
        "poll": {"code": _listed(m["poll"]["code"] for m in each), "name": first["poll"]["name"]},
        "organisation": _listed(m["organisation"] for m in each),
        "wave": {
            "name": _listed(wave.get("name", "") for wave in waves),
            "opened": min(str(wave.get("opened", "")) for wave in waves),
            "closed": max(str(wave.get("closed", "")) for wave in waves),
        },
        "frozen": max(str(m["frozen"]) for m in each),
        "synthetic": any(m["synthetic"] for m in each),
        "recruitment": _listed(m.get("recruitment", "") for m in each),
        "languages": list(dict.fromkeys(language for m in each for language in m["languages"])),
        "parts": [_part(bundle) for bundle in bundles],
        "counts": {"texts": _nested(texts)},
    }
    return facts


def source(bundles: Sequence[Bundle]) -> str:
    """Give one checksum for all parts, the same in whatever order they are given."""
    digests = sorted(bundle.manifest_sha256 for bundle in bundles)
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _part(bundle: Bundle) -> dict[str, str]:
    manifest = bundle.manifest
    return {
        "poll": str(manifest["poll"]["code"]),
        "organisation": str(manifest["organisation"]),
        "wave": str(manifest.get("wave", {}).get("name", "")),
        "bundle_manifest_sha256": bundle.manifest_sha256,
    }


def _listed(values: Any) -> str:  # noqa: ANN401 - any iterable of JSON texts
    return " + ".join(dict.fromkeys(str(value) for value in values))


def _nested(counted: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (question, state), number in counted.items():
        found.setdefault(question, {})[state] = number
    return found

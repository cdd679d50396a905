"""What bandit finds, each beside the reason that stands in the line: `python tests/security/second_opinion.py`.

The linter of `make check` knows the same rules under the same numbers (B608 is S608). A finding counts as looked at
where its lines say so with a reason, or where the linter itself does not share it (see SHARED_NOT).
"""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOOKED_AT = ("consult", "analysis", "migrations", "wsgi.py")
# Rules that the linter applies otherwise, and why that is enough.
SHARED_NOT = {
    "B101": "an assertion here tells the type checker what is known; nothing is decided by it",
    "B107": "an empty word as default is no password",
    "B404": "to start a program is no fault; each start is judged by B603",
    "B405": "XML is only written with it; what is read goes through defusedxml (a guard)",
    "B406": "names of a protocol and escaping; what is read goes through defusedxml (a guard)",
}


def findings() -> list[dict[str, Any]]:
    """Run bandit over the product."""
    words = [sys.executable, "-m", "bandit", "-q", "-f", "json", "-r", *LOOKED_AT]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return list(json.loads(done.stdout)["results"])


def has_reason(found: dict[str, Any]) -> bool:
    """Say whether the lines of a finding say why it is none."""
    if found["test_id"] in SHARED_NOT:
        return True
    lines = (ROOT / found["filename"]).read_text(encoding="utf-8").splitlines()
    # The reason stands at the end of the statement.
    at = range(min(found["line_range"]) - 1, min(max(found["line_range"]) + 3, len(lines)))
    return any(re.search(rf"noqa: S{found['test_id'][1:]} +(- )?\w", lines[number]) for number in at)


def main() -> int:
    """Print the counts, and fail where a finding has no reason."""
    found = findings()
    for (test, severity), number in sorted(
        Counter((f["test_id"], f["issue_severity"]) for f in found).items()
    ):
        print(
            f"{test} {severity:6} {number:3}  {SHARED_NOT.get(test, 'each with its reason beside the line')}"
        )
    bare = [each for each in found if not has_reason(each)]
    for each in bare:
        print(f"NO REASON: {each['filename']}:{each['line_number']} {each['test_id']} {each['issue_text']}")
    print(
        f"{len(found)} findings, {sum(f['issue_severity'] == 'HIGH' for f in found)} high, {len(bare)} without a reason"
    )
    return 1 if bare else 0


if __name__ == "__main__":
    sys.exit(main())

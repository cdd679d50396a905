"""What Lighthouse says of the pages of children: `python tests/bench/lighthouse.py` (needs Node and npx).

Prints the scores for performance, accessibility and best practices in the mobile form; 100 each is the aim. The
tool itself is fetched by npx when it is not there, so this is no test.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "stock"), str(HERE.parent / "browser")]

from browser_server import running  # noqa: E402
from chromium import executable  # noqa: E402

PAGES = ("/en/safe", "/ar/safe", "/zh/safe", "/en", "/en/safe/10-13")
SCORES = ("performance", "accessibility", "best-practices")
TOOL = "lighthouse@12"


def scores(url: str, place: Path) -> dict[str, float]:
    """Run the tool on one page; give its scores and the audits that cost points."""
    report = place / "report.json"
    words = ["npx", "--yes", TOOL, url, "--quiet", "--output=json", f"--output-path={report}"]
    words += [f"--only-categories={','.join(SCORES)}", "--chrome-flags=--headless=new --no-sandbox"]
    subprocess.run(words, check=True, env={**os.environ, "CHROME_PATH": executable()}, capture_output=True)
    found = json.loads(report.read_text(encoding="utf-8"))
    for name in SCORES:
        for audit in found["categories"][name]["auditRefs"]:
            score = found["audits"][audit["id"]]["score"]
            if audit["weight"] and score is not None and score < 1:
                print(f"  {name}: {audit['id']} {score}", flush=True)
    return {name: found["categories"][name]["score"] for name in SCORES}


def main() -> None:
    """Print a line for each page."""
    if shutil.which("npx") is None:
        raise SystemExit("npx is not there: install Node to run Lighthouse")
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        for page in PAGES:
            told = scores(server.url + page, Path(folder))
            print(
                f"{page}: " + ", ".join(f"{name} {100 * score:.0f}" for name, score in told.items()),
                flush=True,
            )


if __name__ == "__main__":
    main()

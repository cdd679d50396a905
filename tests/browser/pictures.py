"""Draw the pictures of the README anew: the poll on a phone, and a chart of synthetic answers.

python tests/browser/pictures.py        (or: make pictures)
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from browser_server import Server, running
from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
QUESTION = "top_risks__overall"


def photograph(browser: Browser, server: Server, language: str) -> None:
    """Take the first question of the oldest band on a small phone."""
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, device_scale_factor=2, has_touch=True
    )
    page = context.new_page()
    page.goto(f"{server.url}/{language}/safe")
    page.locator('[data-k="2"]').click()
    page.locator("fieldset[data-q]:visible label").nth(1).click()
    page.screenshot(path=IMAGES / f"poll.{language}.png")
    context.close()


def draw(server: Server, folder: Path) -> None:
    """Make synthetic children, freeze, analyse, and keep one chart in two languages."""
    server.consult("simulate", "safe", "--responses", "700", "--seed", "1")
    server.consult("close", "safe")
    server.consult("freeze", "safe", str(folder / "a.bundle"))
    words = ["--language", "en", "--language", "ar"]
    subprocess.run(
        [sys.executable, "-m", "analysis", folder / "a.bundle", folder / "out", *words], check=True
    )
    for language in ("en", "ar"):
        shutil.copy(
            folder / "out" / "charts" / f"{QUESTION}.{language}.png", IMAGES / f"chart.{language}.png"
        )


def main() -> None:
    """Draw everything into docs/images/."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "chromium", args=["--no-sandbox"]
        )
        with running(folder) as server:
            for language in ("en", "ar"):
                photograph(browser, server, language)
            draw(server, folder)
        browser.close()


if __name__ == "__main__":
    main()

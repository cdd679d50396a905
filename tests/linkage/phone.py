"""The attackers who hold the child's phone or watch its network, in a real browser with a profile on the disk."""

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from children import CODE
from findings import Finding
from people import answer_first, go_back, to_check
from playwright.sync_api import Page, Playwright, Request, Response, Route, expect
from shared_tablet import Device

CANARY = "quaggasingslow"
PATIENCE = 30_000  # milliseconds; the machine may be busy with children elsewhere
LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")
STORAGE = """async () => ({
  localStorage: localStorage.length, sessionStorage: sessionStorage.length, 'window.name': window.name.length,
  indexedDB: (await indexedDB.databases()).length, cacheStorage: (await caches.keys()).length,
  'service workers': (await navigator.serviceWorker.getRegistrations()).length})"""
# Answers every question on the page at once, by chance, and sends; nothing is written in words.
AT_RANDOM = """async ([band, draws]) => {
  let at = 0;
  const draw = (number) => Math.floor(draws[at++ % draws.length] * number);
  document.querySelector(`[data-k="${band}"]`).click();
  for (let step = 0; step < 60 && document.querySelector('#check').hidden; step++) {
    const here = document.querySelector('[data-q]:not([hidden])');
    for (const row of here.querySelectorAll('.row').length ? here.querySelectorAll('.row') : [here]) {
      const choices = row.querySelectorAll('input[type=radio]');
      if (choices.length) choices[draw(choices.length)].click();
    }
    const given = here.querySelector('input:checked') && !here.querySelector('textarea');
    document.querySelector(given && draw(5) ? '#go .main' : '#skip').click();
  }
  document.querySelector('#check .main').click();
}"""


@dataclass
class Watched:
    """What was seen while a child answered, left, and came back."""

    requests: list[Request] = field(default_factory=list)
    replies: list[Response] = field(default_factory=list)
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    origin: str = ""

    def asked(self, request: Request) -> None:
        """Remember a request."""
        self.requests.append(request)

    def answered(self, reply: Response) -> None:
        """Remember a reply."""
        self.replies.append(reply)

    def find(self, attacker: str, place: str, statistic: float, bound: float = 0) -> None:
        """Write down what an attacker found."""
        self.findings.setdefault(attacker, []).append(Finding(place, statistic, bound))


def watch(playwright: Playwright, profile: Path, origin: str, *, full: bool) -> dict[str, list[Finding]]:
    """Let one child answer, leave and come back; give what each attacker found.

    In short only two languages are looked through, and six children send.
    """
    device, seen = Device(playwright, profile), Watched(origin=origin)
    page = device.on()
    page.set_default_timeout(PATIENCE)
    try:
        page.context.route("**/leave", _at_the_door)
        page.context.route("https://**/*", lambda route: route.fulfill(body="another host"))
        page.context.on("request", seen.asked)
        page.context.on("response", seen.answered)
        _answer(page, seen)
        _leave(page, seen)
        _help(page, seen)
        _hosts(page, seen, LANGUAGES if full else LANGUAGES[:2])
        _lengths(page, seen, 60 if full else 6)
        _replies(seen)
    finally:
        device.off()
    seen.find("A8", "files of the browser with an answer", len(device.holds(CANARY)))
    _history(profile, seen)
    return seen.findings


def _at_the_door(route: Route) -> None:
    reply = route.fetch(max_redirects=0)
    kept = {"clear-site-data": reply.headers["clear-site-data"], "content-type": "text/html"}
    route.fulfill(body="elsewhere", headers=kept)


def _answer(page: Page, seen: Watched) -> None:
    """A7, A9 and A10, for a child who sends."""
    page.goto(f"{seen.origin}/en/{CODE}")
    before = page.evaluate("history.length")
    _fill(page)
    seen.find(
        "A9", "entries of history for all questions, beyond one", page.evaluate("history.length") - before - 1
    )
    page.locator("#check .main").click()
    expect(page.locator("[data-reply=thanks]")).to_be_visible(timeout=PATIENCE)
    _storage(page, seen, "after sending")
    for _ in range(2):
        go_back(page)
        seen.find("A10", "Back after sending", page.content().count(CANARY))


def _leave(page: Page, seen: Watched) -> None:
    """A7 and A10, for a child who leaves in the middle."""
    page.goto(f"{seen.origin}/en/{CODE}")
    _fill(page)
    page.locator("#leave").click()
    page.wait_for_url("**/leave")
    go_back(page)
    seen.find("A10", "Back after leaving", page.content().count(CANARY))
    page.goto(f"{seen.origin}/healthz")
    _storage(page, seen, "after leaving")


def _fill(page: Page) -> None:
    page.locator('[data-k="2"]').click()

    def act(page: Page) -> None:
        answer_first(page)
        writing = page.locator("[data-q]:visible").locator("textarea, input[type=text]")
        if writing.count():
            writing.first.fill(CANARY)

    to_check(page, act)
    expect(page.locator("#check")).to_be_visible(timeout=PATIENCE)


def _storage(page: Page, seen: Watched, when: str) -> None:
    seen.find("A7", f"cookies {when}", len(page.context.cookies()))
    for name, number in page.evaluate(STORAGE).items():
        seen.find("A7", f"{name} {when}", number)


def _help(page: Page, seen: Watched) -> None:
    """A11: follow a link to help."""
    page.goto(f"{seen.origin}/en/{CODE}")
    page.locator("#help > summary").click()
    with page.context.expect_page() as opened:
        page.locator("#help a[href^='https']").first.click()
    opened.value.wait_for_load_state()
    away = [request for request in seen.requests if request.url.startswith("https://help.example.org")]
    told = sum("referer" in request.all_headers() for request in away)
    seen.find("A11", "Referer at help.example.org", told if away else 1)
    opened.value.close()


def _hosts(page: Page, seen: Watched, languages: Sequence[str]) -> None:
    """A6: every language, with the page for phones without script; only a link to help may lead away."""
    for language in languages:
        for rest in ("", "/7-9", "/check"):
            page.goto(f"{seen.origin}/{language}/{CODE}{rest}")
    hosts = {urlsplit(request.url).netloc for request in seen.requests if not request.url.startswith("data:")}
    foreign = hosts - {urlsplit(seen.origin).netloc, "help.example.org"}
    seen.find("A6", f"other hosts {' '.join(sorted(foreign))}".strip(), len(foreign))


def _lengths(page: Page, seen: Watched, vectors: int) -> None:
    """A13: the lengths of what is sent for answers by chance, in every age band."""
    chance, sizes = random.Random(vectors), set()
    for number in range(vectors):
        page.goto(f"{seen.origin}/en/{CODE}")
        with page.expect_request(lambda request: request.method == "POST") as sent:
            page.evaluate(AT_RANDOM, [number % 3, [chance.random() for _ in range(40)]])
        expect(page.locator("[data-reply=thanks]")).to_be_visible(timeout=PATIENCE)
        sizes.add(len(sent.value.post_data_buffer or b""))
    seen.find("A13", f"lengths of a POST beyond one, for {vectors} children", len(sizes) - 1)


def _replies(seen: Watched) -> None:
    """A8: what each reply says of keeping it."""
    own = [
        reply
        for reply in seen.replies
        if reply.url.startswith(seen.origin) and not reply.url.endswith("/leave")
    ]
    kept = [
        reply
        for reply in own
        if reply.headers.get("cache-control") != "no-store" or {"etag", "last-modified"} & set(reply.headers)
    ]
    named = {f"{reply.status} {urlsplit(reply.url).path}" for reply in kept}
    seen.find("A8", f"replies that may be kept {' '.join(sorted(named))}".strip(), len(kept))


def _history(profile: Path, seen: Watched) -> None:
    """A9: the browser's own list of places."""
    with sqlite3.connect(profile / "Default" / "History") as history:
        places = history.execute("SELECT url, title FROM urls").fetchall()
    own = [(url, title) for url, title in places if url.startswith(seen.origin)]
    said = [url for url, _title in own if CANARY in url or urlsplit(url).query or urlsplit(url).fragment]
    seen.find("A9", "addresses with answers in the list", len(said))
    titles = {title for url, title in own if not url.endswith(("/leave", "/healthz"))} - {"Consult", ""}
    seen.find("A9", "titles that tell", len(titles))
    seen.find(
        "A9",
        "entries of the poll in one language, beyond one",
        sum(url.endswith(f"/en/{CODE}") for url, _ in own) - 1,
    )

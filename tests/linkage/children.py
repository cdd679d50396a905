"""The children of the linkage game: each with everything of her own that could give her away."""

import copy
import hashlib
import http.client
import random
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from polls import document

CODE = "game"
LANGUAGE = "en"
BAND = "7-18"
FORM = "application/x-www-form-urlencoded"
MOST = 32_767  # the greatest number that a poll may ask for
NUMBER, WORDS = "hours", "words"  # the questions that carry her marks
COLOURS = ("red", "green", "blue")


@dataclass(frozen=True, slots=True)
class Child:
    """One scripted child. Her marks stand for her in answers and texts and tell nothing of when she came."""

    place: int  # in the order of arrival
    address: str
    agent: str
    accept: str
    key: str
    slip: str
    mark: int
    words: str
    colour: str

    @property
    def traces(self) -> dict[str, str]:
        """Give what her phone and its network show of her, whole and in parts that are hers alone."""
        parts = {
            "part of the agent": self.agent[-11:-1],
            "part of the header": self.accept.split(",")[1][:10],
        }
        return {"address": self.address, "agent": self.agent, "accept": self.accept} | parts

    @property
    def tokens(self) -> dict[str, str]:
        """Give what her phone or her slip held."""
        return {"key": self.key, "slip": self.slip} if self.slip else {"key": self.key}


@dataclass(frozen=True, slots=True)
class Sent:
    """What the attacker knows: this child sent at this moment, and her POST had so many bytes."""

    child: Child
    at: float
    size: int
    status: int


def questionnaire() -> dict:
    """Give a poll in which a child can write a number and words that nobody else writes."""
    made = copy.deepcopy(document("kinds"))
    for section in made["sections"]:
        for question in section["questions"]:
            if question["name"] == NUMBER:
                question["greatest"] = MOST
            if question["name"] == WORDS:
                question["longest"] = 60
    return made


def children(number: int, slips: list[str], seed: int) -> list[Child]:
    """Make children in their order of arrival; `slips` are codes in the order in which they were printed."""
    chance = random.Random(seed)
    marks = chance.sample(range(10_000, MOST + 1), number)
    words = chance.sample(range(10_000_000, 99_999_999), number)
    hosts = chance.sample(range(2, 250), 200)
    drawn = list(slips)
    return [
        Child(
            place=place,
            address=f"127.{hosts[place % 200]}.{place // 200 + 11}.{hosts[(place * 7) % 200]}",
            agent=f"Synthetic/{place}.{chance.getrandbits(32):08x} (phone {chance.getrandbits(40):010x})",
            accept=f"en;q=0.{chance.randrange(100, 999)},x-{chance.getrandbits(32):08x};q=0.1",
            key=f"{chance.getrandbits(128):032x}",
            slip=drawn[place] if drawn else "",
            mark=marks[place],
            words=f"ibis {words[place]} wren",
            colour=chance.choice(COLOURS),
        )
        for place in range(number)
    ]


def form(child: Child, version: str, step: int = 1024) -> bytes:
    """Write the body that her page would post, padded as the page pads it."""
    fields = {"band": BAND, "v": version, "key": child.key, NUMBER: child.mark, "one": child.colour}
    fields |= {WORDS: child.words} | ({"slip": child.slip} if child.slip else {})
    body = urlencode(fields) + "&pad="
    return body.ljust(-(-len(body) // step) * step, "x").encode()


def visit(child: Child, place: tuple[str, int], version: str, pause: float = 0.0) -> Sent:
    """Read the page and send the answers from the child's own address, as her phone would."""
    open_ = http.client.HTTPConnection(*place, timeout=30, source_address=(child.address, 0))
    own = {"User-Agent": child.agent, "Accept-Language": child.accept, "Host": f"{place[0]}:{place[1]}"}
    open_.request("GET", f"/{LANGUAGE}/{CODE}", headers=own | {"Accept-Encoding": "br"})
    page = open_.getresponse()
    assert page.status == 200, page.read()
    page.read()
    time.sleep(pause)
    body = form(child, version)
    named = {"Content-Type": FORM, "Origin": f"http://{place[0]}:{place[1]}", "Sec-Fetch-Site": "same-origin"}
    open_.request("POST", f"/{LANGUAGE}/{CODE}", body, own | named)
    reply = open_.getresponse()
    reply.read()
    open_.close()
    return Sent(child, time.time(), len(body), reply.status)


def fingerprint(words: str) -> bytes:
    """Give an unsalted digest, as a careless program would keep it."""
    return hashlib.sha256(words.encode()).digest()


def fresh_seed() -> int:
    """Draw a seed; it is told where a game fails, so that the game can be played again."""
    return secrets.randbits(32)

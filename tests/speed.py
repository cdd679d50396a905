"""Write docs/speed.md: every figure in it is what a command printed just now (`make bench`).

python tests/speed.py                # all sections; about a quarter of an hour on two cores
python tests/speed.py phone carrying # only some; the others keep what they said before
"""

import sys

from printed import ROOT, Book, Section

HEAD = """# Speed and scale

Every block below is what the command above it printed when this page was written by `make bench`. The machine was
shared, and those who ask ran on the same two cores as the server: compare figures of one block with each other.
"""

BOOK = Book(
    ROOT / "docs" / "speed.md",
    HEAD,
    (
        Section(
            "phone",
            "A first visit on the slowest network",
            "Bytes, round trips and seconds from the link to the first question, and from *Send* to the thanks.",
            ("tests/bench/phone.py",),
        ),
        Section(
            "serving",
            "Beside bare Flask",
            "Poll pages beside a bare view, and durable submissions beside a bare insert, in alternating rounds.",
            ("tests/bench/serving.py", "--rounds", "5"),
        ),
        Section(
            "carrying",
            "A class, a day, and growth",
            "A class that presses *Send* in one second; submissions a second as long as one likes, beside the mean "
            "and ten times the mean of the largest consultation of children known; and the same in one language, with "
            "many responses stored and many polls open.",
            ("tests/bench/carrying.py",),
        ),
        Section(
            "room",
            "Live rooms",
            "Phones that look for news every one and a half seconds, in one room and in twenty, at one server.",
            ("tests/bench/room.py",),
        ),
        Section(
            "lighthouse",
            "Lighthouse, as a phone",
            "The scores that Lighthouse gives pages of children, with its own throttling.",
            ("tests/bench/lighthouse.py",),
        ),
    ),
)

if __name__ == "__main__":
    BOOK.write(sys.argv[1:])

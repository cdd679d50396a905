"""Write docs/results.md: every figure in it is what a command printed just now (`make results`).

python tests/results.py            # all sections; about half an hour on two cores
python tests/results.py audit text # only some; the others keep what they said before
"""

import sys

from printed import ROOT, Book, Section

HEAD = """# Results

Every block below is what the command above it printed when this page was written by `make results`. Times are of a
shared machine and are there to be compared with each other; counts, digits and shares are exact.
"""

SECTIONS = (
    Section(
        "statistics",
        "Statistics against published and reference values",
        "How many values of a source were computed anew and agree to at least 6 and 10 significant digits; the two "
        "that do not are limits of an interval for which the reference itself uses an approximation.",
        ("tests/known_statistics.py",),
    ),
    Section(
        "disclosure",
        "Disclosure control against known answers",
        "Each test is one known answer or one attack: a published example, a trap, random tables of Hypothesis.",
        (
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--no-header",
            "-rA",
            "--tb=no",
            "tests/external/test_disclosure.py",
        ),
    ),
    Section(
        "audit",
        "Audit of a release from its files alone",
        "A release of 700 synthetic responses to the bundled poll: cells, intervals an attacker could work out, and "
        "how many of them are narrower than the policy allows.",
        ("tests/audited.py",),
    ),
    Section(
        "text",
        "Personal data in free text",
        "Recall of the suggestions made to moderators over a seeded corpus in six languages; made by the same hands "
        "as the detectors. Names are found only where the office's own list has them.",
        ("tests/external/personal_data_corpus.py",),
    ),
    Section(
        "counting",
        "Counting",
        "All tables of 20 questions by three breakdowns and their pairs, beside plain pandas doing the same in the "
        "same run. Where pandas was given only some of the questions, its time for all is estimated and says so. Ours "
        "uses all cores and pandas one, so a machine that does other things meanwhile takes more from ours.",
        (
            "tests/bench/counting.py",
            "--responses",
            "1000000",
            "10500000",
            "--rounds",
            "3",
            "--questions",
            "2",
        ),
    ),
    *(
        Section(
            f"freezing-{database.lower()}",
            f"From database to bundle: {database}",
            "Seconds by the wall and of the processor (start-up included), and peak memory, of a freeze with few and with "
            "many responses.",
            ("tests/bench/freezing.py", "--database", database.lower()),
        )
        for database in ("SQLite", "PostgreSQL")
    ),
    Section(
        "mutation",
        "Mutation testing of disclosure control",
        "How many deliberately broken versions of `analysis/disclosure` the tests notice, in the last sample that was "
        "drawn; tests that its survivors called for were written after it.",
        ("tests/mutation/summary.py",),
    ),
)

BOOK = Book(ROOT / "docs" / "results.md", HEAD, SECTIONS)

if __name__ == "__main__":
    BOOK.write(sys.argv[1:])

"""Print what the last run of mutation testing found, for docs/results.md.

A run takes from minutes to hours; `make mutants` makes one and writes down what it found.
"""

from pathlib import Path

if __name__ == "__main__":
    print(
        (Path(__file__).resolve().parents[2] / "docs" / "results" / "mutation.txt").read_text(
            encoding="utf-8"
        )
    )

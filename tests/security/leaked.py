"""Make the list of leaked passwords anew: `python tests/security/leaked.py SOURCE` (words, the most used first).

Kept are digests and no words: many of these words are not fit to be read, and some are of real people. SOURCE was the
million most used of OWASP SecLists' "10 million password list" (MIT licence).
"""

import sys
from pathlib import Path

from consult.services.people.passwords import LEAKED, SHORTEST, digest

MOST = 10_000


def main(source: Path) -> None:
    """Write the digests of the most used passwords that are long enough, in the order of the digests."""
    words = (
        line.strip().lower() for line in source.read_text(encoding="utf-8", errors="ignore").splitlines()
    )
    chosen = list(dict.fromkeys(word for word in words if len(word) >= SHORTEST))[:MOST]
    digests = sorted(map(digest, chosen))
    head = f"# The {len(digests)} most used passwords of twelve and more signs in known leaks, as digests."
    LEAKED.write_text("\n".join([head, *digests]) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

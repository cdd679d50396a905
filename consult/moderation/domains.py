"""Which last labels make a word with dots the name of a host."""

import re

from consult.moderation.lexicon import words

_WORDS_TOO = frozenset(words("territories_words_too"))
_KNOWN = frozenset(words("endings", "endings_said", "territories")) | _WORDS_TOO
_LETTER = re.compile(r"[^\W\d_]")
_SPACE_AND_WORD = re.compile(r" ?\w")


def is_ending(label: str) -> bool:
    """Say whether a label, folded, ends names of hosts, also as it is said in Cyrillic or Arabic."""
    return label in _KNOWN


def looks_named(host: str) -> bool:
    """Say whether words with dots between them can name a host; numbers and "e.g" cannot."""
    before = host.split(".")[-2]
    return len(before) > 1 and bool(_LETTER.search(before))


def is_domain(host: str) -> bool:
    """Say whether a bare name is a host, by its last label."""
    return looks_named(host) and is_ending(host.rpartition(".")[2])


def link_ends_here(text: str, end: int) -> bool:
    """Say whether a bare name stops at `end`: an ending that is a word too must not run into a sentence."""
    ending = text[max(0, end - 64) : end].rpartition(".")[2]
    return ending not in _WORDS_TOO or not _SPACE_AND_WORD.match(text, end)

"""One word in several spellings: folded, so that a cloud counts children and not capital letters."""

import unicodedata

_TATWEEL = "\u0640"


def fold(word: str) -> str:
    """Fold case, marks, stretching and the blanks around; what remains tells whether two words are the same.

    Marks are combining characters: accents of Latin, Greek and Cyrillic, vowel signs of Arabic and Hebrew. In
    Indic scripts vowels are letters (spacing marks) and stay.
    """
    apart = unicodedata.normalize("NFKD", " ".join(word.split()).casefold())
    kept = (sign for sign in apart if unicodedata.category(sign) != "Mn" and sign != _TATWEEL)
    return unicodedata.normalize("NFC", "".join(kept)).strip(".,;:!?…،؛؟。！？«»“”\"'")

"""How much of a person may be shown: masks for NIK and phone, initials for a name.

A mask never shows digits 7 to 12 of a NIK, because they are the birth date.
"""

import unicodedata

_DOT = "\u2022"
_MOST_INITIALS = 5
_LEAST_HIDDEN = 4


def mask_nik(digits: str) -> str:
    """First four and last two digits: ``3275`` + ten dots + ``01``."""
    return _mask(digits, head=4, tail=2)


def mask_phone(e164: str) -> str:
    """Plus sign, first five and last two digits: ``+62812`` + dots + ``90``."""
    return _mask(e164, head=6, tail=2)


def initials(name: str) -> str:
    """Initials of at most five words: ``S. U. C.``; a dot where the name holds no letter."""
    words = unicodedata.normalize("NFC", name).split()
    letters = [letter for word in words if (letter := _first_letter(word))]
    return " ".join(f"{letter}." for letter in letters[:_MOST_INITIALS]) or _DOT


def _mask(text: str, *, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden < _LEAST_HIDDEN:
        # Too short for what it should be: showing both ends would show nearly all of it.
        return _DOT * len(text)
    return text[:head] + _DOT * hidden + text[-tail:]


def _first_letter(word: str) -> str:
    return next((sign.upper()[0] for sign in word if sign.isalpha()), "")

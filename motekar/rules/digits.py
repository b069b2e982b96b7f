"""What keyboards, clipboards and scanners put around digits, and how it is taken off again.

Knows nothing of what the digits mean.
"""

import re

# Blanks and control characters (a wedge scanner ends with CR, LF or Tab), dots, every dash, and
# the invisible marks that chat programs paste along.
_AROUND = re.compile(
    r"[\s\x00-\x1f\x7f.\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)
_DIGIT = re.compile(r"[0-9]")
_SMALL = 6


def bare(text: str) -> str:
    """Text without spaces, dots, dashes and invisible characters; letters and digits stay."""
    return _AROUND.sub("", text)


def is_digits(text: str) -> bool:
    """Whether all of it is 0 to 9; digits of other scripts are not taken."""
    return text.isascii() and text.isdigit()


def small_number(text: str) -> int | None:
    """The number that one to six digits write; None for anything else."""
    return int(text) if is_digits(text) and len(text) <= _SMALL else None


def count_digits(text: str) -> int:
    """How many of its characters are 0 to 9."""
    return len(_DIGIT.findall(text))

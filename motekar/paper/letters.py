"""The letters a paper can show, how wide they run and where lines break.

Papers use the standard Helvetica, which every viewer has: an embedded subset of another font
would weigh several times the budget of a slip. Signs outside its alphabet become the closest
Latin letters.
"""

import re
import unicodedata
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics

REGULAR = "Helvetica"
BOLD = "Helvetica-Bold"
NO_BREAK_SPACE = "\u00a0"

_LETTER_NAME = re.compile(
    r"LATIN (SMALL|CAPITAL) (?:LETTER|LIGATURE) (?:DOTLESS |OPEN )?([A-Z]{1,2})\b"
)
_PLAIN = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u02bc": "'", "\u02b9": "'", "\u2032": "'"}
)
_DROPPED = frozenset({"Cc", "Cf", "Mn", "Me"})
# "23 November 2026" and "pukul 16.00 WIB" stay on one line.
_GLUED = re.compile(r"(?<=\d) (?=[A-Z][a-z]+ \d{4})|(?<=[a-z]) (?=\d{4}\b)|(?<=\bpukul) | (?=WI)")


def printable(words: str) -> str:
    """The same words in letters the fonts have: the closest Latin ones, else ``?``."""
    if words.isascii() and words.isprintable():
        return words
    return "".join(_closest(sign) for sign in words)


@lru_cache(maxsize=4096)
def _closest(sign: str) -> str:
    if sign == NO_BREAK_SPACE:
        return sign
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in _DROPPED:
        return ""
    plain = sign.translate(_PLAIN)
    if _in_fonts(plain):
        return plain
    parts = unicodedata.normalize("NFKD", sign).translate(_PLAIN)
    bare = "".join(part for part in parts if part.isprintable() and _in_fonts(part))
    return bare.strip() or _by_name(sign)


def _in_fonts(sign: str) -> bool:
    try:
        sign.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _by_name(sign: str) -> str:
    named = _LETTER_NAME.match(unicodedata.name(sign, ""))
    if named is None:
        return "?"
    return named[2].lower() if named[1] == "SMALL" else named[2]


@cache
def _widths(font: str) -> dict[str, float]:
    face = pdfmetrics.getFont(font)
    signs = bytes(range(32, 256)).decode("cp1252", errors="ignore")
    return {sign: face.stringWidth(sign, 1) for sign in signs}


def text_width(words: str, *, font: str, size: float) -> float:
    """Width in points of words that are already ``printable``."""
    widths = _widths(font)
    return sum([widths[sign] for sign in words]) * size


def broken(words: str, *, font: str, size: float, width: float) -> list[str]:
    """Lines no wider than ``width``; dates and times stay whole where they can."""
    glued = _GLUED.sub(NO_BREAK_SPACE, words)
    return _wrapped(glued, font=font, size=size, width=width) if glued else []


def _wrapped(words: str, *, font: str, size: float, width: float) -> list[str]:
    lines: list[list[str]] = []
    left = 0.0
    space = text_width(" ", font=font, size=size)
    for word in words.split(" "):
        for piece in _pieces(word, font=font, size=size, width=width):
            taken = text_width(piece, font=font, size=size)
            if lines and space + taken <= left:
                lines[-1].append(piece)
                left -= space + taken
            else:
                lines.append([piece])
                left = width - taken
    return [" ".join(line) for line in lines]


def _pieces(word: str, *, font: str, size: float, width: float) -> list[str]:
    if text_width(word, font=font, size=size) <= width:
        return [word]
    if NO_BREAK_SPACE in word:
        spaced = word.replace(NO_BREAK_SPACE, " ")
        return _wrapped(spaced, font=font, size=size, width=width)
    pieces = [""]
    for sign in word:
        longer = pieces[-1] + sign
        if pieces[-1] and text_width(longer, font=font, size=size) > width:
            pieces.append(sign)
        else:
            pieces[-1] = longer
    return pieces


def balanced(lines: list[str], *, font: str, size: float, width: float) -> list[str]:
    """As many lines with their lengths evened out, so that no word stands alone."""
    words = " ".join(lines)
    widest = max(text_width(word, font=font, size=size) for word in words.split(" "))
    if len(lines) == 1 or widest * 1.02 >= width:
        return lines
    low, high = max(width / 2, widest), width
    while high - low > size / 4:
        middle = (low + high) / 2
        tried = _wrapped(words, font=font, size=size, width=middle)
        if len(tried) > len(lines):
            low = middle
        else:
            high, lines = middle, tried
    return lines


def shortened(lines: list[str], *, font: str, size: float, width: float, most: int) -> list[str]:
    """At most ``most`` lines; what is left out shows as an ellipsis."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and text_width(f"{last}\u2026", font=font, size=size) > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}\u2026"]

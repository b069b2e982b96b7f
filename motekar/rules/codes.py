"""The two numbers of a request: the citizen's claim code and the office's request number.

A claim code is a key (19 random digits and a Damm check digit), a request number is not secret.
Random bits come from the caller; whether a code exists is not known here.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from motekar.rules.digits import bare, count_digits, is_digits
from motekar.rules.errors import ClaimCodeMalformed, RequestNoMalformed, ScanUnreadable

# The quasigroup of H. Michael Damm (2004): its zero diagonal makes a right check digit end in 0,
# and it finds every wrong digit and every swap of neighbours.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_BITS = 63
_RANDOM_DIGITS = 19
_LENGTH = _RANDOM_DIGITS + 1
_GROUP = 4
_STATUS_ADDRESS = re.compile(r"(?:^|/)status/([^/?#]*)(?:[/?#].*)?$", re.DOTALL)
_REQUEST_NO = re.compile(r"([A-Za-z]{2,4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{4,7})")
_ABBREVIATION = re.compile(r"[A-Z]{2,4}")
_CENTURY = 2000


def damm_digit(digits: str) -> str:
    """Check digit over ASCII digits; over a whole checked number it is ``0`` when all is right."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


@dataclass(frozen=True, slots=True, repr=False)
class ClaimCode:
    """The key on the citizen's slip: 20 digits; built by ``parse`` or ``from_bits`` only."""

    digits: str

    @classmethod
    def from_bits(cls, bits: int) -> Self:
        """Makes a code from 63 securely random bits, which always fit in 19 digits."""
        if not 0 <= bits < 1 << _BITS:
            message = f"a claim code is made from {_BITS} bits"
            raise ValueError(message)
        random_part = f"{bits:0{_RANDOM_DIGITS}d}"
        return cls(random_part + damm_digit(random_part))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a typed, scanned or pasted code, or the address of a status page.

        Raises:
            ClaimCodeMalformed: other characters, not twenty digits, or a wrong check digit.
        """
        address = _STATUS_ADDRESS.search(text.strip())
        digits = bare(address[1] if address else text)
        if not is_digits(digits):
            raise ClaimCodeMalformed("characters" if digits else "length", count_digits(digits))
        if len(digits) != _LENGTH:
            raise ClaimCodeMalformed("length", len(digits))
        if damm_digit(digits) != "0":
            raise ClaimCodeMalformed("check-digit", _LENGTH)
        return cls(digits)

    @property
    def grouped(self) -> str:
        """Five groups of four, as printed on the slip."""
        return " ".join(self.digits[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))

    def __repr__(self) -> str:
        return "ClaimCode(hidden)"


@dataclass(frozen=True, slots=True, order=True)
class RequestNo:
    """The office's number of a request, such as ``BUT-261121-0042``."""

    abbreviation: str
    day: date
    running_no: int

    @classmethod
    def compose(cls, abbreviation: str, day: date, running_no: int) -> Self:
        """Number for the office's local day; running numbers start at 1.

        Raises:
            RequestNoMalformed: an abbreviation not of two to four capitals, a number below 1,
                or a day outside 2000 to 2099.
        """
        in_century = _CENTURY <= day.year < _CENTURY + 100
        if not (_ABBREVIATION.fullmatch(abbreviation) and in_century and running_no >= 1):
            raise RequestNoMalformed
        return cls(abbreviation, day, running_no)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads the number in either case; spaces and hyphens may be missing or too many.

        Raises:
            RequestNoMalformed: not of that shape, or no day of the calendar.
        """
        found = _REQUEST_NO.fullmatch(bare(text))
        if not found:
            raise RequestNoMalformed
        abbreviation, year, month, day, running_no = found.groups()
        try:
            local_day = date(_CENTURY + int(year), int(month), int(day))
        except ValueError as no_such_day:
            raise RequestNoMalformed from no_such_day
        return cls.compose(abbreviation.upper(), local_day, int(running_no))

    def __str__(self) -> str:
        return f"{self.abbreviation}-{self.day:%y%m%d}-{self.running_no:04d}"


def parse_scan(text: str) -> ClaimCode | RequestNo:
    """Tells what came out of the scanner, the clipboard or the keyboard.

    Raises:
        ScanUnreadable: neither; ``problem`` is ``empty``, ``request-no``, or the fault of the
            claim code (``characters``, ``length``, ``check-digit``).
    """
    typed = bare(text)
    if not typed:
        raise ScanUnreadable("empty")
    try:
        if typed[0].isalpha() and "/" not in typed:
            return RequestNo.parse(text)
        return ClaimCode.parse(text)
    except RequestNoMalformed as fault:
        raise ScanUnreadable("request-no") from fault
    except ClaimCodeMalformed as fault:
        raise ScanUnreadable(fault.problem) from fault

"""The NIK, a resident's number of sixteen digits: PPKKCC DDMMYY SSSS, a woman's day plus 40.

There is no check digit. Only shape and calendar can be wrong; whatever else looks odd (serial,
place of issue, age) is a warning for the verifier: the number is issued once and kept for life.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Self

from motekar.rules.digits import bare, count_digits, is_digits
from motekar.rules.errors import NikMalformed
from motekar.rules.privacy import mask_nik

_LENGTH = 16
_FEMALE_OFFSET = 40
_OLDEST_BELIEVABLE = 110
_ADULT = 17
_VERY_OLD = 100


@dataclass(frozen=True, slots=True, repr=False)
class Nik:
    """A well-shaped NIK; built by ``parse`` only."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads sixteen digits; spaces, dots and dashes between them do not matter.

        Raises:
            NikMalformed: other characters, not sixteen digits, or no day of any calendar.
        """
        digits = bare(text)
        if not is_digits(digits):
            raise NikMalformed("characters" if digits else "length", count_digits(digits))
        if len(digits) != _LENGTH:
            raise NikMalformed("length", len(digits))
        nik = cls(digits)
        if not nik._birth_dates():
            raise NikMalformed("date", _LENGTH)
        return nik

    @property
    def prefix(self) -> str:
        """Province, regency and kecamatan where the number was issued, not where one lives now."""
        return self.digits[:6]

    @property
    def serial(self) -> str:
        """Running number among people of one place and birth date."""
        return self.digits[12:]

    @property
    def is_female(self) -> bool:
        """Whether 40 was added to the day of birth."""
        return int(self.digits[6:8]) > _FEMALE_OFFSET

    def born_on(self, today: date) -> date:
        """Birth date in the earliest century that makes the holder at most 110 years old.

        The number holds two digits of the year. This gives an age of 16 to 100 wherever one
        exists; a number of ten or a hundred and ten years is read as the older, because small
        children have no KTP-el, and one of eleven or a hundred and eleven as the younger.
        """
        *earlier, latest = self._birth_dates()
        believable = (born for born in earlier if _age(born, today) <= _OLDEST_BELIEVABLE)
        return next(believable, latest)

    def age_on(self, today: date) -> int:
        """Completed years; one born on 29 February completes them on 1 March."""
        return _age(self.born_on(today), today)

    def _birth_dates(self) -> list[date]:
        day, month, year = (int(self.digits[at : at + 2]) for at in (6, 8, 10))
        day -= _FEMALE_OFFSET if self.is_female else 0
        found = (_real_date(century + year, month, day) for century in (1900, 2000))
        return [born for born in found if born]

    def __repr__(self) -> str:
        return f"Nik({mask_nik(self.digits)})"


def warnings(
    nik: Nik, *, today: date, known_prefixes: Collection[str], married: bool
) -> tuple[str, ...]:
    """What a verifier should look at; never a reason to refuse.

    ``known_prefixes`` are the six-digit kecamatan codes of the agency; with none given nothing
    is said about the prefix. ``prefix-foreign``: issued in another regency or city.
    ``prefix-unknown``: issued in one of ours, in a kecamatan we do not know (retired or mistyped).
    """
    age = nik.age_on(today)
    found = {
        "serial-zero": nik.serial == "0000",
        "prefix-foreign": bool(known_prefixes) and not _is_of(nik.prefix[:4], known_prefixes),
        "prefix-unknown": nik.prefix not in known_prefixes
        and _is_of(nik.prefix[:4], known_prefixes),
        "under-17": age < _ADULT and not married,
        "age-over-100": age > _VERY_OLD,
    }
    return tuple(code for code, applies in found.items() if applies)


def _is_of(regency: str, prefixes: Collection[str]) -> bool:
    return any(prefix.startswith(regency) for prefix in prefixes)


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

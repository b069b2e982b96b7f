"""Today's page in numbers and lengths: one part for all offices together, one for each.

Every number is the length of a list, and stands with the address of that list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from motekar.rules.business_time import Unknown
from motekar.rules.forecast import Rate
from motekar.rules.holds import HoldCause
from motekar.rules.today import (
    BAR,
    CAUSES,
    File,
    Listed,
    Station,
    at_code,
    biggest,
    for_code,
    longest_wait,
)
from motekar.usecases.today import OfficeToday
from motekar.web.labels import label
from motekar.web.language import gettext, ngettext
from motekar.web.moments import span_words
from motekar.web.shell import TODAY

LIST = f"{TODAY}/list"


@dataclass(frozen=True, slots=True)
class Number:
    """So many files, and where they are listed."""

    n: int
    address: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the bar, in hundredths of its length."""

    code: str
    number: Number
    begins: float
    length: float

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return self.begins + self.length / 2


@dataclass(frozen=True, slots=True)
class Row:
    """Files of one station or cause; ``longest`` is open time in words, None for no files."""

    code: str
    words: str
    number: Number
    longest: str | None


@dataclass(frozen=True, slots=True)
class BlanksLeft:
    """An office's box; ``free`` None where no ledger is kept, ``end_at`` if it ends today."""

    office: str
    name: str
    free: int | None
    days_left: float | None
    end_at: datetime | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown of one office, or of all together (``code`` empty).

    ``mark`` is where the bar should have grown to by now; ``due_at`` the moment that all open
    promises share; ``rate`` None unless there is one pace to tell.
    """

    code: str
    name: str
    numbers: Mapping[str, Number]
    bar: tuple[Segment, ...]
    expected: int | None
    mark: float | None
    due_at: datetime | None
    zone: ZoneInfo
    rate: Rate | None
    stations: tuple[Row, ...]
    causes: tuple[Row, ...]
    worst: tuple[Row, ...]


def address(code: str, *, office: str) -> str:
    """Where the list of a number is; without an office that of all that somebody watches."""
    asked = {"office": office, "class": code} if office else {"class": code}
    return f"{LIST}?{urlencode(asked)}"


def listed(offices: Iterable[OfficeToday], code: str) -> tuple[File, ...]:
    """The files behind a number, office by office."""
    return tuple(file for each in offices for file in each.lists[code])


def part_of(offices: Sequence[OfficeToday], *, office: str, name: str) -> Part:
    """These offices as one."""
    numbers = {
        code: Number(len(listed(offices, code)), address(code, office=office))
        for code in offices[0].lists
    }
    counted = numbers[Listed.COUNTED].n
    expected = [each.expected for each in offices if each.expected is not None]
    causes = tuple(_row(offices, for_code(each), numbers) for each in CAUSES)
    worst = biggest({each: numbers[for_code(each)].n for each in CAUSES})
    return Part(
        code=office,
        name=name,
        numbers=numbers,
        bar=_bar(numbers, counted),
        expected=int(round(sum(expected), 6)) if expected else None,
        mark=100 * sum(expected) / counted if expected and counted else None,
        due_at=_due_at(offices),
        zone=offices[0].office.zone,
        rate=offices[0].rate if len(offices) == 1 else None,
        stations=tuple(_row(offices, at_code(each), numbers) for each in Station),
        causes=causes,
        worst=tuple(row for each in worst for row in causes if row.code == for_code(each)),
    )


def blanks_of(each: OfficeToday) -> BlanksLeft:
    """An office's box."""
    return BlanksLeft(
        office=each.office.code,
        name=each.office.name,
        free=each.blanks.free if each.blanks else None,
        days_left=each.days_left,
        end_at=each.forecast.blanks_end_at if each.forecast else None,
        zone=each.office.zone,
    )


def list_words(code: str) -> str:
    """What a list is called."""
    kind, _, rest = code.partition("-")
    if kind == "at":
        return label(rest, "station")
    if kind == "for":
        return label(rest, "hold_short" if rest in set(HoldCause) else "snag")
    return label(code, "day_list")


def _bar(numbers: Mapping[str, Number], counted: int) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    begins = 0.0
    for each in BAR:
        number = numbers[each]
        length = 100 * number.n / counted if counted else 0.0
        segments.append(Segment(each.value, number, begins, length))
        begins += length
    return tuple(segments)


def _row(offices: Sequence[OfficeToday], code: str, numbers: Mapping[str, Number]) -> Row:
    waits = [
        wait for each in offices if (wait := longest_wait(each.lists[code], each.day)) is not None
    ]
    return Row(code, list_words(code), numbers[code], _longest(waits) if waits else None)


def _longest(waits: Sequence[timedelta | Unknown]) -> str:
    known = [wait for wait in waits if isinstance(wait, timedelta)]
    if len(known) < len(waits):
        return gettext("belum bisa dihitung")
    hours = max(known) // timedelta(hours=1)
    # Open hours, not days: a day in words has 24 of them, an office's has eight.
    return ngettext("%(n)d jam", "%(n)d jam", hours) if hours > 2 else span_words(max(known))


def _due_at(offices: Iterable[OfficeToday]) -> datetime | None:
    due = {file.history.promised_first for file in listed(offices, Listed.OPEN)}
    return due.pop() if len(due) == 1 else None

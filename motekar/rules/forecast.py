"""Will today's promises hold at the pace that was measured? Says nothing where none was.

Cards are made in the order of their promises. What is on hold is made by nobody before somebody
lifts the hold, and what finds no blank is not made at all; neither takes a printer's time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from motekar.rules.business_time import Unknown, after_open, open_between
from motekar.rules.capacity import Pace
from motekar.rules.today import Day, File

FEWEST_TODAY = 5
"""So many cards tell a pace of today."""
SHORTEST_TODAY = timedelta(hours=1)
"""So much open time, or the first cards of a morning would promise a hundred more."""


class PaceSource(StrEnum):
    """Where a pace comes from."""

    TODAY = "today"
    RECENT = "recent"


@dataclass(frozen=True, slots=True)
class Rate:
    """Minutes of open time a card, all printers together, and the blanks that one takes."""

    minutes_per_card: float
    source: PaceSource
    blanks_per_card: float = 1

    def cards_from(self, blanks: int) -> int:
        """Cards that so many blanks make, spoiled ones allowed for."""
        return int(blanks / self.blanks_per_card)


@dataclass(frozen=True, slots=True)
class Turn:
    """A card to be made: ``open_left`` is the office's open time until its promise.

    ``needs_blank`` False once one is in the printer with it.
    """

    open_left: timedelta
    is_held: bool = False
    needs_blank: bool = True


@dataclass(frozen=True, slots=True)
class Forecast:
    """``misses`` are the files of today that will pass their promise.

    ``blanks_end_at`` is None unless the box runs out before the day is over.
    """

    rate: Rate
    misses: tuple[File, ...]
    blanks_end_at: datetime | None = None


def rate_of(day: Day, *, cards: int, blanks: int, measured: Pace, printers: int) -> Rate | None:
    """Today's own pace once there are enough cards and hours, else that of the last weeks.

    ``cards`` were made and ``blanks`` taken today. None when neither was measured.
    """
    so_far = day.open_so_far()
    if cards >= FEWEST_TODAY and so_far >= SHORTEST_TODAY:
        minutes = so_far.total_seconds() / 60 / cards
        return Rate(minutes, PaceSource.TODAY, max(blanks / cards, 1))
    if measured.samples and printers:
        minutes = measured.print_minutes / printers
        return Rate(minutes, PaceSource.RECENT)
    return None


def forecast(
    work: Sequence[File], day: Day, *, rate: Rate, still_to_keep: Sequence[File], box: int | None
) -> Forecast | None:
    """Which of the promises still to keep will pass; ``box`` is None where no ledger is kept.

    ``work`` is all that is open, oldest promise first. None when the calendar does not reach.
    """
    queue = sorted(work, key=lambda file: file.begun_at is None)
    turns = [_turn(file, day) for file in queue]
    known = [turn for turn in turns if turn]
    if len(known) < len(turns):
        return None
    cards = None if box is None else rate.cards_from(box)
    missed = will_miss(known, rate.minutes_per_card, cards=cards)
    wanted = {file.request_no for file in still_to_keep}
    return Forecast(
        rate=rate,
        misses=tuple(
            file
            for file, misses in zip(queue, missed, strict=True)
            if misses and file.request_no in wanted
        ),
        blanks_end_at=None if cards is None else _ends_today(day, cards, rate),
    )


def will_miss(
    queue: Sequence[Turn], minutes_per_card: float, *, cards: int | None
) -> tuple[bool, ...]:
    """For each turn whether it comes too late; ``cards`` the blanks in the box are enough for.

    Turns that need no blank any more, because it is in a printer, come first.
    """
    told: list[bool] = []
    made = blanks = 0
    for turn in queue:
        is_short = turn.needs_blank and cards is not None and blanks >= cards
        if turn.is_held or is_short:
            told.append(True)
            continue
        made += 1
        blanks += turn.needs_blank
        told.append(made * minutes_per_card > turn.open_left.total_seconds() / 60)
    return tuple(told)


def _turn(file: File, day: Day) -> Turn | None:
    promised = file.history.promised_first
    left = open_between(day.calendar, day.now, promised) if promised else timedelta()
    if isinstance(left, Unknown):
        return None
    is_held = file.hold is not None or file.history.complete is None
    return Turn(left, is_held=is_held, needs_blank=file.begun_at is None)


def _ends_today(day: Day, cards: int, rate: Rate) -> datetime | None:
    ends = after_open(day.calendar, day.now, timedelta(minutes=cards * rate.minutes_per_card))
    return ends if not isinstance(ends, Unknown) and day.is_today(ends) else None

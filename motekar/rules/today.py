"""Today at one office: how its promises stand, and where the work that is open lies and why.

Every number of the page is the length of one of these lists. How a request stands to its promise
and which stage it is in, ``sla`` says; nothing here reads a table.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from motekar.rules.business_time import Unknown, open_between
from motekar.rules.calendar import OfficeCalendar
from motekar.rules.holds import HoldCause, HoldOn
from motekar.rules.lifecycle import State
from motekar.rules.promise import ServicePolicy
from motekar.rules.sla import History, Outcome, outcome, stages

_UNREADY = frozenset({State.SUBMITTED, State.VERIFIED})
BAR = (
    Outcome.KEPT,
    Outcome.LATE,
    Outcome.ON_TRACK,
    Outcome.AT_RISK,
    Outcome.OVERDUE,
    Outcome.UNKNOWN,
)
"""The classes of today's promises in the order in which they are always shown."""


class Station(StrEnum):
    """Where an open file lies; a card that waits to be collected is no more work of the office."""

    DOCUMENTS = "documents"
    CHECK = "check"
    PRINT = "print"
    PRINTER = "printer"


class Snag(StrEnum):
    """Why a file does not move although nobody put it on hold."""

    NO_PROMISE = "no_promise"
    NO_BLANK = "no_blank"
    LEFT_LYING = "left_lying"


Cause = HoldCause | Snag
CAUSES: tuple[Cause, ...] = (*HoldCause, *Snag)


class Listed(StrEnum):
    """Lists beside those of the bar, the stations and the causes.

    ``earlier`` are promises of days before whose card is still not made, ``counted`` all of the
    bar, ``open`` what of it can still be kept. The forecast fills the last two.
    """

    COUNTED = "counted"
    DONE = "done"
    OPEN = "open"
    EARLIER = "earlier"
    WORK = "work"
    MOVING = "moving"
    PRINTED = "printed"
    WILL_MISS = "will-miss"
    UNFORESEEN = "unforeseen"


@dataclass(frozen=True, slots=True)
class File:
    """One request as the page needs it, without anything of a person.

    ``begun_at`` while a card of it is in a printer; ``is_in_hand`` while somebody has it open.
    ``is_proved`` is False where its log has gaps: then it counts as unknown.
    """

    request_no: str
    office: str
    state: State
    state_since: datetime
    history: History
    policy: ServicePolicy
    hold: HoldOn | None = None
    begun_at: datetime | None = None
    is_in_hand: bool = False
    has_blank: bool = False
    printed_last: datetime | None = None
    is_proved: bool = True

    @property
    def is_open(self) -> bool:
        """True while its card is to be made, or made again."""
        return self.state in _UNREADY

    @property
    def waits_since(self) -> datetime:
        """When it came to lie where it lies, or on hold."""
        if self.hold:
            return self.hold.since
        if self.begun_at:
            return self.begun_at
        arrived = self.history.complete or self.history.received
        return self.state_since if self.state is State.VERIFIED else arrived


@dataclass(frozen=True, slots=True)
class Day:
    """An office at one moment; ``has_blanks`` False when its box holds none that is free."""

    calendar: OfficeCalendar
    now: datetime
    has_blanks: bool = True

    def is_today(self, moment: datetime | None) -> bool:
        """Whether it lies on this day on the office's wall."""
        wall = self.calendar.local_day
        return moment is not None and wall(moment) == wall(self.now)

    def open_share(self) -> float | None:
        """Which share of today's open time is over; None on a closed or unknown day."""
        today = self.calendar.local_day(self.now)
        spans = self.calendar.spans_on(today) if self.calendar.knows(today) else ()
        whole = sum((closes - opens for opens, closes in spans), timedelta())
        gone = sum(
            (max(min(closes, self.now) - opens, timedelta()) for opens, closes in spans),
            timedelta(),
        )
        return gone / whole if whole else None

    def open_so_far(self) -> timedelta:
        """Today's open time until now; none on a day that the calendar does not know."""
        spans = self.calendar.spans_on(self.calendar.local_day(self.now))
        opened = open_between(self.calendar, spans[0][0], self.now) if spans else timedelta()
        return timedelta() if isinstance(opened, Unknown) else opened


def expected_by_now(counted: int, share: float | None) -> float | None:
    """How many of today's files would be done if they were done evenly over the open time."""
    return None if share is None else counted * share


def stands(file: File, day: Day) -> Outcome:
    """How the file stands to its first promise; gaps in its log make that unknown."""
    if not file.is_proved:
        return Outcome.UNKNOWN
    risk = file.policy.risk_minutes
    return outcome(file.history, day.calendar, risk_minutes=risk, now=day.now)


def bar_class(file: File, day: Day) -> Outcome | None:
    """Where the file stands in today's bar; None when it is none of today's.

    Of today are the promises that fall on it, and every open file that is complete and of which
    nobody can say what was promised.
    """
    found = stands(file, day)
    if found is Outcome.UNKNOWN:
        is_ours = file.history.complete is not None and (file.is_open or not file.is_proved)
        return found if is_ours or day.is_today(file.history.promised_first) else None
    is_counted = day.is_today(file.history.promised_first) and found in BAR
    return found if is_counted else None


def station(file: File) -> Station:
    """Where an open file lies."""
    if file.begun_at:
        return Station.PRINTER
    if file.history.complete is None or (
        file.hold is not None and file.hold.cause is HoldCause.AWAITING_DOCUMENTS
    ):
        return Station.DOCUMENTS
    return Station.CHECK if file.state is State.SUBMITTED else Station.PRINT


def cause(file: File, day: Day) -> Cause | None:
    """The one reason why an open file does not move; None while it moves or waits its turn."""
    if file.hold:
        return file.hold.cause
    if file.history.complete is None:
        return HoldCause.AWAITING_DOCUMENTS
    if file.begun_at:
        return None
    if file.history.promised_first is None:
        return Snag.NO_PROMISE
    if file.state is State.VERIFIED and not (day.has_blanks or file.has_blank):
        return Snag.NO_BLANK
    return Snag.LEFT_LYING if _is_left_lying(file, day) else None


def _is_left_lying(file: File, day: Day) -> bool:
    """Past its stage's target with nobody at it."""
    running = [
        each
        for each in stages(file.history, day.calendar, file.policy, day.now)
        if each.ended is None
    ]
    is_overdue = any(each.outcome is Outcome.OVERDUE for each in running)
    return is_overdue and not file.is_in_hand


def lists_of(files: Iterable[File], day: Day) -> dict[str, tuple[File, ...]]:
    """All lists of one office by their code, those that are empty too; oldest promise first."""
    ordered = sorted(files, key=queue_place)
    classes = [(file, bar_class(file, day)) for file in ordered]
    work = [(file, cause(file, day)) for file in ordered if file.is_open]
    return {
        **{each.value: _where(classes, {each}) for each in BAR},
        Listed.COUNTED: _where(classes, set(BAR)),
        Listed.DONE: _where(classes, {Outcome.KEPT, Outcome.LATE}),
        Listed.OPEN: _where(classes, {Outcome.ON_TRACK, Outcome.AT_RISK}),
        Listed.EARLIER: tuple(file for file in ordered if _is_earlier(file, day)),
        Listed.PRINTED: tuple(file for file in ordered if day.is_today(file.printed_last)),
        Listed.WORK: tuple(file for file, _ in work),
        Listed.MOVING: _where(work, {None}),
        **{
            at_code(each): tuple(file for file, _ in work if station(file) is each)
            for each in Station
        },
        **{for_code(each): _where(work, {each}) for each in CAUSES},
    }


def _where(
    found: Iterable[tuple[File, str | None]], wanted: Collection[str | None]
) -> tuple[File, ...]:
    return tuple(file for file, kind in found if kind in wanted)


def _is_earlier(file: File, day: Day) -> bool:
    is_overdue = stands(file, day) is Outcome.OVERDUE
    return is_overdue and not day.is_today(file.history.promised_first)


def queue_place(file: File) -> tuple[bool, datetime, str]:
    """Oldest promise first, without a promise last."""
    promised = file.history.promised_first
    return promised is None, promised or file.history.received, file.request_no


def at_code(where: Station) -> str:
    """The code of the list of a station."""
    return f"at-{where}"


def for_code(why: Cause) -> str:
    """The code of the list of a cause."""
    return f"for-{why}"


def longest_wait(files: Iterable[File], day: Day) -> timedelta | Unknown | None:
    """Open time since the longest waiting of these came to lie there; None for none."""
    since = min((file.waits_since for file in files), default=None)
    return None if since is None else open_between(day.calendar, since, day.now)


def biggest(counts: Mapping[Cause, int], *, most: int = 2) -> tuple[Cause, ...]:
    """The causes with most files; documents that citizens have to bring are not among them."""
    ranked = sorted(CAUSES, key=lambda each: -counts.get(each, 0))
    office_can_act = [each for each in ranked if each is not HoldCause.AWAITING_DOCUMENTS]
    return tuple(each for each in office_can_act if counts.get(each, 0))[:most]

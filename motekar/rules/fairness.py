"""First in, first out: the place a request had in its line against the turn when it was served.

A step is out of order when, at its moment, at least ``Tolerance.fewest`` other requests of the
office stood ahead of it and waited for the same work: complete, not on hold, with a place in the
line at least ``Tolerance.minutes`` earlier. Anything less counts as simultaneous, because several
counters and printers work side by side. Requests that stood ahead on hold make a step out of order
too, for a listed reason. The position expected of a step is its own turn of the local day plus all
who stood ahead. A request that ``Tolerance.left_behind`` steps of one day passed is told once as
left behind, and for the rest of that day it counts against no further step: one forgotten file
must not make everybody after it look served out of turn.

Each local day stands by itself, so a longer period tells nothing else of its days. A step without
a listed reason is a question, not a verdict; a step whose place no event tells is unknown and
never in order.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from motekar.rules.ahead import Row
from motekar.rules.period import Period
from motekar.rules.sla import Stage
from motekar.rules.waiting_line import ListedReason, Taken, Waiter


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What still counts as simultaneous, and after how many steps a request is left behind."""

    fewest: int = 3
    minutes: int = 15
    left_behind: int = 5


TOLERANCE = Tolerance()


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a period on the office's wall."""

    period: Period
    zone: ZoneInfo

    def day_of(self, at: datetime) -> date | None:
        """The local day of a moment, None outside."""
        day = at.astimezone(self.zone).date()
        return day if day in self.period else None


@dataclass(frozen=True, slots=True)
class Deviation:
    """A step out of order: ``turn`` of its day, ``expected`` by first in, first out.

    ``over`` are the requests it passed, first place first; ``reason`` None where none is listed,
    ``noted_at`` when a ground of priority was recorded.
    """

    stage: Stage
    day: date
    request_no: str
    place: datetime
    at: datetime
    officer: str
    turn: int
    expected: int
    over: tuple[str, ...]
    reason: ListedReason | None
    noted_at: datetime | None


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A request that waited while ``passed_by`` steps of one day served later ones."""

    stage: Stage
    day: date
    request_no: str
    place: datetime
    passed_by: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the period, in order or not."""

    request_no: str
    at: datetime
    officer: str


@dataclass(frozen=True, slots=True)
class Order:
    """How one line was served: ``unknown`` are steps of requests without a place."""

    stage: Stage
    steps: tuple[Step, ...]
    deviations: tuple[Deviation, ...]
    left_behind: tuple[LeftBehind, ...]
    unknown: tuple[Step, ...]

    @property
    def in_order(self) -> tuple[Step, ...]:
        """Steps that passed nobody, or hardly anybody."""
        others = {(one.request_no, one.at) for one in self.deviations}
        others |= {(step.request_no, step.at) for step in self.unknown}
        return tuple(step for step in self.steps if (step.request_no, step.at) not in others)

    @property
    def flagged(self) -> tuple[Deviation, ...]:
        """Out of order without a listed reason."""
        return tuple(one for one in self.deviations if one.reason is None)

    @property
    def listed(self) -> Mapping[ListedReason, int]:
        """Out of order for a listed reason, by reason, in the order of the list."""
        found = Counter(one.reason for one in self.deviations)
        return {reason: found[reason] for reason in ListedReason if reason in found}


def order(
    stage: Stage, waiters: Sequence[Waiter], *, days: Days, tolerance: Tolerance = TOLERANCE
) -> Order:
    """How the line was served on those days; ``waiters`` are all who stood in it then."""
    placed = [(one.place, one) for one in waiters if one.place is not None]
    in_line = [one for _, one in sorted(placed, key=itemgetter(0))]
    line = _Line(stage, in_line, days, tolerance)
    line.run()
    unknown = [
        Step(one.request_no, taken.at, taken.officer)
        for one in waiters
        if one.place is None
        for taken in one.taken
        if days.day_of(taken.at)
    ]
    return Order(
        stage=stage,
        steps=tuple(sorted((*line.steps, *unknown), key=lambda step: step.at)),
        deviations=tuple(line.deviations),
        left_behind=tuple(line.left_behind),
        unknown=tuple(sorted(unknown, key=lambda step: step.at)),
    )


_LEAVES, _SERVED, _ENTERS = range(3)
# Of one moment: who was served in it waits no more, who came in it does not wait yet.


@dataclass(slots=True)
class _Line:
    """The line as it goes on; ``_rows`` are those who wait, and those who are on hold in it."""

    stage: Stage
    waiters: Sequence[Waiter]
    days: Days
    tolerance: Tolerance
    steps: list[Step] = field(default_factory=list)
    deviations: list[Deviation] = field(default_factory=list)
    left_behind: list[LeftBehind] = field(default_factory=list)
    _places: list[datetime] = field(init=False)
    _rows: tuple[Row, Row] = field(init=False)
    _today: date | None = None
    _turn: int = 0

    def __post_init__(self) -> None:
        self._places = [one.place for one in self.waiters if one.place is not None]
        size, most = len(self._places), self.tolerance.left_behind
        self._rows = Row(size, most=most), Row(size, most=most)

    def run(self) -> None:
        for at, kind, place, what in sorted(self._agenda(), key=lambda entry: entry[:3]):
            day = self._turn_page(at)
            if day and isinstance(what, Taken):
                self._serve(place, what, day)
            elif kind == _ENTERS:
                self._rows[bool(what)].enter(place)
            else:
                self._rows[bool(what)].leave(place)
        self._end_day()

    def _agenda(self) -> Iterator[tuple[datetime, int, int, bool | Taken]]:
        for place, one in enumerate(self.waiters):
            for stretch in one.stretches:
                if stretch.until is None:
                    yield stretch.since, _ENTERS, place, stretch.is_held
                elif stretch.since < stretch.until:
                    yield stretch.since, _ENTERS, place, stretch.is_held
                    yield stretch.until, _LEAVES, place, stretch.is_held
            for taken in one.taken:
                if self.days.day_of(taken.at):
                    yield taken.at, _SERVED, place, taken

    def _turn_page(self, at: datetime) -> date | None:
        day = self.days.day_of(at)
        if day != self._today:
            self._end_day()
            self._today, self._turn = day, 0
        return day

    def _end_day(self) -> None:
        waiting, held = self._rows
        held.end_day()
        left = waiting.end_day()
        if self._today is None:
            return
        for place in sorted(left):
            number = self.waiters[place].request_no
            self.left_behind.append(
                LeftBehind(self.stage, self._today, number, self._places[place], left[place])
            )

    def _serve(self, place: int, taken: Taken, day: date) -> None:
        number = self.waiters[place].request_no
        self._turn += 1
        self.steps.append(Step(number, taken.at, taken.officer))
        end = self._end_of_those_before(self._places[place])
        waiting, on_hold = self._rows
        expected = self._turn + waiting.ahead(end)
        over, stepped_over = waiting.pass_by(end), on_hold.pass_by(end)
        reason = taken.reason
        if len(over) < self.tolerance.fewest:
            if len(over) + len(stepped_over) < self.tolerance.fewest:
                return
            expected, over = expected + on_hold.ahead(end), over + stepped_over
            reason = reason or ListedReason.AHEAD_ON_HOLD
        self.deviations.append(
            Deviation(
                stage=self.stage,
                day=day,
                request_no=number,
                place=self._places[place],
                at=taken.at,
                officer=taken.officer,
                turn=self._turn,
                expected=expected,
                over=tuple(self.waiters[each].request_no for each in over),
                reason=reason,
                noted_at=taken.noted_at,
            )
        )

    def _end_of_those_before(self, place: datetime) -> int:
        """Where those end who came so much earlier that it is no accident of the moment."""
        clearly = place - timedelta(minutes=self.tolerance.minutes)
        return min(bisect_right(self._places, clearly), bisect_left(self._places, place))

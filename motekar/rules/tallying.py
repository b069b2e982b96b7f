"""What one counted request adds to the sums that figures are made of.

A sum is called by a facet (all, or a grouping), the value of it, and a measure. Sums of days add
up to those of months. Beside them stands where the minutes of each stage lie.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from motekar.rules.counting import Case, Verdict
from motekar.rules.period import Grain, Period
from motekar.rules.sla import Outcome
from motekar.rules.spreads import Places, place_of, put

ALL = "all"
HOUR = "hour"
FACETS = (ALL, "reason", "channel", "weekday", HOUR)
OFFICE = "office"
POLICY = "policy"
MESSAGES = "messages"
STAGES = ("verify", "print", "ready", "collect")


class Sum(NamedTuple):
    """What a number is the number of."""

    facet: str
    value: str
    measure: str


Sums = Counter[Sum]
Lying = tuple[str, int]
"""A stage, and a place of ``spreads``."""
Minutes = defaultdict[str, Places]
"""A row of places by stage."""


def facets_of(case: Case, day: date) -> dict[str, str]:
    """The groupings a request belongs to on a day; Monday is weekday 0."""
    return {
        ALL: "",
        "reason": case.reason,
        "channel": case.channel,
        "weekday": str(day.weekday()),
        HOUR: f"{case.visit_hour:02d}",
    }


def visit_sums(case: Case) -> Sums:
    """What it adds on the day of the visit."""
    measures = {"visits": 1, "incomplete": case.is_incomplete, "late_entries": case.is_late_entry}
    return _in_all_facets(case, case.visit_day, measures)


def file_sums(case: Case) -> Sums:
    """What it adds on the day the file was complete; nothing before."""
    if case.day is None:
        return Sums()
    sums = _in_all_facets(case, case.day, dict(_file_measures(case)))
    if case.policy_version is not None:
        sums[Sum(POLICY, str(case.policy_version), "files")] = 1
    return sums


def _file_measures(case: Case) -> Iterator[tuple[str, int]]:
    yield "files", 1
    yield "events", case.events
    for against, verdict in verdicts(case):
        yield f"{against}_{verdict}", 1
    yield "printed", case.is_printed
    yield "collected", case.is_collected
    yield "reprints", case.is_reprint
    yield "spoiled", case.spoiled
    for hold in case.holds:
        yield f"held_{hold.cause}", hold.count
        yield f"held_minutes_{hold.cause}", hold.minutes
    if case.why_unknown:
        yield f"unknown_{case.why_unknown}", 1


def verdicts(case: Case) -> tuple[tuple[str, Verdict | None], ...]:
    """What the file is held against, and how it stands to each."""
    return ("standard", case.standard), ("net", case.net), ("promise", case.promise)


def minutes_of(case: Case) -> tuple[Lying, ...]:
    """Where its minutes lie; it counts so on the day the file was complete."""
    minutes = (case.verify_minutes, case.print_minutes, case.ready_minutes, case.collect_minutes)
    return tuple(
        (stage, place_of(taken))
        for stage, taken in zip(STAGES, minutes, strict=True)
        if taken is not None
    )


def no_minutes() -> Minutes:
    """Nothing at any stage."""
    return defaultdict(list)


_Change = Callable[[Counter[Any], Counter[Any]], None]


@dataclass(slots=True)
class Tally:
    """The sums and minutes of some offices in a period, of all files by office and by day too.

    Filled from evidence, or from sums that were kept of it; both have to agree. ``minutes_by`` are
    those by office, and by the values of the ``facet``.
    """

    period: Period
    offices: frozenset[str]
    facet: str = ALL
    sums: Sums = field(default_factory=Counter)
    minutes: Minutes = field(default_factory=no_minutes)
    minutes_by: dict[tuple[str, str], Minutes] = field(
        default_factory=lambda: defaultdict(no_minutes)
    )
    by_office: dict[str, Sums] = field(default_factory=lambda: defaultdict(Counter))
    by_day: dict[date, Sums] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, case: Case) -> None:
        """Adds a request, as far as it belongs here."""
        self._change(case, Counter.update, 1)

    def take_off(self, case: Case) -> None:
        """Takes a request off that was added the way it was then."""
        self._change(case, Counter.subtract, -1)

    def add_open(self, cases: Iterable[Case], *, now: datetime) -> None:
        """Adds how requests that are still open stand now; each was added before as open."""
        for case in cases:
            if self._has_file(case):
                self._spread(case, open_sums(case, now=now), Counter.update)

    def _change(self, case: Case, change: _Change, number: int) -> None:
        if case.office not in self.offices:
            return
        if case.visit_day in self.period:
            visits = visit_sums(case)
            change(self.sums, visits)
            change(self.by_office[case.office], of_all(visits))
        if self._has_file(case):
            self._spread(case, file_sums(case), change)
            self._lay(case, number)

    def _lay(self, case: Case, number: int) -> None:
        assert case.day is not None  # noqa: S101 - it lies in the period
        values = [(OFFICE, case.office)]
        if self.facet != ALL:
            values.append((self.facet, facets_of(case, case.day)[self.facet]))
        for minutes in (self.minutes, *(self.minutes_by[value] for value in values)):
            for stage, place in minutes_of(case):
                put(minutes[stage], place, number)

    def _has_file(self, case: Case) -> bool:
        return case.office in self.offices and case.day in self.period

    def _spread(self, case: Case, sums: Sums, change: _Change) -> None:
        assert case.day is not None  # noqa: S101 - it lies in the period
        change(self.sums, sums)
        change(self.by_office[case.office], of_all(sums))
        change(self.by_day[case.day], of_all(sums))


def of_all(sums: Sums) -> Sums:
    """Those that no grouping splits."""
    return Sums({told: number for told, number in sums.items() if told.facet == ALL})


def cells_of(case: Case) -> Counter[tuple[str, Grain, date, Sum]]:
    """All that it adds: office, grain, first day of it, and which sum."""
    cells: Counter[tuple[str, Grain, date, Sum]] = Counter()
    for day, sums in ((case.visit_day, visit_sums(case)), (case.day, file_sums(case))):
        if day is None:
            continue
        for told, number in sums.items():
            cells[case.office, Grain.DAY, day, told] += number
            cells[case.office, Grain.MONTH, day.replace(day=1), told] += number
    return cells


def _in_all_facets(case: Case, day: date, measures: dict[str, int]) -> Sums:
    groups = facets_of(case, day)
    return Sums(
        {
            Sum(facet, value, measure): number
            for facet, value in groups.items()
            for measure, number in measures.items()
            if number
        }
    )


def open_sums(case: Case, *, now: datetime) -> Sums:
    """How it stands now to what it is held against, as far as that is still open."""
    assert case.day is not None  # noqa: S101 - nothing is held against a file that is not complete
    groups = facets_of(case, case.day)
    return Sums(
        {
            Sum(facet, value, f"{against}_{stands}"): 1
            for against, stands in standings(case, now=now)
            for facet, value in groups.items()
        }
    )


def standings(case: Case, *, now: datetime) -> Iterator[tuple[str, Outcome]]:
    """How an open request stands: while it is held, its net moment waits too."""
    if case.standard is Verdict.OPEN and case.standard_by:
        yield "standard", _stands(case.standard_by, now)
    if case.net is Verdict.OPEN and case.net_by:
        yield "net", _stands(case.net_by, min(now, case.held_since or now))
    if case.promise is Verdict.OPEN and case.promised_by and case.risk_at:
        stands = _stands(case.promised_by, now)
        is_near = stands is Outcome.ON_TRACK and now >= case.risk_at
        yield "promise", Outcome.AT_RISK if is_near else stands


def _stands(due: datetime, now: datetime) -> Outcome:
    return Outcome.OVERDUE if now > due else Outcome.ON_TRACK

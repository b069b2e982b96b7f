"""What in an office's work is worth a question: always with its evidence, never a verdict.

An officer, a printer or a person is named because somebody must be able to ask; findings stand in
the order of time, so that nobody is ranked. What cannot be judged is kept as unknown, so that an
empty list never looks better than it is. A number that is told is the length of a list kept here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.fairness import Order
from motekar.rules.print_attempts import Attempt, is_within_hours


class Question(StrEnum):
    """What can be asked."""

    UNEXPLAINED = "unexplained"
    OUTSIDE_HOURS = "outside-hours"
    ONE_PERSON = "one-person"
    SPOILED_BY_PRINTER = "spoiled-by-printer"
    SPOILED_BY_OFFICER = "spoiled-by-officer"
    REPRINTS = "reprints"
    STOCK_DIFFERENCES = "stock-differences"
    SHARED_PHONES = "shared-phones"


@dataclass(frozen=True, slots=True)
class Measure:
    """When somebody stands out: so many cases, and so many times as often as the others.

    ``beside`` is how much work the others must have done to compare with.
    """

    floor: int = 5
    times: int = 2
    beside: int = 20


MEASURE = Measure()
PRINTS_OF_ONE_PERSON, WITHIN_MONTHS = 3, 12
PERSONS_OF_ONE_PHONE = 5


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of evidence; ``facts`` are codes and numbers, never personal data."""

    at: datetime
    request_no: str | None = None
    officer: str | None = None
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


Traces = tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to ask about: ``about`` is the officer, printer or piece of work meant.

    ``lists`` are the evidence by what is counted in it: ``marked``, what is asked about; where
    that is a part of something, ``done``; and the same of everybody, ``all_marked``, ``all_done``.
    """

    lists: Mapping[str, Traces]
    officer: str | None = None
    about: str | None = None

    @property
    def traces(self) -> Traces:
        """What is asked about."""
        return self.lists["marked"]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question and what it found among ``judged`` cases; ``unknown`` more cannot be judged.

    ``is_blind`` where nothing is recorded that could be looked at.
    """

    question: Question
    findings: tuple[Finding, ...]
    judged: Traces
    unknown: Traces = ()
    is_blind: bool = False


def unexplained(orders: Iterable[Order], *, measure: Measure = MEASURE) -> Inquiry:
    """Officers with clearly more steps out of order without a listed reason than colleagues."""
    findings: list[Finding] = []
    judged: list[Trace] = []
    unknown: list[Trace] = []
    for order in orders:
        found = _compared(tuple(_steps(order)), measure)
        findings += [
            Finding(lists, who, order.stage.value) for who, lists in found.standing_out.items()
        ]
        judged += found.judged
        unknown += found.alone
    return Inquiry(Question.UNEXPLAINED, _in_time(findings), _by_time(judged), _by_time(unknown))


def spoiled_by_printer(attempts: Iterable[Attempt], *, measure: Measure = MEASURE) -> Inquiry:
    """Printers that spoil clearly more of their cards than the others; nameless ones: unknown."""
    every = tuple(attempts)
    found = _compared([_card(one, one.printer) for one in every if one.printer], measure)
    findings = [Finding(lists, about=name) for name, lists in found.standing_out.items()]
    unknown = _by_time((*found.alone, *(_trace(one) for one in every if not one.printer)))
    return Inquiry(Question.SPOILED_BY_PRINTER, _in_time(findings), found.judged, unknown)


def spoiled_by_officer(attempts: Iterable[Attempt], *, measure: Measure = MEASURE) -> Inquiry:
    """Officers whose cards are spoiled clearly more often than those of colleagues."""
    found = _compared([_card(one, one.started_by) for one in attempts], measure)
    findings = [Finding(lists, who) for who, lists in found.standing_out.items()]
    return Inquiry(Question.SPOILED_BY_OFFICER, _in_time(findings), found.judged, found.alone)


def outside_hours(cards: Iterable[tuple[Attempt, OfficeCalendar | None]]) -> Inquiry:
    """Cards begun while the office was closed, by the calendar in force then."""
    told = [(_trace(one), is_within_hours(one, calendar)) for one, calendar in cards]
    return _single(
        Question.OUTSIDE_HOURS,
        tuple(trace for trace, is_open in told if is_open is False),
        judged=tuple(trace for trace, is_open in told if is_open is not None),
        unknown=tuple(trace for trace, is_open in told if is_open is None),
    )


def one_person(attempts: Iterable[Attempt]) -> Inquiry:
    """Good cards printed by the very person who had checked the file."""
    good = [(one, _trace(one)) for one in attempts if one.ended_at and not one.is_spoiled]
    return _single(
        Question.ONE_PERSON,
        tuple(trace for one, trace in good if one.verified_by == one.started_by),
        judged=tuple(trace for one, trace in good if one.verified_by),
        unknown=tuple(trace for one, trace in good if not one.verified_by),
    )


def stock_differences(counts: Traces, *, uncounted: Traces | None) -> Inquiry:
    """Counts that differed from the ledger; open days without a count are unknown.

    ``uncounted`` are the closings of those days; None for an office that keeps no ledger, of which
    nothing is known.
    """
    if uncounted is None:
        return Inquiry(Question.STOCK_DIFFERENCES, (), judged=(), is_blind=True)
    marked = tuple(one for one in counts if one.facts["difference"])
    return _single(Question.STOCK_DIFFERENCES, marked, judged=counts, unknown=uncounted)


def groups(
    question: Question, found: Iterable[Traces], *, judged: Traces, unknown: Traces = ()
) -> Inquiry:
    """Requests that belong together, by a keyed hash that stays where it is."""
    findings = [Finding({"marked": traces}) for traces in found]
    return Inquiry(question, _in_time(findings), judged, unknown)


def _single(question: Question, marked: Traces, *, judged: Traces, unknown: Traces) -> Inquiry:
    findings = (Finding({"marked": marked, "done": judged}),) if marked else ()
    return Inquiry(question, findings, judged, unknown)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Work of an officer or a printer; ``is_marked`` where it counts against them."""

    of: str
    trace: Trace
    is_marked: bool


def _steps(order: Order) -> Iterator[_Piece]:
    passed = {(one.request_no, one.at): {"passed": len(one.over)} for one in order.flagged}
    stage = {"stage": order.stage.value}
    for step in order.steps:
        over = passed.get((step.request_no, step.at), {})
        trace = Trace(step.at, step.request_no, step.officer, stage | over)
        yield _Piece(step.officer, trace, is_marked=bool(over))


def _card(attempt: Attempt, of: str) -> _Piece:
    return _Piece(of, _trace(attempt), attempt.is_spoiled)


def _trace(attempt: Attempt) -> Trace:
    facts = {"printer": attempt.printer} if attempt.printer else {}
    return Trace(attempt.started_at, attempt.request_no, attempt.started_by, facts)


@dataclass(frozen=True, slots=True)
class _Compared:
    """The lists of those who stand out, and the work with nothing beside it (``alone``)."""

    standing_out: Mapping[str, Mapping[str, Traces]]
    judged: Traces
    alone: Traces


def _compared(work: Sequence[_Piece], measure: Measure) -> _Compared:
    cases = [piece for piece in work if piece.is_marked]
    done, marked = _each(work), _each(cases)
    found, alone = [], set()
    for of, traces in marked.items():
        mine, others = len(traces), len(work) - len(done[of])
        if mine < measure.floor:
            continue
        if others < measure.beside:
            alone.add(of)
        # mine / done >= times * theirs / others, in whole numbers
        elif mine * others >= measure.times * (len(cases) - mine) * len(done[of]):
            found.append(of)
    everybody = {"all_marked": _told(cases), "all_done": _told(work)}
    return _Compared(
        {of: {"marked": marked[of], "done": done[of], **everybody} for of in found},
        judged=_told(piece for piece in work if piece.of not in alone),
        alone=_told(piece for piece in work if piece.of in alone),
    )


def _each(work: Iterable[_Piece]) -> Mapping[str, Traces]:
    found: defaultdict[str, list[Trace]] = defaultdict(list)
    for piece in work:
        found[piece.of].append(piece.trace)
    return {of: tuple(traces) for of, traces in found.items()}


def _told(work: Iterable[_Piece]) -> Traces:
    return tuple(piece.trace for piece in work)


def _by_time(traces: Iterable[Trace]) -> Traces:
    return tuple(sorted(traces, key=attrgetter("at")))


def _in_time(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.traces[0].at))

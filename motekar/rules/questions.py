"""What in an office's work is worth a question: always with its evidence, never a verdict.

An officer, a printer or a person is named because somebody must be able to ask; findings stand in
the order of time, so that nobody is ranked. What cannot be judged is counted as unknown, so that
an empty list never looks better than it is.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.fairness import Order
from motekar.rules.print_attempts import Attempt, is_within_hours

K = TypeVar("K", bound=Hashable)


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


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to ask about: ``about`` is the officer, printer or piece of work meant."""

    traces: tuple[Trace, ...]
    officer: str | None = None
    about: str | None = None
    facts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question and what it found among ``judged`` cases; ``unknown`` more cannot be judged.

    ``is_blind`` where nothing is recorded that could be looked at.
    """

    question: Question
    findings: tuple[Finding, ...]
    judged: int
    unknown: int = 0
    is_blind: bool = False


def unexplained(orders: Iterable[Order], *, measure: Measure = MEASURE) -> Inquiry:
    """Officers with clearly more steps out of order without a listed reason than colleagues."""
    findings: list[Finding] = []
    judged = unknown = 0
    for order in orders:
        done = Counter(step.officer for step in order.steps)
        marked: dict[str, list[Trace]] = {}
        for one in order.flagged:
            trace = Trace(one.at, one.request_no, one.officer, {"passed": len(one.over)})
            marked.setdefault(one.officer, []).append(trace)
        found, alone = _standing_out(done, marked, measure)
        findings += [
            Finding(tuple(marked[who]), who, order.stage.value, _share(who, done, marked))
            for who in found
        ]
        judged, unknown = judged + done.total() - alone, unknown + alone
    return Inquiry(Question.UNEXPLAINED, _in_time(findings), judged, unknown)


def spoiled_by_printer(attempts: Iterable[Attempt], *, measure: Measure = MEASURE) -> Inquiry:
    """Printers that spoil clearly more of their cards than the others; nameless ones: unknown."""
    every = tuple(attempts)
    named = [(one.printer, one) for one in every if one.printer]
    found, judged, unknown = _spoiling(named, measure)
    findings = [Finding(traces, about=name, facts=facts) for name, traces, facts in found]
    unknown += len(every) - len(named)
    return Inquiry(Question.SPOILED_BY_PRINTER, _in_time(findings), judged, unknown)


def spoiled_by_officer(attempts: Iterable[Attempt], *, measure: Measure = MEASURE) -> Inquiry:
    """Officers whose cards are spoiled clearly more often than those of colleagues."""
    found, judged, unknown = _spoiling([(one.started_by, one) for one in attempts], measure)
    findings = [Finding(traces, who, facts=facts) for who, traces, facts in found]
    return Inquiry(Question.SPOILED_BY_OFFICER, _in_time(findings), judged, unknown)


def outside_hours(cards: Iterable[tuple[Attempt, OfficeCalendar | None]]) -> Inquiry:
    """Cards begun while the office was closed, by the calendar in force then."""
    told = [(one, is_within_hours(one, calendar)) for one, calendar in cards]
    traces = tuple(_trace(one) for one, is_open in told if is_open is False)
    unknown = sum(is_open is None for _, is_open in told)
    return _single(Question.OUTSIDE_HOURS, traces, judged=len(told) - unknown, unknown=unknown)


def one_person(attempts: Iterable[Attempt]) -> Inquiry:
    """Good cards printed by the very person who had checked the file."""
    good = [one for one in attempts if one.ended_at and not one.is_spoiled]
    known = [one for one in good if one.verified_by]
    traces = tuple(_trace(one) for one in known if one.verified_by == one.started_by)
    unknown = len(good) - len(known)
    return _single(Question.ONE_PERSON, traces, judged=len(known), unknown=unknown)


def stock_differences(counts: Sequence[Trace], *, uncounted_days: int | None) -> Inquiry:
    """Counts that differed from the ledger; open days without a count are unknown.

    ``uncounted_days`` is None for an office that keeps no ledger: nothing is known of it.
    """
    if uncounted_days is None:
        return Inquiry(Question.STOCK_DIFFERENCES, (), judged=0, is_blind=True)
    traces = tuple(one for one in counts if one.facts["difference"])
    return _single(Question.STOCK_DIFFERENCES, traces, judged=len(counts), unknown=uncounted_days)


def groups(
    question: Question, found: Iterable[tuple[Trace, ...]], *, judged: int, unknown: int = 0
) -> Inquiry:
    """Requests that belong together, by a keyed hash that stays where it is."""
    findings = [Finding(traces, facts={"marked": len(traces)}) for traces in found]
    return Inquiry(question, _in_time(findings), judged, unknown)


def _single(
    question: Question, traces: tuple[Trace, ...], *, judged: int, unknown: int
) -> Inquiry:
    findings = (Finding(traces, facts={"marked": len(traces), "done": judged}),) if traces else ()
    return Inquiry(question, findings, judged, unknown)


def _trace(attempt: Attempt) -> Trace:
    facts = {"printer": attempt.printer} if attempt.printer else {}
    return Trace(attempt.started_at, attempt.request_no, attempt.started_by, facts)


def _spoiling(
    cards: Sequence[tuple[K, Attempt]], measure: Measure
) -> tuple[list[tuple[K, tuple[Trace, ...], Mapping[str, int]]], int, int]:
    done = Counter(who for who, _ in cards)
    marked: dict[K, list[Trace]] = {}
    for who, one in cards:
        if one.is_spoiled:
            marked.setdefault(who, []).append(_trace(one))
    found, alone = _standing_out(done, marked, measure)
    told = [(who, tuple(marked[who]), _share(who, done, marked)) for who in found]
    return told, done.total() - alone, alone


def _standing_out(
    done: Counter[K], marked: Mapping[K, Sequence[Trace]], measure: Measure
) -> tuple[list[K], int]:
    """Who stands out, and how much work has nothing beside it to be compared with."""
    found, alone = [], 0
    total, cases = done.total(), sum(map(len, marked.values()))
    for who, traces in marked.items():
        mine, others = len(traces), total - done[who]
        if mine < measure.floor:
            continue
        if others < measure.beside:
            alone += done[who]
        # mine / done >= times * theirs / others, in whole numbers
        elif mine * others >= measure.times * (cases - mine) * done[who]:
            found.append(who)
    return found, alone


def _share(who: K, done: Counter[K], marked: Mapping[K, Sequence[Trace]]) -> Mapping[str, int]:
    return {
        "marked": len(marked[who]),
        "done": done[who],
        "all_marked": sum(map(len, marked.values())),
        "all_done": done.total(),
    }


def _in_time(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.traces[0].at))

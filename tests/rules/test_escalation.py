"""Steps count in open time from the first promise; nothing done to a request takes one back."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.approvals import Granted
from motekar.rules.calendar import OfficeCalendar, OneOff, OneOffKind, OpeningSpan
from motekar.rules.documents import Document, DocumentRule, Reason
from motekar.rules.errors import MotekarError
from motekar.rules.escalation import (
    UNREADY,
    Addressed,
    Advice,
    Due,
    Help,
    addressed,
    advice,
    due_of,
    may_raise,
    reached,
    trigger_of,
)
from motekar.rules.holds import HoldCause, HoldOn
from motekar.rules.ladder import Ladder, LadderStep, Trigger
from motekar.rules.lifecycle import State
from motekar.rules.people import Officer, Role
from motekar.rules.promise import first_promise
from motekar.rules.requests import Occasion, PrintAttempt, PrintRequest, check, intake
from motekar.rules.rulebook import OfficeProfile, RuleBook
from motekar.rules.steps import (
    Amend,
    CentralRecord,
    Command,
    CompleteDocuments,
    Hold,
    Resume,
    SpoilCause,
    SpoilPrint,
    StartPrint,
    Verify,
)
from tests.builders_calendar import ONE_HOUR, calendars

WIB = ZoneInfo("Asia/Jakarta")
OFFICE = "32.75.03"
FRONT, MANAGER, HEAD = Role.FRONT_OFFICER, Role.OFFICE_MANAGER, Role.HEAD_OF_OFFICE
AT_RISK = LadderStep(1, Trigger.AT_RISK, 0, 240, frozenset({FRONT}))
OVERDUE = LadderStep(2, Trigger.OVERDUE, 0, 480, frozenset({MANAGER}))
AN_HOUR_LATE = LadderStep(3, Trigger.OVERDUE, 60, 960, frozenset({HEAD}), sms=True)
LADDER = Ladder(1, (AT_RISK, OVERDUE, AN_HOUR_LATE))
CALENDAR = OfficeCalendar(
    OFFICE,
    "Asia/Jakarta",
    1,
    tuple(OpeningSpan(day, time(8), time(16)) for day in range(5)),
    (),
    frozenset({2026}),
)
BOOK = RuleBook(
    office=OfficeProfile(OFFICE, "BUT", "Kecamatan Contoh", WIB),
    calendar=CALENDAR,
    policy=ONE_HOUR,
    document_rules=(DocumentRule(Reason.DAMAGED, (Document.OLD_CARD,)),),
    wordings=(),
    ladder=LADDER,
)
MINUTE = timedelta(minutes=1)
MONDAY_0900 = datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
MONDAY_1600 = datetime(2026, 11, 23, 16, 0, tzinfo=WIB)
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=WIB)
FRIDAY_1600 = datetime(2026, 11, 27, 16, 0, tzinfo=WIB)
PROMISED = Due(MONDAY_1600, is_promised=True)
GRANTED = Granted(UUID(int=8), MONDAY_0900, "kepala", "Petugas Kepala", is_alone=False)


def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T{clock}:00+07:00")


def ranks(due: Due, now: datetime, book: RuleBook = BOOK) -> list[int]:
    return [step.rank for step in reached(due, book=book, now=now)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(23, "14:59"), []),
        (at(23, "15:00"), [1]),  # an hour before the promise it is at risk
        (at(23, "16:00"), [1]),  # the promised moment itself still keeps it
        (at(23, "16:01"), [1, 2]),
        (at(24, "00:00"), [1, 2]),  # at night no open minute passes
        (at(24, "08:59"), [1, 2]),
        (at(24, "09:00"), [1, 2, 3]),  # 8.00-9.00 is the hour
    ],
    ids=str,
)
def test_a_promise_for_four_climbs_in_open_time(now: datetime, expected: list[int]) -> None:
    assert ranks(PROMISED, now) == expected


def test_over_a_weekend_nothing_climbs() -> None:
    due = Due(FRIDAY_1600, is_promised=True)
    assert ranks(due, at(29, "23:59")) == [1, 2]
    assert ranks(due, at(30, "08:59")) == [1, 2]
    assert ranks(due, at(30, "09:00")) == [1, 2, 3]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(23, "12:59"), []),
        (at(23, "13:00"), [1]),  # 9.00-13.00 is 240 minutes
        (at(24, "09:00"), [1, 2]),  # 7 h on Monday and 1 h on Tuesday
        (at(25, "09:00"), [1, 2, 3]),
    ],
    ids=str,
)
def test_without_any_promise_it_climbs_from_the_visit(now: datetime, expected: list[int]) -> None:
    due = Due(MONDAY_0900, is_promised=False)
    assert ranks(due, now) == expected
    assert trigger_of(OVERDUE, due) is Trigger.UNPROMISED
    assert trigger_of(OVERDUE, PROMISED) is Trigger.OVERDUE


def test_where_the_calendar_is_not_known_all_time_counts() -> None:
    unknown = replace(BOOK, calendar=replace(CALENDAR, known_years=frozenset()))
    assert ranks(PROMISED, at(23, "17:00"), unknown) == [1, 2, 3]


def test_it_is_raised_while_the_office_is_open_and_never_at_night() -> None:
    assert may_raise(BOOK, now=at(23, "08:00"))
    assert not may_raise(BOOK, now=at(23, "07:59"))
    assert not may_raise(BOOK, now=MONDAY_1600)
    assert not may_raise(BOOK, now=at(24, "00:00"))
    assert not may_raise(BOOK, now=at(29, "10:00"))
    closed = OneOff(OneOffKind.CLOSURE, date(2026, 11, 23), "Listrik padam", time(10))
    shut = replace(BOOK, calendar=CALENDAR.drafted(entries=[closed]))
    assert may_raise(shut, now=at(23, "09:59"))
    assert not may_raise(shut, now=MONDAY_NOON)


def test_where_nobody_knows_the_hours_only_the_night_is_spared() -> None:
    unknown = replace(BOOK, calendar=replace(CALENDAR, known_years=frozenset()))
    assert may_raise(unknown, now=MONDAY_NOON)
    assert not may_raise(unknown, now=at(24, "00:00"))


moments = st.integers(0, 60 * 24 * 20).map(
    lambda minutes: datetime(2026, 2, 20, tzinfo=UTC) + minutes * MINUTE
)


@given(calendar=calendars, due=moments, first=moments, later=moments, is_promised=st.booleans())
def test_on_any_calendar_steps_are_never_taken_back(
    calendar: OfficeCalendar, due: datetime, first: datetime, later: datetime, is_promised: bool
) -> None:
    book = replace(BOOK, calendar=calendar)
    before, after = sorted((first, later))
    stands = Due(due, is_promised)
    assert set(ranks(stands, before, book)) <= set(ranks(stands, after, book))


@given(calendar=calendars, now=moments)
def test_on_any_calendar_nothing_is_raised_while_closed(
    calendar: OfficeCalendar, now: datetime
) -> None:
    book = replace(BOOK, calendar=calendar)
    spans = calendar.spans_on(calendar.local_day(now))
    assert may_raise(book, now=now) == any(opens <= now < closes for opens, closes in spans)


def a_request(
    documents: tuple[Document, ...] = (Document.OLD_CARD,), **changes: Any
) -> PrintRequest:
    promise = first_promise(CALENDAR, ONE_HOUR, at=MONDAY_0900)
    request = PrintRequest(
        id=UUID(int=1),
        request_no="BUT-261123-0001",
        office=OFFICE,
        state=State.SUBMITTED,
        state_since=MONDAY_0900,
        version=1,
        reason=Reason.DAMAGED,
        channel="counter",
        priority=None,
        documents=documents,
        missing=(),
        hold=None,
        received_at=MONDAY_0900,
        submitted_at=MONDAY_0900,
        service_clock_started_at=None,
        promise=promise,
        promised_by=promise.promised_by,
        first_promised_by=promise.promised_by,
        policy_version=1,
        calendar_version=1,
    )
    return replace(intake(request, late_entry=False).after, **changes)


def an_officer() -> Officer:
    posts = frozenset((role, OFFICE) for role in Role)
    return Officer(UUID(int=7), "semua", "Petugas Semua", posts)


commands: st.SearchStrategy[Command] = st.sampled_from(
    [
        Verify(CentralRecord.READY),
        Verify(CentralRecord.NOT_SEEN),
        Hold(HoldCause.SYSTEM_DOWN, "padam", GRANTED),
        Hold(HoldCause.DISPUTED, "beda"),
        Resume("menyala"),
        StartPrint("P1"),
        SpoilPrint(SpoilCause.CHIP_FAILED),
        CompleteDocuments((Document.OLD_CARD,)),
        Amend("ubah", ("full_name",)),
        Amend("ubah", ("reason",), reason=Reason.LOST),
    ]
)


@given(walk=st.lists(st.tuples(commands, st.integers(0, 600), st.integers(0, 3)), max_size=15))
def test_no_edit_hold_or_later_promise_lowers_the_rank(
    walk: list[tuple[Command, int, int]],
) -> None:
    request, now, climbed = a_request(), MONDAY_0900, 0
    for command, minutes, days in walk:
        now += minutes * MINUTE
        with suppress(MotekarError):
            check(request, command.action, officer=an_officer())
            request = command.take(request, Occasion(an_officer(), now, BOOK)).after
        assert request.promised_by is not None
        request = replace(request, promised_by=request.promised_by + timedelta(days=days))
        before, climbed = climbed, len(ranks(due_of(request), now))
        assert request.state in UNREADY
        assert climbed >= before


def test_a_held_request_climbs_like_any_other() -> None:
    held = a_request(hold=HoldOn(HoldCause.DISPUTED, since=MONDAY_0900))
    assert ranks(due_of(held), at(24, "09:00")) == [1, 2, 3]
    assert due_of(a_request(first_promised_by=None)) == Due(MONDAY_0900, is_promised=False)


@pytest.mark.parametrize(
    ("step", "staffed", "expected"),
    [
        (AT_RISK, {FRONT, MANAGER}, Addressed(frozenset({FRONT}))),
        (AT_RISK, {MANAGER, HEAD}, Addressed(frozenset({MANAGER}), frozenset({FRONT}))),
        (AT_RISK, {HEAD}, Addressed(frozenset({HEAD}), frozenset({FRONT}))),
        (
            AN_HOUR_LATE,
            {FRONT, MANAGER},
            Addressed(frozenset({FRONT, MANAGER}), frozenset({HEAD})),
        ),
        (OVERDUE, {Role.VERIFIER}, Addressed(frozenset({MANAGER}), frozenset({MANAGER}))),
    ],
    ids=["somebody", "one-up", "two-up", "nobody-above", "empty-office"],
)
def test_where_nobody_holds_the_role_it_goes_up(
    step: LadderStep, staffed: set[Role], expected: Addressed
) -> None:
    assert addressed(step, LADDER, staffed=frozenset(staffed)) == expected


def told(request: PrintRequest, *, free: int | None = None, now: datetime = MONDAY_NOON) -> Advice:
    return advice(request, book=BOOK, free_blanks=free, now=now)


def a_verified(**changes: Any) -> PrintRequest:
    return a_request(state=State.VERIFIED, state_since=at(23, "10:00"), **changes)


IN_PRINTER = PrintAttempt(1, at(23, "11:40"), UUID(int=7))


def test_what_would_help_follows_from_where_it_stands() -> None:
    waiting = HoldOn(HoldCause.AWAITING_DOCUMENTS, since=MONDAY_0900)
    incomplete = a_request(hold=waiting, missing=("old_card",), promised_by=None)
    assert told(incomplete) == Advice(
        Help.CALL_FOR_DOCUMENTS, {"documents": ("old_card",), "since": MONDAY_0900}
    )
    disputed = a_verified(hold=HoldOn(HoldCause.DISPUTED, since=MONDAY_0900))
    assert told(disputed) == Advice(
        Help.LIFT_HOLD,
        {"cause": "disputed", "since": MONDAY_0900, "roles": ["front_officer", "verifier"]},
    )
    assert told(a_request()) == Advice(Help.VERIFY, {"since": MONDAY_0900})
    assert told(a_request(promised_by=None)) == Advice(Help.NAME_A_DATE)
    assert told(a_verified(), free=0) == Advice(Help.BRING_BLANKS)
    for request, free in (
        (a_verified(), None),
        (a_verified(), 1),
        (a_verified(has_blank=True), 0),
    ):
        assert told(request, free=free) == Advice(Help.PRINT, {"since": at(23, "10:00")})


def test_a_card_in_the_printer_is_waited_for_and_then_asked_about() -> None:
    printing = a_verified(attempt=IN_PRINTER)
    since = {"since": at(23, "11:40")}
    assert told(printing) == Advice(Help.AWAIT_CARD, since)
    assert told(printing, now=at(23, "12:10")) == Advice(Help.AWAIT_CARD, since)
    assert told(printing, now=at(23, "12:11")) == Advice(Help.SETTLE_CARD, since)

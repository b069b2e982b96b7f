"""How one request counts: by its log and what its promise froze; nothing later flatters it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.counting import Case, HeldFor, Verdict, WhyUnknown, case_of
from motekar.rules.promise import first_promise
from motekar.rules.request_log import LogEvent, RequestLog, Yardsticks
from motekar.rules.sla import Outcome, history_of, outcome
from motekar.rules.spreads import minutes_at, place_of
from motekar.rules.tallying import Sum, cells_of, open_sums, standings
from tests.rules.test_promise import OFFICE, ONE_HOUR, closed_on

WIB = ZoneInfo("Asia/Jakarta")
CODE = OFFICE.office_code
NINE = datetime(2026, 3, 5, 9, tzinfo=WIB)
FOUR = NINE.replace(hour=16)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STICKS = Yardsticks({CODE: WIB}, {(CODE, OFFICE.version): OFFICE}, {ONE_HOUR.version: ONE_HOUR})


def promised(at: datetime, **changes: Any) -> dict[str, Any]:
    return {**first_promise(OFFICE, ONE_HOUR, at=at).facts, **changes}


def submitted(at: datetime = NINE, **facts: Any) -> tuple[datetime, str, dict[str, Any]]:
    told = {
        "reason": "damaged",
        "channel": "counter",
        "missing_documents": [],
        "late_entry": False,
        "received_at": at.isoformat(),
        **promised(at),
    }
    return at, "submit", {**told, **facts}


def a_log(*steps: tuple[datetime, str, dict[str, Any]], **changes: Any) -> RequestLog:
    events = tuple(
        LogEvent(version, at, action, "Petugas", CODE, facts)
        for version, (at, action, facts) in enumerate(steps, start=1)
    )
    log = RequestLog(UUID(int=1), "AAA-260305-0001", CODE, len(events), NINE, NINE, events)
    return replace(log, **changes)


def counted(*steps: tuple[datetime, str, dict[str, Any]], **changes: Any) -> Case:
    return case_of(a_log(*steps, **changes), STICKS)


def printed(at: datetime) -> tuple[datetime, str, dict[str, Any]]:
    return at, "confirm-print", {}


@pytest.mark.parametrize(("at", "expected"), [(FOUR, Verdict.KEPT), (FOUR + MINUTE, Verdict.LATE)])
def test_printed_at_the_moment_itself_is_kept_and_later_is_late(
    at: datetime, expected: Verdict
) -> None:
    case = counted(submitted(), printed(at))
    assert (case.standard, case.net, case.promise) == (expected, expected, expected)
    assert case.standard_by == FOUR


def test_a_promise_for_next_week_does_not_move_the_published_standard() -> None:
    next_week = FOUR + timedelta(days=7)
    case = counted(submitted(promised_by=next_week.isoformat()), printed(next_week))
    assert case.promise is Verdict.KEPT
    assert case.standard is Verdict.LATE


def test_a_file_counts_on_the_day_it_was_complete_and_the_visit_on_its_own() -> None:
    friday = NINE + timedelta(days=1)
    case = counted(
        submitted(missing_documents=["family_card"], promised_by=None),
        (friday, "complete-documents", {"documents": ["family_card"], **promised(friday)}),
    )
    assert (case.visit_day, case.day) == (date(2026, 3, 5), date(2026, 3, 6))
    assert case.is_incomplete
    assert case.holds == ()  # the wait for documents came before the clock


def test_a_file_that_is_not_complete_is_held_against_nothing() -> None:
    case = counted(submitted(missing_documents=["family_card"], promised_by=None))
    assert (case.day, case.standard, case.promise) == (None, None, None)


def test_time_on_hold_moves_the_net_moment_and_never_the_gross_one() -> None:
    hold = (NINE + HOUR, "hold", {"cause": "awaiting_central_record"})
    resume = (FOUR - 2 * HOUR, "resume", {"cause": "awaiting_central_record"})
    friday_ten = NINE + timedelta(days=1, hours=1)
    case = counted(submitted(), hold, resume, printed(friday_ten))
    # Held 10.00 to 14.00, four open hours: net until so long after Friday's opening at 07.30.
    assert case.holds == (HeldFor("awaiting_central_record", 1, 240),)
    assert case.net_by == NINE + timedelta(days=1, hours=2, minutes=30)
    assert (case.standard, case.net) == (Verdict.LATE, Verdict.KEPT)
    assert case.ready_minutes == 7 * 60 + 150


def test_while_it_is_held_the_net_moment_waits_too() -> None:
    case = counted(submitted(), (NINE + HOUR, "hold", {"cause": "disputed"}))
    late = FOUR + 24 * HOUR
    assert dict(standings(case, now=late)) == {
        "standard": Outcome.OVERDUE,
        "net": Outcome.ON_TRACK,
        "promise": Outcome.OVERDUE,
    }


def test_a_hold_that_began_too_late_excuses_nothing() -> None:
    friday = NINE + timedelta(days=1)
    case = counted(submitted(), (friday, "hold", {"cause": "disputed"}))
    assert dict(standings(case, now=friday + HOUR))["net"] is Outcome.OVERDUE


@pytest.mark.parametrize(("at", "expected"), [(FOUR, Verdict.OUT), (FOUR + MINUTE, Verdict.LATE)])
def test_what_ends_in_time_is_out_of_the_count_and_later_is_late(
    at: datetime, expected: Verdict
) -> None:
    assert counted(submitted(), (at, "cancel", {"asked_by": "applicant"})).standard is expected


def test_a_first_card_is_held_against_its_birthday() -> None:
    birthday = datetime(2026, 3, 10, tzinfo=WIB)
    case = counted(submitted(**promised(birthday)), printed(birthday.replace(hour=12)))
    assert case.standard is Verdict.KEPT
    assert case.day == date(2026, 3, 5)


def test_what_was_not_frozen_yet_is_reckoned_from_the_complete_file() -> None:
    at, action, facts = submitted()
    for name in ("standard_by", "promised_from"):
        del facts[name]
    assert counted((at, action, facts), printed(FOUR)).standard is Verdict.KEPT


def test_the_changed_reason_counts_and_a_change_of_something_else_does_not() -> None:
    to_lost = (NINE + MINUTE, "amend", {"changed": ["reason"], "became": {"reason": "lost"}})
    name = (NINE + 2 * MINUTE, "amend", {"changed": ["full_name"], "became": {}})
    assert counted(submitted(), to_lost, name).reason == "lost"


@pytest.mark.parametrize(
    ("sticks", "why"),
    [
        (replace(STICKS, policies={}), WhyUnknown.POLICY_MISSING),
        (replace(STICKS, calendars={}), WhyUnknown.CALENDAR_MISSING),
        (
            replace(STICKS, calendars={(CODE, OFFICE.version): replace(OFFICE, spans=())}),
            WhyUnknown.STANDARD_DIFFERS,
        ),
        (
            replace(STICKS, calendars={(CODE, OFFICE.version): closed_on(NINE.date(), "Dihapus")}),
            WhyUnknown.STANDARD_DIFFERS,
        ),
    ],
)
def test_a_yardstick_that_is_gone_or_changed_leaves_the_request_unknown(
    sticks: Yardsticks, why: WhyUnknown
) -> None:
    case = case_of(a_log(submitted(), printed(FOUR)), sticks)
    assert (case.standard, case.why_unknown) == (Verdict.UNKNOWN, why)


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_lost_event_leaves_the_request_unknown_on_the_same_day(lost: int) -> None:
    log = a_log(submitted(), (NINE + HOUR, "verify", {}), printed(FOUR))
    left = tuple(event for place, event in enumerate(log.events) if place != lost)
    case = case_of(replace(log, events=left), STICKS)
    assert case.why_unknown is WhyUnknown.LOG_BROKEN
    assert (case.day, case.standard, case.promise) == (NINE.date(), "unknown", "unknown")


def test_a_request_that_moved_on_is_held_against_the_office_that_promised() -> None:
    moved = a_log(submitted(), (NINE + HOUR, "receive", {}), printed(FOUR), office="lain")
    sticks = replace(STICKS, zones={**STICKS.zones, "lain": WIB})
    case = case_of(moved, sticks)
    assert (case.office, case.standard) == (CODE, Verdict.KEPT)


def test_a_log_that_does_not_read_as_one_is_broken() -> None:
    assert counted((NINE, "submit", {})).why_unknown is WhyUnknown.LOG_BROKEN


def test_a_broken_log_of_an_incomplete_file_is_a_visit_and_no_file() -> None:
    case = counted((NINE, "verify", {}), complete_at=None)
    assert (case.visit_day, case.day, case.standard) == (NINE.date(), None, None)


@pytest.mark.parametrize(("days", "expected"), [(365, True), (366, False), (0, False)])
def test_a_second_card_within_a_year_is_a_reprint(days: int, expected: bool) -> None:
    earlier = (FOUR - timedelta(days=days),)
    assert counted(submitted(), printed(FOUR), earlier_prints=earlier).is_reprint is expected


def test_the_spread_keeps_minutes_for_a_day_and_hours_above() -> None:
    assert [minutes_at(place_of(minutes)) for minutes in (0, 59, 480, 481, 540, 541)] == [
        0,
        59,
        480,
        540,
        540,
        600,
    ]


def test_sums_of_days_and_months_say_the_same() -> None:
    cells = cells_of(counted(submitted(), printed(FOUR)))
    day = {told: n for (_, grain, _, told), n in cells.items() if grain == "day"}
    month = {
        told: n
        for (_, grain, _, told), n in cells.items()
        if grain == "month" and told.facet != "minutes"
    }
    assert day == month
    assert day[Sum("all", "", "standard_kept")] == 1
    assert day[Sum("weekday", "3", "files")] == 1


LATE = NINE + timedelta(days=2)
HARMLESS = st.lists(
    st.sampled_from(
        [
            ("amend", {"changed": ["full_name"], "became": {}}),
            ("amend", {"changed": ["reason"], "became": {"reason": "lost"}}),
            ("hold", {"cause": "blanks_out", "approved_by": {"name": "Kepala"}}),
            ("resume", {"cause": "blanks_out"}),
            ("transfer", {"to": "lain"}),
            ("receive", {}),
            ("take-print", {}),
            ("release-print", {}),
        ]
    ),
    max_size=6,
)


@given(HARMLESS, st.booleans())
def test_nothing_done_to_a_late_request_makes_it_on_time(
    deeds: list[tuple[str, dict[str, Any]]], is_printed: bool
) -> None:
    steps = [(LATE + place * MINUTE, *deed) for place, deed in enumerate(deeds)]
    if is_printed:
        steps.append(printed(LATE + HOUR))
    log = a_log(submitted(), *steps)
    moved = tuple(
        replace(event, office="lain" if event.action == "receive" else CODE)
        for event in log.events
    )
    case = case_of(replace(log, events=moved), STICKS)
    gross = {case.standard, *dict(standings(case, now=LATE + 2 * HOUR)).values()}
    assert gross <= {Verdict.LATE, Verdict.OPEN, Outcome.OVERDUE}
    assert case.day == NINE.date()


@given(
    st.integers(0, 4 * 24 * 60).map(lambda minutes: NINE + minutes * MINUTE),
    st.booleans(),
    st.integers(0, 5 * 24 * 60).map(lambda minutes: NINE + minutes * MINUTE),
)
def test_the_promise_stands_as_the_clock_says(
    ends: datetime, is_printed: bool, now: datetime
) -> None:
    steps = [submitted()]
    if ends <= now:
        steps.append(printed(ends) if is_printed else (ends, "reject", {"reason": "x"}))
    log = a_log(*steps)
    case = case_of(log, STICKS)
    says = outcome(history_of(log.events), OFFICE, risk_minutes=ONE_HOUR.risk_minutes, now=now)
    expected = {"out": Outcome.OUT_OF_THE_COUNT}.get(str(case.promise), case.promise)
    stands = dict(standings(case, now=now)).get("promise", expected)
    assert stands == says
    if case.promise is Verdict.OPEN:
        assert open_sums(case, now=now)[Sum("all", "", f"promise_{says}")] == 1

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.calendar import ClosedDay, ClosedKind, OfficeCalendar, OpeningSpan
from motekar.rules.promise import Promise, ServicePolicy, first_promise, no_promise_yet
from tests.builders_calendar import ONE_HOUR

WIB = ZoneInfo("Asia/Jakarta")
OUR_POLICY = replace(ONE_HOUR, version=3)

OFFICE = OfficeCalendar(
    office_code="32.75.03",
    zone="Asia/Jakarta",
    version=7,
    spans=(
        *(OpeningSpan(weekday, time(7, 30), time(16)) for weekday in range(4)),
        OpeningSpan(4, time(7, 30), time(16, 30)),
    ),
    closed_days=(),
    known_years=frozenset({2026}),
)


def closed_on(*days: date, calendar: OfficeCalendar = OFFICE) -> OfficeCalendar:
    closures = tuple(ClosedDay(day, "Libur", ClosedKind.PUBLIC_HOLIDAY) for day in days)
    return replace(calendar, closed_days=calendar.closed_days + closures)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=WIB)


def promised(
    moment: datetime, calendar: OfficeCalendar = OFFICE, policy: ServicePolicy = OUR_POLICY
) -> tuple[str, datetime | None]:
    promise = first_promise(calendar, policy, at=moment)
    return promise.kind.value, promise.promised_by


def codes(promise: Promise) -> list[str]:
    return [step.code for step in promise.explanation]


@pytest.mark.parametrize(
    ("moment", "kind", "promised_by"),
    [
        (at(23, 9), "today", at(23, 16)),
        (at(23, 0), "today", at(23, 16)),
        (at(23, 6, 59), "today", at(23, 16)),
        (at(23, 14, 59, 59), "today", at(23, 16)),
        (at(23, 15), "later", at(24, 16)),
        (at(23, 23, 59), "later", at(24, 16)),
        (at(26, 15, 1), "later", at(27, 16, 30)),
        (at(27, 15, 29), "today", at(27, 16, 30)),
        (at(27, 15, 30), "later", at(30, 16)),
        (at(28, 10), "later", at(30, 16)),
        (at(23, 2).astimezone(UTC), "today", at(23, 16)),
    ],
    ids=[
        "morning",
        "midnight",
        "before opening",
        "a second before the cut-off",
        "exactly at the cut-off",
        "after closing",
        "Friday closes later",
        "before Friday's cut-off",
        "Friday evening is Monday's",
        "Saturday",
        "a moment kept in UTC, still Sunday there",
    ],
)
def test_the_promise_is_todays_closing_before_the_cut_off(
    moment: datetime, kind: str, promised_by: datetime
) -> None:
    assert promised(moment) == (kind, promised_by)


def test_the_cut_off_counts_back_from_the_last_closing_of_a_day_with_a_break() -> None:
    with_break = replace(
        OFFICE, spans=(OpeningSpan(0, time(8), time(12)), OpeningSpan(0, time(13), time(16)))
    )
    assert promised(at(23, 12, 30), with_break) == ("today", at(23, 16))
    assert promised(at(23, 14, 59), with_break) == ("today", at(23, 16))
    assert promised(at(23, 15), with_break) == ("later", at(30, 16))


def test_a_day_shorter_than_the_cut_off_keeps_only_what_came_before_opening() -> None:
    half_hour = replace(OFFICE, spans=(OpeningSpan(0, time(9), time(9, 30)),))
    assert promised(at(23, 8, 29), half_hour) == ("today", at(23, 9, 30))
    assert promised(at(23, 9), half_hour) == ("later", at(30, 9, 30))


def test_without_a_cut_off_the_day_ends_at_closing() -> None:
    until_closing = replace(ONE_HOUR, cut_off_minutes=0)
    assert promised(at(23, 15, 59), policy=until_closing) == ("today", at(23, 16))
    assert promised(at(23, 16), policy=until_closing) == ("later", at(24, 16))


def test_a_cut_off_after_closing_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="cut-off"):
        replace(ONE_HOUR, cut_off_minutes=-1)
    with pytest.raises(ValueError, match="stage"):
        replace(ONE_HOUR, print_minutes=-1)


@pytest.mark.parametrize(
    ("zone", "kind"),
    [("Asia/Jakarta", "today"), ("Asia/Makassar", "later"), ("Asia/Jayapura", "later")],
    ids=["WIB", "WITA", "WIT"],
)
def test_the_cut_off_is_on_the_offices_own_wall(zone: str, kind: str) -> None:
    elsewhere = replace(OFFICE, zone=zone)
    moment = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    assert promised(moment, elsewhere)[0] == kind


def test_a_year_nobody_entered_is_unknown_and_not_guessed() -> None:
    new_years_eve = datetime(2026, 12, 31, 15, 30, tzinfo=WIB)
    promise = first_promise(OFFICE, OUR_POLICY, at=new_years_eve)
    assert (promise.kind, promise.promised_by) == ("unknown", None)
    assert promise.explanation[-1].facts == {"year": "2027"}
    assert codes(promise)[-2:] == ["past-cut-off", "year-unknown"]


def test_the_clock_itself_may_start_in_an_unknown_year() -> None:
    promise = first_promise(OFFICE, OUR_POLICY, at=datetime(2027, 1, 4, 9, tzinfo=WIB))
    assert codes(promise) == ["clock-started", "year-unknown"]


def test_today_is_promised_though_the_next_year_is_unknown() -> None:
    new_years_eve = datetime(2026, 12, 31, 9, tzinfo=WIB)
    assert promised(new_years_eve) == ("today", datetime(2026, 12, 31, 16, tzinfo=WIB))


def closed_from(first_day: date, days: int) -> OfficeCalendar:
    return closed_on(*(first_day + timedelta(days=ahead) for ahead in range(days)))


def test_the_sixtieth_day_is_still_promised() -> None:
    open_again_on_sunday = replace(
        closed_from(date(2026, 4, 1), 60),
        spans=tuple(OpeningSpan(weekday, time(8), time(12)) for weekday in range(7)),
    )
    moment = datetime(2026, 4, 1, 9, tzinfo=WIB)
    assert promised(moment, open_again_on_sunday) == (
        "later",
        datetime(2026, 5, 31, 12, tzinfo=WIB),
    )


def test_no_opening_within_sixty_days_is_unknown() -> None:
    promise = first_promise(
        closed_from(date(2026, 4, 1), 61), OUR_POLICY, at=datetime(2026, 4, 1, 9, tzinfo=WIB)
    )
    assert (promise.kind, promise.promised_by) == ("unknown", None)
    assert codes(promise) == ["clock-started", "no-opening"]


def test_a_promise_for_today_explains_itself() -> None:
    promise = first_promise(OFFICE, OUR_POLICY, at=at(23, 9, 5))
    assert promise.binding_constraint is None
    assert [(step.code, step.facts) for step in promise.explanation] == [
        ("clock-started", {"at": "2026-11-23T09:05:00+07:00"}),
        (
            "day-open",
            {
                "day": "2026-11-23",
                "opens": "2026-11-23T07:30:00+07:00",
                "closes": "2026-11-23T16:00:00+07:00",
            },
        ),
        ("cut-off", {"at": "2026-11-23T15:00:00+07:00", "minutes": "60"}),
        ("promised", {"by": "2026-11-23T16:00:00+07:00"}),
    ]


def test_a_later_promise_names_what_was_closed_and_why() -> None:
    christmas = ClosedDay(date(2026, 11, 30), "Hari Contoh", ClosedKind.CLOSURE)
    promise = first_promise(
        replace(OFFICE, closed_days=(christmas,)), OUR_POLICY, at=at(27, 15, 45)
    )
    assert promise.binding_constraint == "hours"
    assert codes(promise) == [
        "clock-started",
        "day-open",
        "cut-off",
        "past-cut-off",
        "day-closed",
        "day-closed",
        "day-closed",
        "day-open",
        "promised",
    ]
    assert [step.facts for step in promise.explanation[4:7]] == [
        {"day": "2026-11-28", "reason": "no_hours"},
        {"day": "2026-11-29", "reason": "no_hours"},
        {"day": "2026-11-30", "reason": "closure", "name": "Hari Contoh"},
    ]


def test_a_promise_is_frozen_with_its_versions() -> None:
    promise = first_promise(OFFICE, OUR_POLICY, at=at(23, 9))
    assert (promise.policy_version, promise.calendar_version) == (3, 7)


def test_nothing_is_promised_while_documents_are_missing() -> None:
    missing = ("family_card", "old_card|police_report")
    promise = no_promise_yet(OFFICE, OUR_POLICY, at=at(23, 9), missing=missing)
    assert (promise.kind, promise.promised_by, promise.binding_constraint) == (
        "unknown",
        None,
        None,
    )
    assert [(step.code, step.facts) for step in promise.explanation] == [
        ("documents-missing", {"documents": "family_card, old_card|police_report"})
    ]
    assert Promise.from_data(promise.to_data()) == promise


moments = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    datetime(2026, 12, 31, 23, 59),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, WIB, ZoneInfo("Asia/Jayapura")]),
)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
spans = st.lists(
    st.builds(
        lambda weekday, hours: OpeningSpan(weekday, *(time(hour) for hour in sorted(hours))),
        st.integers(0, 6),
        st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda ends: ends[0] != ends[1]),
    ),
    max_size=6,
).map(tuple)
calendars = st.builds(
    lambda zone, weekly, closed: closed_on(
        *closed,
        # A moment of January in the east is still December for an office further west.
        calendar=replace(OFFICE, zone=zone, spans=weekly, known_years=frozenset({2025, 2026})),
    ),
    st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
    spans,
    st.lists(days, max_size=10),
)
policies = st.integers(0, 300).map(lambda cut_off: replace(ONE_HOUR, cut_off_minutes=cut_off))
NEVER = datetime.max.replace(tzinfo=UTC)


def deadline(calendar: OfficeCalendar, policy: ServicePolicy, moment: datetime) -> datetime:
    return first_promise(calendar, policy, at=moment).promised_by or NEVER


@given(calendars, policies, moments)
def test_a_promise_is_the_closing_of_an_open_day_after_the_clock_started(
    calendar: OfficeCalendar, policy: ServicePolicy, moment: datetime
) -> None:
    promise = first_promise(calendar, policy, at=moment)
    if promise.promised_by is None:
        assert promise.kind == "unknown"
        return
    day = calendar.local_day(promise.promised_by)
    assert promise.promised_by == calendar.closes_at(day)
    assert promise.promised_by >= moment + timedelta(minutes=policy.cut_off_minutes) or (
        promise.kind == "later"
    )
    assert (promise.kind == "today") == (day == calendar.local_day(moment))


@given(calendars, policies, moments, days)
def test_one_more_closed_day_never_makes_a_promise_earlier(
    calendar: OfficeCalendar, policy: ServicePolicy, moment: datetime, day: date
) -> None:
    fewer, more = calendar, closed_on(day, calendar=calendar)
    assert deadline(more, policy, moment) >= deadline(fewer, policy, moment)


@given(calendars, policies, moments, moments)
def test_who_comes_later_is_never_promised_earlier(
    calendar: OfficeCalendar, policy: ServicePolicy, one: datetime, other: datetime
) -> None:
    first, second = sorted([one, other])
    assert deadline(calendar, policy, first) <= deadline(calendar, policy, second)


@given(calendars, policies, moments)
def test_a_promise_survives_being_kept_as_json(
    calendar: OfficeCalendar, policy: ServicePolicy, moment: datetime
) -> None:
    promise = first_promise(calendar, policy, at=moment)
    assert Promise.from_data(json.loads(json.dumps(promise.to_data()))) == promise

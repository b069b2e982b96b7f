"""Which entry decides a day: one order of precedence, and what no entry can ever do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.calendar import (
    ClosedDay,
    ClosedKind,
    HoursRange,
    OfficeCalendar,
    OneOff,
    OneOffKind,
    OpeningSpan,
)
from motekar.rules.calendar_form import clash, read_hours
from motekar.rules.promise import first_promise
from tests.builders_calendar import ONE_HOUR, calendars, one_offs

WIB = ZoneInfo("Asia/Jakarta")
OPENING, CLOSURE = OneOffKind.OPENING, OneOffKind.CLOSURE


def week(monday_to_thursday: str, friday: str) -> tuple[OpeningSpan, ...]:
    written = [monday_to_thursday] * 4 + [friday]
    return tuple(
        OpeningSpan(weekday, opens, closes)
        for weekday, text in enumerate(written)
        for opens, closes in read_hours(text)
    )


# Perpres 21/2023: a break of 60 minutes, on Friday of 90; in Ramadan 30 and 60.
WEEK = week("07.30-12.00, 13.00-16.00", "07.30-11.30, 13.00-16.30")
RAMADAN = HoursRange(
    "Ramadan 1447 H",
    date(2026, 2, 18),
    date(2026, 3, 19),
    week("08.00-12.00, 12.30-15.00", "08.00-11.30, 12.30-15.30"),
)
LEBARAN = (
    ClosedDay(date(2026, 3, 18), "Cuti bersama Nyepi", ClosedKind.JOINT_LEAVE),
    ClosedDay(date(2026, 3, 19), "Nyepi", ClosedKind.PUBLIC_HOLIDAY),
    ClosedDay(date(2026, 3, 20), "Cuti bersama Idul Fitri", ClosedKind.JOINT_LEAVE),
    ClosedDay(date(2026, 3, 21), "Idul Fitri", ClosedKind.PUBLIC_HOLIDAY),
    ClosedDay(date(2026, 3, 22), "Idul Fitri", ClosedKind.PUBLIC_HOLIDAY),
    ClosedDay(date(2026, 3, 23), "Cuti bersama Idul Fitri", ClosedKind.JOINT_LEAVE),
    ClosedDay(date(2026, 3, 24), "Cuti bersama Idul Fitri", ClosedKind.JOINT_LEAVE),
)
OFFICE = OfficeCalendar(
    "32.75.03", "Asia/Jakarta", 7, WEEK, LEBARAN, frozenset({2026}), ranges=(RAMADAN,)
)
eve_of_lebaran = date(2026, 3, 17)
friday = date(2026, 11, 27)


def wall(calendar: OfficeCalendar, day: date) -> str:
    return ", ".join(f"{opens:%H.%M}-{closes:%H.%M}" for opens, closes in calendar.spans_on(day))


def declared(*one_offs: OneOff) -> OfficeCalendar:
    return OFFICE.drafted(entries=one_offs)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), WIB)


def test_friday_has_its_longer_break() -> None:
    assert wall(OFFICE, friday) == "07.30-11.30, 13.00-16.30"


def test_ramadan_has_its_own_week() -> None:
    assert wall(OFFICE, eve_of_lebaran) == "08.00-12.00, 12.30-15.00"
    assert wall(OFFICE, date(2026, 2, 17)) == "07.30-12.00, 13.00-16.00"
    assert wall(OFFICE, date(2026, 3, 25)) == "07.30-12.00, 13.00-16.00"


def test_a_range_does_not_open_a_holiday_within_it() -> None:
    assert wall(OFFICE, date(2026, 3, 19)) == ""
    assert OFFICE.closed_because(date(2026, 3, 19)) == LEBARAN[1]


def test_on_the_eve_of_idul_fitri_the_cut_off_is_that_of_ramadan() -> None:
    # Tuesday 17 March closes at 15.00; 15.00 less 60 minutes is 14.00.
    before = first_promise(OFFICE, ONE_HOUR, at=at(eve_of_lebaran, 13, 59))
    assert before.promised_by == at(eve_of_lebaran, 15)
    # At 14.00 it is too late. 18 to 24 March are joint leave, Nyepi, Idul Fitri and joint leave
    # again, so that Wednesday 25 March, with ordinary hours, keeps the promise at 16.00.
    after = first_promise(OFFICE, ONE_HOUR, at=at(eve_of_lebaran, 14))
    assert after.promised_by == at(date(2026, 3, 25), 16)
    assert [step.facts["name"] for step in after.explanation if "name" in step.facts] == [
        closed.name for closed in LEBARAN
    ]


def test_a_closure_declared_at_1040_ends_the_day_there() -> None:
    power_cut = OneOff(CLOSURE, friday, "Listrik padam", opens=time(10, 40), planned=False)
    calendar = declared(power_cut)
    assert wall(calendar, friday) == "07.30-10.40"
    assert calendar.closed_because(friday) is None
    # Friday's 16.30 cannot be kept any more and 10.40 was never promised: Monday 16.00.
    for hour in (8, 10):
        promise = first_promise(calendar, ONE_HOUR, at=at(friday, hour))
        assert promise.promised_by == at(date(2026, 11, 30), 16)
    assert "day-cut-short" in [step.code for step in promise.explanation]


def test_a_shorter_day_that_was_planned_with_hours_of_its_own_keeps_promises() -> None:
    half_day = declared(OneOff(OPENING, friday, "Rapat kerja", time(7, 30), time(10, 40)))
    assert not half_day.hours_on(friday).is_cut_short
    # 10.40 less 60 minutes is 09.40.
    early, late = (first_promise(half_day, ONE_HOUR, at=at(friday, 9, m)) for m in (39, 40))
    assert early.promised_by == at(friday, 10, 40)
    assert late.promised_by == at(date(2026, 11, 30), 16)


@pytest.mark.parametrize(
    ("opens", "closes", "left"),
    [
        (None, None, ""),
        ("10.40", None, "07.30-10.40"),
        (None, "10.40", "10.40-11.30, 13.00-16.30"),
        ("10.40", "13.30", "07.30-10.40, 13.30-16.30"),
        ("11.30", "13.00", "07.30-11.30, 13.00-16.30"),
        ("08.00", "09.00", "07.30-08.00, 09.00-11.30, 13.00-16.30"),
        ("07.00", "17.00", ""),
    ],
)
def test_a_closure_takes_exactly_its_time(
    opens: str | None, closes: str | None, left: str
) -> None:
    begins, ends = (
        time.fromisoformat(each.replace(".", ":")) if each else None for each in (opens, closes)
    )
    calendar = declared(OneOff(CLOSURE, friday, "Rapat", opens=begins, closes=ends))
    assert wall(calendar, friday) == left
    reason = calendar.closed_because(friday)
    assert (reason and reason.name) == (None if left else "Rapat")


saturday, nyepi = date(2026, 11, 28), date(2026, 3, 19)
OWN_DAYS = HoursRange("Posko kami", nyepi, nyepi, week("09.00-11.00", ""), office="32.75.03")


@pytest.mark.parametrize(
    ("day", "entries", "hours"),
    [
        (saturday, [OneOff(OPENING, saturday, "Layanan", time(8), time(12))], "08.00-12.00"),
        (nyepi, [OneOff(OPENING, nyepi, "Piket", time(9), time(11))], "09.00-11.00"),
        (friday, [OneOff(OPENING, friday, "Malam", time(8), time(21))], "08.00-21.00"),
        (nyepi, [OWN_DAYS], ""),
    ],
    ids=["Saturday", "on a holiday", "instead of the week", "a range on a holiday"],
)
def test_a_one_off_opening_beats_what_a_range_does_not(
    day: date, entries: list[HoursRange | OneOff], hours: str
) -> None:
    assert wall(OFFICE.drafted(entries=entries), day) == hours


def test_the_offices_range_comes_before_the_agencys() -> None:
    own = HoursRange("Pindah", RAMADAN.starts, RAMADAN.ends, week("08.00-10.00", ""), "32.75.03")
    assert wall(OFFICE.drafted(entries=[own]), eve_of_lebaran) == "08.00-10.00"


def test_a_range_that_says_so_opens_a_holiday() -> None:
    duty = HoursRange("Piket", nyepi, nyepi, week("09.00-11.00", ""), "32.75.03", on_holidays=True)
    assert wall(OFFICE.drafted(entries=[duty]), nyepi) == "09.00-11.00"


def test_a_range_without_hours_closes_and_says_why() -> None:
    moving = HoursRange("Pindah gedung", friday, saturday, (), office="32.75.03")
    calendar = OFFICE.drafted(entries=[moving])
    assert calendar.closed_because(friday) == ClosedDay(
        friday, "Pindah gedung", ClosedKind.CLOSURE
    )


def test_a_closure_of_an_extra_day_is_its_reason_not_the_holiday() -> None:
    calendar = declared(
        OneOff(OPENING, nyepi, "Piket", time(9), time(11)), OneOff(CLOSURE, nyepi, "Banjir")
    )
    assert calendar.closed_because(nyepi) == ClosedDay(nyepi, "Banjir", ClosedKind.CLOSURE)


@pytest.mark.parametrize(
    ("now", "closes"),
    [(time(10, 40), None), (time(10, 41), time(10, 41)), (time(12), time(11))],
    ids=["not begun", "cut short", "was over before"],
)
def test_a_closure_can_end_at_a_minute(now: time, closes: time | None) -> None:
    until_eleven = OneOff(CLOSURE, friday, "Padam", opens=time(10, 40), closes=time(11))
    ended = until_eleven.ended(now)
    assert (ended and ended.closes) == closes


@pytest.mark.parametrize(
    "make",
    [
        lambda: OneOff(OPENING, friday, "Layanan"),
        lambda: OneOff(CLOSURE, friday, "Rapat", time(9), time(9)),
        lambda: HoursRange("Ramadan", saturday, friday, ()),
    ],
    ids=["opening without hours", "closure without length", "range backwards"],
)
def test_an_entry_that_is_none_is_refused(make) -> None:
    with pytest.raises(ValueError, match=r"needs its hours|before it ends"):
        make()


days = st.dates(date(2026, 2, 1), date(2026, 4, 30))


@given(calendars, days)
def test_spans_are_sorted_apart_and_within_their_day(calendar: OfficeCalendar, day: date) -> None:
    spans = calendar.spans_on(day)
    ends = [moment for span in spans for moment in span]
    assert ends == sorted(ends)
    assert all(opens < closes for opens, closes in spans)
    assert {calendar.local_day(moment) for moment in ends} <= {day}


@given(calendars, one_offs.filter(lambda one: one.kind is CLOSURE))
def test_a_closure_never_adds_open_time(calendar: OfficeCalendar, closure: OneOff) -> None:
    before, after = (
        minutes(calendar, closure.day),
        minutes(calendar.drafted(entries=[closure]), closure.day),
    )
    assert after <= before
    assert not after & closed_minutes(closure)


@given(calendars, days)
def test_a_day_is_open_or_says_why_or_has_no_hours(calendar: OfficeCalendar, day: date) -> None:
    if calendar.closed_because(day):
        assert calendar.spans_on(day) == ()


def minutes(calendar: OfficeCalendar, day: date) -> set[datetime]:
    """Open steps of five minutes; the strategies know no finer times."""
    return {
        opens + timedelta(minutes=step)
        for opens, closes in calendar.spans_on(day)
        for step in range(0, int((closes - opens).total_seconds()) // 60, 5)
    }


def closed_minutes(closure: OneOff) -> set[datetime]:
    begins, ends = closure.opens or time.min, closure.closes or time.max
    steps = (
        datetime.combine(closure.day, time.min, WIB) + timedelta(minutes=5 * step)
        for step in range(288)
    )
    return {step for step in steps if begins <= step.time() < ends}


@given(calendar=calendars, entry=one_offs, minute=st.integers(0, 30_000))
def test_a_declared_closure_never_brings_a_promise_forward(
    calendar: OfficeCalendar, entry: OneOff, minute: int
) -> None:
    closed = calendar.drafted(entries=[replace(entry, kind=CLOSURE)])
    moment = at(date(2026, 2, 20), 0) + timedelta(minutes=minute)
    before, after = (
        first_promise(each, ONE_HOUR, at=moment).promised_by for each in (calendar, closed)
    )
    assert after is None or (before is not None and after >= before)


def test_closures_that_only_touch_stand_beside_each_other() -> None:
    one = OneOff(CLOSURE, friday, "Padam", opens=time(9), closes=time(10))
    apart = OneOff(CLOSURE, friday, "Padam lagi", opens=time(10))
    assert clash(apart, [one]) is None
    assert clash(one, [apart]) is None


def test_only_a_closure_without_times_takes_the_whole_day() -> None:
    assert OneOff(CLOSURE, friday, "Banjir").is_whole_day
    assert not OneOff(CLOSURE, friday, "Banjir", opens=time(10, 40)).is_whole_day


def test_the_time_on_the_wall_is_the_offices_own() -> None:
    moment = datetime(2026, 11, 27, 3, 40, 59, tzinfo=UTC)
    assert OFFICE.local_time(moment) == time(10, 40)

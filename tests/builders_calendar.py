"""Random calendars for properties: valid ones, all within the spring of 2026."""

from datetime import date, time, timedelta

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
from motekar.rules.calendar_form import Entry, clash
from motekar.rules.hours import first_overlap
from motekar.rules.promise import ServicePolicy

ONE_HOUR = ServicePolicy(
    version=1,
    cut_off_minutes=60,
    risk_minutes=60,
    verify_minutes=30,
    print_minutes=30,
    quiet_from=time(20),
    quiet_until=time(7),
    remind_after_days=3,
)
OFFICE_CODE = "32.75.03"
FIRST = date(2026, 2, 20)
_clocks = st.builds(
    lambda step: time(step // 12, step % 12 * 5), st.integers(min_value=0, max_value=287)
)
_hours = (
    st.tuples(_clocks, _clocks)
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: tuple(sorted(ends)))
)
_days = st.integers(0, 20).map(lambda ahead: FIRST + timedelta(days=ahead))


def _apart(spans: list[OpeningSpan]) -> tuple[OpeningSpan, ...]:
    kept: list[OpeningSpan] = []
    for span in spans:
        same_day = [
            (one.opens, one.closes) for one in (*kept, span) if one.weekday == span.weekday
        ]
        if first_overlap(same_day) is None:
            kept.append(span)
    return tuple(kept)


weeks = st.lists(
    st.builds(lambda weekday, ends: OpeningSpan(weekday, *ends), st.integers(0, 6), _hours),
    max_size=8,
).map(_apart)
one_offs = st.one_of(
    st.builds(lambda day, ends: OneOff(OneOffKind.OPENING, day, "Layanan", *ends), _days, _hours),
    st.builds(
        lambda day, ends, planned: OneOff(
            OneOffKind.CLOSURE, day, "Padam", *ends, planned=planned
        ),
        _days,
        st.one_of(
            _hours,
            st.tuples(st.none() | _clocks, st.none()),
            st.tuples(st.none(), _clocks.filter(lambda at: at > time.min)),
        ),
        st.booleans(),
    ),
)
ranges = st.builds(
    lambda ends, spans, office, on_holidays: HoursRange(
        "Rentang", min(ends), max(ends), spans, office, on_holidays
    ),
    st.tuples(_days, _days),
    weeks,
    st.sampled_from([OFFICE_CODE, None]),
    st.booleans(),
)
closed_days = st.lists(
    st.builds(ClosedDay, _days, st.just("Libur"), st.just(ClosedKind.PUBLIC_HOLIDAY)),
    max_size=4,
    unique_by=lambda closed: closed.day,
).map(tuple)


def _standing(entries: list[Entry]) -> list[Entry]:
    kept: list[Entry] = []
    for entry in entries:
        if clash(entry, kept) is None:
            kept.append(entry)
    return kept


calendars = st.builds(
    lambda spans, closed, entries: OfficeCalendar(
        OFFICE_CODE, "Asia/Jakarta", 1, spans, closed, frozenset({2026})
    ).drafted(entries=_standing(entries)),
    weeks,
    closed_days,
    st.lists(st.one_of(ranges, one_offs), max_size=8),
)

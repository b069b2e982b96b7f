"""What may be entered into a calendar, and how a fault is named."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from motekar.rules.calendar import (
    ClosedDay,
    ClosedKind,
    HoursRange,
    OneOff,
    OneOffKind,
    OpeningSpan,
)
from motekar.rules.calendar_form import (
    COLUMNS,
    Entry,
    clash,
    read_closed_day,
    read_entries,
    read_hours,
    read_one_off,
    read_range,
    read_week,
    written_entry,
    written_hours,
    written_week,
)
from motekar.rules.errors import ClosesBeforeOpens, HoursMalformed, InvalidInput, SpansOverlap
from motekar.rules.intake_form import Reading
from tests.builders_calendar import weeks

WIB = ZoneInfo("Asia/Jakarta")
OFFICE = "32.75.03"
friday_1040 = datetime(2026, 11, 27, 10, 40, tzinfo=WIB)
friday, saturday = date(2026, 11, 27), date(2026, 11, 28)


@pytest.mark.parametrize(
    "text",
    ["7.30-12.00, 13.00-16.00", "07:30 - 12:00; 13:00\u201316:00", "07.30-12.00 dan 13.00-16.00"],
)
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert written_hours(read_hours(text)) == "07.30-12.00, 13.00-16.00"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("pagi", HoursMalformed),
        ("07.30", HoursMalformed),
        ("07.30-24.00", HoursMalformed),
        ("7.5-12.00", HoursMalformed),
        ("12.00-07.30", ClosesBeforeOpens),
        ("12.00-12.00", ClosesBeforeOpens),
        ("07.30-12.00, 11.00-16.00", SpansOverlap),
        ("13.00-16.00, 07.30-13.01", SpansOverlap),
    ],
)
def test_hours_that_cannot_be_are_refused_by_name(text: str, refusal: type[InvalidInput]) -> None:
    with pytest.raises(refusal):
        read_hours(text)


def test_an_overlap_names_both_spans() -> None:
    with pytest.raises(SpansOverlap) as refused:
        read_hours("13.00-16.00, 07.30-13.01")
    assert (refused.value.one, refused.value.other) == ("07.30-13.01", "13.00-16.00")


@given(weeks)
def test_a_week_is_read_back_as_it_was_written(spans: tuple[OpeningSpan, ...]) -> None:
    assert read_week(Reading(written_week(spans))) == tuple(sorted(spans))


def faults(form: Reading) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in form.errors]


RAMADAN = {"reason": "Ramadan", "starts": "2027-02-08", "ends": "2027-03-08"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"ends": "2027-02-07"}, ("ends", "ends-before-it-begins")),
        ({"starts": "2026-01-01", "ends": "2026-11-26"}, ("ends", "already-over")),
        ({"starts": "8 Februari"}, ("starts", "day-malformed")),
        ({"ends": "2027-02-30"}, ("ends", "day-malformed")),
        ({"reason": ""}, ("reason", "missing")),
        ({"friday": "11.30-08.00"}, ("friday", "closes-before-opens")),
        ({"monday": "08.00-12.00, 11.00-15.00"}, ("monday", "spans-overlap")),
    ],
    ids=str,
)
def test_a_faulty_range_is_refused_with_its_field(
    changes: dict[str, str], fault: tuple[str, str]
) -> None:
    form = Reading(RAMADAN | changes)
    assert read_range(form, office=OFFICE, today=friday) is None
    assert faults(form) == [fault]


def test_a_range_that_still_runs_is_taken() -> None:
    fields = RAMADAN | {"starts": "2026-11-01", "ends": "2026-11-27", "on_holidays": "yes"}
    read = read_range(Reading(fields | {"monday": "08.00-15.00"}), office=None, today=friday)
    assert read == HoursRange(
        "Ramadan",
        date(2026, 11, 1),
        friday,
        (OpeningSpan(0, time(8), time(15)),),
        office=None,
        on_holidays=True,
    )


CLOSED = {"kind": "closure", "day": "2026-11-27", "reason": "Listrik padam", "opens": "10.40"}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"kind": "party"}, [("kind", "unknown-choice")]),
        ({"kind": ""}, [("kind", "missing")]),
        ({"day": "2026-11-12"}, [("day", "too-old")]),
        ({"day": "besok"}, [("day", "day-malformed")]),
        ({"closes": "10.40"}, [("closes", "closes-before-opens")]),
        ({"opens": "", "closes": "00.00"}, [("closes", "closes-before-opens")]),
        ({"opens": "siang"}, [("opens", "hours-malformed")]),
        ({"kind": "opening"}, [("closes", "missing")]),
        ({"kind": "opening", "opens": ""}, [("opens", "missing"), ("closes", "missing")]),
    ],
    ids=str,
)
def test_a_faulty_one_off_is_refused_with_its_field(
    changes: dict[str, str], found: list[tuple[str, str]]
) -> None:
    form = Reading(CLOSED | changes)
    assert read_one_off(form, now=friday_1040, zone=WIB) is None
    assert faults(form) == found


@pytest.mark.parametrize(
    ("day", "planned"),
    [("2026-11-26", False), ("2026-11-27", False), ("2026-11-28", True)],
    ids=["yesterday", "today", "tomorrow"],
)
def test_what_is_declared_on_its_day_or_later_was_not_planned(day: str, planned: bool) -> None:
    form = Reading(CLOSED | {"day": day, "planned": "yes"})
    read = read_one_off(form, now=friday_1040, zone=WIB)
    assert read is not None
    assert read.planned is planned


def test_a_national_day_needs_date_kind_and_name() -> None:
    fields = {"day": "2027-03-10", "kind": "public_holiday", "reason": "Idul Fitri"}
    assert read_closed_day(Reading(fields)) == ClosedDay(
        date(2027, 3, 10), "Idul Fitri", ClosedKind.PUBLIC_HOLIDAY
    )
    form = Reading({})
    assert read_closed_day(form) is None
    assert faults(form) == [("day", "missing"), ("kind", "missing"), ("reason", "missing")]


def closed(opens: int | None, closes: int | None, day: date = friday) -> OneOff:
    begins, ends = (time(hour) if hour else None for hour in (opens, closes))
    return OneOff(OneOffKind.CLOSURE, day, "Rapat", opens=begins, closes=ends)


def opened(day: date = friday) -> OneOff:
    return OneOff(OneOffKind.OPENING, day, "Layanan", time(8), time(12))


def ranged(first: date, last: date, office: str | None = OFFICE) -> HoursRange:
    return HoursRange("Ramadan", first, last, (), office)


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        (opened(), opened(), "already-declared"),
        (opened(), opened(saturday), None),
        (opened(), closed(9, 10), None),
        (closed(9, 11), closed(10, 12), "already-declared"),
        (closed(9, 10), closed(10, 12), None),
        (closed(None, None), closed(10, 12), "already-declared"),
        (closed(12, None), closed(None, 12), None),
        (ranged(friday, saturday), ranged(saturday, saturday), "ranges-overlap"),
        (ranged(friday, friday), ranged(saturday, saturday), None),
        (ranged(friday, saturday), ranged(friday, saturday, None), None),
        (ranged(friday, saturday), opened(), None),
    ],
)
def test_entries_that_cannot_stand_together(one: Entry, other: Entry, code: str | None) -> None:
    for entry, there in ((one, other), (other, one)):
        fault = clash(entry, [there])
        assert (fault and fault.code) == code


def row(**fields: str) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, "") | fields


def read(rows: list[dict[str, str]], there: list[Entry]) -> tuple[list[Entry], list[str]]:
    entries, found = read_entries(rows, office=OFFICE, there=there, now=friday_1040, zone=WIB)
    return list(entries), [f"{error.field}: {error.code}" for error in found]


def test_every_faulty_row_of_a_file_is_named() -> None:
    good = row(kind="closure", starts="2026-12-01", reason="Rapat")
    rows = [
        good,
        row(kind="closure", starts="2026-12-01", reason="Upacara"),
        row(kind="range", starts="2026-12-09", ends="2026-12-08", reason="Akhir tahun"),
        row(kind="opening", starts="kemarin", reason="Sabtu"),
    ]
    assert read(rows, [])[1] == [
        "row 2: starts: already-declared",
        "row 3: ends: ends-before-it-begins",
        "row 4: starts: day-malformed",
        "row 4: opens: missing",
        "row 4: closes: missing",
    ]


def test_a_file_that_was_written_is_read_without_adding_anything() -> None:
    there: list[Entry] = [
        OneOff(OneOffKind.CLOSURE, friday, "Rapat", planned=True),
        opened(saturday),
        HoursRange(
            "Ramadan",
            date(2026, 1, 1),
            date(2026, 1, 9),
            (OpeningSpan(4, time(8), time(11)),),
            OFFICE,
            on_holidays=True,
        ),
    ]
    rows = [written_entry(entry) for entry in there]
    assert read(rows, there) == ([], [])
    future = [row(kind="range", starts="2027-02-08", ends="2027-03-08", reason="Ramadan")]
    assert len(read([*rows, *future], there)[0]) == 1

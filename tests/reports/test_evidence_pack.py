"""Rows that get lost, are changed or come twice make requests unknown; no share ever rises."""

import json
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.reports.pack.binding import About, Binder
from motekar.reports.pack.checking import differences
from motekar.reports.pack.definition import definition
from motekar.reports.pack.recounting import Fault, Recount, recount
from motekar.reports.pack.rows import LOGS, Strand, log_of, spelled, strand_of
from motekar.reports.pack.travelling import sources
from motekar.reports.pack.yardsticks import (
    CALENDARS,
    OFFICES,
    POLICIES,
    PackedOffice,
    calendar_data,
    office_data,
    policy_data,
    read_calendar,
    read_office,
    read_policy,
)
from motekar.rules.compliance import figures
from motekar.rules.hours import HoursRange, OneOff, OneOffKind
from motekar.rules.period import Period
from motekar.rules.request_log import Revised
from motekar.rules.tallying import Tally
from tests.rules.test_counting import (
    CODE,
    FOUR,
    HOUR,
    NINE,
    STICKS,
    WIB,
    a_log,
    printed,
    submitted,
)
from tests.rules.test_promise import OFFICE, ONE_HOUR

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
NOW = FOUR + timedelta(days=3)
MADE = 8


def an_office(numbers: dict[date, int], *, is_counted: bool = True) -> PackedOffice:
    return PackedOffice(CODE, "BUT", "Bekasi Utara", WIB, is_counted, numbers)


ELSEWHERE = replace(an_office({}, is_counted=False), code="99", abbreviation="LAI")


def a_strand(number: int) -> Strand:
    """By turns: kept, late, overdue, and one that was promised later than its visit."""
    turn = number % 4
    steps = [
        submitted(**({"promised_by": None} if turn == 3 else {})),
        (NINE + HOUR, "verify", {}),
    ]
    if turn != 2:
        steps.append(printed(FOUR if turn == 0 else FOUR + HOUR))
    revised = (Revised(1, NINE + HOUR, FOUR), Revised(2, NINE + 2 * HOUR, NOW))
    log = a_log(*steps, revised=revised if turn == 3 else ())
    return strand_of(replace(log, request_no=f"BUT-260305-{number:04d}"), person="orang-1")


def lines_of(strands: list[Strand]) -> dict[str, list[str]]:
    rows = {name: [] for name in LOGS}
    for strand in strands:
        for name, own in zip(
            LOGS, (strand.requests, strand.events, strand.revisions), strict=True
        ):
            rows[name] += [spelled(row) for row in own]
    return rows


def recounted(lines: dict[str, list[str]], folder: Path) -> Recount:
    for name, own in lines.items():
        (folder / name).write_text("".join(f"{line}\n" for line in own), "utf-8")
    office = an_office({NINE.date(): MADE})
    for name, data in (
        (OFFICES, [office_data(ELSEWHERE), office_data(office)]),
        (POLICIES, [policy_data(ONE_HOUR)]),
        (CALENDARS, [calendar_data(OFFICE)]),
    ):
        (folder / name).write_text(json.dumps(data), "utf-8")
    return recount(folder, period=MARCH, now=NOW)


WHOLE = lines_of([a_strand(number) for number in range(1, MADE + 1)])
ROWS = [(name, place) for name in LOGS for place in range(len(WHOLE[name]))]


def test_a_whole_pack_has_no_trouble(tmp_path: Path) -> None:
    found = recounted(WHOLE, tmp_path)
    share = found.figures.whole.same_day
    assert (found.troubles, found.unknown) == ([], [])
    assert (share.numerator, share.denominator) == (2, 8)


@given(
    lost=st.sets(st.sampled_from(ROWS), min_size=1),
    changed=st.sets(st.sampled_from(ROWS), max_size=2),
    twice=st.sets(st.sampled_from(ROWS), max_size=1),
)
def test_no_loss_makes_a_share_rise(
    lost: set[tuple[str, int]], changed: set[tuple[str, int]], twice: set[tuple[str, int]]
) -> None:
    left = {
        name: [
            line.replace("2026-03-05", "2026-03-02") if (name, place) in changed else line
            for place, line in enumerate(lines)
            if (name, place) not in lost
            for _ in range(2 if (name, place) in twice else 1)
        ]
        for name, lines in WHOLE.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        found = recounted(left, Path(folder))
    whole = found.figures.whole
    assert found.troubles
    for share in (whole.same_day, whole.net_of_holds):
        assert share.numerator <= 2
        assert share.denominator >= 8
        assert share.unknown >= 1
    assert whole.outcomes["unknown"] >= 1


def test_a_request_that_went_elsewhere_counts_where_it_came_in(tmp_path: Path) -> None:
    log = a_log(submitted(), (NINE + HOUR, "transfer", {}), office=ELSEWHERE.code)
    moved = strand_of(replace(log, request_no="BUT-260305-0001"), person="orang-1")
    found = recounted(
        lines_of([moved, *(a_strand(number) for number in range(2, MADE + 1))]), tmp_path
    )
    assert found.troubles == []
    assert found.figures.whole.files == MADE


def test_a_step_that_was_missing_already_is_named_and_not_hidden(tmp_path: Path) -> None:
    steps = (submitted(), (NINE + HOUR, "verify", {}), printed(FOUR))
    log = a_log(*steps, version=4, revised=(Revised(2, NINE, FOUR),))
    gap = strand_of(log, person="orang-1")
    lines = lines_of([gap])
    found = recounted(lines, tmp_path)
    named = {(one.file, one.fault) for one in found.troubles if one.row == log.request_no}
    assert named == {("events.ndjson", Fault.GAP), ("revisions.ndjson", Fault.GAP)}


@pytest.mark.parametrize("unreadable", ["{", "[" * 100_000], ids=["cut off", "bottomless"])
def test_what_nobody_can_read_is_named_by_its_line(tmp_path: Path, unreadable: str) -> None:
    lines = {
        name: [*own, unreadable] if name == "events.ndjson" else own for name, own in WHOLE.items()
    }
    (trouble,) = recounted(lines, tmp_path).troubles
    assert (trouble.row, trouble.fault) == (f"{len(lines['events.ndjson'])}", Fault.UNREADABLE)


def test_the_same_evidence_makes_the_same_bytes() -> None:
    about = About(MARCH, CODE, (an_office({}),), NOW)
    packs = []
    for at_once in (1, MADE):
        strands = [a_strand(number) for number in range(1, MADE + 1)]
        with Binder(about) as binder, BytesIO() as file:
            for start in range(0, MADE, at_once):
                binder.add(strands[start : start + at_once], STICKS)
            bound = binder.bind(file, figures(Tally(MARCH, frozenset())))
            packs.append(file.getvalue())
        assert (bound.requests, bound.bytes) == (MADE, len(packs[-1]))
    assert packs[0] == packs[1]


def test_a_calendar_comes_back_as_far_as_figures_ask() -> None:
    ramadan = HoursRange("Ramadan", NINE.date(), NINE.date(), OFFICE.spans, on_holidays=True)
    power_cut = OneOff(
        OneOffKind.CLOSURE, NINE.date(), "Pak Budi sakit", declared_at=NINE, declared_by="Budi"
    )
    opening = OneOff(OneOffKind.OPENING, NINE.date(), "Lembur", NINE.time(), FOUR.time())
    calendar = replace(OFFICE, ranges=(ramadan,), one_offs=(power_cut, opening))
    data = calendar_data(calendar)
    assert "Budi" not in json.dumps(data)
    outside = tuple(replace(one, reason="", declared_by=None) for one in calendar.one_offs)
    assert read_calendar(json.loads(json.dumps(data))) == replace(calendar, one_offs=outside)
    assert read_calendar({**data, "weekly_hours": []}) is None


def test_a_policy_and_an_office_come_back() -> None:
    data = policy_data(ONE_HOUR)
    assert read_policy(data) == ONE_HOUR
    assert read_policy({**data, "cut_off_minutes": 0}) is None
    office = an_office({NINE.date(): 3})
    assert read_office(office_data(office)) == office


def test_a_strand_reads_back_as_the_log_it_was_made_of() -> None:
    revised = (Revised(1, NINE, FOUR), Revised(2, NINE, None))
    log = a_log(submitted(), printed(FOUR), earlier_prints=(NINE - HOUR,), revised=revised)
    strand = strand_of(log, person="orang-1")
    assert replace(log_of(strand), request_id=log.request_id) == log


def test_differences_are_named_by_the_way_to_them() -> None:
    written = {"same_day": {"numerator": 3, "denominator": 4}, "files": 4}
    reckoned = {"same_day": {"numerator": 2, "denominator": 4}, "files": 4, "more": 1}
    assert list(differences(written, reckoned)) == [
        ("more", None, 1),
        ("same_day.numerator", 3, 2),
    ]


def test_our_sources_travel_as_far_as_the_program_imports_them() -> None:
    travelling = set(sources())
    assert "motekar/rules/counting.py" in travelling
    assert "motekar/rules/errors/__init__.py" in travelling
    assert not {name for name in travelling if "store" in name or "usecases" in name}


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_term_is_defined_in_both_languages(language: str) -> None:
    told = definition(language)
    assert len(told.terms) == len(definition("id").terms)
    assert all(term and text for term, text in told.terms)
    assert definition("su") == definition("id")

"""A period's pictures in words: by day or month, one office or several, or nothing at all."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest

from motekar.reports.charts.chart import Chart, Form
from motekar.rules.compliance import DayFigures, Figures, Group, HoldFigure, Share
from motekar.rules.period import Period, month_of
from motekar.rules.sla import Outcome
from motekar.rules.spreads import Spread
from motekar.usecases.compliance import PeriodView
from motekar.usecases.surroundings import Surroundings
from motekar.web.chart_words import pictured
from motekar.web.figure_pictures import charts
from motekar.web.figure_tables import period_words, tables
from motekar.web.language import speak
from motekar.web.stage_tables import stage_tables

NOVEMBER = month_of(date(2026, 11, 23))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
NAMES = {"32.75": "Pusat", "32.75.03": "Kecamatan Bekasi Utara"}
ONE, ALL = ("32.75.03",), ("32.75", "32.75.03")

SPREAD = Spread(12, 135, 7, (4, 1, 0, 0, 2, 0, 0))
NOBODY = Spread(None, None, 0, (0,) * 7)
STAGES = dict.fromkeys(("verify", "print", "ready", "collect"), SPREAD)


def a_group(value: str, *, kept: int = 7, of: int = 8, unknown: int = 1, visits: int = 9) -> Group:
    share = Share(kept, of, unknown)
    return Group(value, visits, of, 0, 0, share, share, dict.fromkeys(Outcome, 1), STAGES)


def a_day(value: str, *, kept: int = 7) -> DayFigures:
    share = Share(kept, 8, 1)
    return DayFigures(value, 8, share, share)


def figures(period: Period, **changes: Any) -> Figures:
    facts: dict[str, Any] = {
        "first": period.first,
        "last": period.last,
        "whole": a_group(""),
        "visits": 9,
        "incomplete": 1,
        "late_entries": 0,
        "printed": 7,
        "collected": 5,
        "spoiled": 1,
        "reprints": 0,
        "stages": STAGES,
        "holds": (HoldFigure("blanks_out", 2, 30), HoldFigure("system_down", 1, 300)),
        "unknown": {"policy-missing": 1},
        "messages": {"delivered": 8},
        "policy_versions": (1,),
        "events": 40,
    }
    return Figures(**{**facts, **changes})


def a_view(period: Period = NOVEMBER, **changes: Any) -> PeriodView:
    facts: dict[str, Any] = {
        "period": period,
        "offices": ONE,
        "figures": figures(period),
        "before": figures(period.before()),
        "by_office": (a_group("32.75.03"),),
        "by_day": (a_day("2026-11-02"), a_day("2026-11-04", kept=8)),
        "visits_by_hour": {8: 9, 10: 3},
        "by_facet": (),
        "unsummed": 0,
    }
    return PeriodView(**{**facts, **changes})


def drawn(view: PeriodView, around: Surroundings | None = None) -> dict[str, Chart]:
    found = charts(view, around or Surroundings({8: 12, 9: 12}, {}), NAMES)
    for chart in found:
        pictured(chart, urlencode)
    return {chart.table.key: chart for chart in found}


@pytest.fixture(autouse=True)
def indonesian() -> None:
    speak("id")


def test_a_month_is_drawn_by_day_and_days_without_files_have_no_share() -> None:
    trend = drawn(a_view())["trend"]

    assert len(trend.table.rows) == len(trend.axis) == 30
    assert trend.table.rows[1] == ("2 Nov 2026", 7 / 8, 7, 8, 1, 7 / 8, 7, 8)
    assert trend.table.rows[2] == ("3 Nov 2026", None, 0, 0, 0, None, 0, 0)
    assert trend.axis[:3] == ("1", "2", "3")
    assert trend.title == "Berkas yang selesai menurut standar, November 2026"
    assert trend.says == "87,5%: 7 dari 8 berkas, 1 di antaranya tidak diketahui."


def test_cells_that_count_requests_say_which() -> None:
    found = drawn(a_view())

    second = {"from": "2026-11-02", "to": "2026-11-02"}
    assert found["trend"].behind[1, 3] == {"what": "standard_decided", **second}
    assert found["lengths"].behind[6, 3] == {"what": "ready_length_6"}
    assert found["stages"].behind == {
        (row, 3): {"what": f"{stage}_minutes"}
        for row, stage in enumerate(("verify", "print", "ready"))
    }
    assert found["arrivals"].behind[1, 1] == {"what": "visits", "facet": "hour", "value": "09"}
    assert found["holds"].behind[0, 2] == {"what": "held_system_down"}
    (half_a_month,) = (
        found.behind[10, 2]
        for found in [drawn(a_view(replace(YEAR, last=date(2026, 11, 15))))["trend"]]
    )
    assert (half_a_month["from"], half_a_month["to"]) == ("2026-11-01", "2026-11-15")


def test_the_lengths_until_a_card_was_ready_are_drawn_and_all_stages_told() -> None:
    lengths = drawn(a_view())["lengths"]

    assert lengths.title == "Sebaran lama sampai kartu siap, November 2026"
    assert lengths.says == "Paling banyak sampai 15 mnt: 4 dari 7 kartu."
    assert lengths.table.rows[0] == ("Sampai 15 mnt", 4, 4, 4, 4)
    assert lengths.table.rows[2][0] == "Lewat 30 mnt sampai 1 jam"
    assert lengths.table.rows[-1] == ("Lebih dari 8 jam", 0, 0, 0, 0)
    assert lengths.axis == ("15 mnt", "30 mnt", "1 jam", "2 jam", "4 jam", "8 jam", "lebih")
    (ready,) = lengths.series
    assert (ready.column.name, ready.values) == (
        "Berkas lengkap sampai kartu jadi",
        (4, 1, 0, 0, 2, 0, 0),
    )


def test_stages_are_told_by_office_and_by_what_was_asked_for_and_lead_to_lists() -> None:
    two = (a_group("32.75"), a_group("32.75.03"))
    hours = (replace(a_group("08"), stages={"print": SPREAD, "verify": NOBODY}),)

    by_hour, by_office = stage_tables(
        a_view(offices=ALL, by_office=two, by_facet=hours), NAMES, facet="hour"
    )

    assert stage_tables(a_view(), NAMES) == ()
    row = by_office.table.rows[4]
    assert row[:6] == ("Kecamatan Bekasi Utara", "pemeriksaan berkas", 12, 135, 7, 4)
    assert by_office.behind[4, 5] == {"what": "verify_length_0", "office": "32.75.03"}
    assert by_hour.table.rows == (("08.00–08.59", "pencetakan", 12, 135, 7, 4, 1, 0, 0, 2, 0, 0),)
    asked = {"facet": "hour", "value": "08"}
    assert by_hour.behind[0, 4] == {"what": "print_minutes", **asked}
    assert by_hour.behind[0, 11] == {"what": "print_length_6", **asked}


def test_a_year_is_drawn_by_month_from_the_same_numerators_and_denominators() -> None:
    trend = drawn(a_view(YEAR))["trend"]

    assert [row[0] for row in trend.table.rows][::11] == ["Januari 2026", "Desember 2026"]
    assert trend.table.rows[10][:5] == ("November 2026", 15 / 16, 15, 16, 2)
    assert trend.table.rows[0][1] is None


def test_an_hour_in_which_nobody_came_is_none_and_one_without_calendar_unknown() -> None:
    known = drawn(a_view())["arrivals"]
    unknown = drawn(a_view(), Surroundings(None, {}))["arrivals"]

    assert known.table.rows == (("08.00", 9, 12), ("09.00", 0, 12), ("10.00", 3, 0))
    assert [row[2] for row in unknown.table.rows] == [None, None, None]
    assert known.says == "Paling banyak datang pada jam 08.00: 9 dari 12 kunjungan."


def test_holds_stand_longest_first_with_how_often() -> None:
    holds = drawn(a_view())["holds"]

    assert holds.table.rows == (("Sistem terganggu", 300, 1), ("Kartu kosong habis", 30, 2))
    assert holds.says == "Paling lama: Sistem terganggu."


def test_one_offices_blanks_are_drawn_day_by_day_and_gaps_stay_gaps() -> None:
    days = {date(2026, 11, 2): 40, date(2026, 11, 4): 12}
    blanks = drawn(a_view(), Surroundings({}, {"32.75.03": days}))["blanks"]

    assert blanks.form is Form.LINES
    assert blanks.table.rows[1:4] == (("2 Nov 2026", 40), ("3 Nov 2026", None), ("4 Nov 2026", 12))
    assert blanks.says == "Paling sedikit: 12 pada 4 Nov 2026."
    assert "Kecamatan Bekasi Utara" in blanks.title


def test_several_offices_blanks_stand_beside_each_other() -> None:
    kept = {"32.75.03": {date(2026, 11, 2): 4, date(2026, 11, 4): 12}, "32.75": {}}
    blanks = drawn(a_view(offices=ALL), Surroundings({}, kept))["blanks"]

    assert blanks.form is Form.BARS
    assert blanks.table.rows == (
        ("Kecamatan Bekasi Utara", 12, "paling sedikit 4 pada 2 Nov 2026"),
    )
    assert blanks.title == "Kartu kosong di kotak per kantor, 4 Nov 2026"


def test_a_period_with_nothing_is_drawn_as_nothing() -> None:
    whole = a_group("", kept=0, of=0, unknown=0, visits=0)
    stages = dict.fromkeys(STAGES, NOBODY)
    nothing = figures(NOVEMBER, whole=whole, holds=(), stages=stages)
    found = drawn(
        a_view(figures=nothing, by_day=(), visits_by_hour={}), Surroundings(None, {"32.75.03": {}})
    )

    assert {key: chart.says for key, chart in found.items()} == {
        "trend": "Belum ada berkas yang jatuh waktunya.",
        "stages": "Belum ada kartu yang selesai.",
        "lengths": "Belum ada kartu yang selesai.",
        "arrivals": "Belum ada kunjungan.",
        "holds": "Tidak ada yang ditunda.",
    }
    assert all(row[1] is None for row in found["trend"].table.rows)


def test_each_share_in_a_table_stands_with_its_numerator_and_denominator() -> None:
    told = {table.key: table for table in tables(a_view(offices=ALL), NAMES)}

    assert told["headline"].rows[0] == ("Selesai menurut standar", "November 2026", 7 / 8, 7, 8, 1)
    assert told["headline"].rows[1][1] == "Oktober 2026"
    assert told["offices"].rows == (("Kecamatan Bekasi Utara", 7 / 8, 7, 8, 1, 8, 9),)
    assert ("Kunjungan", 9, 9) in told["counts"].rows
    assert told["collection"].rows[0] == ("November 2026", 12, 135, 7)


def test_a_single_office_is_not_compared_with_itself() -> None:
    assert "offices" not in {table.key for table in tables(a_view(), NAMES)}


def test_the_grouping_that_was_asked_for_is_a_table_too() -> None:
    view = a_view(by_facet=(a_group("lost"), a_group("damaged", kept=0)))
    (grouped,) = (table for table in tables(view, NAMES, facet="reason") if table.key == "groups")

    assert grouped.caption == "Menurut alasan, November 2026"
    assert grouped.columns[0].name == "Alasan"
    assert [row[:5] for row in grouped.rows] == [
        ("Hilang", 7 / 8, 7, 8, 1),
        ("Rusak", 0.0, 0, 8, 1),
    ]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "November 2026"),
        (date(2026, 11, 2), date(2026, 11, 2), "2 Nov 2026"),
        (date(2026, 11, 1), date(2026, 12, 31), "1 Nov 2026 – 31 Des 2026"),
    ],
)
def test_a_period_is_named_as_short_as_it_can_be(first: date, last: date, words: str) -> None:
    assert period_words(Period(first, last)) == words


def test_english_writes_its_own_numbers_and_days() -> None:
    speak("en")

    chart = drawn(a_view())["trend"]

    assert chart.says == "87.5%: 7 of 8 files, 1 of them unknown."
    assert "87.5%" in pictured(chart, urlencode).wide

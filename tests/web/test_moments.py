from datetime import UTC, date, datetime, timedelta

import pytest

from motekar.web import language, moments

JAKARTA, MAKASSAR, JAYAPURA = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
monday_closing = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 16.00 in Bekasi
monday_morning = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)
new_year_in_bekasi = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)


def test_a_long_date_names_day_month_time_and_zone():
    assert moments.long_date(monday_closing, JAKARTA) == (
        "Senin, 23 November 2026 pukul 16.00 WIB"
    )


@pytest.mark.parametrize(
    ("zone", "ending"),
    [(JAKARTA, "16.00 WIB"), (MAKASSAR, "17.00 WITA"), (JAYAPURA, "18.00 WIT")],
    ids=["west", "centre", "east"],
)
def test_each_zone_of_the_country_has_its_own_clock(zone, ending):
    assert moments.long_date(monday_closing, zone).endswith(ending)


def test_english_says_the_same_moment():
    language.speak("en")

    assert moments.long_date(monday_closing, JAKARTA) == "Monday, 23 November 2026 at 16:00 WIB"


def test_the_day_is_the_offices_day_not_that_of_utc():
    assert moments.day_words(new_year_in_bekasi, JAKARTA) == "Jumat, 1 Januari 2027"
    assert moments.near_day(new_year_in_bekasi, JAKARTA, new_year_in_bekasi) == "hari ini"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "hari ini pukul 16.00"),
        (1, "besok pukul 16.00"),
        (-1, "kemarin pukul 16.00"),
        (2, "Rabu, 25 November pukul 16.00"),
        (45, "Kamis, 7 Januari 2027 pukul 16.00"),
    ],
    ids=["today", "tomorrow", "yesterday", "this year", "next year"],
)
def test_near_days_have_names(days, words):
    at = monday_closing + timedelta(days=days)

    assert moments.near_moment(at, JAKARTA, monday_morning) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=59), "kurang dari 1 menit lagi"),
        (timedelta(minutes=25, seconds=59), "25 menit lagi"),
        (timedelta(hours=1), "1 jam lagi"),
        (timedelta(hours=2, minutes=5), "2 jam 5 menit lagi"),
        (timedelta(hours=5, minutes=40), "5 jam lagi"),
        (timedelta(hours=35), "35 jam lagi"),
        (timedelta(days=2, hours=5), "2 hari lagi"),
        (-timedelta(hours=2), "terlambat 2 jam"),
        (-timedelta(days=3), "terlambat 3 hari"),
    ],
)
def test_time_left_is_said_in_words_and_never_rounded_up(left, words):
    assert moments.time_left(monday_closing + left, monday_closing) == words


def test_english_counts_one_and_many():
    language.speak("en")

    assert moments.time_left(monday_closing, monday_closing - timedelta(minutes=61)) == (
        "1 hour 1 minute left"
    )
    assert moments.time_ago(monday_closing - timedelta(days=2), monday_closing) == "2 days ago"


def test_what_just_happened_was_just_now():
    at = monday_closing - timedelta(seconds=40)

    assert moments.time_ago(at, monday_closing) == "baru saja"


def test_opening_hours_of_the_contract_are_read_as_clock_times():
    assert moments.clock("08:00") == "08.00"


def test_the_board_names_the_day_unless_it_is_today():
    assert moments.board_time(monday_closing, JAKARTA, monday_morning) == "16.00"
    assert moments.board_time(monday_closing + timedelta(days=1), JAKARTA, monday_morning) == (
        "24 Nov 16.00"
    )


def test_short_forms():
    assert moments.short_time(monday_closing, JAKARTA) == "16.00"
    assert moments.short_date(monday_closing, JAKARTA) == "23 Nov 2026"
    assert moments.short_moment(monday_closing, JAKARTA) == "23 Nov pukul 16.00"
    assert moments.birth_date(date(1990, 5, 5)) == "5 Mei 1990"

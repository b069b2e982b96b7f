from collections.abc import Collection
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.errors import NikMalformed
from motekar.rules.nik import Nik, warnings

TODAY = date(2026, 11, 21)
BEKASI = frozenset({"327501", "327502", "327503"})


def a_nik(*, prefix: str = "327503", born: str = "050590", serial: str = "0001") -> Nik:
    return Nik.parse(prefix + born + serial)


def warned(
    nik: Nik, *, married: bool = False, known_prefixes: Collection[str] = BEKASI
) -> tuple[str, ...]:
    return warnings(nik, today=TODAY, known_prefixes=known_prefixes, married=married)


@pytest.mark.parametrize(
    "typed",
    [
        "3275030505900001",
        "327503 050590 0001",
        "32.75.03.050590.0001",
        "3275-0305-0590-0001\r\n",
        "\u200b3275030505900001",
    ],
    ids=["bare", "blanks", "dots", "hyphens and scanner ending", "invisible mark"],
)
def test_a_nik_is_read_however_it_is_typed(typed: str) -> None:
    assert Nik.parse(typed).digits == "3275030505900001"


@pytest.mark.parametrize(
    ("typed", "problem", "digits"),
    [
        ("", "length", 0),
        (" - ", "length", 0),
        ("327503050590000", "length", 15),
        ("32750305059000011", "length", 17),
        ("3.27503E+15", "characters", 8),
        ("327503050590000O", "characters", 15),
        ("\u0663275030505900001", "characters", 15),
        ("3275030005900001", "date", 16),
        ("3275033205900001", "date", 16),
        ("3275034005900001", "date", 16),
        ("3275037205900001", "date", 16),
        ("3275038105900001", "date", 16),
        ("3275030500900001", "date", 16),
        ("3275030513900001", "date", 16),
        ("3275033104900001", "date", 16),
        ("3275032902910001", "date", 16),
        ("3275036902910001", "date", 16),
    ],
    ids=[
        "empty",
        "separators only",
        "fifteen",
        "seventeen",
        "spreadsheet",
        "letter O",
        "foreign digit",
        "day 0",
        "day 32",
        "day 40",
        "day 72",
        "day 81",
        "month 0",
        "month 13",
        "31 April",
        "29 February in no leap year",
        "a woman's 29 February in no leap year",
    ],
)
def test_a_nik_without_shape_or_date_is_refused(typed: str, problem: str, digits: int) -> None:
    with pytest.raises(NikMalformed) as refusal:
        Nik.parse(typed)
    assert refusal.value.facts == {"problem": problem, "digits": digits}


@pytest.mark.parametrize(
    ("born", "birth_date", "is_female"),
    [
        ("010190", date(1990, 1, 1), False),
        ("310190", date(1990, 1, 31), False),
        ("410190", date(1990, 1, 1), True),
        ("710190", date(1990, 1, 31), True),
        ("290200", date(2000, 2, 29), False),
        ("690204", date(2004, 2, 29), True),
    ],
    ids=["1", "31", "41", "71", "leap day of 2000, not of 1900", "a woman's leap day"],
)
def test_birth_date_and_sex_are_shown_back(born: str, birth_date: date, is_female: bool) -> None:
    nik = a_nik(born=born)
    assert (nik.born_on(TODAY), nik.is_female) == (birth_date, is_female)


@pytest.mark.parametrize(
    ("born", "birth_date", "age"),
    [
        ("211110", date(2010, 11, 21), 16),
        ("211109", date(2009, 11, 21), 17),
        ("211126", date(1926, 11, 21), 100),
        ("221126", date(1926, 11, 22), 99),
        ("010127", date(1927, 1, 1), 99),
        ("010125", date(1925, 1, 1), 101),
        ("211116", date(1916, 11, 21), 110),
        ("211115", date(2015, 11, 21), 11),
        ("221110", date(2010, 11, 22), 15),
    ],
    ids=[
        "sixteen today",
        "seventeen today",
        "born today or a hundred years ago",
        "born tomorrow is the past century",
        "born next year is the past century",
        "one year or a hundred and one",
        "ten years or a hundred and ten",
        "eleven years, for a hundred and eleven is past belief",
        "fifteen years, sixteen tomorrow",
    ],
)
def test_the_century_is_the_one_that_makes_an_applicant(
    born: str, birth_date: date, age: int
) -> None:
    nik = a_nik(born=born)
    assert (nik.born_on(TODAY), nik.age_on(TODAY)) == (birth_date, age)


def test_one_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() -> None:
    nik = a_nik(born="290208")
    assert [nik.age_on(date(2025, 2, 28)), nik.age_on(date(2025, 3, 1))] == [16, 17]


def test_an_ordinary_nik_of_the_agency_has_no_warning() -> None:
    assert warned(a_nik()) == ()


@pytest.mark.parametrize(
    ("nik", "expected"),
    [
        (a_nik(serial="0000"), ("serial-zero",)),
        (a_nik(prefix="317401"), ("prefix-foreign",)),
        (a_nik(prefix="327599"), ("prefix-unknown",)),
        (a_nik(born="221109"), ("under-17",)),
        (a_nik(born="010125"), ("age-over-100",)),
        (
            a_nik(prefix="000000", born="221109", serial="0000"),
            ("serial-zero", "prefix-foreign", "under-17"),
        ),
    ],
    ids=["serial", "foreign", "unknown kecamatan", "under 17", "over 100", "several at once"],
)
def test_odd_numbers_are_warnings(nik: Nik, expected: tuple[str, ...]) -> None:
    assert warned(nik) == expected


def test_a_hundred_today_is_not_over_100() -> None:
    assert warned(a_nik(born="211126")) == ()


def test_seventeen_today_is_not_under_17() -> None:
    assert warned(a_nik(born="211109")) == ()


def test_the_married_may_be_under_17() -> None:
    assert warned(a_nik(born="221109"), married=True) == ()


def test_without_known_prefixes_nothing_is_said_about_the_prefix() -> None:
    assert warned(a_nik(prefix="999999"), known_prefixes=()) == ()


def test_a_nik_never_prints_itself() -> None:
    nik = a_nik()
    assert repr(nik) == str(nik) == "Nik(3275••••••••••01)"


@given(
    born=st.dates(date(1927, 1, 1), date(2010, 11, 21)),
    is_female=st.booleans(),
    prefix=st.from_regex(r"[1-9][0-9]{5}", fullmatch=True),
    serial=st.from_regex(r"[0-9]{4}", fullmatch=True),
)
def test_what_a_nik_was_made_from_is_read_back(
    born: date, is_female: bool, prefix: str, serial: str
) -> None:
    day = born.day + (40 if is_female else 0)
    nik = Nik.parse(f"{prefix}{day:02d}{born:%m%y}{serial}")
    assert (nik.prefix, nik.born_on(TODAY), nik.is_female, nik.serial) == (
        prefix,
        born,
        is_female,
        serial,
    )
    assert Nik.parse(nik.digits) == nik

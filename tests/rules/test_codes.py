from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.codes import ClaimCode, RequestNo, damm_digit, parse_scan
from motekar.rules.errors import ClaimCodeMalformed, RequestNoMalformed, ScanUnreadable

CODE = ClaimCode.from_bits(4_611_686_018_427_387_904)
DIGITS = "46116860184273879048"
NUMBER = RequestNo.compose("BUT", date(2026, 11, 21), 42)

codes = st.integers(0, 2**63 - 1).map(ClaimCode.from_bits)


def test_the_check_digit_of_the_published_example() -> None:
    assert damm_digit("572") == "4"
    assert damm_digit("5724") == "0"


@given(codes, st.integers(0, 19), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(code: ClaimCode, at: int, change: int) -> None:
    wrong = str((int(code.digits[at]) + change) % 10)
    with pytest.raises(ClaimCodeMalformed, match="check-digit"):
        ClaimCode.parse(code.digits[:at] + wrong + code.digits[at + 1 :])


@given(codes, st.integers(0, 18))
def test_every_swap_of_two_different_neighbours_is_found(code: ClaimCode, at: int) -> None:
    first, second = code.digits[at], code.digits[at + 1]
    swapped = code.digits[:at] + second + first + code.digits[at + 2 :]
    if first == second:
        assert ClaimCode.parse(swapped) == code
    else:
        with pytest.raises(ClaimCodeMalformed, match="check-digit"):
            ClaimCode.parse(swapped)


@given(codes)
def test_a_code_is_read_back_from_its_groups(code: ClaimCode) -> None:
    assert ClaimCode.parse(code.grouped) == code
    assert [len(group) for group in code.grouped.split(" ")] == [4] * 5


@pytest.mark.parametrize(
    ("bits", "random_part"),
    [(0, "0" * 19), (2**63 - 1, "9223372036854775807")],
    ids=["least", "most"],
)
def test_63_bits_fit_in_19_digits(bits: int, random_part: str) -> None:
    assert ClaimCode.from_bits(bits).digits == random_part + damm_digit(random_part)


@pytest.mark.parametrize("bits", [-1, 2**63], ids=["negative", "64 bits"])
def test_other_than_63_bits_are_a_mistake_of_the_caller(bits: int) -> None:
    with pytest.raises(ValueError, match="63 bits"):
        ClaimCode.from_bits(bits)


@pytest.mark.parametrize(
    "text",
    [
        DIGITS,
        "4611 6860 1842 7387 9048",
        "4611-6860-1842-7387-9048",
        "4611.6860.1842.7387.9048\r\n",
        f"{DIGITS}\t",
        f"https://motekar.example/status/{DIGITS}",
        f"https://motekar.example/status/{DIGITS}/",
        f"https://motekar.example/en/status/{DIGITS}?lang=en#langkah\r\n",
        f"http://10.0.0.5:8000/status/{DIGITS}#status/1",
        f" motekar.example/status/{DIGITS} ",
        f"/status/{DIGITS}",
        f"status/{DIGITS}",
    ],
    ids=[
        "bare",
        "groups",
        "hyphens",
        "dots and scanner ending",
        "tab",
        "address",
        "address with slash",
        "address with language, query and fragment",
        "address with digits in the host",
        "address without scheme",
        "path",
        "path without slash",
    ],
)
def test_a_code_is_read_however_it_comes(text: str) -> None:
    assert ClaimCode.parse(text) == CODE
    assert parse_scan(text) == CODE


@pytest.mark.parametrize(
    ("text", "problem", "digits"),
    [
        ("", "length", 0),
        ("https://motekar.example/status/", "length", 0),
        ("4611 6860 1842 7387 904", "length", 19),
        (DIGITS + "0", "length", 21),
        (DIGITS[:-1] + "5", "check-digit", 20),
        ("4611 6860 1842 7387 90A8", "characters", 19),
        (f"https://motekar.example/{DIGITS}", "characters", 20),
        (f"https://motekar.example/status/{DIGITS}x", "characters", 20),
    ],
    ids=["empty", "address only", "19", "21", "typo", "letter", "other page", "letter in address"],
)
def test_a_malformed_code_is_refused(text: str, problem: str, digits: int) -> None:
    with pytest.raises(ClaimCodeMalformed) as refusal:
        ClaimCode.parse(text)
    assert refusal.value.facts == {"problem": problem, "digits": digits}


def test_a_claim_code_never_prints_itself() -> None:
    assert repr(CODE) == str(CODE) == "ClaimCode(hidden)"


def test_a_request_number_is_office_day_and_running_number() -> None:
    assert str(NUMBER) == "BUT-261121-0042"


def test_running_numbers_grow_past_four_digits() -> None:
    assert str(RequestNo.compose("BUT", date(2026, 11, 21), 12_345)) == "BUT-261121-12345"


@pytest.mark.parametrize(
    "text",
    [
        "BUT-261121-0042",
        "but-261121-0042",
        " BUT 261121 0042\r\n",
        "BUT2611210042",
        "BUT - 261121 - 0042",
        "BUT\u2013261121\u20130042",
    ],
)
def test_a_request_number_is_read_however_it_is_typed(text: str) -> None:
    assert RequestNo.parse(text) == NUMBER
    assert parse_scan(text) == NUMBER


@pytest.mark.parametrize(
    "text",
    [
        "",
        "B-261121-0042",
        "BUTAN-261121-0042",
        "BUT-261131-0042",
        "BUT-261321-0042",
        "BUT-261121-042",
        "BUT-261121-0000",
        "BUT-261121-12345678",
        "\u017fUT-261121-0042",
        "BUT-261121-0042/x",
    ],
    ids=[
        "empty",
        "one letter",
        "five letters",
        "31 November",
        "month 13",
        "three digits",
        "number zero",
        "eight digits",
        "long s",
        "something behind",
    ],
)
def test_a_malformed_request_number_is_refused(text: str) -> None:
    with pytest.raises(RequestNoMalformed):
        RequestNo.parse(text)


@pytest.mark.parametrize(
    ("abbreviation", "day", "running_no"),
    [
        ("but", date(2026, 11, 21), 1),
        ("BUTAN", date(2026, 11, 21), 1),
        ("BUT", date(2026, 11, 21), 0),
        ("BUT", date(1999, 12, 31), 1),
        ("BUT", date(2100, 1, 1), 1),
    ],
    ids=["lower case", "five letters", "number zero", "past century", "next century"],
)
def test_a_request_number_that_could_not_be_read_back_is_not_made(
    abbreviation: str, day: date, running_no: int
) -> None:
    with pytest.raises(RequestNoMalformed):
        RequestNo.compose(abbreviation, day, running_no)


@given(
    st.from_regex(r"[A-Z]{2,4}", fullmatch=True),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, 9_999_999),
)
def test_every_request_number_is_read_back(abbreviation: str, day: date, running_no: int) -> None:
    number = RequestNo.compose(abbreviation, day, running_no)
    assert RequestNo.parse(str(number)) == number
    assert parse_scan(str(number).lower()) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\r\n", "empty"),
        ("4611 6860", "length"),
        (DIGITS[:-1] + "5", "check-digit"),
        ("4611 6860 1842 7387 90A8", "characters"),
        ("BUT-261121", "request-no"),
        ("halo", "request-no"),
        ("https://motekar.example/", "characters"),
    ],
    ids=["nothing", "too short", "typo", "letter", "half a number", "a word", "other address"],
)
def test_an_unreadable_scan_says_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(ScanUnreadable) as refusal:
        parse_scan(text)
    assert refusal.value.problem == problem


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse_scan(text)
    except ScanUnreadable:
        return
    assert isinstance(found, ClaimCode | RequestNo)

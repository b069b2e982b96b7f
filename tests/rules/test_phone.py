import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.errors import PhoneMalformed
from motekar.rules.phone import Phone


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "81234567890",
        "6281234567890",
        "+6281234567890",
        "006281234567890",
        "62 0812 3456 7890",
        "+62 (0) 812-3456-7890",
        "0812.3456.7890",
        "0812/3456\u20137890\n",
    ],
)
def test_a_mobile_number_is_read_however_it_is_typed(typed: str) -> None:
    assert Phone.parse(typed).e164 == "+6281234567890"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "length"),
        ("+", "length"),
        ("0", "length"),
        ("62", "length"),
        ("08", "length"),
        ("08123456", "length"),
        ("08123456789012", "length"),
        ("1708", "length"),
        ("0812abc4567", "characters"),
        ("08123456+7890", "characters"),
        ("++6281234567890", "characters"),
        ("\u0660812345678", "characters"),
        ("021 8894 5678", "not-mobile"),
        ("+62 21 8894 5678", "not-mobile"),
        ("0800 123 4567", "not-mobile"),
        ("0841 2345 6789", "not-mobile"),
        ("+65 9123 4567", "foreign"),
        ("0060 12 345 6789", "foreign"),
        ("12025550123", "foreign"),
    ],
    ids=[
        "empty",
        "plus only",
        "zero only",
        "country only",
        "start only",
        "eight digits",
        "thirteen national digits",
        "short number",
        "letters",
        "plus in the middle",
        "two pluses",
        "foreign digit",
        "fixed line",
        "fixed line with country",
        "toll-free",
        "no such mobile range",
        "Singapore",
        "Malaysia with 00",
        "America without plus",
    ],
)
def test_what_cannot_get_an_sms_is_refused(typed: str, problem: str) -> None:
    with pytest.raises(PhoneMalformed) as refusal:
        Phone.parse(typed)
    assert refusal.value.facts == {"problem": problem}


@pytest.mark.parametrize(
    "national",
    ["811234567", "899123456789"],
    ids=["nine digits", "twelve digits"],
)
def test_shortest_and_longest_numbers_are_taken(national: str) -> None:
    assert Phone.parse("0" + national).e164 == "+62" + national


def test_the_last_four_digits_are_the_second_half_of_a_look_up() -> None:
    assert Phone.parse("081234567890").last4 == "7890"


def test_a_phone_never_prints_itself() -> None:
    phone = Phone.parse("081234567890")
    assert repr(phone) == str(phone) == "Phone(+62812••••••90)"


@given(
    st.from_regex(r"8[1-35-9][0-9]{7,10}", fullmatch=True),
    st.sampled_from(["0", "62", "+62", "0062", "62 0", ""]),
)
def test_every_way_of_writing_one_number_is_one_number(national: str, start: str) -> None:
    phone = Phone.parse(start + national)
    assert phone.e164 == "+62" + national
    assert Phone.parse(phone.e164) == phone

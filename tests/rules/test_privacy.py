import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.privacy import initials, mask_nik, mask_phone


def test_a_nik_shows_its_first_four_and_last_two_digits() -> None:
    assert mask_nik("3275034505900001") == "3275••••••••••01"


def test_a_phone_shows_its_first_five_and_last_two_digits() -> None:
    assert mask_phone("+6281234567890") == "+62812••••••90"


def test_the_shortest_mobile_number_is_masked_alike() -> None:
    assert mask_phone("+62811234567") == "+62811••••67"


@given(st.from_regex(r"\+628[1-35-9][0-9]{7,10}", fullmatch=True))
def test_a_masked_phone_hides_at_least_four_digits_and_keeps_its_length(e164: str) -> None:
    masked = mask_phone(e164)
    assert len(masked) == len(e164)
    assert masked.count("•") >= 4


@pytest.mark.parametrize("text", ["", "123", "1234567"], ids=["empty", "three", "seven"])
def test_what_is_too_short_to_mask_is_hidden_whole(text: str) -> None:
    assert mask_nik(text) == "•" * len(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Siti Umi Cahyani", "S. U. C."),
        ("Suparman", "S."),
        ("  siti   umi ", "S. U."),
        ("A B C D E F G", "A. B. C. D. E."),
        ("'Abdul (Alias) 3 -", "A. A."),
        ("e\u0301mile \u00dfa", "\u00c9. S."),
        ("", "•"),
        ("12 -- ..", "•"),
    ],
    ids=[
        "three words",
        "one-word name",
        "lower case and blanks",
        "seven words",
        "signs before letters",
        "combined accent and sharp s",
        "empty",
        "no letter at all",
    ],
)
def test_a_name_becomes_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


@given(st.text(max_size=60))
def test_initials_of_any_text_are_short(name: str) -> None:
    assert 1 <= len(initials(name)) <= 14

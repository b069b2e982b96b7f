import pytest

from motekar.rules.digits import bare, count_digits, is_digits, small_number


@pytest.mark.parametrize(
    "text",
    [
        "1234",
        " 12 34 ",
        "12.34",
        "1-2-3-4",
        "12\u201334",
        "12\u00a034\t\r\n",
        "\ufeff12\u200b34\u202c",
        "12\x1d34\x00",
    ],
    ids=[
        "bare",
        "blanks",
        "dots",
        "hyphens",
        "en dash",
        "no-break blank and scanner ending",
        "invisible marks of a chat program",
        "control characters of a scanner",
    ],
)
def test_what_stands_around_digits_is_taken_off(text: str) -> None:
    assert bare(text) == "1234"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0123456789", True),
        ("", False),
        ("12a", False),
        ("\u0661\u0662", False),
        ("\u00b2", False),
    ],
    ids=["ten digits", "nothing", "a letter", "Arabic-Indic digits", "superscript"],
)
def test_only_ascii_digits_count_as_digits(text: str, expected: bool) -> None:
    assert is_digits(text) is expected


def test_digits_are_counted_among_other_characters() -> None:
    assert count_digits("BUT-261121-0042 \u0661") == 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("007", 7),
        ("999999", 999_999),
        ("1000000", None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("\u0661", None),
        ("\u00b2", None),
    ],
)
def test_only_so_many_digits_are_read_as_a_number(text: str, expected: int | None) -> None:
    assert small_number(text) == expected

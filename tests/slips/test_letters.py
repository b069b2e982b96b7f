"""Every sign becomes one the fonts have, and lines break where a reader expects it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.paper import letters


@pytest.mark.parametrize(
    ("given_words", "shown"),
    [
        ("Siti Ünal-Çelik", "Siti Ünal-Çelik"),
        ("Łukasz Đặng", "Lukasz Dang"),
        ("Nu\u02bcman Hasan\u0131", "Nu'man Hasani"),
        ("\ufb01tri \U0001d400\U0001d41d\U0001d422", "fitri Adi"),
        ("non\u2011break \u2212 5", "non-break - 5"),
        ("a\u200bb\u00adc\x00d", "abcd"),
        ("baris\nbaru\ttab", "baris baru tab"),
        ("王", "?"),
        ("\U0001f600", "?"),
    ],
)
def test_signs_outside_the_fonts_become_their_closest_letters(
    given_words: str, shown: str
) -> None:
    assert letters.printable(given_words) == shown


@given(st.text())
def test_whatever_is_shown_has_a_width(words: str) -> None:
    assert letters.text_width(letters.printable(words), font=letters.BOLD, size=9) >= 0


@given(st.text(), st.floats(20, 300))
def test_no_line_is_wider_than_its_column(words: str, width: float) -> None:
    shown = letters.printable(words).strip()

    for line in letters.broken(shown, font=letters.REGULAR, size=9, width=width):
        assert letters.text_width(line, font=letters.REGULAR, size=9) <= width + 0.01


def test_a_date_and_an_hour_stay_on_one_line() -> None:
    promise = "Selesai Senin, 23 November 2026 pukul 16.00 WIB"

    lines = letters.broken(promise, font=letters.BOLD, size=12, width=150)

    assert [line.replace("\u00a0", " ") for line in lines] == [
        "Selesai Senin,",
        "23 November 2026",
        "pukul 16.00 WIB",
    ]


def test_balanced_lines_leave_no_word_alone() -> None:
    lines = ["Mal Pelayanan Publik Kabupaten Kepulauan", "Sangihe"]

    evened = letters.balanced(lines, font=letters.BOLD, size=12, width=260)

    assert evened == ["Mal Pelayanan Publik", "Kabupaten Kepulauan Sangihe"]


def test_left_out_lines_show_as_an_ellipsis() -> None:
    lines = ["satu", "dua", "tiga"]

    kept = letters.shortened(lines, font=letters.BOLD, size=12, width=40, most=2)

    assert kept == ["satu", "dua…"]

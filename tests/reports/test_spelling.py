"""Numbers in words, as a record of the office says days, years and counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.reports.spelling import spelled


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (20, "dua puluh"),
        (31, "tiga puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (203, "dua ratus tiga"),
        (1000, "seribu"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (2026, "dua ribu dua puluh enam"),
        (10_000, "sepuluh ribu"),
        (101_001, "seratus satu ribu satu"),
    ],
)
def test_a_number_is_said_as_people_say_it(number: int, words: str) -> None:
    assert spelled(number) == words


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_two_numbers_are_never_said_alike(one: int, other: int) -> None:
    assert (spelled(one) == spelled(other)) == (one == other)

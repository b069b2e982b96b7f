"""What a row of places says is what its minutes, one by one, would say."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.spreads import LENGTHS, minutes_at, place_of, put, spread_of, together

minutes = st.lists(st.integers(0, 4000), max_size=60)


def a_row(taken: list[int]) -> list[int]:
    row: list[int] = []
    for each in taken:
        put(row, place_of(each), 1)
    return row


@given(minutes)
def test_median_nine_tenths_and_lengths_are_those_of_the_minutes(taken: list[int]) -> None:
    told, ranked = spread_of(a_row(taken)), sorted(minutes_at(place_of(each)) for each in taken)

    assert told.count == len(taken)
    if not ranked:
        assert (told.median_minutes, told.p90_minutes) == (None, None)
    else:
        for percent, found in ((50, told.median_minutes), (90, told.p90_minutes)):
            assert found == ranked[-(-percent * len(ranked) // 100) - 1]
    bounds = (-1, *LENGTHS, 10_000)
    assert told.by_length == tuple(
        sum(less < each <= most for each in taken) for less, most in pairwise(bounds)
    )


@given(minutes, minutes)
def test_rows_add_up_and_what_is_taken_off_is_gone(one: list[int], other: list[int]) -> None:
    both = together(a_row(one), a_row(other))
    assert spread_of(both) == spread_of(a_row([*one, *other]))
    for each in other:
        put(both, place_of(each), -1)
    assert spread_of(both) == spread_of(a_row(one))


@given(st.integers(0, 10_000))
def test_a_minute_is_told_to_the_hour_above_eight_hours_alone(taken: int) -> None:
    told = minutes_at(place_of(taken))
    assert told == taken if taken <= 480 else (told % 60 == 0 and 0 <= told - taken < 60)

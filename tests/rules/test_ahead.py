"""Counting who stands ahead agrees with looking along the line."""

from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.ahead import Ahead, Row

SIZE, MOST = 9, 2
places = st.integers(0, SIZE - 1)
ends = st.integers(0, SIZE)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("toggle"), places),
        st.tuples(st.just("pass"), ends),
        st.tuples(st.just("night"), st.just(0)),
    ),
    max_size=40,
)


@given(st.sets(places), ends)
def test_those_ahead_are_counted_and_named_first_place_first(members, end):
    line = Ahead(SIZE)
    for place in members:
        line.add(place)

    assert line.count(end) == sum(place < end for place in members)
    assert list(line.standing(end)) == sorted(place for place in members if place < end)


@given(acts)
def test_a_row_counts_what_a_list_would(told):
    row = Row(SIZE, most=MOST)
    present: set[int] = set()
    passed = dict.fromkeys(range(SIZE), 0)
    for act, number in told:
        if act == "toggle":
            (row.leave if number in present else row.enter)(number)
            present ^= {number}
        elif act == "pass":
            ahead = sorted(place for place in present if place < number)
            assert row.ahead(number) == len(ahead)
            assert row.pass_by(number) == tuple(p for p in ahead if passed[p] < MOST)
            for place in ahead:
                passed[place] += 1
        else:
            assert row.end_day() == {p: n for p, n in passed.items() if n >= MOST}
            passed = dict.fromkeys(range(SIZE), 0)

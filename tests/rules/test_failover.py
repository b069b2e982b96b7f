"""When a gateway rests, for how long, and how it comes back; how much it may carry."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.failover import Breaker, GatewayStanding, Limits, Pace, ceilings_passed

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NEW = GatewayStanding("kannel")
SECOND = timedelta(seconds=1)


def after_failures(number: int) -> GatewayStanding:
    standing = NEW
    for _ in range(number):
        standing = standing.failed("technical: unreachable", NOW)
    return standing


def test_the_third_failure_in_a_row_rests_it_for_half_a_minute() -> None:
    assert after_failures(2).breaker is Breaker.WORKING
    resting = after_failures(3)
    assert (resting.breaker, resting.until) == (Breaker.RESTING, NOW + 30 * SECOND)
    assert resting.reason == "technical: unreachable"
    assert not resting.may_be_tried(NOW + 29 * SECOND)
    assert resting.may_be_tried(NOW + 30 * SECOND)


def test_a_message_taken_over_forgets_the_failures_before() -> None:
    assert after_failures(2).worked(NOW) == NEW
    assert NEW.worked(NOW) is NEW


def test_a_failed_check_rests_it_at_once() -> None:
    assert NEW.failed("technical: smsc-offline", NOW, at_once=True).breaker is Breaker.RESTING


def test_after_its_rest_it_has_to_pass_a_check_and_one_message() -> None:
    trying = after_failures(3).checked()
    assert (trying.breaker, trying.until) == (Breaker.TRYING, None)
    assert trying.worked(NOW).breaker is Breaker.WORKING
    assert trying.failed("technical: x", NOW).until == NOW + 60 * SECOND
    assert NEW.checked() is NEW


def test_rests_grow_to_ten_minutes() -> None:
    standing, rests = after_failures(3), []
    for _ in range(6):
        assert standing.until is not None
        rests.append((standing.until - NOW) / SECOND)
        standing = standing.checked().failed("technical: x", NOW)
    assert rests == [30, 60, 120, 240, 480, 600]


def test_it_says_since_when_it_has_not_worked() -> None:
    later = after_failures(3).checked().failed("technical: x", NOW + SECOND)
    assert later.since == NOW
    assert later.checked().worked(NOW + 2 * SECOND).since == NOW + 2 * SECOND


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60)), max_size=30))
def test_no_more_goes_out_than_the_pace_allows(draws: list[tuple[int, int]]) -> None:
    a_minute, now, pace, out = 60, NOW, Pace(0, NOW), 0
    for wanted, seconds in draws:
        now += seconds * SECOND
        pace = pace.filled(a_minute, now)
        granted = min(int(pace.ready(a_minute)), wanted)
        pace, out = pace.drawn(granted), out + granted
    assert out <= (now - NOW) / SECOND


def test_a_bucket_holds_ten_seconds_and_says_when_the_next_may_go() -> None:
    full = Pace(0, None).filled(60, NOW)
    assert (full.ready(60), full.drawn(10).next_at(60)) == (10, NOW + SECOND)
    assert Pace(0, NOW).filled(None, NOW).ready(None) > 50
    assert Pace(0, None).next_at(60) is None


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (0, 79, ()),
        (79, 80, ("ceiling-near",)),
        (80, 99, ()),
        (99, 100, ("ceiling-reached",)),
        (0, 100, ("ceiling-near", "ceiling-reached")),
    ],
)
def test_a_ceiling_is_told_before_it_is_reached(
    before: int, after: int, told: tuple[str, ...]
) -> None:
    assert ceilings_passed(before, after, Limits(parts_a_day=100)) == told
    assert ceilings_passed(before, after, Limits()) == ()

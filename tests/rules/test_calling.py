"""Staff are called at most once an hour, and for nothing that is old news."""

from datetime import UTC, datetime, timedelta

from motekar.rules.calling import LOOK_BACK, next_try_at, told_since

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_whoever_was_called_within_the_hour_is_left_in_peace() -> None:
    assert told_since(NOW - 59 * MINUTE, now=NOW) is None
    assert told_since(NOW - 60 * MINUTE, now=NOW) == NOW - 60 * MINUTE


def test_whoever_was_never_called_hears_of_the_last_weeks_alone() -> None:
    assert told_since(None, now=NOW) == NOW - LOOK_BACK
    assert told_since(NOW - 2 * LOOK_BACK, now=NOW) == NOW - LOOK_BACK


def test_a_call_is_tried_again_as_long_as_it_makes_sense() -> None:
    assert next_try_at(NOW, expires_at=NOW + 6 * MINUTE) == NOW + 5 * MINUTE
    assert next_try_at(NOW, expires_at=NOW + 5 * MINUTE) is None

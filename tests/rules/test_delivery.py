"""When a message is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from motekar.rules.delivery import MAX_ATTEMPTS, next_attempt_at

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 0.5), (2, 1), (3, 2), (6, 16), (7, 30), (8, 60), (11, 60)]
)
def test_pauses_grow_to_an_hour(attempts: int, minutes: float) -> None:
    earliest = next_attempt_at(NINE, attempts=attempts, chance=0)
    latest = next_attempt_at(NINE, attempts=attempts, chance=255)
    assert earliest == NINE + timedelta(minutes=minutes * 0.75)
    assert latest == NINE + timedelta(minutes=minutes * 1.25)


def test_all_pauses_together_are_about_five_hours() -> None:
    pauses = [next_attempt_at(NINE, attempts=n, chance=0) for n in range(1, MAX_ATTEMPTS)]
    together = sum((at - NINE for at in pauses if at), timedelta()) / 0.75
    assert timedelta(hours=5) < together < timedelta(hours=5, minutes=5)


def test_the_last_attempt_has_no_next() -> None:
    assert next_attempt_at(NINE, attempts=MAX_ATTEMPTS, chance=0) is None
    assert next_attempt_at(NINE, attempts=MAX_ATTEMPTS - 1, chance=0) is not None

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.delivery import (
    MAX_ATTEMPTS,
    MessageState,
    next_attempt_at,
    next_question_at,
    receipt_moves,
    sense_ends_at,
)
from motekar.rules.messages import MessageEvent

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
attempts = st.integers(1, MAX_ATTEMPTS - 1)
bytes_ = st.integers(0, 255)


def pause(number: int, chance: int = 128) -> timedelta:
    moment = next_attempt_at(NOW, attempts=number, chance=chance, expires_at=TOMORROW)
    assert moment is not None
    return moment - NOW


def test_the_last_attempt_has_no_next() -> None:
    last = next_attempt_at(NOW, attempts=MAX_ATTEMPTS, chance=0, expires_at=TOMORROW)
    assert last is None


@given(attempts, bytes_)
def test_nothing_is_tried_when_it_has_lost_its_sense(number: int, chance: int) -> None:
    soon = NOW + timedelta(seconds=1)
    assert next_attempt_at(NOW, attempts=number, chance=chance, expires_at=soon) is None


@given(attempts, bytes_)
def test_a_pause_lies_within_a_quarter_of_its_middle(number: int, chance: int) -> None:
    middle = (pause(number, 0) + pause(number, 255)) / 2
    assert middle * 0.74 <= pause(number, chance) <= middle * 1.26


@given(st.integers(1, MAX_ATTEMPTS - 2))
def test_pauses_never_shrink(number: int) -> None:
    assert pause(number) <= pause(number + 1)


def test_five_hours_of_trying_in_all() -> None:
    whole = sum((pause(number) for number in range(1, MAX_ATTEMPTS)), timedelta())
    assert timedelta(hours=4, minutes=55) < whole < timedelta(hours=5, minutes=5)


def test_every_event_has_its_time() -> None:
    assert {sense_ends_at(event, NOW) > NOW for event in MessageEvent} == {True}
    assert sense_ends_at(MessageEvent.READY, NOW) == NOW + timedelta(hours=72)


@pytest.mark.parametrize(
    ("waited", "pause"), [(0, 30), (30, 30), (90, 90), (1800, 1800), (90_000, 3600)]
)
def test_a_gateway_is_asked_after_ever_longer_pauses(waited: int, pause: int) -> None:
    sent_at = NOW - timedelta(seconds=waited)
    assert next_question_at(NOW, sent_at=sent_at) - NOW == timedelta(seconds=pause)


@pytest.mark.parametrize(
    ("state", "failed", "is_current", "moves"),
    [
        ("sent", False, True, True),
        ("sent", False, False, True),
        ("failed", False, True, True),
        ("unknown", False, False, True),
        ("queued", False, False, True),
        ("delivered", False, True, False),
        ("delivered", True, True, False),
        ("sent", True, True, True),
        ("sending", True, True, True),
        ("unknown", True, True, True),
        ("sent", True, False, False),
        ("queued", True, True, False),
        ("failed", True, True, False),
    ],
)
def test_a_receipt_moves_a_message_forward_only(
    state: str, failed: bool, is_current: bool, moves: bool
) -> None:
    found = receipt_moves(MessageState(state), failed=failed, is_current=is_current)
    assert found is moves

"""What a citizen reads of their messages, for every way a message may end."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from motekar.web.labels import LABELS
from motekar.web.told_view import Reach, reach_of

WIB = ZoneInfo("Asia/Jakarta")
AT = "2026-11-23 03:00:00+00"
STATES = {"queued", "sending", "sent", "delivered", "failed", "unknown"}


def a_row(*messages: list[str], **changes: Any) -> dict[str, Any]:
    """The columns of a printed request that its messages are judged by."""
    row = {"state": "printed", "hold_cause": None, "version": 4, "phone_cipher": b"sealed"}
    return {**row, "messages": list(messages) or None, **changes}


def a_message(state: str, event: str = "ready", version: int = 4, occasion: int = 0) -> list[str]:
    return [event, state, AT, str(version), str(occasion)]


def test_every_state_of_a_message_has_words_for_citizens_and_for_staff():
    assert set(LABELS["message_told"]) == STATES
    assert set(LABELS["message_state"]) == STATES


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_a_message_that_did_not_arrive_is_said_and_may_be_sent_again(state):
    reach = reach_of(a_row(a_message("delivered", "received", 1), a_message(state)), WIB)

    assert (reach.unreached, reach.may_resend) == (state, True)
    assert [told.state for told in reach.messages] == ["delivered", state]
    assert reach.messages[0].at.hour == 10


@pytest.mark.parametrize("state", sorted(STATES - {"failed", "unknown"}))
def test_what_is_on_its_way_or_there_asks_for_nothing(state):
    reach = reach_of(a_row(a_message("failed", "received", 1), a_message(state)), WIB)

    assert (reach.unreached, reach.may_resend) == (None, False)


def test_a_re_send_is_named_and_not_offered_twice():
    reach = reach_of(a_row(a_message("failed"), a_message("failed", occasion=1)), WIB)

    assert [told.again for told in reach.messages] == [False, True]
    assert (reach.unreached, reach.may_resend) == ("failed", False)


def test_a_moved_promise_is_no_re_send():
    moved = a_message("sent", "promise_moved", version=1, occasion=1)

    assert not reach_of(a_row(moved), WIB).messages[0].again


def test_after_the_card_is_gone_nothing_is_missed():
    assert reach_of(a_row(a_message("failed"), state="collected"), WIB).unreached is None


@pytest.mark.parametrize(
    "row",
    [a_row(a_message("failed"), phone_cipher=None), a_row()],
    ids=["no phone", "no message"],
)
def test_without_phone_or_messages_nothing_is_told(row):
    assert reach_of(row, WIB) == Reach()

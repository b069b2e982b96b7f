import pytest

from motekar.rules.errors import AlreadyResent, NothingToResend
from motekar.rules.lifecycle import State
from motekar.rules.messages import MessageEvent
from motekar.rules.resending import AGAIN, Told, is_resent, news_of, owed_again, unreached

READY = MessageEvent.READY


def a_told(state: str = "failed", *, event: str = "ready", version: int = 4, occasion: int = 0):
    return Told(event, state, version, occasion)


@pytest.mark.parametrize(
    ("state", "news"),
    [
        (State.SUBMITTED, MessageEvent.RECEIVED),
        (State.VERIFIED, MessageEvent.RECEIVED),
        (State.PRINTED, MessageEvent.READY),
        (State.COLLECTED, None),
        (State.CLOSED, None),
        (State.REJECTED, MessageEvent.REJECTED),
        (State.CANCELLED, MessageEvent.CANCELLED),
    ],
)
def test_every_state_has_its_news_until_the_card_is_gone(state, news):
    assert news_of(state, on_hold=False) is news


def test_a_hold_is_the_news_of_an_open_request():
    assert news_of(State.VERIFIED, on_hold=True) is MessageEvent.ON_HOLD
    assert news_of(State.COLLECTED, on_hold=True) is None


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_a_latest_message_that_did_not_arrive_is_said(state):
    assert unreached([a_told("sent"), a_told(state)], news=READY) == state


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "delivered"])
def test_a_failure_before_a_later_message_is_past(state):
    assert unreached([a_told("failed"), a_told(state)], news=READY) is None


def test_without_messages_or_news_nobody_was_missed():
    assert unreached([], news=READY) is None
    assert unreached([a_told()], news=None) is None


def test_a_failed_message_is_owed_again_once_for_a_version():
    first = [a_told(event="received", version=1)]
    assert owed_again(first, news=READY, version=4) is READY

    again = [*first, a_told(version=4, occasion=AGAIN)]
    assert is_resent(again, news=READY, version=4)
    with pytest.raises(AlreadyResent):
        owed_again(again, news=READY, version=4)


def test_the_next_version_may_be_sent_again():
    told = [a_told(version=4, occasion=AGAIN)]

    assert owed_again(told, news=READY, version=5) is READY


def test_a_moved_promise_is_no_re_send():
    told = [a_told(event="promise_moved", version=1, occasion=AGAIN)]

    assert owed_again(told, news=MessageEvent.RECEIVED, version=1) is MessageEvent.RECEIVED


@pytest.mark.parametrize(
    ("told", "news"),
    [([], READY), ([a_told("sent")], READY), ([a_told()], None)],
    ids=["nothing sent", "on its way", "card gone"],
)
def test_what_did_not_fail_or_does_not_matter_is_not_sent_again(told, news):
    with pytest.raises(NothingToResend):
        owed_again(told, news=news, version=4)

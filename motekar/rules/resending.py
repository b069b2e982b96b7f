"""When a citizen may have their news sent once more, and which message carries it.

Once for each version of a request: an officer's next step, such as correcting the number, brings
the next chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motekar.rules.errors import AlreadyResent, NothingToResend
from motekar.rules.lifecycle import State
from motekar.rules.messages import MessageEvent

UNREACHED = frozenset({"failed", "unknown"})
"""How a message ends that did not arrive, or of which nobody ever said that it did."""
AGAIN = 1
"""The occasion of a re-send; the message of a step has 0."""

# Once the card has left the office there is nothing to wait for any more.
_NEWS: Mapping[State, MessageEvent] = {
    State.SUBMITTED: MessageEvent.RECEIVED,
    State.VERIFIED: MessageEvent.RECEIVED,
    State.PRINTED: MessageEvent.READY,
    State.REJECTED: MessageEvent.REJECTED,
    State.CANCELLED: MessageEvent.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Told:
    """A message of a request: ``version`` is the request's when it was queued."""

    event: str
    state: str
    version: int
    occasion: int


def news_of(state: State, *, on_hold: bool) -> MessageEvent | None:
    """The message that says where a request stands; None once its card is gone."""
    news = _NEWS.get(state)
    return MessageEvent.ON_HOLD if news and on_hold else news


def unreached(told: Sequence[Told], *, news: MessageEvent | None) -> str | None:
    """How the latest message failed to arrive, while its news still matters."""
    latest = told[-1].state if told and news else None
    return latest if latest in UNREACHED else None


def is_resent(told: Sequence[Told], *, news: MessageEvent | None, version: int) -> bool:
    """Whether this version's news was sent once more before."""
    again = (news, version, AGAIN)
    return any((each.event, each.version, each.occasion) == again for each in told)


def owed_again(told: Sequence[Told], *, news: MessageEvent | None, version: int) -> MessageEvent:
    """What is sent once more.

    Raises:
        AlreadyResent: that was done for this version.
        NothingToResend: nothing failed, or there is no news to wait for.
    """
    if is_resent(told, news=news, version=version):
        raise AlreadyResent
    if news is None or unreached(told, news=news) is None:
        raise NothingToResend
    return news

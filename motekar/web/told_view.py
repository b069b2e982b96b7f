"""What was sent to a citizen, and what they can do where it did not arrive.

Reads the row of ``usecases.public_status`` only; a request without a phone tells nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from motekar.rules import resending
from motekar.rules.lifecycle import State
from motekar.rules.messages import MessageEvent


@dataclass(frozen=True, slots=True)
class Told:
    """A message without its words and number; ``again`` when it was sent at the reader's wish."""

    event: str
    state: str
    at: datetime
    again: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """How well messages reach somebody.

    ``unreached`` is how the last one ended without arriving, while its news still matters.
    """

    messages: tuple[Told, ...] = ()
    unreached: str | None = None
    may_resend: bool = False


def reach_of(row: Mapping[str, Any], zone: ZoneInfo) -> Reach:
    """The messages of the row, their times in the office's zone."""
    if row["phone_cipher"] is None or not row["messages"]:
        return Reach()
    sent = [_Sent(*message) for message in row["messages"]]
    told = [each.as_rule for each in sent]
    news = resending.news_of(State(row["state"]), on_hold=row["hold_cause"] is not None)
    unreached = resending.unreached(told, news=news)
    was_resent = resending.is_resent(told, news=news, version=row["version"])
    return Reach(
        messages=tuple(each.shown(zone) for each in sent),
        unreached=unreached,
        may_resend=unreached is not None and not was_resent,
    )


@dataclass(frozen=True, slots=True)
class _Sent:
    """A message as the row has it: everything is text."""

    event: str
    state: str
    at: str
    version: str
    occasion: str

    @property
    def as_rule(self) -> resending.Told:
        return resending.Told(self.event, self.state, int(self.version), int(self.occasion))

    def shown(self, zone: ZoneInfo) -> Told:
        at = datetime.fromisoformat(self.at).astimezone(zone)
        # A moved promise counts its revisions as occasions.
        again = self.event != MessageEvent.PROMISE_MOVED and self.as_rule.occasion > 0
        return Told(self.event, self.state, at, again)

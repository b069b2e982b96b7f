"""Who waited for a piece of work of an office, from when to when, told by the events alone.

For verification a request takes its place with the moment its promise counts from (the file is
complete, and of age where that is asked), for printing with the moment it was verified. It waits
from then on, or from when it was keyed in; it keeps its place through holds and spoiled cards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from motekar.rules.lifecycle import Action
from motekar.rules.request_log import LogEvent
from motekar.rules.sla import Stage


class ListedReason(StrEnum):
    """Why a request may be served before its turn; what is not listed is no reason.

    The first five are the grounds of ``Priority``, recorded at intake or by an amendment before
    the step.
    """

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    ILL = "ill"
    DISASTER = "disaster"
    SPOILED_CARD = "spoiled-card"
    AHEAD_ON_HOLD = "ahead-on-hold"


_GROUNDS = {reason.value: reason for reason in list(ListedReason)[:5]}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Waiting from ``since`` up to ``until``, None while it lasts."""

    since: datetime
    until: datetime | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """The work was begun; ``reason`` is the request's own, ``noted_at`` when that was recorded."""

    at: datetime
    officer: str
    reason: ListedReason | None = None
    noted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiter:
    """One request in one line; ``place`` None where no event tells it."""

    request_no: str
    place: datetime | None
    stretches: tuple[Stretch, ...]
    taken: tuple[Taken, ...]


_BEGINS = {
    Stage.VERIFY: frozenset({Action.SUBMIT, Action.COMPLETE_DOCUMENTS}),
    Stage.PRINT: frozenset({Action.VERIFY, Action.SPOIL_PRINT}),
}
_TAKES = {Stage.VERIFY: Action.VERIFY, Stage.PRINT: Action.START_PRINT}
_ENDS = frozenset({Action.REJECT, Action.CANCEL})
_LIFTS = frozenset({Action.RESUME, Action.COMPLETE_DOCUMENTS})


def waiter(stage: Stage, request_no: str, events: Iterable[LogEvent]) -> Waiter:
    """The request in the line of that work, from its events, oldest first."""
    walk = _Walk(stage)
    for event in events:
        walk.go_on(event)
    return walk.ended(request_no)


@dataclass(slots=True)
class _Walk:
    stage: Stage
    place: datetime | None = None
    promised_from: datetime | None = None
    ground: ListedReason | None = None
    noted_at: datetime | None = None
    is_spoiled: bool = False
    waits: bool = False
    is_held: bool = False
    running: Stretch | None = None
    stretches: list[Stretch] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def go_on(self, event: LogEvent) -> None:
        """One event further."""
        self._note(event)
        if event.action == _TAKES[self.stage]:
            self._take(event)
        elif event.action in _ENDS:
            self.waits = False
        elif event.action in _BEGINS[self.stage] and not event.facts.get("missing_documents"):
            self._begin(event)
        self._draw(event.at)

    def _note(self, event: LogEvent) -> None:
        facts = event.facts
        grounds = facts if event.action == Action.SUBMIT else facts.get("became") or {}
        if "priority" in grounds:
            self.ground, self.noted_at = _GROUNDS.get(grounds["priority"]), event.at
        if facts.get("promised_from"):
            self.promised_from = datetime.fromisoformat(facts["promised_from"])
        if event.action == Action.HOLD or facts.get("missing_documents"):
            self.is_held = True
        elif event.action in _LIFTS:
            self.is_held = False

    def _begin(self, event: LogEvent) -> None:
        self.waits = True
        self.is_spoiled = event.action == Action.SPOIL_PRINT
        if self.place is None:
            self.place = self._place(event)

    def _place(self, event: LogEvent) -> datetime | None:
        if self.stage is Stage.PRINT:
            return event.at if event.action == Action.VERIFY else None
        received = event.facts.get("received_at")
        return self.promised_from or (datetime.fromisoformat(received) if received else event.at)

    def _take(self, event: LogEvent) -> None:
        self.waits = False
        reason, noted_at = self.ground, self.noted_at
        if reason is None:
            reason, noted_at = (ListedReason.SPOILED_CARD if self.is_spoiled else None), None
        self.taken.append(Taken(event.at, event.officer, reason, noted_at))

    def _draw(self, at: datetime) -> None:
        running = self.running
        if self.waits and running and running.is_held == self.is_held:
            return
        if running and running.since < at:
            self.stretches.append(Stretch(running.since, at, running.is_held))
        since = max(at, self.promised_from or at)
        self.running = Stretch(since, None, self.is_held) if self.waits else None

    def ended(self, request_no: str) -> Waiter:
        """All that was told."""
        open_now = (self.running,) if self.running else ()
        return Waiter(request_no, self.place, (*self.stretches, *open_now), tuple(self.taken))

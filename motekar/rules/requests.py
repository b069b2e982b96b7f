"""A print request and the pure step: request + command + occasion -> what happened, or a refusal.

Personal data is no part of a step: commands name which fields changed, the use case seals the
values. Nothing here reads a clock, a table or a random number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from motekar.rules.capacity import Situation
from motekar.rules.documents import Document, Reason
from motekar.rules.errors import (
    AlreadyCollected,
    AttemptOpen,
    NoAttemptOpen,
    RequestNotOnHold,
    RequestOnHold,
    TransitionNotAllowed,
)
from motekar.rules.holds import HoldCause, HoldOn
from motekar.rules.lifecycle import LIFECYCLE, Action, State
from motekar.rules.messages import MessageEvent
from motekar.rules.people import Officer
from motekar.rules.places import Place
from motekar.rules.promise import Promise
from motekar.rules.rulebook import RuleBook

_ENDS_ATTEMPT = frozenset({Action.CONFIRM_PRINT, Action.SPOIL_PRINT})
_UNREADY = frozenset({State.SUBMITTED, State.VERIFIED})
_BEGUN = frozenset({State.PRINTED, State.COLLECTED, State.CLOSED})
_WAITS_FOR_ATTEMPT = frozenset({Action.AMEND, Action.CANCEL, Action.START_PRINT})


@dataclass(frozen=True, slots=True)
class PrintAttempt:
    """A card being printed; ``attempt_no`` counts from 1.

    ``took_blank`` is False where the office kept no ledger when it began.
    """

    attempt_no: int
    started_at: datetime
    started_by: UUID
    took_blank: bool = False


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """A request as it stands, without personal data."""

    id: UUID
    request_no: str
    office: str
    state: State
    state_since: datetime
    version: int
    reason: Reason
    channel: str
    priority: str | None
    documents: tuple[str, ...]
    missing: tuple[str, ...]
    hold: HoldOn | None
    received_at: datetime
    submitted_at: datetime
    service_clock_started_at: datetime | None
    promise: Promise
    promised_by: datetime | None
    first_promised_by: datetime | None
    policy_version: int
    calendar_version: int
    warnings: tuple[str, ...] = ()
    paper_no: str | None = None
    married: bool | None = None
    attempt: PrintAttempt | None = None
    attempts_made: int = 0
    place: Place | None = None
    has_blank: bool = False

    @property
    def is_begun(self) -> bool:
        """True once its card is in a printer or made: it is no work ahead of others any more."""
        return self.attempt is not None or self.state in _BEGUN

    def is_late(self, now: datetime) -> bool:
        """True while the first promise has passed without a card, whatever was promised since."""
        first = self.first_promised_by
        return first is not None and first < now and self.state in _UNREADY

    @property
    def needs_old_card(self) -> bool:
        """True when the old card was shown at intake and so is surrendered at collection."""
        return Document.OLD_CARD in self.documents


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who makes a step, when, by which rulebook, and how the office stands if that matters."""

    officer: Officer
    now: datetime
    book: RuleBook
    situation: Situation | None = None


@dataclass(frozen=True, slots=True)
class StepTaken:
    """What one step did: the request after it, and what the evidence says of it.

    ``facts`` are codes for the event; ``words`` is free text (sealed before it is stored);
    ``tells`` is the message the citizen is owed.
    """

    action: Action
    from_state: State | None
    after: PrintRequest
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tells: MessageEvent | None = None


def intake(request: PrintRequest, *, late_entry: bool) -> StepTaken:
    """Records the visit; a file with missing documents is held, and the clock waits for it."""
    held = bool(request.missing)
    facts = {
        "reason": request.reason.value,
        "channel": request.channel,
        "priority": request.priority,
        "documents": list(request.documents),
        "missing_documents": list(request.missing),
        "late_entry": late_entry,
        "received_at": request.received_at.isoformat(),
        **request.promise.facts,
    }
    if held:
        hold = HoldOn(HoldCause.AWAITING_DOCUMENTS, since=request.submitted_at)
        request = replace(request, hold=hold)
    else:
        request = replace(request, service_clock_started_at=request.received_at)
    return StepTaken(
        action=Action.SUBMIT,
        from_state=None,
        after=request,
        at=request.submitted_at,
        facts=facts,
        tells=MessageEvent.ON_HOLD if held else MessageEvent.RECEIVED,
    )


def check(request: PrintRequest, action: Action, *, officer: Officer) -> None:
    """Passes when the officer may make this step of this request as it stands.

    Raises:
        RoleNotAllowed, WrongOffice: the person may not.
        AlreadyCollected: the card left the office before.
        TransitionNotAllowed: no such step from this state.
        RequestOnHold: every other step waits until the hold is lifted.
        RequestNotOnHold: there is nothing to lift.
        NoAttemptOpen, AttemptOpen: a card is not, or is just now, in the printer.
    """
    officer.require(LIFECYCLE[action].roles, office=request.office)
    check_standing(request, action)


def check_standing(request: PrintRequest, action: Action) -> None:
    """Passes when the request, as it stands, can make this step, whoever makes it.

    Raises:
        AlreadyCollected, TransitionNotAllowed, RequestOnHold, RequestNotOnHold, NoAttemptOpen,
        AttemptOpen: as in ``check``.
    """
    row = LIFECYCLE[action]
    if request.state not in row.sources:
        if action is Action.COLLECT and request.state is State.COLLECTED:
            raise AlreadyCollected(at=request.state_since)
        raise TransitionNotAllowed(action=action.value, state=request.state.value)
    if row.held == "refused" and request.hold is not None:
        raise RequestOnHold(cause=request.hold.cause.value, since=request.hold.since)
    if row.held == "needed" and request.hold is None:
        raise RequestNotOnHold
    if action in _ENDS_ATTEMPT and request.attempt is None:
        raise NoAttemptOpen
    if action in _WAITS_FOR_ATTEMPT and request.attempt is not None:
        raise AttemptOpen(started_at=request.attempt.started_at)


def move(
    request: PrintRequest, action: Action, *, now: datetime, changes: Mapping[str, Any]
) -> PrintRequest:
    """The request one version on, in the state the table gives for the action."""
    changes = dict(changes)
    target = LIFECYCLE[action].target
    if target is not None and target is not request.state:
        changes |= {"state": target, "state_since": now}
    return replace(request, version=request.version + 1, **changes)


def taken(
    action: Action,
    request: PrintRequest,
    *,
    now: datetime,
    facts: Mapping[str, Any],
    words: Mapping[str, str] = MappingProxyType({}),
    tells: MessageEvent | None = None,
    changes: Mapping[str, Any] = MappingProxyType({}),
) -> StepTaken:
    """The step that changes these parts of the request, with the state the table gives."""
    return StepTaken(
        action=action,
        from_state=request.state,
        after=move(request, action, now=now, changes=changes),
        at=now,
        facts=facts,
        words=words,
        tells=tells,
    )

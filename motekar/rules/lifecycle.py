"""The one table of steps a print request can make, and who may make them.

The database refuses the same illegal steps (``store/migrations``, the guard on
``print_request``); a test holds the two tables against each other.
"""

from dataclasses import dataclass
from enum import StrEnum

from motekar.rules.people import Role


class State(StrEnum):
    """Where a request stands; the first four are the public ladder."""

    SUBMITTED = "submitted"
    VERIFIED = "verified"
    PRINTED = "printed"
    COLLECTED = "collected"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    CLOSED = "closed"


LADDER = (State.SUBMITTED, State.VERIFIED, State.PRINTED, State.COLLECTED)
OPEN_STATES = frozenset({State.SUBMITTED, State.VERIFIED, State.PRINTED})
"""While in one of these a person has no second request in the agency."""


class Action(StrEnum):
    """Every step of the contract's lifecycle table; ``submit`` is the intake."""

    SUBMIT = "submit"
    AMEND = "amend"
    COMPLETE_DOCUMENTS = "complete-documents"
    VERIFY = "verify"
    REJECT = "reject"
    CANCEL = "cancel"
    HOLD = "hold"
    RESUME = "resume"
    TAKE_PRINT = "take-print"
    RELEASE_PRINT = "release-print"
    START_PRINT = "start-print"
    CONFIRM_PRINT = "confirm-print"
    SPOIL_PRINT = "spoil-print"
    REPRINT = "reprint"
    COLLECT = "collect"
    UNDO_COLLECT = "undo-collect"
    TRANSFER = "transfer"
    RECEIVE = "receive"
    REISSUE_SLIP = "reissue-slip"
    CLOSE_UNCOLLECTED = "close-uncollected"


@dataclass(frozen=True, slots=True)
class Step:
    """One row: ``target`` None keeps the state; ``held`` says what a hold does to the step.

    ``held`` is "refused" (the rule for all but two), or "needed" (the step lifts a hold).
    """

    action: Action
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    held: str = "refused"


def _step(
    action: Action,
    sources: tuple[State, ...],
    target: State | None,
    *roles: Role,
    held: str = "refused",
) -> Step:
    return Step(action, frozenset(sources), target, frozenset(roles), held)


_FRONT, _VERIFIER, _PRINTER = Role.FRONT_OFFICER, Role.VERIFIER, Role.PRINT_OPERATOR
_MANAGER, _HEAD = Role.OFFICE_MANAGER, Role.HEAD_OF_OFFICE
_SUBMITTED, _VERIFIED, _PRINTED = State.SUBMITTED, State.VERIFIED, State.PRINTED
_UNPRINTED = (_SUBMITTED, _VERIFIED)
_OPEN = (_SUBMITTED, _VERIFIED, _PRINTED)

LIFECYCLE: dict[Action, Step] = {
    step.action: step
    for step in (
        _step(Action.AMEND, _UNPRINTED, None, _FRONT, _VERIFIER),
        _step(Action.COMPLETE_DOCUMENTS, (_SUBMITTED,), None, _FRONT, held="needed"),
        _step(Action.VERIFY, (_SUBMITTED,), _VERIFIED, _VERIFIER),
        _step(Action.REJECT, (_SUBMITTED,), State.REJECTED, _VERIFIER),
        _step(Action.CANCEL, _UNPRINTED, State.CANCELLED, _FRONT),
        _step(Action.HOLD, _OPEN, None, _FRONT, _VERIFIER),
        _step(Action.RESUME, _OPEN, None, _FRONT, _VERIFIER, held="needed"),
        _step(Action.TAKE_PRINT, (_VERIFIED,), None, _PRINTER),
        _step(Action.RELEASE_PRINT, (_VERIFIED,), None, _PRINTER),
        _step(Action.START_PRINT, (_VERIFIED,), None, _PRINTER),
        _step(Action.CONFIRM_PRINT, (_VERIFIED,), _PRINTED, _PRINTER),
        _step(Action.SPOIL_PRINT, (_VERIFIED,), None, _PRINTER),
        _step(Action.REPRINT, (_PRINTED,), _VERIFIED, _MANAGER, _HEAD),
        _step(Action.COLLECT, (_PRINTED,), State.COLLECTED, _FRONT),
        _step(Action.UNDO_COLLECT, (State.COLLECTED,), _PRINTED, _MANAGER, _HEAD),
        _step(Action.TRANSFER, _OPEN, None, _MANAGER),
        _step(Action.RECEIVE, _OPEN, None, _MANAGER),
        _step(Action.REISSUE_SLIP, _OPEN, None, _FRONT),
        _step(Action.CLOSE_UNCOLLECTED, (_PRINTED,), State.CLOSED, _MANAGER),
    )
}

INTAKE_ROLES = frozenset({Role.FRONT_OFFICER})


def legal_moves() -> frozenset[tuple[State, State]]:
    """All pairs of different states that some step joins."""
    return frozenset(
        (source, step.target)
        for step in LIFECYCLE.values()
        if step.target is not None
        for source in step.sources
    )

"""The commands of the office, and which of them a person could give now."""

from typing import ClassVar, Protocol

from motekar.rules.errors import MotekarError
from motekar.rules.lifecycle import Action
from motekar.rules.people import Officer
from motekar.rules.requests import Occasion, PrintRequest, StepTaken, check
from motekar.rules.steps.card import (
    Collect,
    Collector,
    ConfirmPrint,
    SpoilCause,
    SpoilPrint,
    StartPrint,
)
from motekar.rules.steps.filing import (
    Amend,
    Cancel,
    CancelledBy,
    CentralRecord,
    CompleteDocuments,
    Reject,
    RejectReason,
    Verify,
)
from motekar.rules.steps.waiting import Hold, Resume

__all__ = [
    "OFFERED",
    "Amend",
    "Cancel",
    "CancelledBy",
    "CentralRecord",
    "Collect",
    "Collector",
    "Command",
    "CompleteDocuments",
    "ConfirmPrint",
    "Hold",
    "Reject",
    "RejectReason",
    "Resume",
    "SpoilCause",
    "SpoilPrint",
    "StartPrint",
    "Verify",
    "allowed_actions",
]


class Command(Protocol):
    """What all commands share."""

    action: ClassVar[Action]

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """The step, or a refusal; pure."""
        ...


OFFERED: tuple[Action, ...] = (
    Action.COMPLETE_DOCUMENTS,
    Action.VERIFY,
    Action.START_PRINT,
    Action.CONFIRM_PRINT,
    Action.SPOIL_PRINT,
    Action.COLLECT,
    Action.RESUME,
    Action.HOLD,
    Action.AMEND,
    Action.REJECT,
    Action.CANCEL,
)
"""The steps people can make today, the one that moves the request on first."""


def allowed_actions(request: PrintRequest, *, officer: Officer) -> tuple[Action, ...]:
    """The steps this person could make of this request now; the first is the natural next."""
    return tuple(action for action in OFFERED if _passes(request, action, officer=officer))


def _passes(request: PrintRequest, action: Action, *, officer: Officer) -> bool:
    if action is Action.RESUME and request.missing:
        return False
    if action is Action.COMPLETE_DOCUMENTS and not request.missing:
        return False
    try:
        check(request, action, officer=officer)
    except MotekarError:
        return False
    return True

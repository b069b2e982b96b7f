"""Steps that make a request wait, and go on again."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motekar.rules.errors import DocumentsStillMissing, FieldError, ValidationFailed
from motekar.rules.holds import PLACED_BY_HAND, HoldCause, HoldOn
from motekar.rules.lifecycle import Action
from motekar.rules.messages import MessageEvent
from motekar.rules.people import Officer
from motekar.rules.requests import PrintRequest, StepTaken, taken
from motekar.rules.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Hold:
    """The request has to wait; ``evidence`` says how one knows."""

    cause: HoldCause
    evidence: str

    action: ClassVar[Action] = Action.HOLD

    def take(
        self, request: PrintRequest, *, officer: Officer, now: datetime, book: RuleBook
    ) -> StepTaken:
        """Places the hold; the citizen is told.

        Raises:
            ValidationFailed: the hold for documents is placed by the document list alone.
        """
        if self.cause not in PLACED_BY_HAND:
            errors = (FieldError("cause", "placed-by-document-list"),)
            raise ValidationFailed(errors=errors)
        return taken(
            self.action,
            request,
            now=now,
            hold=HoldOn(self.cause, since=now),
            facts={"cause": self.cause.value},
            words={"evidence": self.evidence},
            tells=MessageEvent.ON_HOLD,
        )


@dataclass(frozen=True, slots=True)
class Resume:
    """The cause is gone; ``why`` says how one knows."""

    why: str

    action: ClassVar[Action] = Action.RESUME

    def take(
        self, request: PrintRequest, *, officer: Officer, now: datetime, book: RuleBook
    ) -> StepTaken:
        """Lifts the hold.

        Raises:
            DocumentsStillMissing: only complete-documents lifts that hold.
        """
        if request.missing:
            raise DocumentsStillMissing(missing=request.missing)
        cause = request.hold.cause.value if request.hold else None
        return taken(
            self.action,
            request,
            now=now,
            hold=None,
            facts={"cause": cause},
            words={"why": self.why},
        )

"""Steps that make a request wait, and go on again."""

from dataclasses import dataclass
from typing import ClassVar

from motekar.rules.errors import DocumentsStillMissing, FieldError, ValidationFailed
from motekar.rules.holds import PLACED_BY_HAND, HoldCause, HoldOn
from motekar.rules.lifecycle import Action
from motekar.rules.messages import MessageEvent
from motekar.rules.requests import Occasion, PrintRequest, StepTaken, taken


@dataclass(frozen=True, slots=True)
class Hold:
    """The request has to wait; ``evidence`` says how one knows."""

    cause: HoldCause
    evidence: str

    action: ClassVar[Action] = Action.HOLD

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
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
            now=occasion.now,
            changes={"hold": HoldOn(self.cause, since=occasion.now)},
            facts={"cause": self.cause.value},
            words={"evidence": self.evidence},
            tells=MessageEvent.ON_HOLD,
        )


@dataclass(frozen=True, slots=True)
class Resume:
    """The cause is gone; ``why`` says how one knows."""

    why: str

    action: ClassVar[Action] = Action.RESUME

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
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
            now=occasion.now,
            changes={"hold": None},
            facts={"cause": cause},
            words={"why": self.why},
        )

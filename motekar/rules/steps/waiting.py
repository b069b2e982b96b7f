"""Steps that make a request wait, and go on again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from motekar.rules.approvals import Granted
from motekar.rules.errors import (
    ApprovalNeeded,
    DocumentsStillMissing,
    FieldError,
    ValidationFailed,
)
from motekar.rules.holds import ON_THE_OFFICES_SIDE, PLACED_BY_HAND, HoldCause, HoldOn
from motekar.rules.lifecycle import Action
from motekar.rules.messages import MessageEvent
from motekar.rules.requests import Occasion, PrintRequest, StepTaken, taken


@dataclass(frozen=True, slots=True)
class Hold:
    """The request has to wait; ``evidence`` says how one knows.

    ``granted`` is the second person's word, ``incident`` the id of the trouble it belongs to.
    """

    cause: HoldCause
    evidence: str
    granted: Granted | None = None
    incident: str | None = None

    action: ClassVar[Action] = Action.HOLD

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """Places the hold; the citizen is told.

        Raises:
            ValidationFailed: the hold for documents is placed by the document list alone.
            ApprovalNeeded: a cause on the office's side, and nobody else has agreed.
        """
        self.refuse_unlisted()
        if self.needs_approval and self.granted is None:
            raise ApprovalNeeded
        return taken(
            self.action,
            request,
            now=occasion.now,
            changes={"hold": HoldOn(self.cause, since=occasion.now)},
            facts={
                "cause": self.cause.value,
                **(self.granted.facts if self.granted else {}),
                **_of_incident(self.incident),
            },
            words={"evidence": self.evidence},
            tells=MessageEvent.ON_HOLD,
        )

    @property
    def needs_approval(self) -> bool:
        """True when the cause excuses the office itself."""
        return self.cause in ON_THE_OFFICES_SIDE

    def refuse_unlisted(self) -> None:
        """Lets a cause pass that a person can choose.

        Raises:
            ValidationFailed: the hold for documents is placed by the document list alone.
        """
        if self.cause not in PLACED_BY_HAND:
            errors = (FieldError("cause", "placed-by-document-list"),)
            raise ValidationFailed(errors=errors)


@dataclass(frozen=True, slots=True)
class Resume:
    """The cause is gone; ``why`` says how one knows, ``incident`` which trouble is over."""

    why: str
    incident: str | None = None

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
            facts={"cause": cause, **_of_incident(self.incident)},
            words={"why": self.why},
        )


def _of_incident(incident: str | None) -> Mapping[str, Any]:
    return {"incident": incident} if incident else {}

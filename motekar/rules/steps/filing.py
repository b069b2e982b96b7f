"""Steps on the file: amend, complete the documents, verify, reject, cancel.

Commands carry only what the person decided; personal values stay with the use case, which seals
them. ``check`` in ``requests`` has passed before ``take`` is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from motekar.rules.allotment import allotted
from motekar.rules.documents import Reason, missing_documents
from motekar.rules.errors import (
    DocumentsStillMissing,
    FieldError,
    RequestOnHold,
    ValidationFailed,
)
from motekar.rules.holds import HoldCause, HoldOn
from motekar.rules.lifecycle import Action, State
from motekar.rules.messages import MessageEvent
from motekar.rules.promise import first_promise
from motekar.rules.requests import Occasion, PrintRequest, StepTaken, taken

_CODES = ("reason", "priority")
"""What figures group by: its new value stands in the event."""


class CentralRecord(StrEnum):
    """Whether the verifier saw the record ready for printing in the national system."""

    READY = "ready"
    NOT_SEEN = "not_seen"


class RejectReason(StrEnum):
    """Listed reasons; the verifier's own words go beside it."""

    DATA_MISMATCH = "data_mismatch"
    NOT_RECORDED = "not_recorded"
    DUPLICATE_RECORD = "duplicate_record"
    NOT_ENTITLED = "not_entitled"
    DOCUMENT_NOT_VALID = "document_not_valid"


class CancelledBy(StrEnum):
    """Who asked for it."""

    APPLICANT = "applicant"
    FAMILY = "family"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Amend:
    """Changes what was recorded; ``changed`` names the fields, personal ones included."""

    why: str
    changed: tuple[str, ...]
    reason: Reason | None = None
    documents: tuple[str, ...] | None = None
    priority: str | None = None
    married: bool | None = None
    warnings: tuple[str, ...] | None = None

    action: ClassVar[Action] = Action.AMEND

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """Keeps the clock; a reason that needs more documents puts the file on hold.

        Raises:
            ValidationFailed: nothing changed, or reason or documents after verification.
        """
        self._refuse_useless(request)
        kept = ("reason", "documents", "priority", "married")
        changes: dict[str, Any] = {
            name: getattr(self, name) for name in kept if name in self.changed
        }
        if self.warnings is not None:
            changes["warnings"] = self.warnings
        if not {"reason", "documents"}.isdisjoint(self.changed):
            changes |= self._documents_anew(request, occasion)
        hold = changes.get("hold")
        return taken(
            self.action,
            request,
            now=occasion.now,
            facts={
                "changed": sorted(self.changed),
                "became": {name: changes[name] for name in _CODES if name in changes},
                **({"missing_documents": list(changes["missing"])} if hold else {}),
            },
            words={"why": self.why},
            tells=MessageEvent.ON_HOLD if hold else None,
            changes=changes,
        )

    def _documents_anew(self, request: PrintRequest, occasion: Occasion) -> dict[str, Any]:
        reason = self.reason or request.reason
        documents = request.documents if self.documents is None else self.documents
        missing = missing_documents(occasion.book.document_rules, reason, documents)
        hold = HoldOn(HoldCause.AWAITING_DOCUMENTS, since=occasion.now) if missing else None
        return {"missing": missing, "hold": hold}

    def _refuse_useless(self, request: PrintRequest) -> None:
        if not self.changed:
            raise ValidationFailed(errors=(FieldError("changes", "nothing-changed"),))
        late = {"reason", "documents"}.intersection(self.changed)
        if late and request.state is not State.SUBMITTED:
            errors = tuple(FieldError(name, "fixed-after-verification") for name in sorted(late))
            raise ValidationFailed(errors=errors)


@dataclass(frozen=True, slots=True)
class CompleteDocuments:
    """The citizen came back with what was missing: ``documents`` are the ones brought now."""

    documents: tuple[str, ...]

    action: ClassVar[Action] = Action.COMPLETE_DOCUMENTS

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """Lifts the hold, starts the service clock unless it ran before, and makes the promise.

        Raises:
            RequestOnHold: held for another cause.
            DocumentsStillMissing: the list is not whole; nothing is recorded.
        """
        hold = request.hold
        if hold is not None and hold.cause is not HoldCause.AWAITING_DOCUMENTS:
            raise RequestOnHold(cause=hold.cause.value, since=hold.since)
        documents = tuple(dict.fromkeys((*request.documents, *self.documents)))
        missing = missing_documents(occasion.book.document_rules, request.reason, documents)
        if missing:
            raise DocumentsStillMissing(missing=missing)
        changes: dict[str, Any] = {"documents": documents, "missing": (), "hold": None}
        facts: dict[str, Any] = {"documents": list(self.documents)}
        if request.service_clock_started_at is None:
            changes |= _promised(request, occasion)
            facts |= changes["promise"].facts
        return taken(
            self.action,
            request,
            now=occasion.now,
            facts=facts,
            tells=MessageEvent.RECEIVED,
            changes=changes,
        )


def _promised(request: PrintRequest, occasion: Occasion) -> dict[str, Any]:
    book, situation = occasion.book, occasion.situation
    promise = first_promise(
        book.calendar,
        book.policy,
        at=occasion.now,
        situation=situation,
        reason=request.reason,
    )
    allotment = allotted(promise, situation, request.reason, book=book)
    return {
        "service_clock_started_at": occasion.now,
        "promise": promise,
        "promised_by": promise.promised_by,
        "first_promised_by": promise.promised_by,
        "policy_version": promise.policy_version,
        "calendar_version": promise.calendar_version,
        "place": allotment.place,
        "has_blank": allotment.has_blank,
    }


_GIVES_BACK: Mapping[str, Any] = {"place": None, "has_blank": False}


@dataclass(frozen=True, slots=True)
class Verify:
    """The verifier compared the file with the national system."""

    central_record: CentralRecord

    action: ClassVar[Action] = Action.VERIFY

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """Moves the request to the print queue."""
        facts = {"central_record": self.central_record.value}
        return taken(self.action, request, now=occasion.now, facts=facts)


@dataclass(frozen=True, slots=True)
class Reject:
    """The verifier refuses the request, with a listed reason and words for the citizen's file."""

    reason: RejectReason
    text: str

    action: ClassVar[Action] = Action.REJECT

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """Ends the request and gives place and blank back; the citizen is told."""
        facts = {"reason": self.reason.value}
        return taken(
            self.action,
            request,
            now=occasion.now,
            facts=facts,
            words={"text": self.text},
            tells=MessageEvent.REJECTED,
            changes=_GIVES_BACK,
        )


@dataclass(frozen=True, slots=True)
class Cancel:
    """Somebody asked to stop."""

    asked_by: CancelledBy
    why: str

    action: ClassVar[Action] = Action.CANCEL

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """Ends the request and gives place and blank back; the citizen is told."""
        facts = {"asked_by": self.asked_by.value}
        return taken(
            self.action,
            request,
            now=occasion.now,
            facts=facts,
            words={"why": self.why},
            tells=MessageEvent.CANCELLED,
            changes=_GIVES_BACK,
        )

"""The thing is not, or no longer, in the condition a step needs."""

from dataclasses import dataclass
from datetime import datetime

from motekar.rules.errors.families import Conflict


@dataclass(eq=False)
class VersionConflict(Conflict):
    """Somebody else was quicker; ``by`` is the officer of the latest step."""

    code = "version-conflict"
    expected_version: int
    current_version: int
    by: str | None


@dataclass(eq=False)
class TransitionNotAllowed(Conflict):
    """The lifecycle has no such step from this state."""

    code = "transition-not-allowed"
    action: str
    state: str


@dataclass(eq=False)
class RequestOnHold(Conflict):
    """A held request makes no other step until it is resumed."""

    code = "request-on-hold"
    cause: str
    since: datetime


@dataclass(eq=False)
class RequestNotOnHold(Conflict):
    """There is no hold to lift."""

    code = "request-not-on-hold"


@dataclass(eq=False)
class DocumentsStillMissing(Conflict):
    """The hold for documents is lifted by complete-documents, with the whole list."""

    code = "documents-still-missing"
    missing: tuple[str, ...]


@dataclass(eq=False)
class RequestAlreadyOpen(Conflict):
    """One open request per NIK in the agency; says office, state and date only."""

    code = "request-already-open"
    office: str
    state: str
    since: datetime


@dataclass(eq=False)
class AlreadyCollected(Conflict):
    """The card left the office before."""

    code = "already-collected"
    at: datetime


@dataclass(eq=False)
class AttemptOpen(Conflict):
    """A print attempt runs: it has to end as confirmed or spoiled first."""

    code = "attempt-open"
    started_at: datetime


@dataclass(eq=False)
class NoAttemptOpen(Conflict):
    """Nothing is being printed: start-print comes first."""

    code = "no-attempt-open"


@dataclass(eq=False)
class NoBlanksLeft(Conflict):
    """The box is empty, or all its blanks, ``reserved`` of them, are promised to others."""

    code = "no-blanks-left"
    office: str
    reserved: int


@dataclass(eq=False)
class StockTooSmall(Conflict):
    """More blanks were asked for than the box holds unpromised."""

    code = "stock-too-small"
    free: int


@dataclass(eq=False)
class DeliveryNoteKnown(Conflict):
    """A delivery with this note was entered before: blanks are never counted twice."""

    code = "delivery-note-known"
    delivery_note: str


@dataclass(eq=False)
class TransferUnknown(Conflict):
    """Nothing of that transfer is on its way to this office, or it arrived before."""

    code = "transfer-unknown"


@dataclass(eq=False)
class BoxAlreadyCounted(Conflict):
    """The box is counted once a day."""

    code = "box-already-counted"


@dataclass(eq=False)
class StockMovedOn(Conflict):
    """The box holds fewer blanks by now than the count found missing."""

    code = "stock-moved-on"
    box: int


@dataclass(eq=False)
class CardsNotWaiting(Conflict):
    """So many of the listed cards are burned under another record already, or never waited."""

    code = "cards-not-waiting"
    cards: int


@dataclass(eq=False)
class DestructionNumberTaken(Conflict):
    """Another destruction of this office has that number."""

    code = "destruction-number-taken"
    number: str


@dataclass(eq=False)
class OldCardRequired(Conflict):
    """For this reason the old card is surrendered when the new one is given."""

    code = "old-card-required"


@dataclass(eq=False)
class IdempotencyKeyReused(Conflict):
    """The key was used before with another body."""

    code = "idempotency-key-reused"


@dataclass(eq=False)
class UsernameTaken(Conflict):
    """User names are unique for ever."""

    code = "username-taken"


@dataclass(eq=False)
class AlreadySetUp(Conflict):
    """The first-run page works only while nobody is on the staff."""

    code = "already-set-up"


@dataclass(eq=False)
class CalendarChanged(Conflict):
    """Somebody changed this calendar since it was shown."""

    code = "calendar-changed"
    expected_version: int
    current_version: int
    by: str


@dataclass(eq=False)
class WordingChanged(Conflict):
    """Somebody wrote this wording anew since it was shown."""

    code = "wording-changed"
    expected_version: int
    current_version: int
    by: str


@dataclass(eq=False)
class LadderChanged(Conflict):
    """Somebody wrote the ladder anew since it was shown."""

    code = "ladder-changed"
    expected_version: int
    current_version: int
    by: str


@dataclass(eq=False)
class ApprovalNeeded(Conflict):
    """The step excuses the office itself: a second person has to agree first."""

    code = "approval-needed"


@dataclass(eq=False)
class ApprovalPending(Conflict):
    """The same was asked before and waits for an answer."""

    code = "approval-pending"
    expires_at: datetime


@dataclass(eq=False)
class ApprovalSettled(Conflict):
    """Somebody was quicker: ``outcome`` is how it was settled."""

    code = "approval-settled"
    outcome: str
    at: datetime


@dataclass(eq=False)
class ApprovalExpired(Conflict):
    """Nobody answered in time; nothing was done."""

    code = "approval-expired"
    at: datetime


@dataclass(eq=False)
class NobodyToApprove(Conflict):
    """Nobody else with an approving role is active in the office, and it allows no exception."""

    code = "nobody-to-approve"
    office: str
    needs: tuple[str, ...]


@dataclass(eq=False)
class TaskClosed(Conflict):
    """The task was ended before."""

    code = "task-closed"


@dataclass(eq=False)
class IncidentClosed(Conflict):
    """The incident ended before."""

    code = "incident-closed"
    at: datetime


@dataclass(eq=False)
class AlreadyResent(Conflict):
    """The citizen had this news sent once more before; the next time is after the next step."""

    code = "already-resent"


@dataclass(eq=False)
class NothingToResend(Conflict):
    """The last message is on its way or arrived, or its news is told at the counter."""

    code = "nothing-to-resend"


@dataclass(eq=False)
class PackInTheMaking(Conflict):
    """This person's evidence pack is being made; the next one waits for it."""

    code = "pack-in-the-making"

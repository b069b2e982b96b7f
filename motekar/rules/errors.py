"""Every refusal of the office, drawn as one tree.

    MotekarError
        InvalidInput   what was given cannot be read or does not fit
        NotAllowed     the person may not do this
        NotFound       there is no such thing, or not for this person
        Conflict       it was right a moment ago, or for another request
        TooMany        tried too often

A refusal carries a stable kebab-case ``code`` (part of the public contract) and typed facts;
words for people are made at the edge.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar


@dataclass(eq=False)
class MotekarError(Exception):
    """Root of all refusals; ``facts`` never hold personal data."""

    code: ClassVar[str] = "refused"

    @property
    def facts(self) -> dict[str, object]:
        """Names and values of the refusal's facts, in the order of declaration."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


@dataclass(eq=False)
class InvalidInput(MotekarError):
    """What was given cannot be read or does not fit."""

    code = "invalid-input"


@dataclass(eq=False)
class NotAllowed(MotekarError):
    """The person may not do this."""

    code = "not-allowed"


@dataclass(eq=False)
class NotFound(MotekarError):
    """There is no such thing, or not for this person."""

    code = "not-found"


@dataclass(eq=False)
class Conflict(MotekarError):
    """The thing is not, or no longer, in the condition the step needs."""

    code = "conflict"


@dataclass(eq=False)
class TooMany(MotekarError):
    """Tried too often within a window."""

    code = "too-many"


# --- InvalidInput


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault of one field; ``facts`` help to say what to do."""

    field: str
    code: str
    facts: tuple[tuple[str, object], ...] = ()


@dataclass(eq=False)
class ValidationFailed(InvalidInput):
    """All faulty fields of one submission at once."""

    code = "validation-failed"
    errors: tuple[FieldError, ...]


@dataclass(eq=False)
class NikMalformed(InvalidInput):
    """``problem`` is one of: characters, length, date."""

    code = "nik-malformed"
    problem: str
    digits: int


@dataclass(eq=False)
class PhoneMalformed(InvalidInput):
    """``problem`` is one of: characters, length, not-mobile, foreign."""

    code = "phone-malformed"
    problem: str


@dataclass(eq=False)
class ClaimCodeMalformed(InvalidInput):
    """``problem`` is one of: characters, length, check-digit."""

    code = "claim-code-malformed"
    problem: str
    digits: int


@dataclass(eq=False)
class RequestNoMalformed(InvalidInput):
    """Not of the shape BUT-261121-0042."""

    code = "request-no-malformed"


@dataclass(eq=False)
class ScanUnreadable(InvalidInput):
    """What was scanned or typed is neither a claim code, a status address nor a request number."""

    code = "scan-unreadable"
    problem: str


@dataclass(eq=False)
class OfficeUnknown(InvalidInput):
    """No office of this agency has that code."""

    code = "office-unknown"


@dataclass(eq=False)
class DocumentUnknown(InvalidInput):
    """Not a document the office asks for."""

    code = "document-unknown"


@dataclass(eq=False)
class WordingRefused(InvalidInput):
    """``event`` is empty when only a template is at hand.

    ``problem`` is one of: variable-unknown, variable-missing, free-missing, link,
    number-to-call, not-gsm7, too-long.
    """

    code = "wording-refused"
    event: str
    problem: str
    detail: str


# --- NotAllowed


@dataclass(eq=False)
class NotSignedIn(NotAllowed):
    """Nobody is signed in, or the token is not (or no longer) good."""

    code = "not-signed-in"


@dataclass(eq=False)
class SignInRefused(NotAllowed):
    """User name and password do not belong together, or the account is closed: never say which."""

    code = "sign-in-refused"


@dataclass(eq=False)
class RoleNotAllowed(NotAllowed):
    """The person holds none of the roles this needs."""

    code = "role-not-allowed"
    needs: tuple[str, ...]


@dataclass(eq=False)
class WrongOffice(NotAllowed):
    """The person holds the role, but for other offices than the request's."""

    code = "wrong-office"
    office: str


# --- NotFound


@dataclass(eq=False)
class RequestUnknown(NotFound):
    """No request has that number or code."""

    code = "request-unknown"


@dataclass(eq=False)
class ClaimCodeUnknown(NotFound):
    """The public answer to any code that opens nothing, revoked ones included."""

    code = "claim-code-unknown"


@dataclass(eq=False)
class StaffUnknown(NotFound):
    """No member of staff has that user name."""

    code = "staff-unknown"


# --- Conflict


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


# --- TooMany


@dataclass(eq=False)
class TooManyAttempts(TooMany):
    """Try again at ``retry_at``."""

    code = "too-many-attempts"
    retry_at: datetime

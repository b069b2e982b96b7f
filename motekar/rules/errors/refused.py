"""The person may not, there is no such thing, or it was tried too often."""

from dataclasses import dataclass
from datetime import datetime

from motekar.rules.errors.families import NotAllowed, NotFound, TooMany


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


@dataclass(eq=False)
class OwnApproval(NotAllowed):
    """Nobody settles what they asked for, whatever roles they hold."""

    code = "own-approval"


@dataclass(eq=False)
class RequestUnknown(NotFound):
    """No request has that number or code."""

    code = "request-unknown"


@dataclass(eq=False)
class MessageUnknown(NotFound):
    """No message has that number."""

    code = "message-unknown"


@dataclass(eq=False)
class ClaimCodeUnknown(NotFound):
    """The public answer to any code that opens nothing, revoked ones included."""

    code = "claim-code-unknown"


@dataclass(eq=False)
class ActionUnknown(NotFound):
    """No such step, or not offered yet; ``offered`` names those that are."""

    code = "action-unknown"
    action: str
    offered: tuple[str, ...]


@dataclass(eq=False)
class StaffUnknown(NotFound):
    """No member of staff has that user name."""

    code = "staff-unknown"


@dataclass(eq=False)
class CalendarEntryUnknown(NotFound):
    """The calendar in force has no such entry, or it is not this office's."""

    code = "calendar-entry-unknown"


@dataclass(eq=False)
class WordingUnknown(NotFound):
    """No message of that kind in that language."""

    code = "wording-unknown"


@dataclass(eq=False)
class EscalationUnknown(NotFound):
    """Nothing that climbed the ladder has that id."""

    code = "escalation-unknown"


@dataclass(eq=False)
class ApprovalUnknown(NotFound):
    """No approval has that id, or it is another office's."""

    code = "approval-unknown"


@dataclass(eq=False)
class IncidentUnknown(NotFound):
    """No incident has that id."""

    code = "incident-unknown"


@dataclass(eq=False)
class DestructionUnknown(NotFound):
    """No destruction has that id."""

    code = "destruction-unknown"


@dataclass(eq=False)
class ReportUnknown(NotFound):
    """No monthly report has that id, or none that this person may know of."""

    code = "report-unknown"


@dataclass(eq=False)
class TooManyAttempts(TooMany):
    """Try again at ``retry_at``."""

    code = "too-many-attempts"
    retry_at: datetime

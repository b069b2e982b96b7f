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

from motekar.rules.errors.conflicts import (
    AlreadyCollected,
    AlreadySetUp,
    AttemptOpen,
    BoxAlreadyCounted,
    CalendarChanged,
    DeliveryNoteKnown,
    DocumentsStillMissing,
    IdempotencyKeyReused,
    NoAttemptOpen,
    NoBlanksLeft,
    OldCardRequired,
    RequestAlreadyOpen,
    RequestNotOnHold,
    RequestOnHold,
    StockTooSmall,
    TransferUnknown,
    TransitionNotAllowed,
    UsernameTaken,
    VersionConflict,
)
from motekar.rules.errors.families import (
    Conflict,
    InvalidInput,
    MotekarError,
    NotAllowed,
    NotFound,
    TooMany,
)
from motekar.rules.errors.invalid import (
    ClaimCodeMalformed,
    ClosesBeforeOpens,
    DayMalformed,
    DocumentUnknown,
    FieldError,
    HoursMalformed,
    NikMalformed,
    OfficeUnknown,
    PhoneMalformed,
    RequestNoMalformed,
    ScanUnreadable,
    SpansOverlap,
    ValidationFailed,
    WordingRefused,
)
from motekar.rules.errors.refused import (
    ActionUnknown,
    CalendarEntryUnknown,
    ClaimCodeUnknown,
    NotSignedIn,
    RequestUnknown,
    RoleNotAllowed,
    SignInRefused,
    StaffUnknown,
    TooManyAttempts,
    WrongOffice,
)

__all__ = [
    "ActionUnknown",
    "AlreadyCollected",
    "AlreadySetUp",
    "AttemptOpen",
    "BoxAlreadyCounted",
    "CalendarChanged",
    "CalendarEntryUnknown",
    "ClaimCodeMalformed",
    "ClaimCodeUnknown",
    "ClosesBeforeOpens",
    "Conflict",
    "DayMalformed",
    "DeliveryNoteKnown",
    "DocumentUnknown",
    "DocumentsStillMissing",
    "FieldError",
    "HoursMalformed",
    "IdempotencyKeyReused",
    "InvalidInput",
    "MotekarError",
    "NikMalformed",
    "NoAttemptOpen",
    "NoBlanksLeft",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "OfficeUnknown",
    "OldCardRequired",
    "PhoneMalformed",
    "RequestAlreadyOpen",
    "RequestNoMalformed",
    "RequestNotOnHold",
    "RequestOnHold",
    "RequestUnknown",
    "RoleNotAllowed",
    "ScanUnreadable",
    "SignInRefused",
    "SpansOverlap",
    "StaffUnknown",
    "StockTooSmall",
    "TooMany",
    "TooManyAttempts",
    "TransferUnknown",
    "TransitionNotAllowed",
    "UsernameTaken",
    "ValidationFailed",
    "VersionConflict",
    "WordingRefused",
    "WrongOffice",
]

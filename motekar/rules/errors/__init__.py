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
    ApprovalExpired,
    ApprovalNeeded,
    ApprovalPending,
    ApprovalSettled,
    AttemptOpen,
    DocumentsStillMissing,
    IdempotencyKeyReused,
    IncidentClosed,
    NoAttemptOpen,
    NobodyToApprove,
    OldCardRequired,
    RequestAlreadyOpen,
    RequestNotOnHold,
    RequestOnHold,
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
    DocumentUnknown,
    FieldError,
    NikMalformed,
    OfficeUnknown,
    PhoneMalformed,
    RequestNoMalformed,
    ScanUnreadable,
    ValidationFailed,
    WordingRefused,
)
from motekar.rules.errors.refused import (
    ActionUnknown,
    ApprovalUnknown,
    ClaimCodeUnknown,
    IncidentUnknown,
    NotSignedIn,
    OwnApproval,
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
    "ApprovalExpired",
    "ApprovalNeeded",
    "ApprovalPending",
    "ApprovalSettled",
    "ApprovalUnknown",
    "AttemptOpen",
    "ClaimCodeMalformed",
    "ClaimCodeUnknown",
    "Conflict",
    "DocumentUnknown",
    "DocumentsStillMissing",
    "FieldError",
    "IdempotencyKeyReused",
    "IncidentClosed",
    "IncidentUnknown",
    "InvalidInput",
    "MotekarError",
    "NikMalformed",
    "NoAttemptOpen",
    "NobodyToApprove",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "OfficeUnknown",
    "OldCardRequired",
    "OwnApproval",
    "PhoneMalformed",
    "RequestAlreadyOpen",
    "RequestNoMalformed",
    "RequestNotOnHold",
    "RequestOnHold",
    "RequestUnknown",
    "RoleNotAllowed",
    "ScanUnreadable",
    "SignInRefused",
    "StaffUnknown",
    "TooMany",
    "TooManyAttempts",
    "TransitionNotAllowed",
    "UsernameTaken",
    "ValidationFailed",
    "VersionConflict",
    "WordingRefused",
    "WrongOffice",
]

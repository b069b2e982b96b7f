"""What was given cannot be read or does not fit."""

from dataclasses import dataclass

from motekar.rules.errors.families import InvalidInput


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
class PhoneDigitsWrong(InvalidInput):
    """Not the last four digits of the phone that belongs to the request."""

    code = "phone-digits-wrong"


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


@dataclass(eq=False)
class DayMalformed(InvalidInput):
    """Not a date of any calendar, written 2026-11-23."""

    code = "day-malformed"


@dataclass(eq=False)
class HoursMalformed(InvalidInput):
    """Not clock times as in 07.30-12.00, 13.00-16.00."""

    code = "hours-malformed"


@dataclass(eq=False)
class ClosesBeforeOpens(InvalidInput):
    """A span, as it was written, that ends when it begins or before."""

    code = "closes-before-opens"
    span: str


@dataclass(eq=False)
class SpansOverlap(InvalidInput):
    """Two spans of one day, as they were written, that share time."""

    code = "spans-overlap"
    one: str
    other: str

"""Reads what an officer entered at the counter: all faults at once, nothing saved before.

The same reading serves the page and the API; unknown codes and shapes are told per field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from motekar.rules.documents import Document, Reason
from motekar.rules.errors import FieldError, InvalidInput, ValidationFailed
from motekar.rules.nik import Nik
from motekar.rules.phone import Phone

MOST_NAME_LETTERS = 100
MOST_NOTE_LETTERS = 500
MOST_PAPER_NO_LETTERS = 40
LATE_ENTRY_DAYS = 14

T = TypeVar("T")


class Channel(StrEnum):
    """How the request came in."""

    COUNTER = "counter"
    OUTREACH = "outreach"
    ONLINE = "online"


class Priority(StrEnum):
    """Grounds for being served before one's turn; recorded, so that it is no excuse."""

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    ILL = "ill"
    DISASTER = "disaster"


@dataclass(frozen=True, slots=True, repr=False)
class IntakeForm:
    """One visit, read; ``received_at`` is None unless it is entered late from paper."""

    office: str
    nik: Nik
    name: str
    phone: Phone | None
    reason: Reason
    documents: tuple[Document, ...]
    channel: Channel
    priority: Priority | None
    married: bool
    received_at: datetime | None
    paper_no: str | None
    note: str | None


class Reading:
    """Collects the faults of a form while its fields are read one by one."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.errors: list[FieldError] = []

    def text(self, name: str, *, most: int) -> str | None:
        """Text with its spaces put in order; None when empty."""
        value = " ".join(str(self.raw.get(name) or "").split())
        if len(value) > most:
            self.errors.append(FieldError(name, "too-long", (("most", most),)))
        if any(not sign.isprintable() for sign in value):
            self.errors.append(FieldError(name, "characters"))
        return value or None

    def needed(self, name: str, *, most: int) -> str:
        """Text that has to be there."""
        value = self.text(name, most=most)
        if value is None:
            self.errors.append(FieldError(name, "missing"))
        return value or ""

    def value(self, name: str, read: Callable[[str], T]) -> T | None:
        """A needed value of its own type."""
        raw = str(self.raw.get(name) or "").strip()
        if not raw:
            self.errors.append(FieldError(name, "missing"))
            return None
        return self._read(name, raw, read)

    def optional(self, name: str, read: Callable[[str], T]) -> T | None:
        """A value that may be left out."""
        raw = str(self.raw.get(name) or "").strip()
        return self._read(name, raw, read) if raw else None

    def documents(self, name: str = "documents") -> tuple[Document, ...]:
        """The list of documents shown, each once."""
        found = (self._read(name, str(code), Document.parse) for code in self.raw.get(name) or ())
        return tuple(dict.fromkeys(document for document in found if document))

    def _read(self, name: str, raw: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(raw)
        except InvalidInput as fault:
            facts = tuple(fault.facts.items())
            self.errors.append(FieldError(name, fault.code, facts))
        except ValueError:
            self.errors.append(FieldError(name, "unknown-choice"))
        return None

    def refuse_faults(self) -> None:
        """Lets the form pass, or refuses it with every fault.

        Raises:
            ValidationFailed: something was wrong.
        """
        if self.errors:
            raise ValidationFailed(errors=tuple(self.errors))


def read_intake(raw: Mapping[str, Any], *, now: datetime) -> IntakeForm:
    """Reads the fields of ``POST print-requests``.

    A late entry gives the earlier ``received_at`` (at most 14 days back) and its ``paper_no``.

    Raises:
        ValidationFailed: with every faulty field.
    """
    form = Reading(raw)
    office = form.needed("office", most=20)
    nik = form.value("nik", Nik.parse)
    name = form.needed("full_name", most=MOST_NAME_LETTERS)
    phone = form.optional("phone", Phone.parse)
    reason = form.value("reason", Reason)
    documents = form.documents()
    channel = form.optional("channel", Channel) or Channel.COUNTER
    priority = form.optional("priority", Priority)
    received_at, paper_no = _late_entry(form, now=now)
    note = form.text("note", most=MOST_NOTE_LETTERS)
    form.refuse_faults()
    assert nik is not None  # noqa: S101 - refuse_faults has passed
    assert reason is not None  # noqa: S101 - refuse_faults has passed
    return IntakeForm(
        office=office,
        nik=nik,
        name=name,
        phone=phone,
        reason=reason,
        documents=documents,
        channel=channel,
        priority=priority,
        married=bool(raw.get("married")),
        received_at=received_at,
        paper_no=paper_no,
        note=note,
    )


def _late_entry(form: Reading, *, now: datetime) -> tuple[datetime | None, str | None]:
    received_at: datetime | None = form.raw.get("received_at")
    paper_no = form.text("paper_no", most=MOST_PAPER_NO_LETTERS)
    if received_at is None:
        if paper_no:
            form.errors.append(FieldError("received_at", "missing"))
        return None, paper_no
    if received_at > now:
        form.errors.append(FieldError("received_at", "in-future"))
    elif received_at < now - timedelta(days=LATE_ENTRY_DAYS):
        form.errors.append(FieldError("received_at", "too-old", (("days", LATE_ENTRY_DAYS),)))
    if paper_no is None:
        form.errors.append(FieldError("paper_no", "missing"))
    return received_at, paper_no

"""Reads what a manager enters into the ledger of blanks: all faults at once, before anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motekar.rules.blanks import EntryKind
from motekar.rules.errors import FieldError
from motekar.rules.intake_form import Reading
from motekar.rules.people import Role

KEEPERS = frozenset({Role.OFFICE_MANAGER})
READERS = KEEPERS | {Role.HEAD_OF_OFFICE, Role.INSPECTOR}
"""Who writes of an office's cards, and who reads it."""

MOST_BLANKS = 10_000
MOST_REFERENCE_LETTERS = 60
MOST_EXPLANATION_LETTERS = 300

BY_HAND = (EntryKind.RECEIVED, EntryKind.SENT, EntryKind.DEFECT, EntryKind.RETURNED)
"""Entries a manager writes with a number; an arrival takes the number of what was sent."""


@dataclass(frozen=True, slots=True)
class StockEntry:
    """An entry by hand, read: ``reference`` is the delivery note, ``to`` an office's code."""

    kind: EntryKind
    quantity: int
    at: datetime
    reference: str | None = None
    batch: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class BoxCount:
    """What lay in the box; ``explanation`` is asked for where it differs from the ledger."""

    counted: int
    explanation: str | None


def read_entry(raw: Mapping[str, Any], *, kind: EntryKind, now: datetime) -> StockEntry:
    """Reads an entry; ``at`` may be earlier, never later than now.

    Raises:
        ValidationFailed: with every faulty field.
    """
    form = Reading(raw)
    at = raw.get("at") or now
    if at > now:
        form.errors.append(FieldError("at", "in-future"))
    most = MOST_REFERENCE_LETTERS
    entry = StockEntry(
        kind=kind,
        quantity=read_number(form, "quantity", least=1),
        at=at,
        reference=form.needed("reference", most=most) if kind in _REFERRED else None,
        batch=form.text("batch", most=most),
        to=form.needed("to", most=most) if kind is EntryKind.SENT else None,
    )
    form.refuse_faults()
    return entry


_REFERRED = frozenset({EntryKind.RECEIVED, EntryKind.RETURNED})


def read_count(raw: Mapping[str, Any]) -> BoxCount:
    """Reads a count of the box.

    Raises:
        ValidationFailed: with every faulty field.
    """
    form = Reading(raw)
    counted = read_number(form, "counted", least=0)
    explanation = form.text("explanation", most=MOST_EXPLANATION_LETTERS)
    form.refuse_faults()
    return BoxCount(counted, explanation)


def read_number(form: Reading, name: str, *, least: int) -> int:
    """A whole number of cards, at most ``MOST_BLANKS``; ``least`` in place of a faulty one."""
    text = str(form.raw.get(name, "")).strip()
    if not text:
        form.errors.append(FieldError(name, "missing"))
        return least
    if not (text.isascii() and text.isdigit() and least <= int(text) <= MOST_BLANKS):
        facts = (("least", least), ("most", MOST_BLANKS))
        form.errors.append(FieldError(name, "out-of-range", facts))
        return least
    return int(text)

"""What the counter shows while a form fills: the promise, the checklist, the NIK read back.

Reads the form as far as it is filled and judges nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from motekar.rules.capacity import Situation
from motekar.rules.documents import Reason, missing_documents
from motekar.rules.errors import InvalidInput
from motekar.rules.intake_form import Channel, IntakeForm
from motekar.rules.nik import Nik, warnings
from motekar.rules.promise import Promise, first_promise
from motekar.rules.rulebook import OfficeProfile, RuleBook
from motekar.usecases.intake import promised
from motekar.web.labels import label
from motekar.web.posted import Posted
from motekar.web.reckoning import explained

Typed = Mapping[str, Any]

TEXTS = (
    "office",
    "reason",
    "nik",
    "full_name",
    "phone",
    "priority",
    "married",
    "channel",
    "received_at",
    "paper_no",
    "note",
)
EMPTY: Typed = dict.fromkeys(TEXTS, "") | {"documents": []}


_PRESET = frozenset({"office", "channel"})


def is_begun(typed: Typed) -> bool:
    """True when there is anything of a visit that would be typed again."""
    return any(value for name, value in typed.items() if name not in _PRESET)


def typed_in(posted: Posted) -> Typed:
    """The form as it was sent."""
    texts = {name: posted.text(name) for name in TEXTS}
    return texts | {"documents": posted.many("documents")}


def received_at(typed: Typed, zone: ZoneInfo) -> datetime | None:
    """The earlier moment of a late entry, on the office's wall; None when it cannot be read."""
    try:
        return datetime.fromisoformat(typed["received_at"]).replace(tzinfo=zone)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class NikEcho:
    """What a NIK says about its holder, for a glance at the person in front of the counter."""

    born: date
    age: int
    is_female: bool
    notes: tuple[str, ...]


def nik_echo(typed: Typed, *, book: RuleBook, now: datetime) -> NikEcho | None:
    """None until a whole NIK stands there."""
    nik = _nik(typed)
    if nik is None:
        return None
    today = book.office.local_day(now)
    codes = warnings(
        nik, today=today, known_prefixes=book.known_prefixes, married=bool(typed["married"])
    )
    notes = tuple(label(code, "warning") for code in codes)
    return NikEcho(nik.born_on(today), nik.age_on(today), nik.is_female, notes)


def _nik(typed: Typed) -> Nik | None:
    try:
        return Nik.parse(str(typed["nik"]))
    except InvalidInput:
        return None


def reason_of(typed: Typed) -> Reason | None:
    """The reason, once it is chosen."""
    try:
        return Reason(typed["reason"])
    except ValueError:
        return None


def checklist(typed: Typed, *, book: RuleBook) -> list[dict[str, Any]]:
    """What the reason asks for: each {options: [(code, words)]}, alternatives side by side."""
    reason = reason_of(typed)
    return [
        {"options": [(code.value, label(code.value, "document")) for code in rule.one_of]}
        for rule in book.document_rules
        if rule.reason == reason
    ]


def promise_facts(
    typed: Typed, *, book: RuleBook, situation: Situation, now: datetime
) -> dict[str, Any]:
    """The promise for a file that is complete, and what is still missing for it."""
    reason = reason_of(typed)
    missing: Sequence[str] = ()
    if reason:
        missing = missing_documents(book.document_rules, reason, typed["documents"])
    promise = _promise(typed, reason, book=book, situation=situation, now=now)
    return shown(promise, book=book, now=now) | {"missing": list(missing)}


def shown(promise: Promise, *, book: RuleBook, now: datetime) -> dict[str, Any]:
    """A promise as the promise box takes it."""
    words = explained(promise, zone=book.office.zone, now=now)
    return {
        "kind": promise.kind.value,
        "promised_by": promise.promised_by,
        "explanation": [{"text": sentence} for sentence in words],
    }


def _promise(
    typed: Typed,
    reason: Reason | None,
    *,
    book: RuleBook,
    situation: Situation,
    now: datetime,
) -> Promise:
    nik = _nik(typed)
    at = received_at(typed, book.office.zone) or now
    if nik is None or reason is None:
        return first_promise(book.calendar, book.policy, at=at, situation=situation, reason=reason)
    # Only reason, NIK and marriage move a promise; the rest of the form may still be empty.
    form = IntakeForm(
        office=book.office.code,
        nik=nik,
        name="",
        phone=None,
        reason=reason,
        documents=(),
        channel=Channel.COUNTER,
        priority=None,
        married=bool(typed["married"]),
        received_at=None,
        paper_no=None,
        note=None,
    )
    return promised(book, form, received_at=at, missing=(), situation=situation)


def final_promise(
    form: IntakeForm,
    *,
    book: RuleBook,
    situation: Situation,
    now: datetime,
    missing: tuple[str, ...],
) -> dict[str, Any]:
    """The promise as it will be recorded: none while documents are missing."""
    promise = promised(
        book,
        form,
        received_at=form.received_at or now,
        missing=missing,
        situation=situation,
    )
    return shown(promise, book=book, now=now)


def chosen_office(typed: Typed, offices: Sequence[OfficeProfile]) -> OfficeProfile:
    """The office of the form, else the person's first."""
    return next((each for each in offices if each.code == typed["office"]), offices[0])

"""The dated wordings of one event in one language, and a new one as it is typed.

A wording counts from its day on, until a later one does; of two for the same day the one written
last. None is ever changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from motekar.rules.calendar_form import read_day
from motekar.rules.errors import FieldError, WordingRefused
from motekar.rules.intake_form import Reading
from motekar.rules.messages import ONE_PART, MessageEvent, refusals

MOST_LETTERS = 1_000
MOST_RUPIAH = 10_000


@dataclass(frozen=True, slots=True)
class DatedWording:
    """One version; what was shipped has no writer."""

    version: int
    text: str
    valid_from: date
    written_by: str | None = None
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WordingHistory:
    """All versions of an event in one language, oldest first; there is always one."""

    event: MessageEvent
    language: str
    versions: tuple[DatedWording, ...]

    @property
    def latest(self) -> DatedWording:
        """The one written last, whenever it counts."""
        return self.versions[-1]

    def in_force(self, day: date) -> DatedWording | None:
        """What a message of that day is made from."""
        begun = [one for one in self.versions if one.valid_from <= day]
        return max(begun, key=_rank, default=None)

    def to_come(self, day: date) -> tuple[DatedWording, ...]:
        """What takes over after that day, in turn."""
        days = sorted({one.valid_from for one in self.versions if one.valid_from > day})
        return tuple(one for one in map(self.in_force, days) if one)


@dataclass(frozen=True, slots=True)
class NewWording:
    """A text that may be sent, and its first day."""

    text: str
    valid_from: date


def read_wording(raw: Mapping[str, str], history: WordingHistory, *, today: date) -> NewWording:
    """Reads ``wording`` and ``valid_from``, which is today at the earliest.

    Raises:
        ValidationFailed: with every fault, also when the text says what holds that day anyway.
    """
    form = Reading(raw)
    text = form.needed("wording", most=MOST_LETTERS)
    if text:
        form.errors += faults_in(history.event, text)
    valid_from = form.value("valid_from", read_day)
    if valid_from and valid_from < today:
        form.errors.append(FieldError("valid_from", "in-past"))
    form.refuse_faults()
    assert valid_from is not None  # noqa: S101 - refuse_faults has passed
    before = history.in_force(valid_from)
    if before and before.text == text:
        form.errors.append(FieldError("wording", "nothing-changed"))
    form.refuse_faults()
    return NewWording(text, valid_from)


def faults_in(event: MessageEvent, text: str) -> list[FieldError]:
    """Why the text may not be sent for this event."""
    return [_fault(refusal) for refusal in refusals(event, text)]


def read_price(raw: Mapping[str, str]) -> int | None:
    """Reads ``rupiah``, what one SMS costs; None when nobody has said.

    Raises:
        ValidationFailed: no whole number that a price could be.
    """
    form = Reading(raw)
    told = form.text("rupiah", most=MOST_LETTERS)
    price = int(told) if told and told.isdecimal() else None
    if told and (price is None or price > MOST_RUPIAH):
        facts = (("least", 0), ("most", MOST_RUPIAH))
        form.errors.append(FieldError("rupiah", "out-of-range", facts))
    form.refuse_faults()
    return price


def _fault(refusal: WordingRefused) -> FieldError:
    facts: dict[str, object] = {"detail": refusal.detail}
    if refusal.problem in {"variable-unknown", "variable-missing"}:
        names = refusal.detail.split(", ")
        facts["detail"] = ", ".join(f"{{{name.strip('{}')}}}" for name in names)
    elif refusal.problem == "not-gsm7":
        facts["detail"] = " ".join(refusal.detail)
    elif refusal.problem == "too-long":
        used = int(refusal.detail)
        facts = {"used": used, "most": ONE_PART, "over": used - ONE_PART}
    return FieldError("wording", refusal.problem, tuple(facts.items()))


def _rank(one: DatedWording) -> tuple[date, int]:
    return one.valid_from, one.version

"""Cards that wait for the fire, and the record (berita acara) under which they are burned.

Old and spoiled cards are listed, then burned before witnesses: circular letter of the Minister of
Home Affairs 470.13/11176/SJ of 13 December 2018. It knows no other way, so there is none here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from motekar.rules.calendar_form import read_day
from motekar.rules.errors import CardsNotWaiting, FieldError, ValidationFailed
from motekar.rules.intake_form import Reading
from motekar.rules.rulebook import OfficeProfile
from motekar.rules.stocktaking import MOST_REFERENCE_LETTERS, read_number

MOST_CARDS = 500
"""Lines of one record: what the form can carry and a witness can still check."""
FEWEST_WITNESSES, MOST_WITNESSES = 2, 8
MOST_WITNESS_LETTERS = 160
MOST_PLACE_LETTERS = 120
# Names carry titles after a comma: "Budi Contoh, S.H. - Satpol PP".
_BETWEEN = re.compile(r"\s+[-\u2013\u2014]\s+")


class CardKind(StrEnum):
    """What waits: a blank the factory spoiled, a card handed back, a card spoiled in print."""

    DEFECT = "defect"
    OLD_CARD = "old_card"
    SPOILED = "spoiled"


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """One line of the queue: a card, or the blanks of one defect entry.

    ``number`` is the attempt of a spoiled card or the ledger's entry of a defect; ``about`` the
    cause it was spoiled by, the reason it was replaced for, or the batch of the blanks.
    """

    key: str
    kind: CardKind
    since: datetime
    quantity: int
    is_in_ledger: bool
    request_no: str | None
    number: int | None
    about: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Witness:
    """Who saw the cards burn, and what they are or whom they come from."""

    name: str
    post: str


@dataclass(frozen=True, slots=True)
class DestructionForm:
    """A destruction as it is entered, read; ``cards`` are the keys that were ticked."""

    number: str
    day: date
    place: str
    witnesses: tuple[Witness, ...]
    counted: int
    cards: frozenset[str]


@dataclass(frozen=True, slots=True)
class Destruction:
    """The record of cards that were burned; ``officer`` is the name of who entered it."""

    id: UUID
    office: str
    number: str
    day: date
    place: str
    witnesses: tuple[Witness, ...]
    counted: int
    officer: str
    recorded_at: datetime
    cards: tuple[WaitingCard, ...]


def read_destruction(raw: Mapping[str, Any], *, today: date) -> DestructionForm:
    """Reads the form; ``witnesses`` has one a line, their name and post parted by a dash.

    Raises:
        ValidationFailed: with every faulty field.
    """
    form = Reading(raw)
    cards = frozenset(raw.get("cards") or ())
    if not 0 < len(cards) <= MOST_CARDS:
        form.errors.append(FieldError("cards", "how-many", (("least", 1), ("most", MOST_CARDS))))
    number = form.needed("number", most=MOST_REFERENCE_LETTERS)
    day = form.value("day", read_day)
    if day is not None and day > today:
        form.errors.append(FieldError("day", "in-future"))
    place = form.needed("place", most=MOST_PLACE_LETTERS)
    witnesses = _witnesses(form)
    counted = read_number(form, "hand_count", least=1)
    form.refuse_faults()
    assert day is not None  # noqa: S101 - refuse_faults has passed
    return DestructionForm(number, day, place, witnesses, counted, cards)


def _witnesses(form: Reading) -> tuple[Witness, ...]:
    typed = str(form.raw.get("witnesses") or "").splitlines()
    lines = [line for line in (" ".join(each.split()) for each in typed) if line]
    if not FEWEST_WITNESSES <= len(lines) <= MOST_WITNESSES:
        facts = (("least", FEWEST_WITNESSES), ("most", MOST_WITNESSES))
        form.errors.append(FieldError("witnesses", "how-many", facts))
        return ()
    read = (_witness(form, number, line) for number, line in enumerate(lines, start=1))
    found = [witness for witness in read if witness]
    if len({(one.name.casefold(), one.post.casefold()) for one in found}) < len(found):
        form.errors.append(FieldError("witnesses", "twice"))
    return tuple(found)


def _witness(form: Reading, number: int, line: str) -> Witness | None:
    if len(line) > MOST_WITNESS_LETTERS:
        form.errors.append(FieldError("witnesses", "too-long", (("most", MOST_WITNESS_LETTERS),)))
    elif not line.isprintable():
        form.errors.append(FieldError("witnesses", "characters"))
    else:
        name, *post = _BETWEEN.split(line, maxsplit=1)
        if post:
            return Witness(name, post[0])
        form.errors.append(FieldError("witnesses", "witness-without-post", (("line", number),)))
    return None


def cards_of(
    form: DestructionForm, waiting: Iterable[WaitingCard], *, office: OfficeProfile
) -> tuple[WaitingCard, ...]:
    """The cards a form ticks, out of those that wait.

    Raises:
        CardsNotWaiting: some of them do not wait, or not any more.
        ValidationFailed: another number was counted, or the day lies before the newest card.
    """
    cards = tuple(card for card in waiting if card.key in form.cards)
    if len(cards) < len(form.cards):
        raise CardsNotWaiting(cards=len(form.cards) - len(cards))
    faults = []
    newest = max(office.local_day(card.since) for card in cards)
    if form.day < newest:
        faults.append(FieldError("day", "before-newest-card", (("newest", newest),)))
    ticked = sum(tally(cards).values())
    if form.counted != ticked:
        facts = (("counted", form.counted), ("ticked", ticked))
        faults.append(FieldError("hand_count", "differs-from-ticked", facts))
    if faults:
        raise ValidationFailed(errors=tuple(faults))
    return cards


def tally(cards: Iterable[WaitingCard]) -> Mapping[CardKind, int]:
    """How many cards there are of each kind that is there."""
    counts: Counter[CardKind] = Counter()
    for card in cards:
        counts[card.kind] += card.quantity
    return counts


def out_of_ledger(cards: Iterable[WaitingCard]) -> int:
    """How many of the cards the ledger of blanks counts as spoiled."""
    return sum(card.quantity for card in cards if card.is_in_ledger)

"""The box of the demo's main office: opened once, filled each morning, counted each evening.

On one evening the old and spoiled cards of the days before are burned.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from motekar.demo.stories import open_days
from motekar.rules.blanks import EntryKind
from motekar.rules.destruction import DestructionForm, Witness, tally
from motekar.rules.dividing import SUGGESTED_EQUIPMENT, SUGGESTED_QUOTAS
from motekar.rules.errors import BoxAlreadyCounted, DeliveryNoteKnown, DestructionNumberTaken
from motekar.rules.people import Officer, Role
from motekar.rules.rulebook import RuleBook
from motekar.rules.stocktaking import BoxCount, StockEntry
from motekar.usecases import destroying, equipping, stock
from motekar.usecases.desk import Desk

_FIRST, _DAILY = 12, 30
_EVENING_BEFORE, _BEFORE_OPENING = timedelta(hours=12), timedelta(minutes=10)
_AFTER_CLOSING = timedelta(minutes=20)
_DAY_OF_DIFFERENCE = _DAY_OF_BURNING = 1
_BURNED_UNDER = "470/1/BA-CONTOH/{:%Y}"
_WITNESSES = (
    Witness("Bagas Contoh", "Satpol PP Kecamatan Bekasi Utara"),
    Witness("Ratih Contoh, S.H.", "Inspektorat Kota Bekasi"),
)
_EXPLANATION = "Contoh: satu kartu terselip di laci, dicari besok."


class Chore(Enum):
    """What a manager does with the box."""

    OPEN = auto()
    FILL = auto()
    COUNT = auto()
    BURN = auto()


@dataclass(slots=True)
class Box:
    """The manager's chores of the last open days, in their order; ``done`` counts them."""

    office: str
    chores: tuple[tuple[datetime, Chore], ...]
    done: int = 0

    @property
    def begins(self) -> datetime:
        """When the first chore is due."""
        return self.chores[0][0]

    async def go_on(
        self, desk: Desk, team: Mapping[tuple[Role, str], Officer], *, at: datetime
    ) -> datetime | None:
        """Does the next chore; gives when the one after it is due."""
        manager = team[Role.OFFICE_MANAGER, self.office]
        _, chore = self.chores[self.done]
        # A demo that was cut short is told anew over what stands there already.
        with suppress(BoxAlreadyCounted, DeliveryNoteKnown, DestructionNumberTaken):
            await self._do(desk, manager, chore, at=at)
        self.done += 1
        return self.chores[self.done][0] if self.done < len(self.chores) else None

    async def _do(self, desk: Desk, manager: Officer, chore: Chore, *, at: datetime) -> None:
        match chore:
            case Chore.OPEN:
                await equipping.equip(desk, manager, self.office, SUGGESTED_EQUIPMENT, now=at)
                await equipping.divide(desk, manager, self.office, SUGGESTED_QUOTAS, now=at)
                first = BoxCount(_FIRST, None)
                await stock.count(desk, manager, self.office, first, now=at)
            case Chore.FILL:
                note = f"SP-CONTOH/{at:%d%m%y}"
                delivery = StockEntry(EntryKind.RECEIVED, _DAILY, at, note, f"B{at:%y%W}")
                await stock.enter(desk, manager, self.office, delivery, now=at)
            case Chore.COUNT:
                await self._count(desk, manager, at=at)
            case Chore.BURN:
                await self._burn(desk, manager, at=at)

    async def _count(self, desk: Desk, manager: Officer, *, at: datetime) -> None:
        found = await stock.look(desk, manager, self.office, now=at, limit=1)
        counted = found.balance.box if found.balance else 0
        evenings = [moment for moment, chore in self.chores if chore is Chore.COUNT]
        explanation = None
        if evenings.index(at) == _DAY_OF_DIFFERENCE and counted:
            counted, explanation = counted - 1, _EXPLANATION
        await stock.count(desk, manager, self.office, BoxCount(counted, explanation), now=at)

    async def _burn(self, desk: Desk, manager: Officer, *, at: datetime) -> None:
        waiting = await destroying.queue(desk, manager, self.office)
        if not waiting:
            return
        form = DestructionForm(
            number=_BURNED_UNDER.format(at),
            day=at.date(),
            place="Halaman belakang kantor",
            witnesses=_WITNESSES,
            counted=sum(tally(waiting).values()),
            cards=frozenset(card.key for card in waiting),
        )
        await destroying.destroy(desk, manager, self.office, form, now=at)


def box(book: RuleBook, *, days: int, now: datetime) -> Box:
    """The box over the last open days."""
    chores: list[tuple[datetime, Chore]] = []
    for number, day in enumerate(open_days(book.calendar, until=now, count=days)):
        opens, closes = book.calendar.spans_on(day)[0][0], book.calendar.spans_on(day)[-1][1]
        if not chores:
            chores.append((opens - _EVENING_BEFORE, Chore.OPEN))
        chores += [(opens - _BEFORE_OPENING, Chore.FILL), (closes, Chore.COUNT)]
        if number == _DAY_OF_BURNING:
            chores.append((closes + _AFTER_CLOSING, Chore.BURN))
    return Box(book.office.code, tuple(chores))

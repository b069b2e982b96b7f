"""The ledger of blank cards: which entries there are, and what each does to an office's stock.

Balances are sums of entries and never typed in. Blanks come from the ministry alone, so that every
one has to be accounted for: received, printed, spoiled, sent back or destroyed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class EntryKind(StrEnum):
    """What can happen to blanks; the first group is written by requests, the second by people."""

    RESERVED = "reserved"
    RELEASED = "released"
    TAKEN = "taken"
    TAKEN_FREE = "taken_free"
    USED = "used"
    SPOILED = "spoiled"

    RECEIVED = "received"
    SENT = "sent"
    ARRIVED = "arrived"
    DEFECT = "defect"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    COUNTED = "counted"
    ADJUSTED = "adjusted"


@dataclass(frozen=True, slots=True)
class Balance:
    """Where an office's blanks are: ``reserved`` is the part of the box that is promised.

    ``spoiled`` cards wait for their destruction.
    """

    box: int = 0
    reserved: int = 0
    printing: int = 0
    spoiled: int = 0

    @property
    def free(self) -> int:
        """Blanks in the box that nobody was promised."""
        return self.box - self.reserved

    def after(self, kind: EntryKind, quantity: int = 1) -> "Balance":
        """The balance after an entry; ``quantity`` is negative only where a count found less."""
        sign = MOVEMENTS[kind]
        return Balance(
            self.box + quantity * sign.box,
            self.reserved + quantity * sign.reserved,
            self.printing + quantity * sign.printing,
            self.spoiled + quantity * sign.spoiled,
        )

    @property
    def is_possible(self) -> bool:
        """No part is negative, and no more is promised than lies in the box."""
        return min(self.box, self.reserved, self.printing, self.spoiled, self.free) >= 0


MOVEMENTS: Mapping[EntryKind, Balance] = {
    EntryKind.RESERVED: Balance(reserved=1),
    EntryKind.RELEASED: Balance(reserved=-1),
    EntryKind.TAKEN: Balance(box=-1, reserved=-1, printing=1),
    EntryKind.TAKEN_FREE: Balance(box=-1, printing=1),
    EntryKind.USED: Balance(printing=-1),
    EntryKind.SPOILED: Balance(printing=-1, spoiled=1),
    EntryKind.RECEIVED: Balance(box=1),
    EntryKind.SENT: Balance(box=-1),
    EntryKind.ARRIVED: Balance(box=1),
    EntryKind.DEFECT: Balance(box=-1, spoiled=1),
    EntryKind.RETURNED: Balance(box=-1),
    EntryKind.DESTROYED: Balance(spoiled=-1),
    EntryKind.COUNTED: Balance(),
    EntryKind.ADJUSTED: Balance(box=1),
}
"""What one blank of each entry does; the database holds the same table."""


def days_left(free: int, used_per_day: float) -> float | None:
    """Open days until the free blanks are gone at the recent pace; None when nothing was used."""
    return free / used_per_day if used_per_day > 0 else None

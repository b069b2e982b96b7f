"""What a number counts, and how it is written for a reader of either language.

A share is never rounded up to the whole: 99.96 per cent of the promises is not all of them.
"""

from dataclasses import dataclass
from enum import StrEnum

NOTHING = "–"
"""Where there is no number: never a zero."""


class Quantity(StrEnum):
    """What stands in a column: words, whole things, a share from 0 to 1, or whole minutes."""

    WORDS = "words"
    COUNT = "count"
    SHARE = "share"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Wording:
    """Signs and words around figures."""

    decimal: str
    thousands: str
    hour: str
    minute: str
    nothing: str


INDONESIAN = Wording(",", ".", "jam", "mnt", "tidak ada data")


def written(value: float | str | None, quantity: Quantity, wording: Wording) -> str:
    """The value as it stands in a table: minutes as a plain number, nothing as a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if quantity is Quantity.SHARE:
        return percent(value, wording)
    return whole_number(value, wording)


def spoken(value: float | None, quantity: Quantity, wording: Wording) -> str:
    """The value as it stands in a picture: a length of time in hours and minutes."""
    if value is None:
        return wording.nothing
    if quantity is Quantity.MINUTES:
        return span(value, wording)
    return written(value, quantity, wording)


def marked(value: float, quantity: Quantity, wording: Wording) -> str:
    """The value as it stands beside an axis, where shares are whole per cents."""
    if quantity is Quantity.SHARE:
        return f"{round(value * 100)}%"
    return spoken(value, quantity, wording)


def whole_number(value: float, wording: Wording) -> str:
    """As in "1.234"."""
    return f"{round(value):,}".replace(",", wording.thousands)


def percent(share: float, wording: Wording) -> str:
    """As in "87,5%", to one place; "100,0%" is said of the whole alone."""
    told = 100 if share >= 1 else min(share * 100, 99.9)
    return f"{told:.1f}%".replace(".", wording.decimal)


def span(minutes: float, wording: Wording) -> str:
    """As in "45 mnt" or "2 jam 15 mnt"."""
    hours, rest = divmod(round(minutes), 60)
    parts = [
        f"{whole_number(hours, wording)} {wording.hour}" if hours else "",
        f"{rest} {wording.minute}" if rest or not hours else "",
    ]
    return " ".join(part for part in parts if part)

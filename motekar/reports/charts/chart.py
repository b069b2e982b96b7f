"""What a picture shows: columns of a table, so that both always say the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from motekar.reports.quantities import Quantity
from motekar.reports.tables import Cell, Column, Table

Value = float | None


class Form(StrEnum):
    """Lines over time, upright columns over the hours of a day, or bars below each other."""

    LINES = "lines"
    UPRIGHTS = "uprights"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class Series:
    """One column's figures; None is unknown."""

    column: Column
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table, whose first column names what stands along the axis.

    ``title`` is the finding's subject with its period, ``says`` the finding in a sentence for
    whoever does not see it. ``drawn`` are the numbers of columns with figures of one quantity,
    ``limit`` that of what they are measured against, ``note`` that of what stands behind a bar.
    ``axis`` are shorter names for the axis, where the table's own would be too long. ``behind``
    says of cells, by row and column, which list of requests they count.
    """

    form: Form
    title: str
    says: str
    table: Table
    drawn: tuple[int, ...]
    limit: int | None = None
    note: int | None = None
    axis: tuple[str, ...] = ()
    behind: Mapping[tuple[int, int], Mapping[str, str]] = field(default_factory=dict)

    @property
    def places(self) -> tuple[str, ...]:
        """What stands along the axis."""
        return self.axis or tuple(str(row[0]) for row in self.table.rows)

    @property
    def series(self) -> tuple[Series, ...]:
        """What is drawn."""
        return tuple(self._series(place) for place in self.drawn)

    @property
    def bound(self) -> Series | None:
        """What it is measured against."""
        return None if self.limit is None else self._series(self.limit)

    @property
    def quantity(self) -> Quantity:
        """What all figures count."""
        return self.table.columns[self.drawn[0]].quantity

    @property
    def values(self) -> tuple[float, ...]:
        """All figures that are known."""
        every = (*self.series, *([self.bound] if self.bound else []))
        return tuple(value for one in every for value in one.values if value is not None)

    def _series(self, place: int) -> Series:
        values = tuple(_number(row[place]) for row in self.table.rows)
        return Series(self.table.columns[place], values)


def _number(cell: Cell) -> Value:
    return cell if isinstance(cell, int | float) else None

"""What a command answers: a sentence or table for people, the same facts for programs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` for people; ``data`` for ``--json``; ``status`` 1 where something is to be done."""

    text: str
    data: Any
    status: int = 0

    def printed(self, *, as_json: bool) -> str:
        """One of the two."""
        return json.dumps(self.data, indent=2, default=str) if as_json else self.text


class Refused(Exception):
    """A command cannot do what it was asked; one plain sentence with the way out."""


class WrongUsage(Exception):
    """The command was not given as it has to be; one plain sentence."""


def table(rows: Iterable[Iterable[object]], *heads: str) -> str:
    """Aligned columns under their heads."""
    cells = [heads, *(tuple(str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def moment(value: datetime) -> str:
    """A moment in a table."""
    return value.isoformat(sep=" ", timespec="minutes")

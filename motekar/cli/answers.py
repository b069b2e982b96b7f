"""What a command answers: a sentence or table for people, the same facts for programs.

Refusals of the office are worded here for operators, in plain English.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motekar.rules.errors import (
    FieldError,
    MotekarError,
    OfficeUnknown,
    StaffUnknown,
    UsernameTaken,
    ValidationFailed,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` for people; ``data`` for ``--json``."""

    text: str
    data: Any

    def printed(self, *, as_json: bool) -> str:
        """One of the two."""
        return json.dumps(self.data, indent=2, default=str) if as_json else self.text


class Refused(Exception):
    """A command cannot do what it was asked; one plain sentence with the way out."""


class WrongUsage(Exception):
    """The command was not given as it has to be; one plain sentence."""


_FAULTS: dict[tuple[str, str], str] = {
    ("username", "characters"): "the user name may hold only letters, digits, dots, dashes and"
    " underscores, at most 40",
    ("name", "missing"): "the name is empty",
    ("role", "missing"): "at least one --role is needed",
    ("office", "office-unknown"): 'there is no such office: see "motekar office list"',
}

_REFUSALS: dict[type[MotekarError], Callable[[Any], str]] = {
    OfficeUnknown: lambda _: 'There is no such office: see "motekar office list".',
    StaffUnknown: lambda _: "No member of staff has that user name: check how it is written.",
    UsernameTaken: lambda _: "That user name is taken, or was once: choose another.",
    ValidationFailed: lambda refused: _faults(refused.errors),
}


def worded(refusal: MotekarError) -> str:
    """One plain sentence for the terminal."""
    word = _REFUSALS.get(type(refusal))
    return word(refusal) if word else f"Refused: {refusal}."


def _faults(errors: Iterable[FieldError]) -> str:
    told = [
        _FAULTS.get((error.field, error.code), f"{error.field} is not right ({error.code})")
        for error in errors
    ]
    return f"Nothing was changed: {'; '.join(told)}."


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

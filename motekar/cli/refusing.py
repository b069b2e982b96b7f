"""Words what went wrong in one plain sentence for the terminal.

Loaded only when something did: it knows every part of the house.
"""

from collections.abc import Callable, Iterable
from typing import Any

from motekar import wiring
from motekar.cli.answers import Refused
from motekar.rules.errors import (
    FieldError,
    MotekarError,
    OfficeUnknown,
    PackInTheMaking,
    PhoneMalformed,
    StaffUnknown,
    UsernameTaken,
    ValidationFailed,
)

_FAULTS: dict[tuple[str, str], str] = {
    ("username", "characters"): "the user name may hold only letters, digits, dots, dashes and"
    " underscores, at most 40",
    ("name", "missing"): "the name is empty",
    ("role", "missing"): "at least one --role is needed",
    ("office", "office-unknown"): 'there is no such office: see "motekar office list"',
}

_REFUSALS: dict[type[MotekarError], Callable[[Any], str]] = {
    OfficeUnknown: lambda _: 'There is no such office: see "motekar office list".',
    PackInTheMaking: lambda _: "Another evidence pack is being made: wait until it is done.",
    PhoneMalformed: lambda _: "No SMS reaches that number: give an Indonesian mobile number.",
    StaffUnknown: lambda _: "No member of staff has that user name: check how it is written.",
    UsernameTaken: lambda _: "That user name is taken, or was once: choose another.",
    ValidationFailed: lambda refused: _faults(refused.errors),
}


def sentence_for(trouble: Exception) -> str | None:
    """The sentence; None for what nobody foresaw."""
    if isinstance(trouble, MotekarError):
        word = _REFUSALS.get(type(trouble))
        return word(trouble) if word else f"Refused: {trouble}."
    if isinstance(trouble, OSError) and trouble.filename:
        return (
            f"{trouble.filename} cannot be used ({trouble.strerror}): start as the user who owns"
            " it, make room, or choose another folder with --data-dir."
        )
    return str(trouble) if isinstance(trouble, (Refused, *wiring.REFUSALS)) else None


def _faults(errors: Iterable[FieldError]) -> str:
    told = [
        _FAULTS.get((error.field, error.code), f"{error.field} is not right ({error.code})")
        for error in errors
    ]
    return f"Nothing was changed: {'; '.join(told)}."

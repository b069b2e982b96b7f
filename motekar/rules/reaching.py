"""What became of a citizen whom no message reached, and who may say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from motekar.rules.errors import FieldError
from motekar.rules.intake_form import MOST_NOTE_LETTERS, Reading
from motekar.rules.people import Role

REACHING_ROLES = frozenset({Role.FRONT_OFFICER, Role.OFFICE_MANAGER})


class TaskOutcome(StrEnum):
    """How a task ended; the last two are found by the system, never chosen."""

    CALLED = "called"
    TOLD_AT_COUNTER = "told_at_counter"
    NUMBER_CORRECTED = "number_corrected"
    NOT_REACHABLE = "not_reachable"
    ARRIVED = "arrived"
    OVERTAKEN = "overtaken"


CHOSEN = tuple(TaskOutcome)[:4]


@dataclass(frozen=True, slots=True)
class TaskClosing:
    """A chosen outcome, and what there is to say of it."""

    outcome: TaskOutcome
    note: str | None


def read_closing(raw: Mapping[str, Any]) -> TaskClosing:
    """Reads the form; that somebody was not reached needs a word of what was tried.

    Raises:
        ValidationFailed: with every faulty field.
    """
    form = Reading(raw)
    outcome = form.value("outcome", _chosen)
    note = form.text("note", most=MOST_NOTE_LETTERS)
    if outcome is TaskOutcome.NOT_REACHABLE and note is None:
        form.errors.append(FieldError("note", "missing"))
    form.refuse_faults()
    assert outcome is not None  # noqa: S101 - a missing one was refused
    return TaskClosing(outcome, note)


def _chosen(text: str) -> TaskOutcome:
    outcome = TaskOutcome(text)
    if outcome not in CHOSEN:
        raise ValueError(text)
    return outcome

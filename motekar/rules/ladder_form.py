"""Reads a new ladder as it is typed: rows by rank, and the first day it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motekar.rules.calendar_form import read_day
from motekar.rules.errors import FieldError
from motekar.rules.intake_form import Reading
from motekar.rules.ladder import AUDIENCES, LadderHistory, LadderStep, Trigger
from motekar.rules.people import Role

MOST_STEPS = 5
MOST_MINUTES = 10_000
CHOSEN_TRIGGERS = (Trigger.AT_RISK, Trigger.OVERDUE)


@dataclass(frozen=True, slots=True)
class NewLadder:
    """Steps that lead upwards, and their first day."""

    steps: tuple[LadderStep, ...]
    valid_from: date


def read_ladder(
    rows: Sequence[Mapping[str, Any]], valid_from: str, history: LadderHistory, *, today: date
) -> NewLadder:
    """Reads the rows that are not empty, each a rank; the day is today at the earliest.

    Faults of row N are named ``field.N``.

    Raises:
        ValidationFailed: with every fault, also when the ladder says what holds that day anyway.
    """
    errors: list[FieldError] = []
    steps: list[LadderStep] = []
    for number, row in enumerate(rows, start=1):
        if not _is_empty(row):
            step, faults = _step(row, rank=len(steps) + 1, below=steps[-1:])
            errors += (FieldError(f"{one.field}.{number}", one.code, one.facts) for one in faults)
            steps += [step] if step else []
    form = Reading({"day": valid_from})
    form.errors += errors
    if not steps and not errors:
        form.errors.append(FieldError("audience.1", "missing"))
    day = form.value("day", read_day)
    if day and day < today:
        form.errors.append(FieldError("day", "in-past"))
    form.refuse_faults()
    assert day is not None  # noqa: S101 - refuse_faults has passed
    before = history.in_force(day)
    if before and before.ladder.steps == tuple(steps):
        form.errors.append(FieldError("ladder", "nothing-changed"))
    form.refuse_faults()
    return NewLadder(tuple(steps), day)


def _is_empty(row: Mapping[str, Any]) -> bool:
    return not any(row.values())


def _step(
    row: Mapping[str, Any], *, rank: int, below: Sequence[LadderStep]
) -> tuple[LadderStep | None, list[FieldError]]:
    form = Reading(row)
    trigger = form.value("trigger", _chosen)
    after, unpromised = (_minutes(form, name) for name in ("after_open_minutes", "unpromised"))
    audience = frozenset(Role(code) for code in row.get("audience") or () if code in AUDIENCES)
    if not audience:
        form.errors.append(FieldError("audience", "missing"))
    if form.errors or trigger is None or after is None or unpromised is None:
        return None, form.errors
    step = LadderStep(rank, trigger, after, unpromised, audience, sms=bool(row.get("sms")))
    for lower in below:
        if _order(step) < _order(lower):
            form.errors.append(FieldError("after_open_minutes", "below-lower-rank"))
        if step.unpromised_minutes < lower.unpromised_minutes:
            form.errors.append(FieldError("unpromised", "below-lower-rank"))
    return step, form.errors


def _order(step: LadderStep) -> tuple[int, int]:
    return CHOSEN_TRIGGERS.index(step.trigger), step.after_open_minutes


def _chosen(text: str) -> Trigger:
    trigger = Trigger(text)
    if trigger not in CHOSEN_TRIGGERS:
        raise ValueError(text)
    return trigger


def _minutes(form: Reading, name: str) -> int | None:
    told = form.needed(name, most=10)
    if told and not (told.isdecimal() and int(told) <= MOST_MINUTES):
        facts = (("least", 0), ("most", MOST_MINUTES))
        form.errors.append(FieldError(name, "out-of-range", facts))
        return None
    return int(told) if told else None

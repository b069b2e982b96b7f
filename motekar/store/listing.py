"""Lists of requests for staff: by state and office, by person, and the day's three numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Result,
    Select,
    and_,
    any_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from motekar.rules.lifecycle import OPEN_STATES
from motekar.rules.nik import Nik
from motekar.rules.people import Role
from motekar.rules.phone import Phone
from motekar.rules.requests import PrintRequest
from motekar.store.engine import Transaction
from motekar.store.print_requests import found, selected
from motekar.store.sealing import Found
from motekar.store.tables import escalation, message_task, print_request, service_policy
from motekar.vault import Vault

_R = print_request.c
_OPEN = [state.value for state in OPEN_STATES]
# The first promise is the one that was given; another made since does not make it kept.
_due = func.coalesce(_R.first_promised_by, _R.promised_by)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; empty means all. ``after`` continues behind a row.

    ``at_risk_at`` keeps promises that are at risk, or passed, at that moment on the office's wall.
    """

    offices: tuple[str, ...]
    states: tuple[str, ...] = ()
    reason: str | None = None
    due_before: datetime | None = None
    at_risk_at: datetime | None = None
    on_hold: bool | None = None
    after: tuple[datetime, UUID] | None = None


async def page(transaction: Transaction, wanted: Filter, *, limit: int) -> tuple[Found, ...]:
    """Oldest intake first."""
    query = _narrowed(selected(), wanted).order_by(_R.submitted_at, _R.id).limit(limit)
    return _all(await transaction.execute(query))


async def queue(transaction: Transaction, wanted: Filter, *, limit: int) -> tuple[Found, ...]:
    """Oldest promise first; requests without one come last."""
    order = (_due.asc().nulls_last(), _R.submitted_at, _R.id)
    query = _narrowed(selected(), wanted).order_by(*order).limit(limit)
    return _all(await transaction.execute(query))


async def counts(transaction: Transaction, wanted: Filter) -> dict[str, int]:
    """How many requests of each state fit."""
    query = _narrowed(select(_R.state, func.count()), wanted).group_by(_R.state)
    return {state: count for state, count in await transaction.execute(query)}  # noqa: C416


async def of_ids(transaction: Transaction, ids: Iterable[UUID]) -> Mapping[UUID, PrintRequest]:
    """These requests, without whose they are."""
    rows = _all(await transaction.execute(selected().where(_R.id.in_(tuple(ids)))))
    return {one.request.id: one.request for one in rows}


async def of_person(
    transaction: Transaction, vault: Vault, *, who: Nik | Phone, offices: Iterable[str], limit: int
) -> tuple[Found, ...]:
    """Requests of one NIK or phone number in these offices, newest first."""
    if isinstance(who, Nik):
        fits = _R.nik_index == vault.index(who.digits, kind="nik")
    else:
        fits = _R.phone_index == vault.index(who.e164, kind="phone")
    query = selected().where(fits, _R.office_code.in_(tuple(offices)))
    query = query.order_by(_R.submitted_at.desc(), _R.id).limit(limit)
    return _all(await transaction.execute(query))


@dataclass(frozen=True, slots=True)
class DayNumbers:
    """Open promises that end today, requests waiting in some states, promises in danger.

    ``to_tell`` counts citizens whom no message reached, ``to_help`` requests that have climbed to
    this person.
    """

    due_today: int
    waiting: int
    at_risk: int
    to_tell: int
    to_help: int


async def day_numbers(
    transaction: Transaction,
    *,
    offices: tuple[str, ...],
    waiting_states: tuple[str, ...],
    reaching_in: tuple[str, ...],
    helping_in: Mapping[Role, tuple[str, ...]],
    now: datetime,
    day_ends: datetime,
) -> DayNumbers:
    """The three numbers of the staff shell; a held request counts as due and not as waiting.

    ``now`` is on the office's wall.
    """
    unready = _R.state.in_(("submitted", "verified"))
    due = and_(unready, _due <= day_ends)
    waits = and_(_R.state.in_(waiting_states), _R.hold_cause.is_(None))
    risk = and_(unready, _is_at_risk(now))
    task = message_task.c
    to_tell = (
        select(func.count())
        .where(task.closed_at.is_(None), task.office_code.in_(reaching_in))
        .scalar_subquery()
    )
    query = select(
        func.count().filter(due),
        func.count().filter(waits),
        func.count().filter(risk),
        to_tell,
        func.count().filter(and_(unready, _has_climbed_to(helping_in))),
    ).where(_R.office_code.in_(offices), _R.state.in_(_OPEN))
    return DayNumbers(*(await transaction.execute(query)).one())


def _has_climbed_to(helping_in: Mapping[Role, tuple[str, ...]]) -> ColumnElement[bool]:
    told = (
        and_(_R.office_code.in_(offices), literal(role.value) == any_(escalation.c.audience))
        for role, offices in helping_in.items()
    )
    return exists().where(escalation.c.request_id == _R.id, or_(false(), *told))


def _is_at_risk(now: datetime) -> ColumnElement[bool]:
    """By the policy in force that day."""
    policy = service_policy.c
    minutes = (
        select(policy.risk_minutes)
        .where(policy.valid_from <= now.date())
        .order_by(policy.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    return _due <= now + func.make_interval(0, 0, 0, 0, 0, minutes)


def _all(rows: Result[Any]) -> tuple[Found, ...]:
    return tuple(found(dict(row)) for row in rows.mappings())


def _narrowed(query: Select[Any], wanted: Filter) -> Select[Any]:
    query = query.where(_R.office_code.in_(wanted.offices))
    if wanted.states:
        query = query.where(_R.state.in_(wanted.states))
    if wanted.reason:
        query = query.where(_R.reason == wanted.reason)
    if wanted.due_before:
        query = query.where(_due < wanted.due_before)
    if wanted.at_risk_at:
        query = query.where(_is_at_risk(wanted.at_risk_at))
    if wanted.on_hold is not None:
        held = _R.hold_cause.is_not(None)
        query = query.where(held if wanted.on_hold else ~held)
    if wanted.after:
        at, row_id = wanted.after
        behind = or_(_R.submitted_at > at, and_(_R.submitted_at == at, _R.id > row_id))
        query = query.where(behind)
    return query

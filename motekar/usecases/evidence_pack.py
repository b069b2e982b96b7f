"""Makes the evidence pack of a period: what an outsider needs to get the same figures elsewhere.

Persons, staff and incidents get aliases that are made for one pack and kept nowhere: within it
they can be counted, with anything outside it, another pack too, they cannot be joined.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import IO
from uuid import UUID

from motekar.reports.pack.binding import About, Binder, Bound
from motekar.reports.pack.rows import Strand, strand_of
from motekar.reports.pack.yardsticks import PackedOffice
from motekar.rules.compliance import figures
from motekar.rules.counting import case_of
from motekar.rules.disclosure import Alias, disclosed
from motekar.rules.errors import OfficeUnknown, PackInTheMaking
from motekar.rules.people import Officer, Role
from motekar.rules.period import Period
from motekar.rules.request_log import RequestLog, Yardsticks
from motekar.rules.tallying import Tally
from motekar.store import event_log, evidence, evidence_rows, rulebook
from motekar.store.engine import Transaction
from motekar.store.event_log import Calendars
from motekar.usecases.desk import Desk
from motekar.usecases.recomputing import touching_ids
from motekar.vault import Vault

PACKERS = (Role.HEAD_OF_OFFICE, Role.INSPECTOR)
_AT_ONCE = 500
_PACK_NUMBER_BYTES = 16
_LETTERS = {"person": 16, "officer": 8, "incident": 8}
_WORDS = {"person": "orang", "officer": "petugas", "incident": "gangguan"}
_BY_COMMAND = "command"


async def make_pack(
    desk: Desk,
    officer: Officer | None,
    *,
    office: str | None,
    period: Period,
    file: IO[bytes],
    now: datetime,
    at: datetime | None = None,
) -> Bound:
    """Writes the pack into an empty file; audited with its sum.

    With ``at``, all as it stood at that moment. Without an office it is of all where the person
    may ask for one; without a person, who then stands at the machine itself, of all offices. One
    at a time for each person.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
        OfficeUnknown: no office has that code.
        PackInTheMaking: the person's last one is not ready yet.
    """
    if officer is not None:
        officer.require(PACKERS, office=office)
    alias = _aliases(desk.vault, desk.draw(_PACK_NUMBER_BYTES).hex())
    async with desk.store.snapshot() as transaction:
        who = str(officer.id) if officer else _BY_COMMAND
        if not await evidence_rows.lock(transaction, who=who):
            raise PackInTheMaking
        offices = await _offices(transaction, officer, office=office, period=period, at=at)
        about = About(period, office, offices, at or now)
        bound = await _bound(transaction, about, file=file, alias=alias, at=at)
    async with desk.store.transaction() as transaction:
        evidence.audit(
            transaction,
            at=now,
            action="figures.evidence",
            officer=officer.id if officer else None,
            office_code=office,
            subject=f"period:{period.first}..{period.last}",
            facts={
                "at": about.now.isoformat(),
                "sha256": bound.sha256,
                "offices": list(about.counted),
                "requests": bound.requests,
                "events": bound.events,
            },
        )
    return bound


async def _offices(
    transaction: Transaction,
    officer: Officer | None,
    *,
    office: str | None,
    period: Period,
    at: datetime | None,
) -> tuple[PackedOffice, ...]:
    """All offices; those are counted that were asked for."""
    found = await rulebook.offices(transaction)
    mine = {one.code for one in found} if officer is None else set(officer.offices(PACKERS))
    counted = mine if office is None else mine & {office}
    if not counted:
        raise OfficeUnknown
    numbers = await evidence_rows.numbers(
        transaction, sorted(counted), first=period.first, last=period.last
    )
    return tuple(
        PackedOffice(
            code=one.code,
            abbreviation=one.abbreviation,
            name=one.name,
            zone=one.zone,
            is_counted=one.code in counted,
            numbers=_given(numbers.get(one.code, {}), before=at and one.local_day(at)),
        )
        for one in found
    )


def _given(numbers: Mapping[date, int], *, before: date | None) -> Mapping[date, int]:
    """Those of days that were over: how many a day gave out until a moment, nobody wrote down."""
    return {day: last for day, last in numbers.items() if before is None or day < before}


async def _bound(
    transaction: Transaction,
    about: About,
    *,
    file: IO[bytes],
    alias: Alias,
    at: datetime | None,
) -> Bound:
    codes = list(about.counted)
    tally = Tally(about.period, frozenset(codes))
    found = await touching_ids(transaction, codes, about.period)
    requests = await evidence_rows.in_order(transaction, found)
    staff = await evidence_rows.usernames(transaction)
    seen: Calendars = {}
    with Binder(about) as binder:
        for start in range(0, len(requests), _AT_ONCE):
            batch = await _read(transaction, requests[start : start + _AT_ONCE], seen, at=at)
            # Drawing rows takes the processor: pages go on meanwhile.
            await asyncio.to_thread(_add, binder, tally, batch, alias=_by_id(alias, staff))
        told = figures(tally)
        return await asyncio.to_thread(binder.bind, file, told)


@dataclass(frozen=True, slots=True)
class _Batch:
    logs: tuple[RequestLog, ...]
    yardsticks: Yardsticks
    persons: Mapping[UUID, bytes]


async def _read(
    transaction: Transaction, requests: list[UUID], seen: Calendars, *, at: datetime | None
) -> _Batch:
    logs = await event_log.logs(transaction, requests, at=at)
    return _Batch(
        logs=tuple(sorted(logs, key=lambda log: log.request_no)),
        yardsticks=await event_log.yardsticks(transaction, logs, seen=seen),
        persons=await evidence_rows.persons(transaction, requests),
    )


def _add(binder: Binder, tally: Tally, batch: _Batch, *, alias: Alias) -> None:
    for log in batch.logs:
        case = case_of(log, batch.yardsticks)
        tally.add(case)
        tally.add_open([case], now=binder.about.now)
    binder.add(_strands(batch, alias), batch.yardsticks)


def _strands(batch: _Batch, alias: Alias) -> Iterator[Strand]:
    for log in batch.logs:
        yield strand_of(
            _outside(log, alias),
            person=alias("person", batch.persons[log.request_id].hex()),
        )


def _outside(log: RequestLog, alias: Alias) -> RequestLog:
    """The log as it may leave."""
    return replace(
        log,
        events=tuple(
            replace(
                event,
                officer=alias("officer", event.officer),
                facts=disclosed(event.action, event.facts, alias=alias),
            )
            for event in log.events
        ),
    )


def _aliases(vault: Vault, pack: str) -> Alias:
    @cache
    def alias(kind: str, name: str) -> str:
        hashed = vault.index(f"{pack}:{name}", kind=f"pack-{kind}").hex()
        return f"{_WORDS[kind]}-{hashed[: _LETTERS[kind]]}"

    return alias


def _by_id(alias: Alias, staff: Mapping[str, str]) -> Alias:
    """Gives who is called by a user name the alias of the same person's steps."""

    def by_id(kind: str, name: str) -> str:
        return alias(kind, staff.get(name, name) if kind == "officer" else name)

    return by_id

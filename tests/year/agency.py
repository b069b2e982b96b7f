"""The agency of the generated year: its people, a new policy in the middle, closures of its days.

Written through the use cases and the store, as any agency would; then read back, each office as
its requests will find it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import text

from motekar.demo.chance import Chance
from motekar.rules.calendar import OfficeCalendar, OneOff, OneOffKind
from motekar.rules.people import Officer, Role
from motekar.rules.promise import ServicePolicy
from motekar.rules.rulebook import RuleBook
from motekar.store import accounts, calendars, rulebook
from motekar.store.engine import Transaction
from motekar.store.tables import service_policy
from motekar.usecases import calendars as calendar_changes
from motekar.usecases import setup
from motekar.usecases.calendars import Edit
from motekar.usecases.desk import Desk

_IDS = UUID("6d6f7465-6b61-7200-8000-000000002026")
_TEAM = {
    Role.FRONT_OFFICER: 4,
    Role.VERIFIER: 3,
    Role.PRINT_OPERATOR: 2,
    Role.OFFICE_MANAGER: 1,
    Role.HEAD_OF_OFFICE: 1,
}
_DAYS_A_CLOSURE = 45
_CLOSED_BY = ("Contoh: listrik padam.", "Contoh: banjir.", "Contoh: jaringan gedung putus.")
_LATER_CUT_OFF_MINUTES = 90
_VERSIONS = text("SELECT version, made_at, made_by, office_code FROM calendar_version ORDER BY 1")


@dataclass(frozen=True, slots=True)
class Place:
    """An office, with its rulebook as it was at any moment of the year.

    ``calendars`` begins with what the installation brought, each later one holds from its moment
    in ``since`` on; ``declared`` are those moments at which its own hours changed. Policies stand
    with the day from which each holds.
    """

    number: int
    book: RuleBook
    calendars: Sequence[OfficeCalendar]
    since: Sequence[datetime]
    declared: Sequence[datetime]
    policies: Sequence[tuple[date, ServicePolicy]]
    team: dict[Role, tuple[Officer, ...]]
    _books: dict[tuple[int, int], RuleBook] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.book.office.code

    @property
    def hours(self) -> OfficeCalendar:
        """When it was really open, as one knows afterwards."""
        return self.calendars[-1]

    def book_at(self, moment: datetime) -> RuleBook:
        day = self.book.office.local_day(moment)
        calendar = self.calendars[bisect_right(self.since, moment)]
        policy = next(one for since, one in reversed(self.policies) if since <= day)
        key = (calendar.version, policy.version)
        if key not in self._books:
            self._books[key] = replace(self.book, calendar=calendar, policy=policy)
        return self._books[key]


def team_of(office: str) -> dict[Role, tuple[Officer, ...]]:
    """Several people for each kind of work, each with one role at one office."""
    return {
        role: tuple(_officer(role, number, office) for number in range(1, many + 1))
        for role, many in _TEAM.items()
    }


def _officer(role: Role, number: int, office: str) -> Officer:
    name = f"{role.value}-{number}.{office}"
    return Officer(uuid5(_IDS, name), name, f"Petugas Contoh {name}", frozenset({(role, office)}))


async def found(
    desk: Desk, codes: Sequence[str], *, first: date, last: date, seed: str, now: datetime
) -> None:
    """Everything but the requests; ``codes`` are the offices that take any in."""
    await setup.install_defaults(desk, now=now)
    await setup.found_agency(desk, name="Disdukcapil Kota Contoh", is_demo=False, now=now)
    rows = (setup.NewOffice(**row) for row in setup.default_rows("offices.csv"))
    await setup.add_offices(desk, rows, now=now)
    async with desk.store.transaction() as transaction:
        for one in (one for code in codes for team in team_of(code).values() for one in team):
            await accounts.add(
                transaction, one, password_hash="!", must_change_password=True, now=now
            )
        await _new_policy(transaction, since=first + (last - first) / 2)
        zones = {one.code: one.zone for one in await rulebook.offices(transaction)}
    entries = [
        entry
        for code in codes
        for entry in _closures(Chance(f"{seed}:closures:{code}"), code, zones[code], first, last)
    ]
    for edit, closure in sorted(entries, key=lambda entry: entry[0].now):
        async with desk.store.transaction() as transaction:
            seen = await calendars.newest(transaction)
        await calendar_changes.add_entries(desk, replace(edit, seen_version=seen), [closure])


async def _new_policy(transaction: Transaction, *, since: date) -> None:
    rows = await transaction.execute(service_policy.select().order_by(service_policy.c.version))
    latest = dict(rows.mappings().all()[-1])
    changed = {
        "version": latest["version"] + 1,
        "cut_off_minutes": _LATER_CUT_OFF_MINUTES,
        "valid_from": since,
    }
    await rulebook.add(transaction, "service_policy", [latest | changed])


def _closures(
    chance: Chance, code: str, zone: ZoneInfo, first: date, last: date
) -> Iterator[tuple[Edit, OneOff]]:
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    weekdays = [day for day in days if day.weekday() < 5]
    wanted = max(1, len(days) // _DAYS_A_CLOSURE)
    head, begins = team_of(code)[Role.HEAD_OF_OFFICE][0], datetime.combine(first, time(7), zone)
    for day in sorted({chance.pick(weekdays) for _ in range(wanted)}):
        told, closure = _closure(chance, day, zone)
        yield Edit(head, code, 0, max(told, begins)), closure


def _closure(chance: Chance, day: date, zone: ZoneInfo) -> tuple[datetime, OneOff]:
    """Two of three come unforeseen in mid-day, the others are planned for all of it."""
    if chance.happens(34):
        told = datetime.combine(day, time(10), zone) - timedelta(days=5 + chance.below(10))
        return told, OneOff(OneOffKind.CLOSURE, day, "Contoh: gedung dicat.")
    opens = time(9 + chance.below(5))
    closes = time(opens.hour + 1 + chance.below(2)) if chance.happens(50) else None
    told = datetime.combine(day, opens, zone) + timedelta(minutes=5)
    reason = chance.pick(_CLOSED_BY)
    return told, OneOff(OneOffKind.CLOSURE, day, reason, opens, closes, planned=False)


async def read(desk: Desk, codes: Sequence[str], *, now: datetime) -> list[Place]:
    """The offices as the year will find them."""
    async with desk.store.transaction() as transaction:
        versions = (await transaction.execute(_VERSIONS)).all()
        numbers = [one.code for one in await rulebook.offices(transaction)]
        known = await transaction.execute(
            text("SELECT version, valid_from FROM service_policy ORDER BY version")
        )
        policies = [
            (row.valid_from, await rulebook.policy(transaction, version=row.version))
            for row in known.all()
        ]
        places = []
        for code in codes:
            book = await rulebook.read(transaction, office=code, now=now)
            base, later = _divided(versions)
            places.append(
                Place(
                    number=numbers.index(code),
                    book=book,
                    calendars=await _calendars(transaction, code, [base, *later]),
                    since=[row.made_at for row in later],
                    declared=[row.made_at for row in later if row.office_code == code],
                    policies=policies,
                    team=team_of(code),
                )
            )
        return places


def _divided(versions: Sequence[Any]) -> tuple[Any, list[Any]]:
    """The calendar an installation begins with, and what was changed since."""
    number = max(number for number, row in enumerate(versions) if row.made_by == setup.BY)
    return versions[number], versions[number + 1 :]


async def _calendars(
    transaction: Transaction, code: str, versions: Sequence[Any]
) -> list[OfficeCalendar]:
    found: list[OfficeCalendar] = []
    for row in versions:
        if not found or row.office_code in {None, code}:
            found.append(await calendars.as_it_was(transaction, office=code, version=row.version))
        else:
            found.append(replace(found[-1], version=row.version))
    return found

"""Changes a calendar: each change is a version of its own, with who made it and why.

An office's own hours are for its manager, what holds for the whole agency for the head. Whoever
changes says which version was seen, so that nobody overwrites another's change unseen.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motekar.rules.calendar import ClosedDay, OfficeCalendar, OneOff, OpeningSpan
from motekar.rules.calendar_form import Entry, clash
from motekar.rules.errors import (
    CalendarChanged,
    CalendarEntryUnknown,
    FieldError,
    ValidationFailed,
)
from motekar.rules.people import Officer, Role
from motekar.store import calendar_changes, calendars, evidence, rulebook
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep
from motekar.usecases.repromising import repromise

EDITORS = (Role.OFFICE_MANAGER, Role.HEAD_OF_OFFICE)
AGENCY_EDITORS = (Role.HEAD_OF_OFFICE,)
_GUESSED = " (perkiraan)"  # as the imported calendar marks a day in its name


@dataclass(frozen=True, slots=True)
class Changed:
    """The version that a change opened, and the offices whose promises were made anew."""

    version: int
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Who changes which office's calendar (None: the agency's), having seen which version."""

    officer: Officer
    office: str | None
    seen_version: int
    now: datetime
    once: Once[Changed] | None = None


@dataclass(frozen=True, slots=True)
class _Opened:
    """An edit under way; ``calendar`` is what the change finds."""

    transaction: Transaction
    version: int
    calendar: OfficeCalendar


Change = Callable[[_Opened], Awaitable[None]]


async def set_weekly_hours(
    desk: Desk, edit: Edit, spans: Sequence[OpeningSpan]
) -> Changed | Replay:
    """Replaces the weekly hours of an office.

    Raises:
        MotekarError: any refusal of ``_changed``.
    """
    office = edit.office
    assert office is not None  # noqa: S101 - weekly hours are an office's own

    async def change(opened: _Opened) -> None:
        told = [(desk.new_id(edit.now), span) for span in spans]
        await calendar_changes.replace_weekly(
            opened.transaction, office=office, spans=told, version=opened.version
        )

    return await _changed(desk, edit, change, note="weekly")


async def add_entries(desk: Desk, edit: Edit, entries: Sequence[Entry]) -> Changed | Replay:
    """Adds ranges and one-offs, all or none; an agency-wide edit takes ranges only.

    Raises:
        ValidationFailed: an entry clashes with another, named as ``row N`` when there are many.
        MotekarError: any refusal of ``_changed``.
    """

    async def change(opened: _Opened) -> None:
        known: list[Entry] = [*opened.calendar.ranges, *opened.calendar.one_offs]
        _refuse_clashes(entries, known)
        for entry in entries:
            await _add(desk, edit, opened, entry)

    reasons = ", ".join(_reason(entry) for entry in entries)
    return await _changed(desk, edit, change, note=f"{_kind(entries)}: {reasons}")


def _refuse_clashes(entries: Sequence[Entry], known: list[Entry]) -> None:
    faults = []
    for number, entry in enumerate(entries, start=1):
        fault = clash(entry, known)
        known.append(entry)
        if fault:
            field = fault.field if len(entries) == 1 else f"row {number}: {fault.field}"
            faults.append(FieldError(field, fault.code, fault.facts))
    if faults:
        raise ValidationFailed(errors=tuple(faults))


async def _add(desk: Desk, edit: Edit, opened: _Opened, entry: Entry) -> None:
    row_id, transaction, version = desk.new_id(edit.now), opened.transaction, opened.version
    if not isinstance(entry, OneOff):
        await calendar_changes.add_range(transaction, row_id, entry, version=version)
        return
    await calendar_changes.add_one_off(
        transaction,
        row_id,
        entry,
        office=opened.calendar.office_code,
        by=edit.officer.id,
        now=edit.now,
        version=version,
    )


def _kind(entries: Sequence[Entry]) -> str:
    kinds = {entry.kind.value if isinstance(entry, OneOff) else "range" for entry in entries}
    return kinds.pop() if len(kinds) == 1 else "entries"


def _reason(entry: Entry) -> str:
    return entry.reason if isinstance(entry, OneOff) else entry.name


async def withdraw(desk: Desk, edit: Edit, entry: UUID) -> Changed | Replay:
    """Takes a range or one-off out of the calendar; what was promised on it stays.

    Raises:
        CalendarEntryUnknown: it is not in force, or not of this office.
        MotekarError: any refusal of ``_changed``.
    """

    async def change(opened: _Opened) -> None:
        await _end(opened, entry, office=edit.office)

    return await _changed(desk, edit, change, note="withdrawn")


async def _end(opened: _Opened, entry: UUID, *, office: str | None) -> None:
    found = await calendar_changes.end(
        opened.transaction, entry, office=office, version=opened.version
    )
    if not found:
        raise CalendarEntryUnknown


async def reopen(desk: Desk, edit: Edit, entry: UUID) -> Changed | Replay:
    """Ends a closure at this minute: it stays in the calendar until now, and no longer.

    Raises:
        CalendarEntryUnknown: no such closure of this office today.
        MotekarError: any refusal of ``_changed``.
    """

    async def change(opened: _Opened) -> None:
        calendar = opened.calendar
        today = calendar.closures_on(calendar.local_day(edit.now))
        closure = next((each for each in today if each.id == entry), None)
        if closure is None:
            raise CalendarEntryUnknown
        await _end(opened, entry, office=edit.office)
        shortened = closure.ended(calendar.local_time(edit.now))
        if shortened:
            await _add(desk, edit, opened, shortened)

    return await _changed(desk, edit, change, note="reopened")


async def add_closed_day(desk: Desk, edit: Edit, closed: ClosedDay) -> Changed | Replay:
    """Adds a national holiday or joint leave that was decided late.

    Raises:
        ValidationFailed: the day is closed already.
        MotekarError: any refusal of ``_changed``.
    """

    async def change(opened: _Opened) -> None:
        for other in opened.calendar.closed_days:
            if other.day == closed.day:
                fault = FieldError("day", "already-declared", (("name", other.name),))
                raise ValidationFailed(errors=(fault,))
        await calendar_changes.add_closed_day(
            opened.transaction, desk.new_id(edit.now), closed, version=opened.version
        )

    return await _changed(desk, edit, change, note=f"closed_day: {closed.name}")


async def remove_closed_day(desk: Desk, edit: Edit, day: date) -> Changed | Replay:
    """Takes a national closed day out, such as an estimate that was wrong.

    Raises:
        CalendarEntryUnknown: there is none on that day.
        MotekarError: any refusal of ``_changed``.
    """

    async def change(opened: _Opened) -> None:
        if not await calendar_changes.end_closed_day(
            opened.transaction, day, version=opened.version
        ):
            raise CalendarEntryUnknown

    return await _changed(desk, edit, change, note=f"closed_day_removed: {day.isoformat()}")


async def confirm_year(desk: Desk, edit: Edit, year: int) -> Changed | Replay:
    """Confirms a year's holidays by name; its estimated days are estimates no longer.

    Raises:
        CalendarEntryUnknown: the year was never entered, or somebody confirmed it before.
        MotekarError: any refusal of ``_changed``.
    """

    async def change(opened: _Opened) -> None:
        transaction, version = opened.transaction, opened.version
        if not await calendar_changes.confirm_year(transaction, year, by=edit.officer.name):
            raise CalendarEntryUnknown
        for closed in opened.calendar.closed_days:
            if closed.estimated and closed.day.year == year:
                await calendar_changes.end_closed_day(transaction, closed.day, version=version)
                sure = ClosedDay(closed.day, closed.name.removesuffix(_GUESSED), closed.kind)
                await calendar_changes.add_closed_day(
                    transaction, desk.new_id(edit.now), sure, version=version
                )

    return await _changed(desk, edit, change, note=f"year: {year}")


async def _changed(desk: Desk, edit: Edit, change: Change, *, note: str) -> Changed | Replay:
    """Makes one change under a version of its own.

    Raises:
        RoleNotAllowed: neither manager nor head; agency-wide: not the head.
        WrongOffice: not for this office.
        CalendarChanged: somebody changed it since it was seen.
        IdempotencyKeyReused: the key came before with another body.
    """
    roles = EDITORS if edit.office else AGENCY_EDITORS
    edit.officer.require(roles, office=edit.office)
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, edit.once, now=edit.now):
            return replay
        await rulebook.lock(transaction)
        every = tuple(office.code for office in await rulebook.offices(transaction))
        opened = await _opened(transaction, edit, office=edit.office or every[0], note=note)
        await change(opened)
        answer = Changed(opened.version, (edit.office,) if edit.office else every)
        _write_down(transaction, edit, answer, note=note)
        await transaction.flush()
        for office in answer.offices:
            await repromise(
                transaction,
                desk,
                office,
                because="calendar",
                officer=edit.officer,
                now=edit.now,
            )
        keep(transaction, desk, edit.once, answer)
        return answer


async def _opened(transaction: Transaction, edit: Edit, *, office: str, note: str) -> _Opened:
    later = await calendars.changed_since(transaction, office=edit.office, seen=edit.seen_version)
    if later:
        version, by = later
        raise CalendarChanged(expected_version=edit.seen_version, current_version=version, by=by)
    newest = await calendars.newest(transaction)
    calendar = await calendars.as_it_was(transaction, office=office, version=newest)
    version = await rulebook.new_calendar_version(
        transaction, now=edit.now, by=edit.officer.name, note=note, office=edit.office
    )
    return _Opened(transaction, version, calendar)


def _write_down(transaction: Transaction, edit: Edit, answer: Changed, *, note: str) -> None:
    evidence.audit(
        transaction,
        at=edit.now,
        action="calendar.change",
        officer=edit.officer.id,
        office_code=edit.office,
        subject=f"calendar:{edit.office or 'agency'}",
        # What was typed stands with the version; the audit holds codes only.
        facts={"version": answer.version, "change": note.partition(":")[0]},
    )

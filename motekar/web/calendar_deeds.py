"""Reads the forms of the calendar page: which change of the calendar each of them asks for.

A form's fields carry its own name in front, so that several stand on one page.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from motekar.rules.calendar import OneOffKind, OpeningSpan
from motekar.rules.calendar_form import (
    Entry,
    read_closed_day,
    read_day,
    read_entries,
    read_one_off,
    read_range,
    read_week,
)
from motekar.rules.digits import small_number
from motekar.rules.errors import CalendarEntryUnknown, FieldError, ValidationFailed
from motekar.rules.intake_form import Reading
from motekar.usecases import calendars
from motekar.usecases.calendar_views import CalendarView
from motekar.usecases.calendars import Changed, Edit
from motekar.usecases.desk import Desk
from motekar.usecases.once import Replay
from motekar.web.calendar_files import uploaded_rows
from motekar.web.posted import Posted

Answer = Changed | Replay


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form asks for before it is saved: other weekly hours, or more entries."""

    spans: tuple[OpeningSpan, ...] | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A submitted form of the page, and the calendar it was filled in for."""

    deed: str
    posted: Posted
    view: CalendarView
    edit: Edit

    def form(self, **fixed: str) -> Reading:
        """Its fields without the form's name."""
        names = (name for name in self.posted.fields if name.startswith(f"{self.deed}-"))
        told = {name.removeprefix(f"{self.deed}-"): self.posted.text(name) for name in names}
        return Reading(told | fixed)


async def drafted(asked: Asked) -> Draft:
    """What the form would bring.

    Raises:
        ValidationFailed: with every faulty field.
    """
    if asked.deed == "week":
        form = asked.form()
        spans = read_week(form)
        form.refuse_faults()
        return Draft(spans=spans)
    if asked.deed == "import":
        return Draft(entries=await _imported(asked))
    return Draft(entries=(_one_entry(asked),))


def _one_entry(asked: Asked) -> Entry:
    zone, now = asked.view.office.zone, asked.edit.now
    if asked.deed == "range":
        form = asked.form()
        today = asked.view.calendar.local_day(now)
        entry: Entry | None = read_range(form, office=asked.edit.office, today=today)
    else:
        form = asked.form(**_closing_now(asked) if asked.deed == "close" else {})
        entry = read_one_off(form, now=now, zone=zone)
    form.refuse_faults()
    assert entry is not None  # noqa: S101 - refuse_faults has passed
    return entry


def _closing_now(asked: Asked) -> dict[str, str]:
    calendar, now = asked.view.calendar, asked.edit.now
    return {
        "kind": OneOffKind.CLOSURE.value,
        "day": calendar.local_day(now).isoformat(),
        "opens": f"{calendar.local_time(now):%H.%M}",
    }


async def _imported(asked: Asked) -> tuple[Entry, ...]:
    rows = await uploaded_rows(asked.posted, "import-file")
    calendar, office = asked.view.calendar, asked.view.office
    entries, faults = read_entries(
        rows,
        office=office.code,
        there=[*calendar.ranges, *calendar.one_offs],
        now=asked.edit.now,
        zone=office.zone,
    )
    if faults:
        raise ValidationFailed(errors=faults)
    if not entries:
        raise ValidationFailed(errors=(FieldError("import-file", "nothing-new"),))
    return entries


async def _save_week(desk: Desk, asked: Asked) -> Answer:
    draft = await drafted(asked)
    return await calendars.set_weekly_hours(desk, asked.edit, draft.spans or ())


async def _save_entries(desk: Desk, asked: Asked) -> Answer:
    draft = await drafted(asked)
    return await calendars.add_entries(desk, asked.edit, draft.entries)


async def _withdraw(desk: Desk, asked: Asked) -> Answer:
    return await calendars.withdraw(desk, asked.edit, _entry_id(asked))


async def _reopen(desk: Desk, asked: Asked) -> Answer:
    return await calendars.reopen(desk, asked.edit, _entry_id(asked))


def _entry_id(asked: Asked) -> UUID:
    try:
        return UUID(asked.posted.text("entry"))
    except ValueError:
        raise CalendarEntryUnknown from None


async def _add_holiday(desk: Desk, asked: Asked) -> Answer:
    form = asked.form()
    closed = read_closed_day(form)
    form.refuse_faults()
    assert closed is not None  # noqa: S101 - refuse_faults has passed
    return await calendars.add_closed_day(desk, asked.edit, closed)


async def _remove_holiday(desk: Desk, asked: Asked) -> Answer:
    day = read_day(asked.posted.text("entry"))
    return await calendars.remove_closed_day(desk, asked.edit, day)


async def _confirm_year(desk: Desk, asked: Asked) -> Answer:
    year = small_number(asked.posted.text("entry"))
    if year is None:
        raise CalendarEntryUnknown
    return await calendars.confirm_year(desk, asked.edit, year)


DEEDS: Mapping[str, Callable[[Desk, Asked], Awaitable[Answer]]] = {
    "close": _save_entries,
    "reopen": _reopen,
    "week": _save_week,
    "range": _save_entries,
    "oneoff": _save_entries,
    "import": _save_entries,
    "withdraw": _withdraw,
    "holiday": _add_holiday,
    "no-holiday": _remove_holiday,
    "year": _confirm_year,
}
DRAFTS = frozenset({"close", "week", "range", "oneoff"})
AGENCY_WIDE = frozenset({"holiday", "no-holiday", "year"})


def typed(posted: Posted) -> Mapping[str, Any]:
    """Every field as it came, for showing it again."""
    return {name: posted.text(name) for name in posted.fields}

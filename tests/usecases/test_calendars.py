"""Changing a calendar: by whom, under which version, and how it was before."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from motekar.rules.calendar import (
    ClosedDay,
    ClosedKind,
    HoursRange,
    OfficeCalendar,
    OneOff,
    OneOffKind,
    OpeningSpan,
)
from motekar.rules.calendar_form import Entry
from motekar.rules.errors import (
    CalendarChanged,
    CalendarEntryUnknown,
    RoleNotAllowed,
    ValidationFailed,
    WrongOffice,
)
from motekar.rules.lifecycle import State
from motekar.rules.people import Officer, Role
from motekar.usecases import calendar_views, calendars, message_lists, published
from motekar.usecases.calendars import Changed, Edit
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, MONDAY_0900, a_request, an_officer

WIB = ZoneInfo("Asia/Jakarta")
MANAGER = an_officer(Role.OFFICE_MANAGER)
HEAD = an_officer(Role.HEAD_OF_OFFICE)
monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
MONDAY_1040 = datetime(2026, 11, 23, 10, 40, tzinfo=WIB)
POWER_CUT = OneOff(OneOffKind.CLOSURE, monday, "Listrik padam", opens=time(10, 40), planned=False)
MORNINGS = tuple(OpeningSpan(weekday, time(8), time(12)) for weekday in range(5))
DECEMBER = HoursRange(
    "Akhir tahun", date(2026, 12, 1), date(2026, 12, 23), MORNINGS, office=BEKASI_UTARA
)


async def seen(desk: Desk, office: str = BEKASI_UTARA) -> OfficeCalendar:
    return await published.calendar(desk, office)


async def an_edit(
    desk: Desk,
    officer: Officer = MANAGER,
    office: str | None = BEKASI_UTARA,
    *,
    now: datetime = MONDAY_1040,
) -> Edit:
    return Edit(officer, office, (await seen(desk)).version, now)


async def declared(desk: Desk, *entries: Entry, **edit: object) -> Changed:
    changed = await calendars.add_entries(desk, await an_edit(desk, **edit), entries)
    assert isinstance(changed, Changed)
    return changed


def wall(calendar: OfficeCalendar, day: date) -> list[str]:
    return [f"{opens:%H.%M}-{closes:%H.%M}" for opens, closes in calendar.spans_on(day)]


async def test_a_closure_declared_at_1040_is_in_force_at_once(desk: Desk) -> None:
    changed = await declared(desk, POWER_CUT)

    assert changed.offices == (BEKASI_UTARA,)
    book = await published.book(desk, BEKASI_UTARA, now=MONDAY_1040)
    assert wall(book.calendar, monday) == ["07.30-10.40"]
    assert book.calendar.version == changed.version
    [closure] = book.calendar.closures_on(monday)
    assert (closure.declared_at, closure.declared_by) == (MONDAY_1040, MANAGER.name)
    assert wall(await seen(desk, BEKASI_SELATAN), monday) == ["07.30-16.00"]


async def test_every_version_is_read_back_as_it_was(desk: Desk) -> None:
    first = (await seen(desk)).version
    weekly = await calendars.set_weekly_hours(desk, await an_edit(desk), MORNINGS)
    assert isinstance(weekly, Changed)
    ranged = await declared(desk, DECEMBER)
    closed = await declared(desk, POWER_CUT)
    entry = (await seen(desk)).closures_on(monday)[0].id
    assert entry
    withdrawn = await calendars.withdraw(desk, await an_edit(desk), entry)
    assert isinstance(withdrawn, Changed)

    hours = {}
    for version in (first, weekly.version, ranged.version, closed.version, withdrawn.version):
        calendar = await published.calendar(desk, BEKASI_UTARA, version=version)
        assert calendar.version == version
        hours[version] = (wall(calendar, monday), bool(calendar.ranges))
    assert hours == {
        first: (["07.30-16.00"], False),
        weekly.version: (["08.00-12.00"], False),
        ranged.version: (["08.00-12.00"], True),
        closed.version: (["08.00-10.40"], True),
        withdrawn.version: (["08.00-12.00"], True),
    }


async def test_a_request_keeps_the_version_it_was_promised_on(desk: Desk) -> None:
    view = await a_request(desk, now=MONDAY_0900)
    await declared(desk, POWER_CUT)

    kept = await published.calendar(desk, BEKASI_UTARA, version=view.request.calendar_version)
    assert kept.closes_at(monday) == view.request.promised_by


async def test_an_unplanned_closure_stays_visible_after_it_was_taken_back(desk: Desk) -> None:
    await declared(desk, POWER_CUT, replace(POWER_CUT, day=tuesday, planned=True))
    entry = (await seen(desk)).closures_on(monday)[0].id
    assert entry
    await calendars.withdraw(desk, await an_edit(desk), entry)

    [found] = await calendar_views.unplanned_closures(
        desk, MANAGER, BEKASI_UTARA, first=monday, last=tuesday
    )
    assert (found.closure.reason, found.closure.opens) == ("Listrik padam", time(10, 40))
    assert found.withdrawn


async def test_reopening_ends_a_closure_at_this_minute(desk: Desk) -> None:
    await declared(desk, POWER_CUT)
    entry = (await seen(desk)).closures_on(monday)[0].id
    assert entry
    noon = MONDAY_1040.replace(hour=12, minute=5)

    await calendars.reopen(desk, await an_edit(desk, now=noon), entry)

    assert wall(await seen(desk), monday) == ["07.30-10.40", "12.05-16.00"]
    with pytest.raises(CalendarEntryUnknown):
        await calendars.reopen(desk, await an_edit(desk, now=noon), entry)


async def test_reopening_in_the_same_minute_takes_the_closure_back(desk: Desk) -> None:
    await declared(desk, POWER_CUT)
    entry = (await seen(desk)).closures_on(monday)[0].id
    assert entry
    await calendars.reopen(desk, await an_edit(desk), entry)
    assert wall(await seen(desk), monday) == ["07.30-16.00"]


async def test_what_the_head_decides_holds_for_every_office(desk: Desk) -> None:
    ramadan = replace(DECEMBER, name="Ramadan", office=None)

    changed = await declared(desk, ramadan, officer=HEAD, office=None)

    assert len(changed.offices) == 14
    for office in (BEKASI_UTARA, BEKASI_SELATAN):
        assert wall(await seen(desk, office), date(2026, 12, 1)) == ["08.00-12.00"]


async def test_election_day_closes_and_a_wrong_estimate_opens_again(desk: Desk) -> None:
    edit = await an_edit(desk, HEAD, None)
    election = ClosedDay(date(2026, 12, 9), "Pilkada", ClosedKind.PUBLIC_HOLIDAY)
    await calendars.add_closed_day(desk, edit, election)
    assert (await seen(desk)).closed_because(election.day) == election
    with pytest.raises(ValidationFailed) as refused:
        await calendars.add_closed_day(desk, await an_edit(desk, HEAD, None), election)
    assert refused.value.errors[0].code == "already-declared"

    await calendars.remove_closed_day(desk, await an_edit(desk, HEAD, None), election.day)

    assert (await seen(desk)).closed_because(election.day) is None
    with pytest.raises(CalendarEntryUnknown):
        await calendars.remove_closed_day(desk, await an_edit(desk, HEAD, None), election.day)


async def test_a_year_is_confirmed_once_and_by_name(desk: Desk) -> None:
    before = (await seen(desk)).version
    await calendars.confirm_year(desk, await an_edit(desk, HEAD, None), 2027)

    view = await calendar_views.view(desk, HEAD, BEKASI_UTARA, now=MONDAY_1040)
    [year] = [each for each in view.years if each.year == 2027]
    assert (year.confirmed_by, year.estimated) == (HEAD.name, 0)
    then = await published.calendar(desk, BEKASI_UTARA, version=before)
    assert [closed.day for closed in then.closed_days] == [
        closed.day for closed in view.calendar.closed_days
    ]
    assert sum(closed.estimated for closed in then.closed_days) == 3
    for year in (2027, 2031):
        with pytest.raises(CalendarEntryUnknown):
            await calendars.confirm_year(desk, await an_edit(desk, HEAD, None), year)


@pytest.mark.parametrize(
    ("officer", "office", "refusal"),
    [
        (an_officer(Role.FRONT_OFFICER), BEKASI_UTARA, RoleNotAllowed),
        (an_officer(Role.ADMINISTRATOR), BEKASI_UTARA, RoleNotAllowed),
        (an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN), BEKASI_UTARA, WrongOffice),
        (MANAGER, None, RoleNotAllowed),
    ],
    ids=["front officer", "administrator", "another office's manager", "manager for the agency"],
)
async def test_nobody_else_changes_a_calendar(
    desk: Desk, officer: Officer, office: str | None, refusal: type[Exception]
) -> None:
    edit = await an_edit(desk, officer, office)
    with pytest.raises(refusal):
        await calendars.add_entries(desk, edit, [POWER_CUT])
    assert (await seen(desk)).version == edit.seen_version


async def test_one_bad_entry_keeps_all_out_and_is_named(desk: Desk) -> None:
    edit = await an_edit(desk)
    with pytest.raises(ValidationFailed) as refused:
        await calendars.add_entries(
            desk, edit, [DECEMBER, POWER_CUT, replace(POWER_CUT, opens=time(12))]
        )
    assert [(error.field, error.code) for error in refused.value.errors] == [
        ("row 3: day", "already-declared")
    ]
    calendar = await seen(desk)
    assert (calendar.version, calendar.ranges) == (edit.seen_version, ())


async def test_a_change_seen_too_early_is_refused_with_who_was_quicker(desk: Desk) -> None:
    edit = await an_edit(desk)
    quicker = await declared(desk, POWER_CUT)
    with pytest.raises(CalendarChanged) as refused:
        await calendars.set_weekly_hours(desk, edit, MORNINGS)
    assert (refused.value.current_version, refused.value.by) == (quicker.version, MANAGER.name)


async def test_the_change_of_another_office_stands_in_nobodys_way(desk: Desk) -> None:
    edit = await an_edit(desk)
    elsewhere = an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN)
    await declared(desk, POWER_CUT, officer=elsewhere, office=BEKASI_SELATAN)
    assert isinstance(await calendars.set_weekly_hours(desk, edit, MORNINGS), Changed)


async def test_of_two_editors_at_once_one_is_told(real_desk: Desk) -> None:
    edit = await an_edit(real_desk)
    weeks: Sequence[tuple[OpeningSpan, ...]] = [MORNINGS, MORNINGS[:4], MORNINGS[:3]]

    outcomes = await asyncio.gather(
        *(calendars.set_weekly_hours(real_desk, edit, week) for week in weeks),
        return_exceptions=True,
    )

    [won] = [each for each in outcomes if isinstance(each, Changed)]
    assert sum(isinstance(each, CalendarChanged) for each in outcomes) == 2
    calendar = await seen(real_desk)
    assert (calendar.version, calendar.spans) == (won.version, weeks[outcomes.index(won)])


async def test_every_change_is_written_down_without_a_citizen(desk: Desk) -> None:
    changed = await declared(desk, POWER_CUT)
    async with desk.store.transaction() as transaction:
        query = text("SELECT * FROM audit_entry WHERE action = 'calendar.change'")
        [row] = await transaction.execute(query)
    assert (row.officer_id, row.office_code) == (MANAGER.id, BEKASI_UTARA)
    assert row.facts == {"version": changed.version, "change": "closure"}


async def test_a_draft_shows_its_promise_and_saves_nothing(desk: Desk) -> None:
    view = await calendar_views.view(desk, MANAGER, BEKASI_UTARA, now=MONDAY_1040)

    now, drafted, weekly = (
        view.promised(MONDAY_1040),
        view.promised(MONDAY_1040, entries=[POWER_CUT]),
        view.promised(MONDAY_1040, spans=MORNINGS),
    )

    assert now.promised_by == MONDAY_1040.replace(hour=16, minute=0)
    assert drafted.promised_by == datetime(2026, 11, 24, 16, tzinfo=WIB)
    assert weekly.promised_by == MONDAY_1040.replace(hour=12, minute=0)
    assert await seen(desk) == view.calendar


async def test_the_sms_tells_the_hours_that_are_left_after_a_closure(desk: Desk) -> None:
    until_1330 = replace(POWER_CUT, closes=time(13, 30))
    await declared(desk, until_1330)
    await a_request(desk, state=State.PRINTED, now=MONDAY_1040)

    [ready] = [
        each
        for each in await message_lists.listed_for_operator(desk, office=None, state=None, limit=9)
        if each.event == "ready"
    ]
    assert "13.30-16.00" in ready.body

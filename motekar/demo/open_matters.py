"""What the demo leaves open: a hold that waits for a second person, and a closure ahead."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from motekar.demo.people import MAIN_OFFICE, SIDE_OFFICES
from motekar.rules.calendar import OneOff, OneOffKind
from motekar.rules.codes import RequestNo
from motekar.rules.errors import ApprovalPending
from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import State
from motekar.rules.people import Officer, Role
from motekar.rules.steps import Hold
from motekar.usecases import calendars, holding, published, tracking
from motekar.usecases.calendars import Edit
from motekar.usecases.desk import Desk
from motekar.usecases.tracking import Filter

_CLOSES = SIDE_OFFICES[1]
_DAYS_AHEAD = range(5, 13)
_TROUBLE = Hold(HoldCause.SYSTEM_DOWN, "Contoh: jaringan ke pusat putus sejak pagi.")
_WORKS = "Contoh: listrik gedung diperbaiki."

Team = Mapping[tuple[Role, str], Officer]


async def leave_open(desk: Desk, team: Team, *, now: datetime) -> None:
    """Asks for the hold and announces the closure; what is there already stays."""
    await _ask_for_hold(desk, team[Role.FRONT_OFFICER, MAIN_OFFICE], now=now)
    await _announce(desk, team[Role.HEAD_OF_OFFICE, _CLOSES], now=now)


async def _ask_for_hold(desk: Desk, officer: Officer, *, now: datetime) -> None:
    wanted = Filter((MAIN_OFFICE,), states=(State.SUBMITTED.value,), on_hold=False)
    lines, _ = await tracking.queue(desk, officer, wanted, limit=1)
    for line in lines:
        number, version = RequestNo.parse(line.request.request_no), line.request.version
        with suppress(ApprovalPending):
            await holding.hold(desk, officer, number, _TROUBLE, expected_version=version, now=now)


async def _announce(desk: Desk, head: Officer, *, now: datetime) -> None:
    calendar = await published.calendar(desk, _CLOSES)
    days = [calendar.local_day(now) + timedelta(days=ahead) for ahead in _DAYS_AHEAD]
    if any(calendar.closures_on(day) for day in days):
        return
    for day in [day for day in days if calendar.spans_on(day)][:1]:
        closure = OneOff(OneOffKind.CLOSURE, day, _WORKS)
        edit = Edit(head, _CLOSES, calendar.version, now)
        await calendars.add_entries(desk, edit, [closure])

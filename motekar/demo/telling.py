"""Makes the demo: agency, offices and staff, and every story as far as it has come by now.

All through the use cases with the hours of the past, so that events, audit rows and messages are
as real as those of an office.
"""

import asyncio
import heapq
from dataclasses import dataclass
from datetime import datetime

from motekar.demo.chance import Chance
from motekar.demo.open_matters import leave_open
from motekar.demo.people import MAIN_OFFICE, PASSWORD, SIDE_OFFICES, STAFF, Clerk
from motekar.demo.stocking import Box, box
from motekar.demo.stories import Story, open_days, story
from motekar.rules.codes import RequestNo
from motekar.rules.errors import NoBlanksLeft, RequestAlreadyOpen, UsernameTaken
from motekar.rules.intake_form import read_intake
from motekar.rules.people import Officer, Role
from motekar.rules.rulebook import RuleBook
from motekar.usecases import intake, published, reminding, setup, staff, standing, transition
from motekar.usecases.desk import Desk
from motekar.usecases.once import Replay
from motekar.usecases.setup import NewOffice, default_rows

AGENCY = "Disdukcapil Kota Bekasi (CONTOH)"
FIRST_REQUESTS, FIRST_DAYS = 150, 5
# Out of ten requests: the tour's own office has the most.
_SHARES = {MAIN_OFFICE: 6.0, SIDE_OFFICES[0]: 2.0, SIDE_OFFICES[1]: 2.0}

Team = dict[tuple[Role, str], Officer]


async def make(desk: Desk, *, now: datetime) -> None:
    """The whole demo as its first start finds it; one that was cut short is made complete."""
    await _found(desk, now=now)
    await hire(desk, now=now)
    await tell(
        desk, seed=AGENCY, requests=FIRST_REQUESTS, days=FIRST_DAYS, now=now, keeps_ledger=True
    )
    await leave_open(desk, await team_of(desk), now=now)
    # Last, because an agency says that everything is there.
    await setup.found_agency(desk, name=AGENCY, is_demo=True, now=now)


async def _found(desk: Desk, *, now: datetime) -> None:
    await setup.install_defaults(desk, now=now)
    offices = [NewOffice(**row) for row in default_rows("offices.csv")]
    await setup.add_offices(desk, offices, now=now)


async def hire(desk: Desk, *, now: datetime) -> None:
    """The demo's staff, for the offices there are; who is there already stays."""
    codes = tuple(office.code for office in await standing.offices(desk))
    await asyncio.gather(*(_hired(desk, clerk, codes, now) for clerk in STAFF))


async def _hired(desk: Desk, clerk: Clerk, offices: tuple[str, ...], now: datetime) -> None:
    posts = frozenset(
        (role, office) for role in clerk.roles for office in clerk.offices or offices
    )
    try:
        await staff.add(
            desk,
            username=clerk.username,
            name=clerk.name,
            posts=posts,
            by=None,
            now=now,
            password=PASSWORD,
        )
    except UsernameTaken:
        return


async def tell(
    desk: Desk,
    *,
    seed: str,
    requests: int,
    days: int,
    now: datetime,
    keeps_ledger: bool = False,
) -> int:
    """Adds so many requests over the last open days; gives how many were really added.

    The desk stands in the past: see ``store.past``. A person who has an open request already is
    left out. ``keeps_ledger`` when the main office's box is told along with them.
    """
    chance = Chance(seed)
    team = await team_of(desk)
    books = {office: await published.book(desk, office, now=now) for office in _SHARES}
    stories = [_planned(chance, books, days=days, now=now) for _ in range(requests)]
    boxes = {MAIN_OFFICE: box(books[MAIN_OFFICE], days=days, now=now)} if keeps_ledger else {}
    # Each office in the order of its own day; the offices beside one another.
    counts = await asyncio.gather(
        *(
            _lived(
                desk,
                [one for one in stories if one.office == office],
                team,
                kept=boxes.get(office),
                now=now,
            )
            for office in _SHARES
        )
    )
    await _remind(desk, books[MAIN_OFFICE], now=now)
    return sum(counts)


async def _remind(desk: Desk, book: RuleBook, *, now: datetime) -> None:
    """As the worker did when the offices opened last."""
    [last] = open_days(book.calendar, until=now, count=1)
    opened, _ = book.calendar.spans_on(last)[0]
    await reminding.go_round(desk, now=opened)


def _planned(chance: Chance, books: dict[str, RuleBook], *, days: int, now: datetime) -> Story:
    book = books[chance.weighted(_SHARES)]
    among = open_days(book.calendar, until=now, count=days)
    return story(chance, book, day=chance.pick(among))


async def team_of(desk: Desk) -> Team:
    """Who of the demo's staff holds which post."""
    team: Team = {}
    for clerk in STAFF:
        account = await staff.by_username(desk, clerk.username)
        team |= dict.fromkeys(account.officer.posts, account.officer)
    return team


async def _lived(
    desk: Desk, stories: list[Story], team: Team, *, kept: Box | None, now: datetime
) -> int:
    """Carries out what has happened by now, in the order in which it happened."""
    cases = [_Case(one) for one in stories if one.arrives_at <= now]
    agenda: list[tuple[datetime, int, _Case | Box]] = [
        (case.story.arrives_at, number, case) for number, case in enumerate(cases)
    ]
    if kept:
        agenda.append((kept.begins, -1, kept))
    heapq.heapify(agenda)
    while agenda:
        at, number, case = heapq.heappop(agenda)
        following = await case.go_on(desk, team, at=at)
        if following is not None and following <= now:
            heapq.heappush(agenda, (following, number, case))
    return sum(case.reference is not None for case in cases)


@dataclass(slots=True)
class _Case:
    """A story as far as it has come: ``done`` counts its deeds."""

    story: Story
    reference: RequestNo | None = None
    version: int = 0
    done: int = 0

    async def go_on(self, desk: Desk, team: Team, *, at: datetime) -> datetime | None:
        """Takes the visit in, or does the next deed; gives when the one after it is due."""
        if self.reference is None:
            await self._take_in(desk, team[Role.FRONT_OFFICER, self.story.office], at=at)
        else:
            try:
                await self._do(desk, team, self.reference)
            except NoBlanksLeft:
                return None  # waits for a delivery, like its real neighbours
        if self.reference is None or self.done == len(self.story.deeds):
            return None
        return self.story.deeds[self.done].at

    async def _take_in(self, desk: Desk, officer: Officer, *, at: datetime) -> None:
        form = read_intake(self.story.typed, now=at)
        try:
            recorded = await intake.submit(desk, officer, form, now=at)
        except RequestAlreadyOpen:
            return
        if not isinstance(recorded, Replay):
            request = recorded.view.request
            self.reference, self.version = RequestNo.parse(request.request_no), request.version

    async def _do(self, desk: Desk, team: Team, reference: RequestNo) -> None:
        deed = self.story.deeds[self.done]
        view = await transition.take_step(
            desk,
            team[deed.role, self.story.office],
            reference,
            deed.command,
            expected_version=self.version,
            now=deed.at,
        )
        if not isinstance(view, Replay):
            self.version = view.request.version
        self.done += 1

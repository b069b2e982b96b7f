"""The message worker: wakes when a step has queued a message, drains the outbox, sleeps again.

Loses its connection without losing a message: it connects again by itself and catches up. Its log
names messages by id, never a person or a number.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from motekar.usecases import (
    approving,
    calling,
    counting,
    drafts,
    escalating,
    housekeeping,
    looking,
    messaging,
    pace,
    reaching,
    receipts,
    reminding,
    reporting,
    repromising,
    sessions,
    setup,
)
from motekar.usecases.desk import Desk
from motekar.usecases.messaging import Clock, Outcome
from motekar.usecases.receipts import Told
from motekar.usecases.reporting import Made, Press
from motekar.usecases.roster import Roster

LONGEST_SLEEP = 60.0
_SUM_AGAIN_SECONDS = 0.5
_TIDY_EVERY = timedelta(hours=1)
_ROUND_EVERY = timedelta(minutes=5)
_WATCH_EVERY = timedelta(minutes=1)
_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)

_log = structlog.get_logger("motekar.worker")


async def run(
    desk: Desk, roster: Roster, *, clock: Clock, press: Press, stop: asyncio.Event
) -> None:
    """Works until ``stop`` is set; the batch in hand is finished first.

    ``press`` draws the monthly reports.
    """
    work = _Work(desk, roster, clock, press=press, stop=stop)
    misses = 0
    _log.info("worker-started", gateways=[gateway.name for gateway in roster.gateways])
    while not stop.is_set():
        began = clock()
        try:
            await work.until_stopped()
        except messaging.DATABASE_TROUBLE as trouble:
            steady = clock() - began > timedelta(seconds=10)
            misses = 0 if steady else min(misses + 1, len(_PAUSES) - 1)
            pause = _PAUSES[misses]
            cause = type(trouble.__cause__ or trouble).__name__
            _log.warning("database-lost", trouble=cause, again_in=pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
    await work.leave()
    _log.info("worker-stopped")


class _Work:
    """One connection's worth of work."""

    def __init__(
        self, desk: Desk, roster: Roster, clock: Clock, *, press: Press, stop: asyncio.Event
    ) -> None:
        self._desk, self._roster, self._clock, self._stop = desk, roster, clock, stop
        self._press = press
        self._reporting: asyncio.Task[None] | None = None
        self._blocked_until: datetime | None = None
        self._has_summed = False
        self._tidied_at: datetime | None = None
        self._went_round_at: datetime | None = None
        self._watched_at: datetime | None = None

    async def until_stopped(self) -> None:
        """Listens first and looks then, so that nothing falls in between."""
        async with messaging.hearing(self._desk) as ear:
            stopping = asyncio.create_task(self._stop.wait())
            stopping.add_done_callback(ear.wake)
            try:
                while not self._stop.is_set():
                    await self._drain()
                    await self._chase()
                    await self._sum_up()
                    await self._watch()
                    await self._keep_house()
                    if not await ear.heard(within=await self._sleep()):
                        await ear.beat()
            finally:
                stopping.cancel()

    async def _drain(self) -> None:
        while not self._stop.is_set():
            sent = await messaging.send_due(self._desk, self._roster, clock=self._clock)
            self._blocked_until = sent.again_at
            for outcome in sent.outcomes:
                _tell(outcome)
            if not sent.outcomes:
                return

    async def _chase(self) -> None:
        now = self._clock()
        await messaging.give_up_stale(self._desk, now=now)
        for told in await receipts.look_after_quiet(self._desk, self._roster, now=now):
            _tell_receipt(told)

    async def _sum_up(self) -> None:
        """One batch a round: however much there is to sum, messages go out between."""
        self._has_summed = await counting.sum_up(self._desk) > 0

    async def _sleep(self) -> float:
        # A step announces itself only where no mark waited: look again until there is none.
        longest = _SUM_AGAIN_SECONDS if self._has_summed else LONGEST_SLEEP
        due = await messaging.next_due(self._desk)
        if due is None:
            return longest
        soonest = max(due, self._blocked_until or due)
        return min(max((soonest - self._clock()).total_seconds(), 0.05), longest)

    async def _watch(self) -> None:
        now = self._clock()
        if self._watched_at is None or now - self._watched_at >= _WATCH_EVERY:
            await approving.expire_overdue(self._desk, now=now)
            await escalating.go_round(self._desk, now=now)
            await calling.call(self._desk, now=now)
            await calling.send_due(self._desk, self._roster, clock=self._clock)
            self._watched_at = now

    async def _keep_house(self) -> None:
        now = self._clock()
        if self._went_round_at is None or now - self._went_round_at >= _ROUND_EVERY:
            await repromising.go_round(self._desk, now=now)
            await reaching.close_overtaken(self._desk, now=now)
            await reminding.go_round(self._desk, now=now)
            self._went_round_at = now
        if self._tidied_at is not None and now - self._tidied_at < _TIDY_EVERY:
            return
        await housekeeping.tidy(self._desk, now=now)
        await sessions.forget_expired(self._desk, now=now)
        await drafts.forget_old(self._desk, now=now)
        await looking.forget_old(self._desk, now=now)
        await pace.measure(self._desk, now=now)
        await setup.install_defaults(self._desk, now=now)  # a new year's holidays, once decided
        self._tidied_at = now
        if self._reporting is None or self._reporting.done():
            self._reporting = asyncio.create_task(self._report(now))

    async def _report(self, now: datetime) -> None:
        """Beside the messages: a month of evidence takes a while to be read again."""
        try:
            for made in await reporting.make_due(self._desk, self._press, now=now):
                _tell_made(made)
        except Exception:  # noqa: BLE001 - whatever it is, people wait for their messages
            _log.exception("report-failed")

    async def leave(self) -> None:
        """Lets go of a report that is not finished; the next start makes it."""
        if self._reporting is not None:
            self._reporting.cancel()
            await asyncio.wait({self._reporting})


def _tell(outcome: Outcome) -> None:
    say = _log.info if outcome.state == "sent" else _log.warning
    say(
        f"message-{outcome.state}",
        message=str(outcome.message),
        told=outcome.event,
        attempts=outcome.attempts,
        gateway=outcome.gateway,
        problem=outcome.problem,
        settled=outcome.settled,
    )


def _tell_receipt(told: Told) -> None:
    if told.state is None:
        return
    say = _log.info if told.state == "delivered" else _log.warning
    say(
        f"message-{told.state}",
        message=str(told.message),
        gateway=told.gateway,
        receipt=f"{told.receipt.arrival}: {told.receipt.code}",
    )


def _tell_made(made: Made) -> None:
    say = _log.info if made.outcome == "made" else _log.warning
    say(f"report-{made.outcome}", office=made.office, month=made.month.isoformat())

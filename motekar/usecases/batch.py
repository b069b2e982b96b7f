"""A batch of leased messages on its way: through one gateway, and the next where it fails."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.delivery import (
    MAX_ATTEMPTS,
    PATIENCE,
    Failure,
    MessageState,
    next_attempt_at,
    next_question_at,
)
from motekar.rules.failover import Breaker
from motekar.sms.gateway import (
    Outgoing,
    PermanentFailure,
    Reports,
    SendFailed,
    Sent,
    SmsGateway,
    TechnicalFailure,
)
from motekar.store import deliveries, gateways
from motekar.store.deliveries import Answer, Settled
from motekar.store.engine import Transaction
from motekar.store.outbox import LeasedMessage
from motekar.usecases.desk import Desk
from motekar.usecases.roster import SEND_SECONDS, Roster

_TAKEN = "taken"

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt went; ``settled`` False when somebody else had settled it meanwhile."""

    message: UUID
    event: str
    state: str
    attempts: int
    gateway: str | None
    problem: str | None
    settled: bool


@dataclass(frozen=True, slots=True)
class _Tried:
    """A message and what the gateways asked so far said of it; ``sent`` by the last of them."""

    leased: LeasedMessage
    answers: tuple[Answer, ...] = ()
    failure: SendFailed | None = None
    sent: Sent | None = None

    @property
    def passes_on(self) -> bool:
        """The next gateway may have better luck."""
        return isinstance(self.failure, TechnicalFailure)


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that one gateway carries, and others where it fails."""

    desk: Desk
    roster: Roster
    first: SmsGateway
    clock: Clock

    async def deliver(self, leased: Sequence[LeasedMessage]) -> tuple[Outcome, ...]:
        """Settles each as soon as it is through, several in one transaction when they come so."""
        now = self.clock()
        lost = [one for one in leased if _is_lost(one, now=now)]
        tried = [_Tried(one) for one in leased if one not in lost]
        outcomes = await self._settled([(one, self._lost(one)) for one in lost])
        async for gateway in self._in_turn():
            granted = await self._granted(gateway, len(tried))
            left = tried[granted:]
            async for through in self._carried(gateway, tried[:granted]):
                left += [one for one in through if one.passes_on]
                final = [one for one in through if not one.passes_on]
                outcomes += await self._settled(
                    [(one.leased, self._after(one, gateway)) for one in final]
                )
            tried = left
            if not tried:
                break
        outcomes += await self._settled([(one.leased, self._refused(one)) for one in tried])
        return tuple(outcomes)

    async def _in_turn(self) -> AsyncIterator[SmsGateway]:
        """The batch's gateway, then those after it that may carry now."""
        yield self.first
        async for gateway, standing in self.roster.carriers(self.desk, now=self.clock()):
            if gateway is not self.first and standing.breaker is Breaker.WORKING:
                yield gateway

    async def _granted(self, gateway: SmsGateway, wanted: int) -> int:
        if gateway is self.first:
            return wanted  # granted when they were leased
        now = self.clock()
        async with self.desk.store.transaction() as transaction:
            allowed = await gateways.allowance(
                transaction,
                gateway.name,
                wanted=wanted,
                limits=self.roster.limits_of(gateway),
                now=now,
            )
            await gateways.use(transaction, allowed, allowed.messages, now=now)
        return allowed.messages

    async def _carried(
        self, gateway: SmsGateway, tried: Sequence[_Tried]
    ) -> AsyncIterator[Sequence[_Tried]]:
        sending = {asyncio.create_task(self._handed_over(gateway, one)) for one in tried}
        try:
            while sending:
                through, sending = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
                yield [task.result() for task in through]
        finally:
            if sending:
                await asyncio.wait(sending)

    async def _handed_over(self, gateway: SmsGateway, tried: _Tried) -> _Tried:
        leased = tried.leased
        outgoing = Outgoing(
            to=leased.to,
            text=leased.body,
            reference=str(leased.id),
            receipts_at=self.roster.receipts_at(self.desk, gateway, leased),
            valid_until=leased.expires_at,
        )
        failure: SendFailed | None = None
        sent: Sent | None = None
        try:
            async with asyncio.timeout(SEND_SECONDS):
                sent = await gateway.send(outgoing)
        except TimeoutError:
            failure = TechnicalFailure("timed-out")
        except SendFailed as refused:
            failure = refused
        except Exception as unforeseen:  # noqa: BLE001 - a faulty gateway holds up no other
            failure = TechnicalFailure(f"unforeseen-{type(unforeseen).__name__}")
        answer = Answer(gateway.name, str(failure) if failure else _TAKEN, self.clock())
        return _Tried(leased, (*tried.answers, answer), failure, sent)

    def _after(self, tried: _Tried, gateway: SmsGateway) -> Settled:
        return self._taken(tried, gateway, tried.sent) if tried.sent else self._refused(tried)

    def _taken(self, tried: _Tried, gateway: SmsGateway, sent: Sent) -> Settled:
        leased = tried.leased
        now, reports = self.clock(), self.roster.reports_of(gateway)
        ask_at = {
            Reports.CALLS: leased.expires_at + PATIENCE,
            Reports.ASKED: next_question_at(now, sent_at=now),
            Reports.NEVER: None,
        }[reports]
        return Settled(
            message=leased.id,
            attempts=leased.attempts,
            state=MessageState.SENT,
            answers=tried.answers,
            gateway=gateway.name,
            gateway_reference=sent.reference,
            sent_at=now,
            ask_at=ask_at,
            settled_at=None if ask_at else now,
        )

    def _refused(self, tried: _Tried) -> Settled:
        leased, failure = tried.leased, tried.failure or TechnicalFailure("no-gateway")
        now = self.clock()
        retry_at = None
        if not isinstance(failure, PermanentFailure):
            retry_at = next_attempt_at(
                now,
                attempts=leased.tries,
                chance=self.desk.draw(1)[0],
                expires_at=leased.expires_at,
            )
        return Settled(
            message=leased.id,
            attempts=leased.attempts,
            state=MessageState.QUEUED if retry_at else MessageState.FAILED,
            answers=tried.answers,
            not_before=retry_at,
            last_error=str(failure),
            settled_at=None if retry_at else now,
            failure=None if retry_at else Failure(failure.kind),
        )

    def _lost(self, leased: LeasedMessage) -> Settled:
        """Whoever made its attempts died, sent or not."""
        return Settled(
            message=leased.id,
            attempts=leased.attempts,
            state=MessageState.UNKNOWN,
            last_error="technical: never-settled",
            settled_at=self.clock(),
            failure=Failure.UNREPORTED,
        )

    async def _settled(self, through: Sequence[tuple[LeasedMessage, Settled]]) -> list[Outcome]:
        if not through:
            return []
        group, now = [settled for _, settled in through], self.clock()
        async with self.desk.store.transaction() as transaction:
            written = await deliveries.settle(transaction, group)
            hopeless = [
                (self.desk.new_id(now), one.message)
                for one in group
                if one.failure and one.message in written
            ]
            await deliveries.open_tasks(transaction, hopeless, now=now)
            await self._judged(group, transaction=transaction, now=now)
        return [
            Outcome(
                message=one.message,
                event=leased.event,
                state=one.state.value,
                attempts=one.attempts,
                gateway=one.gateway,
                problem=one.last_error,
                settled=one.message in written,
            )
            for leased, one in through
        ]

    async def _judged(
        self, group: Sequence[Settled], *, transaction: Transaction, now: datetime
    ) -> None:
        """What the answers say of the gateways that gave them."""
        answers = [answer for one in group for answer in one.answers]
        names = sorted({answer.gateway for answer in answers})
        before = await gateways.standings(transaction, names, lock=True)
        for name in names:
            standing = before[name]
            told = [answer.outcome for answer in answers if answer.gateway == name]
            for outcome in told:
                if outcome.startswith(TechnicalFailure.kind):
                    standing = standing.failed(outcome, now)
                elif outcome == _TAKEN:
                    standing = standing.worked(now)
            await gateways.give_back(transaction, name, sum(one != _TAKEN for one in told))
            gateways.save(transaction, before[name], standing, now=now)


def _is_lost(leased: LeasedMessage, *, now: datetime) -> bool:
    """Attempts were counted and never settled, until there was no sense or number left."""
    return leased.tries > MAX_ATTEMPTS or leased.expires_at <= now

"""The gateways of this process in their order, and which of them may carry messages now."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from motekar.rules.failover import Breaker, GatewayStanding, Limits
from motekar.sms.gateway import Reports, SendFailed, SmsGateway, TechnicalFailure
from motekar.store import gateways
from motekar.store.outbox import LeasedMessage
from motekar.usecases.desk import Desk

SEND_SECONDS = 15
_CHECKED_FOR = timedelta(seconds=3)
_NO_LIMITS = Limits()


@dataclass(slots=True)
class Roster:
    """``receipts_base`` is where gateways reach us, None when they cannot."""

    gateways: Sequence[SmsGateway]
    limits: Mapping[str, Limits] = field(default_factory=dict)
    receipts_base: str | None = None
    _checked_at: dict[str, datetime] = field(default_factory=dict)

    def limits_of(self, gateway: SmsGateway) -> Limits:
        """What it may carry."""
        return self.limits.get(gateway.name, _NO_LIMITS)

    def named(self, name: str) -> SmsGateway | None:
        """The gateway of that name."""
        return next((each for each in self.gateways if each.name == name), None)

    def reports_of(self, gateway: SmsGateway) -> Reports:
        """How it reports to us; one that calls cannot where it does not reach us."""
        if gateway.reports is Reports.CALLS and self.receipts_base is None:
            return Reports.NEVER
        return gateway.reports

    def receipts_at(self, desk: Desk, gateway: SmsGateway, message: LeasedMessage) -> str | None:
        """The address for receipts of this attempt by this gateway alone."""
        if self.reports_of(gateway) is not Reports.CALLS:
            return None
        number = str(message.attempts)
        key = receipt_key(desk, gateway.name, str(message.id), number)
        query = urlencode({"message": str(message.id), "attempt": number, "key": key})
        return f"{self.receipts_base}/gateways/{gateway.name}/receipts?{query}"

    async def carriers(
        self, desk: Desk, *, now: datetime
    ) -> AsyncIterator[tuple[SmsGateway, GatewayStanding]]:
        """Those that may carry a message now, in their order, each checked when its turn comes."""
        async with desk.store.transaction() as transaction:
            names = [gateway.name for gateway in self.gateways]
            standings = await gateways.standings(transaction, names)
        for gateway in self.gateways:
            standing = standings[gateway.name]
            if standing.may_be_tried(now):
                checked = await self._checked(desk, gateway, standing, now=now)
                if checked.breaker is not Breaker.RESTING:
                    yield gateway, checked

    async def _checked(
        self, desk: Desk, gateway: SmsGateway, standing: GatewayStanding, *, now: datetime
    ) -> GatewayStanding:
        last = self._checked_at.get(gateway.name)
        if standing.breaker is Breaker.WORKING and last and now - last < _CHECKED_FOR:
            return standing
        trouble = await trouble_of(gateway)
        if trouble is None:
            self._checked_at[gateway.name] = now
        async with desk.store.transaction() as transaction:
            # Another worker may have found the same meanwhile: one trouble is one rest.
            found = await gateways.standings(transaction, [gateway.name], lock=True)
            fresh = found[gateway.name]
            if not fresh.may_be_tried(now):
                return fresh
            after = fresh.failed(trouble, now, at_once=True) if trouble else fresh.checked()
            gateways.save(transaction, fresh, after, now=now)
        return after

    async def close(self) -> None:
        """Closes all of them."""
        for gateway in self.gateways:
            await gateway.close()


async def trouble_of(gateway: SmsGateway) -> str | None:
    """Why it could not send now; None when it could."""
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await gateway.check()
    except TimeoutError:
        return str(TechnicalFailure("timed-out"))
    except SendFailed as failure:
        return str(failure)
    except Exception as unforeseen:  # noqa: BLE001 - a faulty gateway holds up no other
        return str(TechnicalFailure(f"unforeseen-{type(unforeseen).__name__}"))
    return None


def receipt_key(desk: Desk, gateway: str, message: str, attempt: str) -> str:
    """Proves that a receipts address was made here, for one attempt by one gateway."""
    return desk.vault.index(f"{gateway}:{message}:{attempt}", kind="receipt").hex()[:32]


def is_receipt_key(desk: Desk, given: str, *, gateway: str, message: str, attempt: str) -> bool:
    """Compares in constant time."""
    right = receipt_key(desk, gateway, message, attempt)
    return secrets.compare_digest(given.encode(), right.encode())

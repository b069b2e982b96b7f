"""What every door is handed: the desk, the clock, and how this installation is reached.

Built once by ``wiring``; handlers get its parts as ``desk``, ``now``, ``officer`` and ``network``.
"""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import Provide

from motekar.rules.errors import NotSignedIn
from motekar.rules.people import Officer
from motekar.usecases.desk import Desk
from motekar.usecases.roster import Roster

Connection = ASGIConnection[Any, Any, Any, Any]
Network = IPv4Network | IPv6Network

_NOW = "motekar.now"
_IPV6_HOUSEHOLD_BITS = 64
_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Doors:
    """``now`` reads the clock (aware, UTC); ``trusted_proxies`` are believed on who calls.

    ``roster`` has the gateways whose receipts are taken in.
    """

    desk: Desk
    now: Callable[[], datetime]
    public_url: str | None = None
    trusted_proxies: tuple[Network, ...] = ()
    roster: Roster = field(default_factory=lambda: Roster(()))

    @property
    def is_https(self) -> bool:
        """True when browsers reach this installation by TLS."""
        return (self.public_url or "").startswith("https://")


def doors_of(connection: Connection) -> Doors:
    """The doors of the application that serves this connection."""
    doors: Doors = connection.app.state.doors
    return doors


def now_of(connection: Connection) -> datetime:
    """The moment of this request: the clock is read once and then remembered."""
    scope: MutableMapping[str, Any] = connection.scope  # type: ignore[assignment]
    moment: datetime | None = scope.get(_NOW)
    if moment is None:
        moment = scope[_NOW] = doors_of(connection).now()
    return moment


def officer_of(connection: Connection) -> Officer:
    """Who is signed in.

    Raises:
        NotSignedIn: nobody is.
    """
    officer: Officer | None = connection.scope.get("user")
    if officer is None:
        raise NotSignedIn
    return officer


def client_address(connection: Connection) -> str:
    """The caller's address; X-Forwarded-For counts only as far as our own proxies wrote it."""
    peer = connection.client.host if connection.client else ""
    trusted = doors_of(connection).trusted_proxies
    if not trusted or not _is_within(peer, trusted):
        return peer
    hops = connection.headers.getall("x-forwarded-for", [])
    for hop in reversed([part.strip() for line in hops for part in line.split(",")]):
        if not _is_address(hop):
            return peer
        peer = hop
        if not _is_within(hop, trusted):
            return hop
    return peer


def network_of(connection: Connection) -> str:
    """What throttles count by: an IPv4 address, or the /64 that one IPv6 customer is given."""
    return _household(client_address(connection))


# Every look-up names its network, and parsing an address takes longer than asking for a row.
@lru_cache(maxsize=4096)
def _household(address: str) -> str:
    if not _is_address(address):
        return address
    parsed = ip_address(address)
    if parsed.version == 4:
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(mapped or ip_network((parsed, _IPV6_HOUSEHOLD_BITS), strict=False))


def is_at_the_machine(connection: Connection) -> bool:
    """True for a caller on this very machine; a proxy's request never passes as its own."""
    address = client_address(connection)
    forwarded = any(name in connection.headers for name in _FORWARDED)
    if forwarded and connection.client and address == connection.client.host:
        return False
    return _is_address(address) and ip_address(address).is_loopback


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_within(address: str, networks: tuple[Network, ...]) -> bool:
    if not _is_address(address):
        return False
    parsed = ip_address(address)
    return any(parsed in network for network in networks)


async def _desk(request: Request[Any, Any, Any]) -> Desk:
    return doors_of(request).desk


async def _now(request: Request[Any, Any, Any]) -> datetime:
    return now_of(request)


async def _network(request: Request[Any, Any, Any]) -> str:
    return network_of(request)


async def _officer(request: Request[Any, Any, Any]) -> Officer:
    return officer_of(request)


DEPENDENCIES = {
    "desk": Provide(_desk),
    "now": Provide(_now),
    "network": Provide(_network),
    "officer": Provide(_officer),
}

"""The line to a gateway that is spoken to over HTTP: bounded in time and size, kept open, silent.

Silent, because addresses, fields and answers carry passwords, numbers and texts: what leaves this
module is an answer or a code.
"""

import asyncio
import json
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx

from motekar.sms.gateway import TechnicalFailure

UNREACHABLE = "unreachable"
"""No connection came about: the message was surely not taken over."""
TIMED_OUT = "timed-out"
"""The answer did not come in time: the message may have been taken over."""
BROKEN_ANSWER = "broken-answer"
"""The answer broke off or makes no sense: the message may have been taken over."""

MOST_BYTES = 65_536
_MOST_CONNECTIONS = 100  # a batch goes out at once, and the next one on the same connections

# httpx writes every address, with its query, at INFO; httpcore writes headers at DEBUG.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Patience:
    """The longest waits in seconds; ``whole`` bounds an exchange to the end of its answer."""

    connect: float = 3
    read: float = 6
    write: float = 3
    pool: float = 3
    whole: float = 9

    @classmethod
    def of(cls, seconds: float) -> "Patience":
        """The same wait for every step, and a little more for the whole."""
        return cls(seconds, seconds, seconds, seconds, whole=seconds * 1.5)


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What came back."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        """As text; what is no UTF-8 is replaced."""
        return self.body.decode("utf-8", errors="replace")

    def facts(self) -> Mapping[str, Any]:
        """Its JSON object.

        Raises:
            TechnicalFailure: it is none.
        """
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise TechnicalFailure(BROKEN_ANSWER) from None
        return found


@dataclass(slots=True, repr=False)
class Line:
    """Connections to one gateway, made with the first exchange in the loop that runs then."""

    patience: Patience = field(default_factory=Patience)
    log_in: tuple[str, str] | None = None
    _client: httpx.AsyncClient | None = None

    async def ask(
        self,
        method: str,
        address: str,
        *,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        facts: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One exchange; redirects are not followed, the environment's proxies not used.

        Raises:
            TechnicalFailure: no whole answer came, or one beyond all measure.
        """
        client = self._open()
        try:
            async with (
                asyncio.timeout(self.patience.whole),
                client.stream(
                    method, address, params=query, data=form, json=facts, headers=headers
                ) as response,
            ):
                return Answer(response.status_code, await _body(response))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            failure = UNREACHABLE
        except (httpx.TimeoutException, TimeoutError):
            failure = TIMED_OUT
        except (httpx.HTTPError, httpx.InvalidURL):
            failure = BROKEN_ANSWER
        # Out here the foreign error, which holds the request, is no longer the context.
        raise TechnicalFailure(failure)

    async def close(self) -> None:
        """Gives the connections back; may be called twice."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            limits = self.patience
            self._client = httpx.AsyncClient(
                timeout=httpx.Timeout(
                    connect=limits.connect,
                    read=limits.read,
                    write=limits.write,
                    pool=limits.pool,
                ),
                limits=httpx.Limits(
                    max_connections=_MOST_CONNECTIONS,
                    max_keepalive_connections=_MOST_CONNECTIONS,
                ),
                auth=self.log_in,
                headers={"accept-encoding": "identity"},
                verify=_trusted(),
                trust_env=False,
            )
        return self._client


@cache
def _trusted() -> ssl.SSLContext:
    """Read once: the certificates take a quarter of a second."""
    return httpx.create_ssl_context(trust_env=False)


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > MOST_BYTES:
            raise TechnicalFailure(BROKEN_ANSWER)
    return bytes(body)

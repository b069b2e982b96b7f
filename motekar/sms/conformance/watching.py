"""What every kit stands on: the gateway beside its service, with an ear on all that is said."""

import asyncio
import io
import logging
import re
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar

from motekar.sms.conformance.peer import Answer, Peer, Request, Script, serving
from motekar.sms.gateway import Outgoing, SendFailed, SmsGateway

Kit = TypeVar("Kit")

PATIENCE_SECONDS = 2
"""What a gateway is told to wait at the longest for each step, where its service behaves."""
SHORT_SECONDS = 0.2
"""The same where it does not."""

MESSAGE = Outgoing(
    to="+6281234567890",
    text="Kecamatan Contoh: KTP-el BUT-261123-0001 siap diambil. GRATIS.",
    reference="0190b2d4-7a11",
    receipts_at="https://ktp.example.go.id/gateways/contoh/receipts?key=k3y-of-its-own",
    valid_until=datetime(2100, 1, 1, tzinfo=UTC),
)
NATIONAL_NUMBER = "81234567890"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def in_a_loop(test: Callable[[Kit], Coroutine[Any, Any, None]]) -> Callable[[Kit], None]:
    """Runs a test's coroutine in a loop of its own, so that no plug-in is needed for it."""

    @wraps(test)
    def run(self: Kit) -> None:
        asyncio.run(test(self))

    return run


class Watching:
    """What an adapter's author says to the kits."""

    name: str
    """What the entry point and MOTEKAR_SMS_GATEWAYS call it."""
    secrets: tuple[str, ...] = ()
    """What of ``environ`` must never show."""
    accepted: Answer
    """How the service takes a message over."""
    most_seconds: float = 5
    """When a test gives the gateway up, on however busy a machine."""

    def environ(self, address: str) -> Mapping[str, str]:
        """The gateway's settings, for a service at this address."""
        raise NotImplementedError

    def make(self, address: str, patience_seconds: float) -> SmsGateway:
        """The gateway, that waits so long at the most for each step of an exchange."""
        raise NotImplementedError

    def script(self, answer: Answer) -> Script:
        """What the service does when it is to answer so; for services that need a second step."""
        return answer

    @asynccontextmanager
    async def beside(
        self, script: Script, *, patience_seconds: float = PATIENCE_SECONDS
    ) -> AsyncIterator[tuple[SmsGateway, Peer]]:
        """The gateway and its service; nothing that must not be told may have been told."""
        async with serving(script) as peer:
            with self.unsaid():
                gateway = self.make(peer.address, patience_seconds)
                try:
                    yield gateway, peer
                finally:
                    await gateway.close()

    @contextmanager
    def unsaid(self) -> Iterator[None]:
        """Fails when a secret, number or text is logged or printed meanwhile."""
        told = io.StringIO()
        ear, root = logging.StreamHandler(told), logging.getLogger()
        level = root.level
        root.addHandler(ear)
        root.setLevel(logging.DEBUG)
        try:
            with redirect_stdout(told), redirect_stderr(told):
                yield
        finally:
            root.removeHandler(ear)
            root.setLevel(level)
        self.is_silent(told.getvalue(), "the log")

    def is_silent(self, told: str, where: str) -> None:
        """Fails when what was told holds what must not be told."""
        forbidden = (*self.secrets, NATIONAL_NUMBER, MESSAGE.text, "k3y-of-its-own")
        found = [words for words in forbidden if words in told]
        assert not found, f"{where} of {self.name} tells {found}"

    async def failure(self, work: Awaitable[object]) -> SendFailed:
        """How the work fails: in time, as the Protocol says, telling nothing."""
        try:
            async with asyncio.timeout(self.most_seconds):
                answer = await work
        except SendFailed as failed:
            return self._told_well(failed)
        except TimeoutError:
            raise AssertionError(
                f"{self.name} still waits after {self.most_seconds} s, though told to wait less"
            ) from None
        raise AssertionError(f"{self.name} reports no failure but {answer!r}")

    def _told_well(self, failed: SendFailed) -> SendFailed:
        self.is_silent("".join(traceback.format_exception(failed)), "an exception")
        self.is_silent(repr(failed), "an exception")
        assert CODE.fullmatch(failed.code), f"the code {failed.code} is not kebab-case"
        return failed


async def eventually(
    fact: Callable[[], bool], *, seconds: float = 5, otherwise: str = "it never came about"
) -> None:
    """Waits until it is so."""
    try:
        async with asyncio.timeout(seconds):
            while not fact():  # noqa: ASYNC110 - what is waited for knows nothing of events
                await asyncio.sleep(0.001)
    except TimeoutError:
        raise AssertionError(otherwise) from None


def numbered(number: int) -> Outgoing:
    """A message that can be told from others."""
    return replace(
        MESSAGE,
        to=f"{MESSAGE.to[:-3]}{number:03}",
        text=f"Pesan contoh nomor {number:03}.",
        reference=f"reference-{number:03}",
    )


def is_in(message: Outgoing, request: Request) -> bool:
    """Whether this request hands this message over."""
    return message.text in request and message.to.removeprefix("+62") in request

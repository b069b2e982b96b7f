"""The kit for handing messages over, which every gateway is put to."""

import asyncio
from importlib.metadata import entry_points

from motekar.sms.conformance.asking import AskingKit
from motekar.sms.conformance.calling import CallingKit
from motekar.sms.conformance.peer import (
    Act,
    Answer,
    Endless,
    HangUp,
    Silence,
    deaf,
    refusing,
)
from motekar.sms.conformance.watching import (
    MESSAGE,
    NATIONAL_NUMBER,
    PATIENCE_SECONDS,
    SHORT_SECONDS,
    Watching,
    eventually,
    in_a_loop,
    is_in,
    numbered,
)
from motekar.sms.gateway import (
    GatewaySettingWrong,
    PermanentFailure,
    Reports,
    SendFailed,
    Sent,
    TechnicalFailure,
    TemporaryFailure,
)
from motekar.sms.installed import GROUP

_MANY = 20


class SendingKit(Watching):
    """Messages handed over and refused, a service that misbehaves, settings, and silence."""

    temporary: Answer
    """How the service says: not now."""
    permanent: Answer
    """How it says: never this message."""
    technical: Answer
    """How it says that it cannot work, as for a wrong password."""

    def test_it_is_installed_under_its_name(self) -> None:
        """The entry point makes it from its settings alone."""
        (found,) = entry_points(group=GROUP, name=self.name)
        gateway = found.load()(self.environ("http://127.0.0.1:9"))
        assert gateway.name == self.name

    def test_a_misspelt_setting_is_named(self) -> None:
        """Instead of being passed over."""
        misspelt = f"MOTEKAR_SMS_{self.name.upper()}_NO_SUCH_SETTING"
        told = self._setting_refused({**self.environ("http://127.0.0.1:9"), misspelt: "x"})
        assert misspelt in told

    def test_missing_settings_are_named(self) -> None:
        """One sentence says which is missing."""
        assert f"MOTEKAR_SMS_{self.name.upper()}_" in self._setting_refused({})

    def test_its_printed_form_tells_nothing(self) -> None:
        """It may stand in a traceback."""
        self.is_silent(repr(self.make("http://127.0.0.1:9", PATIENCE_SECONDS)), "repr")

    def test_how_it_reports_is_tested_too(self) -> None:
        """The kit for it stands beside this one."""
        reports = self.make("http://127.0.0.1:9", PATIENCE_SECONDS).reports
        for kit, kind in ((CallingKit, Reports.CALLS), (AskingKit, Reports.ASKED)):
            fits = isinstance(self, kit) == (reports is kind)
            assert fits, f"{self.name} reports as {reports}: see {kit.__name__}"

    @in_a_loop
    async def test_a_message_is_handed_over(self) -> None:
        """Its number and text arrive."""
        async with self.beside(self.script(self.accepted)) as (gateway, peer):
            assert isinstance(await gateway.send(MESSAGE), Sent)
        assert any(is_in(MESSAGE, request) for request in peer.requests)

    @in_a_loop
    async def test_a_temporary_refusal_is_temporary(self) -> None:
        """It is tried again later."""
        assert isinstance(await self._refused(self.temporary), TemporaryFailure)

    @in_a_loop
    async def test_a_permanent_refusal_is_permanent(self) -> None:
        """It becomes a person's work."""
        assert isinstance(await self._refused(self.permanent), PermanentFailure)

    @in_a_loop
    async def test_a_service_that_cannot_work_is_technical(self) -> None:
        """The next gateway is tried."""
        assert isinstance(await self._refused(self.technical), TechnicalFailure)

    @in_a_loop
    async def test_an_answer_nobody_published_is_technical(self) -> None:
        """As from a proxy in between."""
        page = Answer(599, "<h1>Bad Gateway</h1>", "text/html")
        assert isinstance(await self._refused(page), TechnicalFailure)

    @in_a_loop
    async def test_a_redirect_is_not_followed(self) -> None:
        """A message goes nowhere but to the address of the settings."""
        assert isinstance(await self._refused(Answer(302, "")), TechnicalFailure)

    @in_a_loop
    async def test_a_service_that_is_down_is_technical(self) -> None:
        """Connections are refused."""
        with refusing() as address:
            await self._fails_technically(address)

    @in_a_loop
    async def test_a_machine_that_does_not_answer_is_given_up(self) -> None:
        """Connections never come about."""
        with deaf() as address:
            await self._fails_technically(address)

    @in_a_loop
    async def test_a_silent_service_is_given_up(self) -> None:
        """It takes the request and says nothing."""
        await self._breaks(Silence(), SHORT_SECONDS)

    @in_a_loop
    async def test_a_slow_answer_is_given_up(self) -> None:
        """Each piece comes in time, the whole never does."""
        drip = Endless(self.accepted, blanks=1, pause_seconds=SHORT_SECONDS / 4)
        await self._breaks(drip, SHORT_SECONDS)

    @in_a_loop
    async def test_an_endless_answer_is_given_up(self) -> None:
        """It would fill the memory."""
        await self._breaks(Endless(self.accepted, blanks=100_000), SHORT_SECONDS)

    @in_a_loop
    async def test_a_service_that_hangs_up_is_technical(self) -> None:
        """Before its answer."""
        await self._breaks(HangUp())

    @in_a_loop
    async def test_half_an_answer_is_technical(self) -> None:
        """It may be the wrong half."""
        await self._breaks(HangUp(self.accepted))

    @in_a_loop
    async def test_an_empty_answer_is_technical(self) -> None:
        """Nobody said that the message was taken over."""
        await self._breaks(Answer(self.accepted.status, ""))

    @in_a_loop
    async def test_a_broken_answer_is_technical(self) -> None:
        """It is cut, nested without end, or of another kind."""
        for body in ('{"', "[" * 50_000, "null", "[]", '"x"', "\N{REPLACEMENT CHARACTER}"):
            await self._breaks(Answer(self.accepted.status, body))

    @in_a_loop
    async def test_connections_are_used_again(self) -> None:
        """A connection for each message would be slow."""
        async with self.beside(self.script(self.accepted)) as (gateway, peer):
            for number in range(5):
                await gateway.send(numbered(number))
            assert peer.connections == 1, f"{peer.connections} connections for five messages"

    @in_a_loop
    async def test_messages_sent_at_once_are_all_handed_over(self) -> None:
        """Each once."""
        messages = [numbered(number) for number in range(_MANY)]
        async with self.beside(self.script(self.accepted)) as (gateway, peer):
            await asyncio.gather(*(gateway.send(message) for message in messages))
        for message in messages:
            assert sum(is_in(message, request) for request in peer.requests) == 1

    @in_a_loop
    async def test_a_failure_leaves_it_fit(self) -> None:
        """The next message goes out."""
        acts: list[Act] = [HangUp(), HangUp(self.accepted), self.technical]
        async with self.beside(lambda _: acts.pop() if acts else self.accepted) as (gateway, _):
            while acts:
                await self.failure(gateway.send(MESSAGE))
            assert isinstance(await gateway.send(MESSAGE), Sent)

    @in_a_loop
    async def test_a_cancelled_message_ends_at_once(self) -> None:
        """As cancelled: the worker stops, and knows nothing of a failure."""
        async with self.beside(Silence()) as (gateway, peer):
            sending = asyncio.ensure_future(gateway.send(MESSAGE))
            await eventually(lambda: bool(peer.requests))
            sending.cancel()
            await asyncio.wait([sending])
            assert sending.cancelled(), f"{self.name} takes being cancelled for a failure"

    @in_a_loop
    async def test_closing_ends_its_connections(self) -> None:
        """And may happen twice, or before anything was sent."""
        async with self.beside(self.script(self.accepted)) as (gateway, peer):
            await gateway.close()
            await gateway.send(MESSAGE)
            await gateway.close()
            await gateway.close()
            await eventually(
                lambda: not peer.open_connections,
                seconds=self.most_seconds,
                otherwise=f"{self.name} holds connections after it was closed",
            )

    @in_a_loop
    async def test_a_check_finds_a_service_that_is_down(self) -> None:
        """Nothing was sent, and nobody paid."""
        with refusing() as address:
            gateway = self.make(address, PATIENCE_SECONDS)
            assert isinstance(await self.failure(gateway.check()), TechnicalFailure)
            await gateway.close()

    @in_a_loop
    async def test_a_check_finds_a_refused_log_in(self) -> None:
        """Or whatever else stands for ``technical``; no message is sent for it."""
        async with self.beside(self.technical) as (gateway, peer):
            assert isinstance(await self.failure(gateway.check()), TechnicalFailure)
        sent = any(NATIONAL_NUMBER in request for request in peer.requests)
        assert not sent, f"{self.name} sends a message to find out whether it could"

    def _setting_refused(self, environ: dict[str, str]) -> str:
        (found,) = entry_points(group=GROUP, name=self.name)
        try:
            found.load()(environ)
        except GatewaySettingWrong as wrong:
            self.is_silent(str(wrong), "a refused setting")
            return str(wrong)
        raise AssertionError(f"{self.name} passes over its settings")

    async def _refused(self, answer: Answer) -> SendFailed:
        async with self.beside(self.script(answer)) as (gateway, _):
            return await self.failure(gateway.send(MESSAGE))

    async def _breaks(self, act: Act, patience_seconds: float = PATIENCE_SECONDS) -> None:
        async with self.beside(act, patience_seconds=patience_seconds) as (gateway, _):
            failed = await self.failure(gateway.send(MESSAGE))
            assert isinstance(failed, TechnicalFailure), f"{failed} for {act}"

    async def _fails_technically(self, address: str) -> None:
        with self.unsaid():
            gateway = self.make(address, SHORT_SECONDS)
            assert isinstance(await self.failure(gateway.send(MESSAGE)), TechnicalFailure)
            await gateway.close()

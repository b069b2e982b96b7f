"""The kit for gateways that are asked what became of a message."""

from motekar.sms.conformance.peer import Answer, Endless, HangUp, Silence, refusing
from motekar.sms.conformance.watching import PATIENCE_SECONDS, SHORT_SECONDS, Watching, in_a_loop
from motekar.sms.gateway import Arrival, Receipt, TechnicalFailure

_REFERENCE = "../4711?x=1&y=é"


class AskingKit(Watching):
    """Answers known, unknown, broken and missing."""

    asked: tuple[tuple[Answer, Receipt], ...]
    """How the service answers, and what it means."""
    asked_unknown: Answer
    """An answer with a code that stands in no list."""

    @in_a_loop
    async def test_each_answer_says_what_it_means(self) -> None:
        """As often as it is asked."""
        for answer, receipt in (*self.asked, *self.asked[:1]):
            async with self.beside(answer) as (gateway, peer):
                found = await gateway.ask("4711")
                assert found == receipt, f"{found}, not {receipt}"
                assert "4711" in peer.requests[-1]

    @in_a_loop
    async def test_an_unknown_answer_is_technical_and_says_itself(self) -> None:
        """Never silently taken for good or bad."""
        async with self.beside(self.asked_unknown) as (gateway, _):
            receipt = await gateway.ask("4711")
        assert receipt.arrival is Arrival.TECHNICAL, f"{receipt} for an unknown code"
        assert receipt.code.startswith("unknown-"), f"the code {receipt.code} hides it"

    @in_a_loop
    async def test_a_strange_reference_asks_for_nothing_else(self) -> None:
        """It goes to the service as it is."""
        async with self.beside(self.asked[0][0]) as (gateway, peer):
            await gateway.ask(_REFERENCE)
        assert _REFERENCE in peer.requests[-1]
        assert "x=1" not in peer.requests[-1].target

    @in_a_loop
    async def test_a_broken_answer_says_nothing_of_the_message(self) -> None:
        """It could not be learned now."""
        answer = self.asked[0][0]
        broken = Answer(answer.status, "{"), Answer(answer.status, ""), Answer(500, "")
        for act in (*broken, HangUp(answer), Endless(answer, 100_000), Silence()):
            async with self.beside(act, patience_seconds=SHORT_SECONDS) as (gateway, _):
                failed = await self.failure(gateway.ask("4711"))
                assert isinstance(failed, TechnicalFailure), f"{failed} for {act}"

    @in_a_loop
    async def test_a_service_that_is_down_says_nothing_of_the_message(self) -> None:
        """It could not be learned now."""
        with refusing() as address:
            gateway = self.make(address, PATIENCE_SECONDS)
            assert isinstance(await self.failure(gateway.ask("4711")), TechnicalFailure)
            await gateway.close()

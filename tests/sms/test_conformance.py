"""The kit fails for what it is there to find: good gateways with one fault planted in each."""

import asyncio
import logging
import sys
from typing import Any

import pytest

from motekar.sms.conformance import Answer, SendingKit
from motekar.sms.conformance.peer import serving
from motekar.sms.gateway import Arrival, Call, Outgoing, Receipt, Reports, Sent, TechnicalFailure
from tests.sms import test_kannel, test_plain_http, test_twilio


class Flawed:
    """A gateway but for its fault."""

    def __init__(self, sound: Any) -> None:
        self.sound = sound

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sound, name)


class LogsTheNumber(Flawed):
    async def send(self, message: Outgoing) -> Sent:
        logging.getLogger("merpati").debug("to %s", message.to)
        return await self.sound.send(message)


class PrintsTheText(Flawed):
    async def send(self, message: Outgoing) -> Sent:
        sys.stderr.write(message.text)
        return await self.sound.send(message)


class TellsTheNumberInItsCause(Flawed):
    async def send(self, message: Outgoing) -> Sent:
        try:
            return await self.sound.send(message)
        except TechnicalFailure as failed:
            raise failed from ValueError(message.to)


class FailsInSentences(Flawed):
    async def send(self, message: Outgoing) -> Sent:
        raise TechnicalFailure("It does not work.")


class WaitsForEver(Flawed):
    async def send(self, message: Outgoing) -> Sent:
        await asyncio.Event().wait()
        raise AssertionError


class FailsWithAForeignError(Flawed):
    async def send(self, message: Outgoing) -> Sent:
        try:
            return await self.sound.send(message)
        except TechnicalFailure:
            raise KeyError("sid") from None


class BelievesEverything(Flawed):
    async def send(self, message: Outgoing) -> Sent:
        try:
            return await self.sound.send(message)
        except TechnicalFailure:
            return Sent()


class ConnectsAnew(Flawed):
    async def send(self, message: Outgoing) -> Sent:
        sent = await self.sound.send(message)
        await self.sound.close()
        return sent


class TakesCancellingForAFailure(Flawed):
    async def send(self, message: Outgoing) -> Sent:
        try:
            return await self.sound.send(message)
        except asyncio.CancelledError:
            raise TechnicalFailure("timed-out") from None


class ClosesLate(Flawed):
    calls = 0

    async def close(self) -> None:
        self.calls += 1
        if self.calls > 3:
            await self.sound.close()


class ShowsItsPassword(Flawed):
    def __repr__(self) -> str:
        return f"Gateway(password={self.sound.password!r})"


class SaysThatItIsAsked(Flawed):
    reports = Reports.ASKED


class ForgetsTheReceiptsAddress(Flawed):
    async def send(self, message: Outgoing) -> Sent:
        return await self.sound.send(
            Outgoing(message.to, message.text, message.reference, None, message.valid_until)
        )


class SendsToCheck(Flawed):
    async def check(self) -> None:
        await self.sound.send(test_kannel.MESSAGE)


class RemembersReceipts(Flawed):
    def receipt(self, call: Call) -> Receipt:
        seen = vars(self).setdefault("seen", set())
        if call.query in seen:
            raise ValueError("a second time")
        seen.add(call.query)
        return self.sound.receipt(call)


class TakesTheUnknownForGood(Flawed):
    def receipt(self, call: Call) -> Receipt:
        found = self.sound.receipt(call)
        return Receipt(Arrival.DELIVERED, "yes") if found.code.startswith("unknown") else found


class StumblesOverNonsense(Flawed):
    def receipt(self, call: Call) -> Receipt:
        dict(call.query)["value"]
        return self.sound.receipt(call)


class ReadsAnything(Flawed):
    def receipt(self, call: Call) -> Receipt:
        return Receipt(Arrival.DELIVERED, "delivered")


class BelievesAnySignature(Flawed):
    def receipt(self, call: Call) -> Receipt:
        return test_twilio.make(test_twilio.SETTINGS).receipt(
            test_twilio.a_call(dict(call.form), url=call.url)
        )


class TakesSilenceForAnAnswer(Flawed):
    async def ask(self, reference: str) -> Receipt:
        try:
            return await self.sound.ask(reference)
        except TechnicalFailure:
            return Receipt(Arrival.ON_ITS_WAY, "perhaps")


KANNEL, TWILIO = test_kannel.TestConformance, test_twilio.TestConformance
GENERIC = test_plain_http.TestGeneric


@pytest.mark.parametrize(
    ("kit", "fault", "test", "seen"),
    [
        (KANNEL, LogsTheNumber, "a_message_is_handed_over", "the log of kannel tells"),
        (KANNEL, PrintsTheText, "a_message_is_handed_over", "the log of kannel tells"),
        (KANNEL, TellsTheNumberInItsCause, "an_empty_answer_is_technical", "an exception of"),
        (KANNEL, FailsInSentences, "an_empty_answer_is_technical", "is not kebab-case"),
        (KANNEL, WaitsForEver, "a_silent_service_is_given_up", "still waits after 0.5 s"),
        (KANNEL, FailsWithAForeignError, "a_broken_answer_is_technical", "sid"),
        (KANNEL, BelievesEverything, "an_empty_answer_is_technical", "no failure but Sent"),
        (KANNEL, ConnectsAnew, "connections_are_used_again", "5 connections"),
        (KANNEL, TakesCancellingForAFailure, "a_cancelled_message_ends_at_once", "takes being"),
        (KANNEL, ClosesLate, "closing_ends_its_connections", "holds connections"),
        (KANNEL, ShowsItsPassword, "its_printed_form_tells_nothing", "repr of kannel tells"),
        (KANNEL, SaysThatItIsAsked, "how_it_reports_is_tested_too", "reports as asked"),
        (KANNEL, ForgetsTheReceiptsAddress, "the_service_is_told_where_to_call", "not tell"),
        (KANNEL, SendsToCheck, "a_check_finds_a_refused_log_in", "sends a message"),
        (KANNEL, RemembersReceipts, "receipts_may_come_again_and_in_any_order", "second time"),
        (KANNEL, TakesTheUnknownForGood, "an_unknown_code_is_technical_and_says_itself", "for an"),
        (KANNEL, StumblesOverNonsense, "nonsense_is_refused", "value"),
        (KANNEL, ReadsAnything, "nonsense_is_refused", "from nonsense"),
        (KANNEL, ReadsAnything, "each_receipt_says_what_it_means", "undeliverable"),
        (TWILIO, BelievesAnySignature, "a_changed_call_is_forged", "believes a forged call"),
        (TWILIO, BelievesAnySignature, "a_call_without_signature_is_forged", "believes a forged"),
        (GENERIC, TakesSilenceForAnAnswer, "a_broken_answer_says_nothing_of_the_message", "no fa"),
    ],
)
def test_a_fault_is_found(kit: type[Any], fault: type[Flawed], test: str, seen: str) -> None:
    class WithFault(kit):
        most_seconds = 0.5

        def make(self, address: str, patience_seconds: float) -> Any:
            return fault(super().make(address, patience_seconds))

    getattr(kit(), f"test_{test}")()
    with pytest.raises((AssertionError, LookupError, ValueError), match=seen):
        getattr(WithFault(), f"test_{test}")()


class Unconfigurable(SendingKit):
    """A gateway that is content with any settings."""

    name = "console"

    def environ(self, address):
        return {}


@pytest.mark.parametrize("test", ["a_misspelt_setting_is_named", "missing_settings_are_named"])
def test_settings_that_are_passed_over_are_found(test: str) -> None:
    with pytest.raises(AssertionError, match="console passes over its settings"):
        getattr(Unconfigurable(), f"test_{test}")()


async def sent_to_a_faulty_script() -> None:
    def script(request: object) -> Answer:
        raise LookupError("the script")

    async with serving(script) as peer:
        gateway = test_kannel.make(test_kannel.SETTINGS | {"MOTEKAR_SMS_KANNEL_URL": peer.address})
        with pytest.raises(TechnicalFailure, match="broken-answer"):
            await gateway.send(test_kannel.MESSAGE)
        await gateway.close()


async def test_a_fault_in_a_script_is_not_swallowed() -> None:
    with pytest.raises(LookupError, match="the script"):
        await sent_to_a_faulty_script()

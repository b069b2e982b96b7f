"""The kits for gateways whose service calls us with its receipts."""

from dataclasses import replace

from motekar.sms.conformance.watching import MESSAGE, Watching, in_a_loop
from motekar.sms.gateway import (
    Arrival,
    Call,
    Receipt,
    ReceiptForged,
    ReceiptMalformed,
    SmsGateway,
)

_NONSENSE = (
    Call("GET", "https://ktp.example.go.id/", {}, (), (), b""),
    Call("POST", "https://ktp.example.go.id/", {}, (), (), b""),
    Call("POST", "https://ktp.example.go.id/?%ff=%00", {"x": "\xff"}, (("\0", ""),), (), b"\xff{"),
    Call("PUT", "https://[::1]:99/", {}, (("a", "1" * 10_000),) * 9, (("b", "\0"),), b"{}"),
)


class CallingKit(Watching):
    """Receipts in any order, again, unknown and nonsensical."""

    receipts: tuple[tuple[Call, Receipt], ...]
    """Calls as the service makes them, and what each says; one delivered, one that failed."""
    unknown: Call
    """A call with a code that stands in no list."""

    def test_each_receipt_says_what_it_means(self) -> None:
        """Delivered and failed are among those tried."""
        gateway = self._gateway()
        for call, receipt in self.receipts:
            assert gateway.receipt(call) == receipt, f"{gateway.receipt(call)}, not {receipt}"
        tried = {receipt.arrival for _, receipt in self.receipts}
        assert Arrival.DELIVERED in tried, "no receipt of a delivered message was tried"
        assert tried - {Arrival.DELIVERED, Arrival.ON_ITS_WAY}, "no failed one was tried"

    def test_receipts_may_come_again_and_in_any_order(self) -> None:
        """The gateway remembers nothing of them."""
        gateway = self._gateway()
        for call, receipt in (*reversed(self.receipts), *self.receipts, *self.receipts[:1] * 2):
            assert gateway.receipt(call) == receipt

    def test_an_unknown_code_is_technical_and_says_itself(self) -> None:
        """Never silently taken for good or bad."""
        receipt = self._gateway().receipt(self.unknown)
        assert receipt.arrival is Arrival.TECHNICAL, f"{receipt} for an unknown code"
        assert receipt.code.startswith("unknown-"), f"the code {receipt.code} hides it"

    def test_nonsense_is_refused(self) -> None:
        """As malformed or forged, and as nothing else."""
        gateway = self._gateway()
        for call in _NONSENSE:
            try:
                receipt = gateway.receipt(call)
            except (ReceiptMalformed, ReceiptForged):
                continue
            raise AssertionError(f"{self.name} reads {receipt} from nonsense")

    @in_a_loop
    async def test_the_service_is_told_where_to_call(self) -> None:
        """The address of this message alone, with its key."""
        async with self.beside(self.script(self.accepted)) as (gateway, peer):
            await gateway.send(MESSAGE)
        told = any("k3y-of-its-own" in request for request in peer.requests)
        assert told, f"{self.name} does not tell the service where to call"

    @in_a_loop
    async def test_without_an_address_a_message_still_goes_out(self) -> None:
        """The installation has no public address."""
        async with self.beside(self.script(self.accepted)) as (gateway, peer):
            await gateway.send(replace(MESSAGE, receipts_at=None))
        assert peer.requests
        assert not any("None" in request for request in peer.requests)

    def _gateway(self) -> SmsGateway:
        return self.make("http://127.0.0.1:9", 1)


class SignedKit(CallingKit):
    """Calls whose signature does not fit are refused."""

    def test_a_call_without_signature_is_forged(self) -> None:
        """Whoever else knows the address cannot report."""
        for call, _ in self.receipts:
            self._is_forged(replace(call, headers={}))

    def test_a_changed_call_is_forged(self) -> None:
        """Something more, something less, another call's signature."""
        for call, _ in self.receipts:
            more = replace(call, form=(*call.form, ("More", "1")), body=call.body + b"1")
            self._is_forged(more)
            self._is_forged(replace(call, form=call.form[1:], body=call.body[1:]))
        (one, _), (other, _) = self.receipts[:2]
        self._is_forged(replace(one, headers=other.headers))

    def _is_forged(self, call: Call) -> None:
        try:
            receipt = self._gateway().receipt(call)
        except ReceiptForged:
            return
        raise AssertionError(f"{self.name} believes a forged call: {receipt}")

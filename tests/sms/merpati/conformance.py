"""The pigeon house put to Motekar's kit; run where both are installed: pytest conformance.py."""

from merpati import make

from motekar.sms.conformance import Answer, CallingKit, SendingKit
from motekar.sms.gateway import Arrival, Call, Receipt
from motekar.sms.over_http import Patience


def a_call(arrived: str) -> Call:
    address = "https://ktp.example.go.id/gateways/merpati/receipts"
    return Call("GET", address, {}, (("arrived", arrived),), (), b"")


class TestMerpati(SendingKit, CallingKit):
    name = "merpati"
    secrets = ("bulu-putih",)
    accepted = Answer(201, '{"flight": "F-7"}')
    temporary = Answer(429, "")
    permanent = Answer(422, "")
    technical = Answer(401, "")
    receipts = (
        (a_call("yes"), Receipt(Arrival.DELIVERED, "arrived")),
        (a_call("no"), Receipt(Arrival.PERMANENT, "lost")),
    )
    unknown = a_call("perhaps")

    def environ(self, address):
        return {"MOTEKAR_SMS_MERPATI_URL": address, "MOTEKAR_SMS_MERPATI_TOKEN": "bulu-putih"}

    def make(self, address, patience_seconds):
        return make(self.environ(address), Patience.of(patience_seconds))

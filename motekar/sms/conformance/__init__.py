"""What every gateway must do, as tests that any adapter, ours or a city's own, can be put to.

Subclass the kits that fit in a test module and say how the gateway is made and how its service
answers; pytest collects the rest. Needs no pytest plug-in, and Motekar itself no pytest.

    class TestMerpati(SendingKit, CallingKit): ...   # a service that calls us
    class TestMerpati(SendingKit, AskingKit): ...    # a service that is asked

``SignedKit`` is for services that sign their calls. All kits speak to the gateway over a real
connection on this machine.
"""

from motekar.sms.conformance.asking import AskingKit
from motekar.sms.conformance.calling import CallingKit, SignedKit
from motekar.sms.conformance.peer import Answer, Peer, Request
from motekar.sms.conformance.sending import SendingKit

__all__ = ["Answer", "AskingKit", "CallingKit", "Peer", "Request", "SendingKit", "SignedKit"]

"""What Twilio's states and error codes mean for a message.

Source: the Error and Warning Dictionary, twilio.com/docs/api/errors, and the states of the
Messages resource, both as of November 2026. A code that is not here is technical and says itself.
"""

from motekar.sms.codes import kebab
from motekar.sms.gateway import Arrival, Receipt

_TEMPORARY, _PERMANENT, _TECHNICAL = "temporary", "permanent", "technical"

_CODES: dict[str, tuple[str, str]] = {
    "10001": (_TECHNICAL, "account-not-active"),
    "14107": (_TEMPORARY, "throttled"),
    "20003": (_TECHNICAL, "log-in-refused"),
    "20005": (_TECHNICAL, "account-not-active"),
    "20404": (_TECHNICAL, "not-found"),
    "20429": (_TEMPORARY, "throttled"),
    "20500": (_TECHNICAL, "internal-error"),
    "20503": (_TECHNICAL, "service-unavailable"),
    "21211": (_PERMANENT, "number-invalid"),
    "21212": (_TECHNICAL, "sender-refused"),
    "21214": (_PERMANENT, "number-unreachable"),
    "21265": (_PERMANENT, "number-is-short-code"),
    "21266": (_PERMANENT, "number-is-sender"),
    "21408": (_TECHNICAL, "region-not-enabled"),
    "21602": (_PERMANENT, "text-missing"),
    "21606": (_TECHNICAL, "sender-refused"),
    "21608": (_TECHNICAL, "trial-account"),
    "21609": (_TECHNICAL, "receipts-address-refused"),
    "21610": (_PERMANENT, "citizen-unsubscribed"),
    "21611": (_TEMPORARY, "queue-full"),
    "21612": (_TECHNICAL, "not-routable"),
    "21614": (_PERMANENT, "number-not-mobile"),
    "21617": (_PERMANENT, "text-too-long"),
    "21635": (_PERMANENT, "number-is-landline"),
    "21659": (_TECHNICAL, "sender-refused"),
    "21660": (_TECHNICAL, "sender-refused"),
    "21703": (_TECHNICAL, "service-without-sender"),
    "30001": (_TEMPORARY, "queue-full"),
    "30002": (_TECHNICAL, "account-suspended"),
    "30003": (_TEMPORARY, "phone-unreachable"),
    "30004": (_PERMANENT, "blocked"),
    "30005": (_PERMANENT, "number-unknown"),
    "30006": (_PERMANENT, "number-is-landline"),
    "30007": (_TECHNICAL, "filtered-by-operator"),
    "30008": (_TECHNICAL, "unknown-to-operator"),
    "30022": (_TEMPORARY, "throttled"),
    "30034": (_TECHNICAL, "sender-not-registered"),
    "30036": (_TEMPORARY, "expired"),
    "30410": (_TEMPORARY, "operator-timed-out"),
    "63038": (_TECHNICAL, "daily-limit"),
}
_STATES: dict[str, Receipt] = {
    **{
        name: Receipt(Arrival.ON_ITS_WAY, name)
        for name in ("accepted", "scheduled", "queued", "sending", "sent")
    },
    "delivered": Receipt(Arrival.DELIVERED, "delivered"),
    "read": Receipt(Arrival.DELIVERED, "read"),
    "canceled": Receipt(Arrival.TECHNICAL, "canceled"),
    "partially_delivered": Receipt(Arrival.TECHNICAL, "partially-delivered"),
}


def refused(code: str) -> tuple[str, str]:
    """The kind of failure, and a word for it that ends in Twilio's own number."""
    if code in _CODES:
        kind, word = _CODES[code]
        return kind, f"{word}-{code}"
    return _TECHNICAL, f"unknown-code-{kebab(code)}"


def state(name: str, code: str | None) -> Receipt:
    """What a message's state says; the code is given with those that failed."""
    if name in _STATES:
        return _STATES[name]
    if name not in {"failed", "undelivered"}:
        return Receipt(Arrival.TECHNICAL, f"unknown-state-{kebab(name)}")
    if not code:
        return Receipt(Arrival.TECHNICAL, f"{name}-without-code")
    kind, word = refused(code)
    return Receipt(Arrival(kind), word)

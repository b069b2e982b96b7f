"""How the words of a service become codes and failures of ours."""

import re

from motekar.sms.gateway import PermanentFailure, SendFailed, TechnicalFailure, TemporaryFailure

_BY_KIND: dict[str, type[SendFailed]] = {
    failure.kind: failure for failure in (TemporaryFailure, PermanentFailure, TechnicalFailure)
}


def kebab(told: str) -> str:
    """What a service says of itself, as far as it can be part of a code."""
    return "-".join(re.findall(r"[a-z0-9]+", told[:40].lower())) or "unreadable"


def failure(kind: str, code: str) -> SendFailed:
    """The failure of this kind, as tables name it."""
    return _BY_KIND[kind](code)

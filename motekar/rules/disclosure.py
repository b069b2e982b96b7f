"""What an outsider may read of a step: a fact leaves by decision, and what nobody decided stays.

Codes, documents and moments are told. A person or an incident is told by an alias. What names a
machine, a card or a paper stays inside, and so does why somebody went before their turn, which may
tell of illness or pregnancy: no figure asks for it.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from motekar.rules.lifecycle import Action


class Fate(StrEnum):
    """What becomes of a fact outside the office."""

    TOLD = "told"
    REASON = "reason"
    PERSON = "person"
    INCIDENT = "incident"
    STAYS = "stays"


Alias = Callable[[str, str], str]
"""Stands for somebody or something: which kind, and who or what."""

_PROMISED = dict.fromkeys(
    ("promised_by", "promised_from", "standard_by", "policy_version", "calendar_version"),
    Fate.TOLD,
)
_NOTHING: Mapping[str, Fate] = MappingProxyType({})

FATES: Mapping[str, Mapping[str, Fate]] = MappingProxyType(
    {
        Action.SUBMIT: {
            "reason": Fate.TOLD,
            "channel": Fate.TOLD,
            "priority": Fate.STAYS,
            "documents": Fate.TOLD,
            "missing_documents": Fate.TOLD,
            "late_entry": Fate.TOLD,
            "received_at": Fate.TOLD,
            **_PROMISED,
        },
        Action.AMEND: {
            "changed": Fate.TOLD,
            "became": Fate.REASON,
            "missing_documents": Fate.TOLD,
        },
        Action.COMPLETE_DOCUMENTS: {"documents": Fate.TOLD, **_PROMISED},
        Action.VERIFY: {"central_record": Fate.TOLD},
        Action.REJECT: {"reason": Fate.TOLD},
        Action.CANCEL: {"asked_by": Fate.TOLD},
        Action.HOLD: {
            "cause": Fate.TOLD,
            "approval": Fate.STAYS,
            "asked_at": Fate.TOLD,
            "approved_by": Fate.PERSON,
            "alone": Fate.TOLD,
            "incident": Fate.INCIDENT,
        },
        Action.RESUME: {"cause": Fate.TOLD, "incident": Fate.INCIDENT},
        Action.START_PRINT: {"attempt": Fate.TOLD, "printer": Fate.STAYS},
        Action.CONFIRM_PRINT: {"attempt": Fate.TOLD, "card_serial": Fate.STAYS},
        Action.SPOIL_PRINT: {"attempt": Fate.TOLD, "cause": Fate.TOLD},
        Action.COLLECT: {"collector": Fate.TOLD, "old_card_surrendered": Fate.TOLD},
    }
)
"""By action; an action that is not here tells nothing but that it was made."""


def disclosed(action: str, facts: Mapping[str, Any], *, alias: Alias) -> dict[str, Any]:
    """The facts that leave; a person's alias stands where ``holds`` reads the approver's name."""
    fates = FATES.get(action, _NOTHING)
    told: dict[str, Any] = {}
    for name, value in facts.items():
        fate = fates.get(name, Fate.STAYS)
        if fate is Fate.TOLD:
            told[name] = value
        elif fate is Fate.REASON:
            told[name] = {code: new for code, new in value.items() if code == "reason"}
        elif fate is Fate.PERSON:
            told[name] = {"name": alias("officer", value["username"])}
        elif fate is Fate.INCIDENT:
            told[name] = alias("incident", value)
    return told

"""Reads what a form sent: text by name, ticks as a list, and the fingerprint of the whole."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from litestar import Request
from litestar.datastructures import FormMultiDict

from motekar.rules.digits import small_number
from motekar.rules.people import Officer
from motekar.usecases.desk import Desk
from motekar.usecases.once import OnceKey

ONCE = "once"
_OWN_FIELDS = frozenset({ONCE, "_csrf_token"})
_KEY_BYTES = 16
_LONGEST_KEY = 64


@dataclass(frozen=True, slots=True, repr=False)
class Posted:
    """A submitted form; a field that did not come is empty."""

    fields: FormMultiDict

    @classmethod
    async def read(cls, request: Request[Any, Any, Any]) -> Self:
        """Takes the form from the request's body."""
        return cls(await request.form())

    def text(self, name: str) -> str:
        """One field's text without spaces around it."""
        value = self.fields.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def secret(self, name: str) -> str:
        """A password as it was typed, spaces and all."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    def version(self, name: str) -> int:
        """The version that the form was filled from; 0, which none has, for anything else."""
        return small_number(self.text(name)) or 0

    def many(self, name: str) -> list[str]:
        """All ticks of one name."""
        return [value for value in self.fields.getall(name, []) if isinstance(value, str)]

    def once_key(self, officer: Officer, desk: Desk, *, path: str) -> OnceKey | None:
        """The key that makes a second press of the same button harmless."""
        key = self.text(ONCE)
        if not key or len(key) > _LONGEST_KEY:
            return None
        told = sorted(
            (name, value)
            for name, value in self.fields.multi_items()
            if name not in _OWN_FIELDS and isinstance(value, str)
        )
        body = desk.vault.index(json.dumps(told), kind="form")
        return OnceKey(officer.id, "POST", path, key, body)


def typed_again(values: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """What a form shows again after a fault; a field that did not come is empty."""
    return defaultdict(str, values or {})


def new_key(desk: Desk) -> str:
    """A fresh value for the hidden field."""
    return desk.draw(_KEY_BYTES).hex()

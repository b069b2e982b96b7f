"""What a plain-HTTP service expects and answers, as data: the shape of a preset's file.

A code is what stands in the answer's JSON at ``outcome``, or ``http-`` and the status where
nothing stands there. Fields, headers and paths may hold the words of ``WORDS`` in braces.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from motekar.sms.gateway import Arrival

WORDS = frozenset({"user", "password", "sender", "to", "text", "reference", "our_reference"})
_BRACED = re.compile(r"\{(\w*)\}")
_FAILED = re.compile(r"(temporary|permanent|technical): ([a-z0-9]+(-[a-z0-9]+)*)")
_STATE = re.compile(rf"({'|'.join(Arrival)}): ([a-z0-9]+(-[a-z0-9]+)*)")


def _pattern(value: str) -> str:
    for word in _BRACED.findall(value):
        if word not in WORDS:
            raise ValueError(f"{{{word}}} is none of {', '.join(sorted(WORDS))}")
    return value


def _failure(value: str) -> str:
    if not _FAILED.fullmatch(value):
        raise ValueError('a failure reads like "technical: no-credit"')
    return value


def _state(value: str) -> str:
    if not _STATE.fullmatch(value):
        raise ValueError('a state reads like "delivered: delivered"')
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
Failures = dict[str, Annotated[str, AfterValidator(_failure)]]
States = dict[str, Annotated[str, AfterValidator(_state)]]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Exchange(_Part):
    """One request, and where its answer says how it went."""

    method: Literal["GET", "POST"]
    path: Pattern
    encoding: Literal["query", "form", "json"]
    fields: dict[str, Pattern] = {}
    headers: dict[str, Pattern] = {}
    outcome: str | None = None

    def words(self) -> set[str]:
        """The words it holds in braces."""
        patterns = (self.path, *self.fields.values(), *self.headers.values())
        return {word for pattern in patterns for word in _BRACED.findall(pattern)}

    def code(self, status: int, facts: Mapping[str, object]) -> str:
        """What the answer says, as the tables know it."""
        found = facts.get(self.outcome) if self.outcome is not None else None
        if found is None:
            return f"http-{status}"
        return found if isinstance(found, str) else json.dumps(found)


class Sending(Exchange):
    """Handing a message over; ``reference`` is where the service's own name for it stands."""

    good: tuple[str, ...]
    reference: str | None = None
    failures: Failures


class Asking(Exchange):
    """Asking what became of a message."""

    states: States


class Checking(Exchange):
    """Finding out whether the service works, at no cost."""

    good: tuple[str, ...]
    failures: Failures = {}


class Preset(_Part):
    """One service."""

    address: str | None = None
    number: Literal["e164", "international", "local"]
    send: Sending
    ask: Asking | None = None
    check: Checking | None = None

    def words(self) -> set[str]:
        """All words its requests hold."""
        exchanges = (self.send, self.ask, self.check)
        return set().union(*(exchange.words() for exchange in exchanges if exchange is not None))


class PresetWrong(Exception):
    """The file cannot be used; the text says why."""


def shipped() -> list[str]:
    """The names of the presets that come with Motekar."""
    here = files("motekar.sms") / "presets"
    return sorted(found.name.removesuffix(".toml") for found in here.iterdir())


def find(name: str) -> Preset:
    """The shipped preset of this name, or the one in this file.

    Raises:
        PresetWrong: there is none, or it is malformed.
    """
    try:
        text = _read(name)
        return Preset.model_validate(tomllib.loads(text))
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise PresetWrong(f"{where}: {first['msg']}") from wrong
    except (OSError, ValueError) as wrong:
        raise PresetWrong(str(wrong)) from wrong


def filled(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with its words in place."""
    return _BRACED.sub(lambda found: words[found[1]], pattern)


def _read(name: str) -> str:
    if name in shipped():
        return (files("motekar.sms") / "presets" / f"{name}.toml").read_text(encoding="utf-8")
    return Path(name).read_text(encoding="utf-8")

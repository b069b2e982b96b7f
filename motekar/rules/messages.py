"""The SMS to a citizen: dated wording per event and language, one GSM-7 part each.

A wording is refused when it could cost a second part, carry a link or a number to call, or leave
out what makes it recognisable. Sending, and who gets it, is decided elsewhere.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motekar.rules.errors import WordingRefused

ONE_PART = 160
_PER_PART = 153

# 3GPP TS 23.038: default alphabet, and the signs that need an escape and so count twice.
_BASIC = frozenset(
    "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5"
    "\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9"
    " !\"#\u00a4%&'()*+,-./0123456789:;<=>?"
    "\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7"
    "\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0"
)
_ESCAPED = frozenset("\f^{}\\[~]|\u20ac")

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_LINK = re.compile(r"\S*://\S*|www\.\S*|[\w-]+\.[a-z]{2,}\S*", re.IGNORECASE)
_NUMBER_TO_CALL = re.compile(r"\+?\d[\d .-]{5,}\d")


class MessageEvent(StrEnum):
    """What a citizen is told about."""

    RECEIVED = "received"
    ON_HOLD = "on_hold"
    READY = "ready"
    COLLECTED = "collected"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    PROMISE_MOVED = "promise_moved"
    REMINDER = "reminder"


# How long each variable may get, in characters of the alphabet above.
LONGEST: Mapping[str, int] = {
    "office": 40,
    "request_no": 17,
    "promise": 32,
    "cause": 40,
    "hours": 24,
    "when": 24,
}
_ALWAYS = ("office", "request_no")
VARIABLES: Mapping[MessageEvent, tuple[str, ...]] = {
    MessageEvent.RECEIVED: (*_ALWAYS, "promise"),
    MessageEvent.ON_HOLD: (*_ALWAYS, "cause"),
    MessageEvent.READY: (*_ALWAYS, "hours"),
    MessageEvent.COLLECTED: (*_ALWAYS, "when"),
    MessageEvent.REJECTED: _ALWAYS,
    MessageEvent.CANCELLED: _ALWAYS,
    MessageEvent.PROMISE_MOVED: (*_ALWAYS, "promise"),
    MessageEvent.REMINDER: (*_ALWAYS, "hours"),
}
_FREE = "GRATIS"


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentence for one event in one language, with every variable of the event.

    Raises:
        WordingRefused: when made, if any of the rules of this module is broken.
    """

    event: MessageEvent
    language: str
    text: str

    def __post_init__(self) -> None:
        for refusal in refusals(self.event, self.text):
            raise refusal

    def filled(self, facts: Mapping[str, str]) -> str:
        """The message: always one GSM-7 part, because values are made plain and cut to fit.

        Raises:
            WordingRefused: a variable has no value.
        """
        fitting = {
            name: plain(value)[: LONGEST[name]] for name, value in facts.items() if name in LONGEST
        }
        return fill(self.text, fitting)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Short forms of one language from which the variables of a message are made.

    ``days`` begin on Monday; ``clock`` is a strftime pattern; the other texts are templates over
    ``day``, ``date``, ``time``, ``moment``, ``opens`` and ``closes``.
    """

    language: str
    days: tuple[str, ...]
    clock: str
    moment: str
    promise: str
    no_promise: str
    hours_today: str
    hours_later: str
    no_hours: str
    causes: Mapping[str, str]

    def when(self, local: datetime) -> str:
        """Day and time of a moment in the office's zone: ``Sen 23/11 pukul 16.00``."""
        return fill(self.moment, {**self._date(local), "time": f"{local:{self.clock}}"})

    def promised(self, local: datetime | None) -> str:
        """The promise, or that there is none yet."""
        return fill(self.promise, {"moment": self.when(local)}) if local else self.no_promise

    def hours(self, span: tuple[datetime, datetime] | None, *, is_today: bool) -> str:
        """Opening and last closing of today or the next open day, in the office's zone."""
        if span is None:
            return self.no_hours
        opens, closes = span
        clock = {"opens": f"{opens:{self.clock}}", "closes": f"{closes:{self.clock}}"}
        return fill(self.hours_today if is_today else self.hours_later, self._date(opens) | clock)

    def _date(self, local: datetime) -> dict[str, str]:
        return {"day": self.days[local.weekday()], "date": f"{local.day}/{local.month}"}


def refusals(event: MessageEvent, text: str) -> Iterator[WordingRefused]:
    """All that keeps a text from being the wording of an event, measured with longest values."""
    longest = longest_of(text)
    for problem, detail in (
        *_variable_faults(event, text),
        ("free-missing", "" if _FREE in text else _FREE),
        ("link", _found(_LINK, longest)),
        ("number-to-call", _found(_NUMBER_TO_CALL, longest)),
        ("not-gsm7", "".join(sorted(_foreign(longest)))),
        ("too-long", str(septets(longest)) if septets(longest) > ONE_PART else ""),
    ):
        if detail:
            yield WordingRefused(event.value, problem, detail)


def longest_of(text: str) -> str:
    """The text with every variable at its longest; an unknown one stays as it is."""
    return fill_known(text, {name: "x" * most for name, most in LONGEST.items()})


def fill_known(text: str, facts: Mapping[str, str]) -> str:
    """As ``fill``, while a text is being written: a name without a value stays as it is."""
    return fill(text, {name: facts.get(name, f"{{{name}}}") for name in _names(text)})


def _names(text: str) -> set[str]:
    return set(_VARIABLE.findall(text))


def _variable_faults(event: MessageEvent, text: str) -> Iterator[tuple[str, str]]:
    used, known = _names(text), set(VARIABLES[event])
    yield "variable-unknown", ", ".join(sorted(name or "{}" for name in used - known))
    yield "variable-missing", ", ".join(sorted(known - used))


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0].rstrip(".,;:!?)") if found else ""


def fill(template: str, facts: Mapping[str, str]) -> str:
    """Puts values in the place of ``{name}``, once: braces inside a value stay as they are.

    Raises:
        WordingRefused: a variable has no value.
    """

    def value(found: re.Match[str]) -> str:
        if found[1] not in facts:
            raise WordingRefused("", "variable-missing", found[1])
        return facts[found[1]]

    return _VARIABLE.sub(value, template)


def gsm7_parts(text: str) -> int:
    """Parts an SMS of this text is sent in: 160 septets alone, 153 a part; 0 when not GSM-7."""
    if _foreign(text):
        return 0
    if septets(text) <= ONE_PART:
        return 1
    parts, left = 1, _PER_PART
    for sign in text:
        cost = _cost(sign)
        # An escape and its sign never stand in different parts.
        parts, left = (parts, left - cost) if cost <= left else (parts + 1, _PER_PART - cost)
    return parts


def plain(text: str) -> str:
    """Text in ASCII signs of one septet each: accents fall away, the rest becomes ``?``."""
    if text.isascii() and _BASIC.issuperset(text):
        return text
    bare_letters = unicodedata.normalize("NFKD", text)
    kept = (sign for sign in bare_letters if not unicodedata.combining(sign))
    return "".join(sign if sign.isascii() and sign in _BASIC else "?" for sign in kept)


def _foreign(text: str) -> set[str]:
    return set(text) - _BASIC - _ESCAPED


def septets(text: str) -> int:
    """Characters as a part of 160 counts them; an escaped sign is two."""
    return len(text) + sum(map(text.count, _ESCAPED))


def _cost(sign: str) -> int:
    return 2 if sign in _ESCAPED else 1

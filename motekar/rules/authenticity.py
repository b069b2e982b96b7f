"""Whether a message somebody got may be ours: by its words, its sender, its hour, and the slip.

Words are easily copied and senders forged, so nothing but the messages of one's own request shows
that a message is ours; what cannot be told stays unsure and is never taken for good.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from motekar.rules.alarms import Alarm, alarms_of, spelled
from motekar.rules.messages import LONGEST, Wording, plain

MOST_LETTERS = 1000
_VARIABLE = re.compile(r"\{(\w+)\}")
_SHAPES: Mapping[str, str] = {"request_no": r"[a-z]{2,4}-\d{6}-\d{4,7}"}
_SHORTEST_SENTENCE = 8
_OTHER_CHANNEL = re.compile(
    r"@|\b(?:wa|whats ?app|telegram|line|messenger|instagram|ig|facebook|fb|tiktok|e-?mail"
    r"|surel)\b"
)
_MORNING, _NIGHT = time(6), time(21)


class Sign(StrEnum):
    """What was noticed besides alarms."""

    OTHER_CHANNEL = "other_channel"
    SENDER_PROVES_NOTHING = "sender_proves_nothing"
    ODD_HOUR = "odd_hour"
    HOUR_PROVES_NOTHING = "hour_proves_nothing"
    AS_SENT = "as_sent"
    NOT_AMONG_SENT = "not_among_sent"
    OUR_WORDING = "our_wording"
    NOT_OUR_WORDING = "not_our_wording"


class Verdict(StrEnum):
    """``worded_like_ours`` may still be a copy; ``as_sent`` was sent for the reader's own slip."""

    NOT_OURS = "not_ours"
    AS_SENT = "as_sent"
    WORDED_LIKE_OURS = "worded_like_ours"
    UNSURE = "unsure"


_NEVER_OURS = frozenset({Sign.OTHER_CHANNEL})
_DOUBTS = frozenset({Sign.NOT_AMONG_SENT, Sign.ODD_HOUR})


@dataclass(frozen=True, slots=True, repr=False)
class Received:
    """A message as its reader tells of it; ``at`` is the clock of the phone that got it."""

    text: str = ""
    sender: str = ""
    at: time | None = None

    @property
    def says_anything(self) -> bool:
        """Whether there is something to judge."""
        return bool(self.text or self.sender or self.at)


@dataclass(frozen=True, slots=True)
class OurWords:
    """What we send: the wordings in force, and the values that some variables can have."""

    wordings: tuple[Wording, ...]
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What can be said of a message, and why; what shows that it is not ours silences the rest."""

    verdict: Verdict
    signs: tuple[Alarm | Sign, ...]


def examine(received: Received, ours: OurWords, *, sent: Sequence[str] | None) -> Finding:
    """Judges a message; ``sent`` are the words sent for the reader's slip, None without one."""
    signs = (
        *_signs_of_text(received.text, ours, sent),
        *_signs_of_sender(received.sender),
        *_signs_of_hour(received.at),
    )
    never = tuple(sign for sign in signs if isinstance(sign, Alarm) or sign in _NEVER_OURS)
    if never:
        return Finding(Verdict.NOT_OURS, never)
    return Finding(_verdict(frozenset(signs)), signs)


def pieces(wording: Wording, values: Mapping[str, str]) -> tuple[tuple[str, bool], ...]:
    """The sentence in parts; True marks those that differ from message to message."""
    told = (
        (values[part], True) if _is_variable(place) else (part, False)
        for place, part in enumerate(_VARIABLE.split(wording.text))
    )
    return tuple((text, varies) for text, varies in told if text)


def _verdict(signs: frozenset[Alarm | Sign]) -> Verdict:
    if Sign.AS_SENT in signs:
        return Verdict.AS_SENT
    if Sign.OUR_WORDING in signs and not signs & _DOUBTS:
        return Verdict.WORDED_LIKE_OURS
    return Verdict.UNSURE


def _signs_of_text(
    text: str, ours: OurWords, sent: Sequence[str] | None
) -> tuple[Alarm | Sign, ...]:
    if not text:
        return ()
    told = _close(text)
    if sent and told in set(map(_close, sent)):
        return (Sign.AS_SENT,)
    found = alarms_of(text, said_by_us=_sentences(ours))
    if found:
        return found
    is_like = any(_pattern(each, ours).fullmatch(told) for each in ours.wordings)
    wording = Sign.OUR_WORDING if is_like else Sign.NOT_OUR_WORDING
    return (wording,) if sent is None else (wording, Sign.NOT_AMONG_SENT)


def _signs_of_sender(sender: str) -> tuple[Alarm | Sign, ...]:
    if not sender:
        return ()
    if Alarm.LINK in alarms_of(sender):
        return (Alarm.LINK,)
    if _OTHER_CHANNEL.search(spelled(sender)):
        return (Sign.OTHER_CHANNEL,)
    return (Sign.SENDER_PROVES_NOTHING,)


def _signs_of_hour(at: time | None) -> tuple[Sign, ...]:
    if at is None:
        return ()
    is_day = _MORNING <= at < _NIGHT
    return (Sign.HOUR_PROVES_NOTHING if is_day else Sign.ODD_HOUR,)


def _sentences(ours: OurWords) -> list[str]:
    """What we say between the variables, and the values we know; short pieces say nothing."""
    said = [part for each in ours.wordings for part in _VARIABLE.split(each.text)[::2]]
    known = [value for values in ours.values.values() for value in values]
    return [text for text in (*said, *known) if len(text) >= _SHORTEST_SENTENCE]


def _pattern(wording: Wording, ours: OurWords) -> re.Pattern[str]:
    shapes = (
        _shape(part, ours) if _is_variable(place) else re.escape(_close(part))
        for place, part in enumerate(_VARIABLE.split(wording.text))
    )
    return re.compile("".join(shapes))


def _is_variable(place: int) -> bool:
    """Splitting by the variables leaves words at even places and their names at odd ones."""
    return place % 2 == 1


def _shape(name: str, ours: OurWords) -> str:
    if name in ours.values:
        fitted = {_close(plain(value)[: LONGEST[name]]) for value in ours.values[name]}
        return f"(?:{'|'.join(map(re.escape, sorted(fitted)))})"
    return _SHAPES.get(name, f".{{0,{LONGEST[name]}}}")


def _close(text: str) -> str:
    """The text without its spaces, which copying adds and takes away."""
    return spelled(text).replace(" ", "")

"""What we ever send, and what can be said of a message that somebody got.

What is typed is judged and forgotten. A request number opens nothing here; the slip's code opens
the messages of its own request.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from motekar.rules.authenticity import Finding, OurWords, Received, examine, pieces
from motekar.rules.codes import ClaimCode
from motekar.rules.messages import LONGEST, MessageEvent, plain
from motekar.rules.rulebook import RuleBook
from motekar.store import rulebook, told_messages
from motekar.store.told_messages import WordedMessage
from motekar.usecases import public_status
from motekar.usecases.desk import Desk
from motekar.usecases.telling import LANGUAGE, phrases

CHECKS_PER_WINDOW = 30
_CHECKS = "message-check"
_HANDED_OVER = frozenset({"sending", "sent", "delivered", "unknown"})
_EXAMPLE_DAY, _EXAMPLE_NUMBER = date(2026, 11, 23), "0042"
_OPENS, _CLOSES = time(8), time(16)


@dataclass(frozen=True, slots=True)
class Example:
    """One of our sentences with made-up values; True marks what differs from one to the next."""

    event: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What was found: ``finding`` None when no message was described, ``sent`` without a slip."""

    finding: Finding | None
    sent: tuple[WordedMessage, ...] | None


async def examples(desk: Desk, *, now: datetime) -> tuple[Example, ...]:
    """Every message there is, in the words in force; none before set-up."""
    book, _ = await _in_force(desk, now=now)
    if book is None:
        return ()
    facts = _example_facts(book)
    return tuple(
        Example(event.value, pieces(book.wording(event, language=LANGUAGE), facts))
        for event in MessageEvent
    )


async def judge(
    desk: Desk, received: Received, *, code: ClaimCode | None, network: str, now: datetime
) -> Told:
    """Says what can be said; with the code of a slip also what was sent for its request.

    Raises:
        ClaimCodeUnknown: the code opens nothing.
        TooManyAttempts: too many questions, or wrong codes, from this network.
    """
    await public_status.count(desk, _CHECKS, network, most=CHECKS_PER_WINDOW, now=now)
    sent = None
    if code:
        found = await public_status.by_claim_code(desk, code, network=network, now=now)
        sent = await told_messages.worded(desk.store, found.row["id"])
    finding = None
    if received.says_anything:
        bodies = None if sent is None else [m.body for m in sent if m.state in _HANDED_OVER]
        finding = examine(received, await our_words(desk, now=now), sent=bodies)
    return Told(finding, sent)


async def our_words(desk: Desk, *, now: datetime) -> OurWords:
    """The wordings in force, and the offices and causes that they may name."""
    book, offices = await _in_force(desk, now=now)
    in_our_language = [each for each in book.wordings if each.language == LANGUAGE] if book else []
    causes = tuple(phrases().causes.values())
    return OurWords(tuple(in_our_language), {"office": offices, "cause": causes})


async def _in_force(desk: Desk, *, now: datetime) -> tuple[RuleBook | None, tuple[str, ...]]:
    """The rulebook of the first office, for all have the same wordings; and all offices' names."""
    async with desk.store.transaction() as transaction:
        known = await rulebook.offices(transaction)
        if not known:
            return None, ()
        book = await rulebook.read(transaction, office=known[0].code, now=now)
    return book, tuple(office.name for office in known)


def _example_facts(book: RuleBook) -> dict[str, str]:
    words, office = phrases(), book.office
    opens = datetime.combine(_EXAMPLE_DAY, _OPENS, office.zone)
    closes = datetime.combine(_EXAMPLE_DAY, _CLOSES, office.zone)
    facts = {
        "office": office.name,
        "request_no": f"{office.abbreviation}-{_EXAMPLE_DAY:%y%m%d}-{_EXAMPLE_NUMBER}",
        "promise": words.promised(closes),
        "cause": next(iter(words.causes.values())),
        "hours": words.hours((opens, closes), is_today=True),
        "when": words.when(closes),
    }
    return {name: plain(value)[: LONGEST[name]] for name, value in facts.items()}

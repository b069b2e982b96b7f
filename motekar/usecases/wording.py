"""The sentences of all messages: shown as they would arrive, and written anew as dated versions.

Whoever writes says which version was seen, so that nobody overwrites another's sentence unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from motekar.rules.errors import WordingChanged, WordingUnknown
from motekar.rules.people import Officer, Role
from motekar.rules.rulebook import RuleBook
from motekar.rules.wordings import NewWording, WordingHistory, read_price, read_wording
from motekar.store import evidence, rulebook, wordings
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep

EDITORS = frozenset({Role.ADMINISTRATOR})
READERS = EDITORS | {Role.HEAD_OF_OFFICE}


@dataclass(frozen=True, slots=True)
class Sentences:
    """All wordings, seen from an office on its day; ``rupiah`` is what one SMS costs, if told."""

    book: RuleBook
    today: date
    histories: Mapping[tuple[str, str], WordingHistory]
    rupiah: int | None

    def of(self, event: str, language: str) -> WordingHistory:
        """One event in one language.

        Raises:
            WordingUnknown: there is no such message.
        """
        if (event, language) not in self.histories:
            raise WordingUnknown
        return self.histories[event, language]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Who writes which sentence anew, having seen which version."""

    officer: Officer
    event: str
    language: str
    seen_version: int
    now: datetime
    once: Once[NewWording] | None = None


async def look(desk: Desk, officer: Officer, *, now: datetime) -> Sentences:
    """Every wording with its history.

    Raises:
        RoleNotAllowed: neither administrator nor head of office.
    """
    officer.require(READERS)
    async with desk.store.transaction() as transaction:
        return await _read(transaction, officer, now=now)


async def write(desk: Desk, rewrite: Rewrite, typed: Mapping[str, str]) -> NewWording | Replay:
    """Adds a version that counts from its day on, at every door and worker.

    Raises:
        RoleNotAllowed: not the administrator.
        WordingUnknown: there is no such message.
        WordingChanged: somebody wrote it anew since it was seen.
        ValidationFailed: with every fault of the text and the day.
        IdempotencyKeyReused: the key came before with another body.
    """
    officer, now = rewrite.officer, rewrite.now
    officer.require(EDITORS)
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, rewrite.once, now=now):
            return replay
        await rulebook.lock(transaction)
        sentences = await _read(transaction, officer, now=now)
        history = sentences.of(rewrite.event, rewrite.language)
        _refuse_unseen(rewrite, history)
        new = read_wording(typed, history, today=sentences.today)
        row_id = desk.new_id(now)
        wordings.add(transaction, row_id, new, after=history, by=officer.id, now=now)
        evidence.audit(
            transaction,
            at=now,
            action="wording.write",
            officer=officer.id,
            subject=f"wording:{rewrite.event}/{rewrite.language}",
            facts={
                "version": history.latest.version + 1,
                "valid_from": new.valid_from.isoformat(),
            },
        )
        keep(transaction, desk, rewrite.once, new)
    return new


def _refuse_unseen(rewrite: Rewrite, history: WordingHistory) -> None:
    latest = history.latest
    if latest.version != rewrite.seen_version:
        raise WordingChanged(rewrite.seen_version, latest.version, latest.written_by or "Motekar")


async def set_price(
    desk: Desk, officer: Officer, typed: Mapping[str, str], *, now: datetime
) -> int | None:
    """Says what one SMS costs the agency; pages reckon with it, nothing else.

    Raises:
        RoleNotAllowed: not the administrator.
        ValidationFailed: no price.
    """
    officer.require(EDITORS)
    rupiah = read_price(typed)
    async with desk.store.transaction() as transaction:
        await wordings.set_price(transaction, rupiah)
        evidence.audit(
            transaction,
            at=now,
            action="sms_price.set",
            officer=officer.id,
            subject="agency",
            facts={"rupiah": rupiah},
        )
    return rupiah


async def _read(transaction: Transaction, officer: Officer, *, now: datetime) -> Sentences:
    office = officer.offices(READERS)[0]
    book = await rulebook.read(transaction, office=office, now=now)
    return Sentences(
        book=book,
        today=book.office.local_day(now),
        histories=await wordings.histories(transaction),
        rupiah=await wordings.price(transaction),
    )

"""A sentence written anew counts from its day on, for everybody, and nobody's is lost."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from motekar.rules.errors import (
    RoleNotAllowed,
    ValidationFailed,
    WordingChanged,
    WordingUnknown,
)
from motekar.rules.messages import ONE_PART, MessageEvent, gsm7_parts
from motekar.rules.people import Officer, Role
from motekar.rules.wordings import NewWording
from motekar.usecases import published, wording
from motekar.usecases.desk import Desk
from motekar.usecases.sample_messages import samples
from motekar.usecases.wording import Rewrite
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    WIB,
    a_recorded,
    an_officer,
)

ADMINISTRATOR = an_officer(Role.ADMINISTRATOR)
COLLEAGUE = an_officer(Role.ADMINISTRATOR, office=BEKASI_SELATAN)
TOMORROW = MONDAY_0900 + timedelta(days=1)
OURS = "{office}: berkas KTP-el {request_no} kami terima, {promise}. GRATIS."
THEIRS = "{office}: KTP-el {request_no} tercatat, {promise}. GRATIS selalu."


async def written(
    desk: Desk,
    sentence: str = OURS,
    *,
    by: Officer = ADMINISTRATOR,
    day: str = "2026-11-23",
    seen: int = 1,
    event: str = "received",
) -> NewWording:
    rewrite = Rewrite(by, event, "id", seen_version=seen, now=MONDAY_0900)
    new = await wording.write(desk, rewrite, {"wording": sentence, "valid_from": day})
    assert isinstance(new, NewWording)
    return new


async def said(desk: Desk, *, now: datetime = MONDAY_0900) -> str:
    book = await published.book(desk, BEKASI_UTARA, now=now)
    return book.wording(MessageEvent.RECEIVED).text


async def rows(desk: Desk, statement: str) -> list[Any]:
    async with desk.store.transaction() as transaction:
        return [tuple(row) for row in await transaction.execute(text(statement))]


async def test_the_next_message_says_it(desk: Desk) -> None:
    await said(desk)  # a book that was read before
    await written(desk)
    await a_recorded(desk)
    [(body,)] = await rows(desk, "SELECT body FROM message")
    assert body.startswith("Kecamatan Bekasi Utara: berkas KTP-el BUT-261123-0001 kami terima, ")


async def test_one_for_tomorrow_waits_until_then(desk: Desk) -> None:
    before = await said(desk)
    await written(desk, day="2026-11-24")
    assert await said(desk) == before
    assert await said(desk, now=TOMORROW) == OURS


async def test_the_same_day_can_be_mended_and_all_versions_stay(desk: Desk) -> None:
    await written(desk)
    await written(desk, THEIRS, seen=2)
    assert await said(desk) == THEIRS
    history = (await wording.look(desk, ADMINISTRATOR, now=MONDAY_0900)).of("received", "id")
    assert [(one.version, one.written_by) for one in history.versions] == [
        (1, None),
        (2, ADMINISTRATOR.name),
        (3, ADMINISTRATOR.name),
    ]


async def test_who_wrote_it_is_in_the_audit(desk: Desk) -> None:
    await written(desk)
    assert await rows(
        desk, "SELECT subject, officer_id, facts FROM audit_entry WHERE action = 'wording.write'"
    ) == [("wording:received/id", ADMINISTRATOR.id, {"version": 2, "valid_from": "2026-11-23"})]


async def test_whoever_saw_an_older_one_is_told_who_was_quicker(desk: Desk) -> None:
    await written(desk, by=COLLEAGUE)
    with pytest.raises(WordingChanged) as refused:
        await written(desk, THEIRS)
    assert refused.value.by == COLLEAGUE.name
    assert await said(desk) == OURS


async def test_of_two_administrators_at_once_one_is_told(real_desk: Desk) -> None:
    both = (written(real_desk, by=by) for by in (ADMINISTRATOR, COLLEAGUE))
    found = await asyncio.gather(*both, return_exceptions=True)
    assert [type(one) for one in found if isinstance(one, Exception)] == [WordingChanged]
    count = "SELECT count(*) FROM sms_wording WHERE event = 'received' AND language = 'id'"
    assert await rows(real_desk, count) == [(2,)]


async def test_a_refused_sentence_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(ValidationFailed):
        await written(desk, f"{OURS} Buka bit.ly/ktp")
    assert await rows(desk, "SELECT version FROM sms_wording WHERE version > 1") == []


async def test_there_are_no_other_messages(desk: Desk) -> None:
    with pytest.raises(WordingUnknown):
        await written(desk, event="birthday")


async def test_others_may_not_write_and_only_the_head_may_read(desk: Desk) -> None:
    with pytest.raises(RoleNotAllowed):
        await written(desk, by=an_officer(Role.HEAD_OF_OFFICE))
    with pytest.raises(RoleNotAllowed):
        await wording.set_price(desk, an_officer(Role.HEAD_OF_OFFICE), {}, now=MONDAY_0900)
    with pytest.raises(RoleNotAllowed):
        await wording.look(desk, an_officer(Role.OFFICE_MANAGER), now=MONDAY_0900)
    assert await wording.look(desk, an_officer(Role.HEAD_OF_OFFICE), now=MONDAY_0900)


async def test_every_shipped_sentence_is_shown_as_one_message(desk: Desk) -> None:
    sunday = datetime(2026, 11, 22, 9, tzinfo=WIB)
    for now in (MONDAY_0900, sunday):
        sentences = await wording.look(desk, ADMINISTRATOR, now=now)
        assert len(sentences.histories) == len(MessageEvent) * 2
        for history in sentences.histories.values():
            made = samples(
                history.latest.text, language=history.language, book=sentences.book, now=now
            )
            assert (made.parts, made.used <= ONE_PART) == (1, True)
            assert "{" not in made.usual + made.longest
            assert len(made.usual) <= len(made.longest) <= made.used
            assert gsm7_parts(made.longest) == 1

"""What we ever send, and what the holder of a slip may hold a message against."""

import pytest
from sqlalchemy import text

from motekar.rules.authenticity import Received, Sign, Verdict
from motekar.rules.codes import ClaimCode
from motekar.rules.errors import ClaimCodeUnknown, TooManyAttempts
from motekar.rules.messages import MessageEvent
from motekar.store.engine import open_engine
from motekar.usecases import vouching
from motekar.usecases.desk import Desk
from motekar.usecases.vouching import CHECKS_PER_WINDOW, Told
from tests.builders import MONDAY_0900, a_recorded, end_message
from tests.conftest import CopiedDatabase

NETWORK = "203.0.113.9"
NOTHING = Received()


async def judge(desk: Desk, received: Received, code: ClaimCode | None = None) -> Told:
    return await vouching.judge(desk, received, code=code, network=NETWORK, now=MONDAY_0900)


async def test_every_message_is_shown_in_the_words_in_force(desk: Desk) -> None:
    shown = await vouching.examples(desk, now=MONDAY_0900)

    assert [each.event for each in shown] == [event.value for event in MessageEvent]
    received = "".join(words for words, _ in shown[0].pieces)
    assert received == (
        "Disdukcapil Kota Bekasi: KTP-el DKC-261123-0042 diterima, selesai Sen 23/11 pukul 16.00."
        " Simpan resi. GRATIS, tanpa biaya apa pun."
    )


async def test_a_new_wording_is_shown_from_its_first_day(desk: Desk) -> None:
    template = "{office}: KTP-el {request_no} batal. GRATIS."
    async with desk.store.transaction() as transaction:
        statement = text(
            "INSERT INTO sms_wording (id, event, language, version, template, valid_from,"
            " source) VALUES (gen_random_uuid(), 'cancelled', 'id', 2, :template, '2026-11-23',"
            " 'uji')"
        )
        await transaction.execute(statement, {"template": template})

    shown = {each.event: each for each in await vouching.examples(desk, now=MONDAY_0900)}

    assert shown["cancelled"].pieces[-1] == (" batal. GRATIS.", False)


async def test_all_that_we_show_is_judged_as_worded_like_ours(desk: Desk) -> None:
    for example in await vouching.examples(desk, now=MONDAY_0900):
        body = "".join(words for words, _ in example.pieces)
        told = await judge(desk, Received(body))

        assert told.finding
        assert told.finding.verdict is Verdict.WORDED_LIKE_OURS, example.event
        assert told.sent is None


async def test_a_slip_shows_its_own_messages_and_vouches_for_their_words(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    await end_message(desk, recorded.view, "sent", now=MONDAY_0900)

    shown = await judge(desk, NOTHING, recorded.claim_code)
    assert shown.finding is None
    assert shown.sent
    (message,) = shown.sent
    assert (message.event, message.state, message.at) == ("received", "sent", MONDAY_0900)

    told = await judge(desk, Received(message.body), recorded.claim_code)
    assert told.finding
    assert told.finding.verdict is Verdict.AS_SENT


@pytest.mark.parametrize("state", ["queued", "failed"])
async def test_what_never_left_the_house_cannot_have_come_from_us(desk: Desk, state: str) -> None:
    recorded = await a_recorded(desk)
    await end_message(desk, recorded.view, state, now=MONDAY_0900)
    shown = await judge(desk, NOTHING, recorded.claim_code)
    assert shown.sent

    told = await judge(desk, Received(shown.sent[0].body), recorded.claim_code)

    assert told.finding
    assert told.finding.verdict is Verdict.UNSURE
    assert Sign.NOT_AMONG_SENT in told.finding.signs


async def test_a_request_without_phone_was_sent_nothing(desk: Desk) -> None:
    recorded = await a_recorded(desk, phone="")

    assert (await judge(desk, NOTHING, recorded.claim_code)).sent == ()


async def test_wrong_codes_and_many_questions_are_counted(desk: Desk) -> None:
    with pytest.raises(ClaimCodeUnknown):
        await judge(desk, NOTHING, ClaimCode.from_bits(12345))
    for _ in range(CHECKS_PER_WINDOW - 1):
        await judge(desk, Received("Halo"))
    with pytest.raises(TooManyAttempts):
        await judge(desk, Received("Halo"))


async def test_before_set_up_nothing_is_shown_and_nothing_taken_for_ours(
    copied_database: CopiedDatabase, real_desk: Desk
) -> None:
    owner = open_engine(copied_database.owner_url)
    async with owner.begin() as connection:
        await connection.execute(text("TRUNCATE office CASCADE"))
    await owner.dispose()

    told = await judge(real_desk, Received("Halo, KTP Anda siap."))

    assert await vouching.examples(real_desk, now=MONDAY_0900) == ()
    assert told.finding
    assert told.finding.verdict is Verdict.UNSURE

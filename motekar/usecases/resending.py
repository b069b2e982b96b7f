"""Sends a citizen's news once more, at their own wish, after a message that did not arrive."""

from datetime import datetime

from motekar.rules.codes import RequestNo
from motekar.rules.errors import NothingToResend
from motekar.rules.resending import AGAIN, news_of, owed_again
from motekar.store import evidence, outbox, rulebook, sealing, told_messages
from motekar.store.engine import Transaction
from motekar.store.sealing import Found
from motekar.usecases import public_status
from motekar.usecases.desk import Desk
from motekar.usecases.public_status import PublicStatus
from motekar.usecases.telling import message_text
from motekar.usecases.viewing import stored


async def resend(
    desk: Desk, found: PublicStatus, phone_last4: str, *, network: str, now: datetime
) -> None:
    """Queues where the request stands now, worded anew, once for each of its versions.

    Raises:
        PhoneDigitsWrong: these are not the last four digits of the request's phone.
        TooManyAttempts: too many tries; they count as look-ups by number.
        AlreadyResent: it was sent once more before, by whoever was quicker.
        NothingToResend: the last message did not fail, or its news does not matter any more.
    """
    await public_status.prove_phone(desk, found, phone_last4, network=network, now=now)
    request_no = RequestNo.parse(found.row["request_no"])
    async with desk.store.transaction() as transaction:
        # The lock makes parallel clicks wait here; who comes second finds the message queued.
        locked = await stored(transaction, desk, request_no, lock=True)
        await _queue(transaction, desk, locked, now=now)


async def _queue(transaction: Transaction, desk: Desk, found: Found, *, now: datetime) -> None:
    request = found.request
    told = await told_messages.told(transaction, request.id)
    news = news_of(request.state, on_hold=request.hold is not None)
    event = owed_again(told, news=news, version=request.version)
    phone = sealing.opened_applicant(desk.vault, found).phone
    if phone is None:
        raise NothingToResend
    book = await rulebook.read(
        transaction, office=request.office, now=now, stamp=found.rulebook_stamp
    )
    message = outbox.NewMessage(
        id=desk.new_id(now),
        request=request,
        event=event.value,
        to=phone.e164,
        body=message_text(event, request, book=book, now=now),
        at=now,
        occasion=AGAIN,
    )
    outbox.enqueue(transaction, desk.vault, message)
    evidence.audit(
        transaction,
        at=now,
        action="message.resend",
        officer=None,
        office_code=request.office,
        subject=f"request:{request.request_no}",
        facts={"version": request.version, "event": event.value},
    )

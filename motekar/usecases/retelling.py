"""Words a citizen's news anew and queues it, after a message that did not arrive."""

from datetime import datetime
from uuid import UUID

from motekar.rules.errors import NothingToResend
from motekar.rules.resending import AGAIN, news_of, owed_again
from motekar.store import evidence, outbox, rulebook, sealing, told_messages
from motekar.store.engine import Transaction
from motekar.store.sealing import Found
from motekar.usecases.desk import Desk
from motekar.usecases.telling import message_text


async def tell_again(
    transaction: Transaction, desk: Desk, found: Found, *, officer: UUID | None, now: datetime
) -> None:
    """Queues where a locked request stands now, at once: somebody is waiting for it.

    Raises:
        AlreadyResent: it was sent once more since the request's last step.
        NothingToResend: the last message did not fail, its news does not matter any more, or
            there is no phone.
    """
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
        not_before=now,
        occasion=AGAIN,
    )
    outbox.enqueue(transaction, desk.vault, message)
    evidence.audit(
        transaction,
        at=now,
        action="message.resend",
        officer=officer,
        office_code=request.office,
        subject=f"request:{request.request_no}",
        facts={"version": request.version, "event": event.value},
    )

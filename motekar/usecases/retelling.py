"""Words a citizen's news anew and queues it, after a message that did not arrive."""

from datetime import datetime
from uuid import UUID

from motekar.rules.errors import NothingToResend
from motekar.rules.resending import AGAIN, news_of, owed_again
from motekar.store import evidence, rulebook, sealing, told_messages
from motekar.store.engine import Transaction
from motekar.store.sealing import Found
from motekar.usecases.desk import Desk
from motekar.usecases.telling import tell_of


async def tell_again(
    transaction: Transaction, desk: Desk, found: Found, *, officer: UUID | None, now: datetime
) -> None:
    """Queues where a locked request stands now; at night it waits as every message does.

    Raises:
        AlreadyResent: it was sent once more since the request's last step.
        NothingToResend: the last message did not fail, its news does not matter any more, or
            there is no phone.
    """
    request = found.request
    told = await told_messages.told(transaction, request.id)
    news = news_of(request.state, on_hold=request.hold is not None)
    event = owed_again(told, news=news, version=request.version)
    applicant = sealing.opened_applicant(desk.vault, found)
    if applicant.phone is None:
        raise NothingToResend
    book = await rulebook.read(
        transaction, office=request.office, now=now, stamp=found.rulebook_stamp
    )
    tell_of(
        transaction,
        desk,
        event,
        request,
        applicant=applicant,
        book=book,
        now=now,
        occasion=AGAIN,
    )
    evidence.audit(
        transaction,
        at=now,
        action="message.resend",
        officer=officer,
        office_code=request.office,
        subject=f"request:{request.request_no}",
        facts={"version": request.version, "event": event.value},
    )

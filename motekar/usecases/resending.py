"""Sends a citizen's news once more, at their own wish, after a message that did not arrive."""

from datetime import datetime

from motekar.rules.codes import RequestNo
from motekar.usecases import public_status
from motekar.usecases.desk import Desk
from motekar.usecases.public_status import PublicStatus
from motekar.usecases.retelling import tell_again
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
        await tell_again(transaction, desk, locked, officer=None, now=now)

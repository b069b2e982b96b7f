"""What the holder of a slip may know, and how often anybody may guess."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motekar.rules.codes import ClaimCode, RequestNo
from motekar.rules.errors import ClaimCodeUnknown, PhoneDigitsWrong, TooManyAttempts
from motekar.rules.phone import Phone
from motekar.store import limits, public_status
from motekar.usecases.desk import Desk

MISSES_PER_WINDOW = 20
LOOKUPS_PER_WINDOW = 10
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """The row of ``store.public_status``, opened to whoever proved to hold the slip or phone."""

    row: Any


async def by_claim_code(
    desk: Desk, code: ClaimCode, *, network: str, now: datetime
) -> PublicStatus:
    """The status behind a code; a right code is never slowed down, wrong ones are counted.

    Raises:
        ClaimCodeUnknown: the same for every code that opens nothing.
        TooManyAttempts: too many wrong ones from this network.
    """
    row = await public_status.by_claim_code(desk.store, code, now=now)
    if row is None:
        await count(desk, "claim-code", network, most=MISSES_PER_WINDOW, now=now)
        raise ClaimCodeUnknown
    return PublicStatus(row)


async def by_request_no(
    desk: Desk, request_no: RequestNo, phone_last4: str, *, network: str, now: datetime
) -> PublicStatus:
    """The status by number and the phone's last four digits: every try counts, twice over.

    Raises:
        ClaimCodeUnknown: number and phone do not belong together, or neither exists.
        TooManyAttempts: too many tries from this network, or at this number.
    """
    await _count_look_up(desk, str(request_no), network=network, now=now)
    row = await public_status.by_request_no(desk.store, str(request_no), now=now)
    if row is None or not _is_of_phone(desk, row, phone_last4):
        raise ClaimCodeUnknown
    return PublicStatus(row)


async def prove_phone(
    desk: Desk, found: PublicStatus, phone_last4: str, *, network: str, now: datetime
) -> None:
    """Makes sure that the reader of a status knows its phone; counted as a look-up by number.

    Raises:
        PhoneDigitsWrong: these are not its last four digits, or there is no phone.
        TooManyAttempts: too many tries from this network, or at this number.
    """
    await _count_look_up(desk, found.row["request_no"], network=network, now=now)
    if not _is_of_phone(desk, found.row, phone_last4):
        raise PhoneDigitsWrong


async def anew(desk: Desk, found: PublicStatus, *, now: datetime) -> PublicStatus:
    """The same status as it stands now."""
    row = await public_status.by_request_no(desk.store, found.row["request_no"], now=now)
    return PublicStatus(row)


def _is_of_phone(desk: Desk, row: Any, phone_last4: str) -> bool:  # noqa: ANN401 - as PublicStatus
    if row["phone_cipher"] is None:
        return False
    place = f"print_request.phone_cipher:{row['id']}"
    phone = Phone.parse(desk.vault.open(row["phone_cipher"], place=place))
    return phone.last4 == phone_last4


async def _count_look_up(desk: Desk, request_no: str, *, network: str, now: datetime) -> None:
    await count(desk, "lookup-network", network, most=LOOKUPS_PER_WINDOW, now=now)
    await count(desk, "lookup-number", request_no, most=LOOKUPS_PER_WINDOW, now=now)


async def count(desk: Desk, kind: str, who: str, *, most: int, now: datetime) -> None:
    """Counts a try.

    Raises:
        TooManyAttempts: more than ``most`` within the window.
    """
    key = desk.vault.index(who, kind=f"throttle:{kind}")
    async with desk.store.transaction() as transaction:
        tries = await limits.count_try(transaction, key, now=now, window=WINDOW)
    if tries.count > most:
        raise TooManyAttempts(retry_at=tries.window_ends_at)

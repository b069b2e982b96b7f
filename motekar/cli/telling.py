"""``motekar messages``: what was sent to citizens, and what was not."""

import argparse
from datetime import timedelta

from motekar import wiring
from motekar.cli.answers import Answer, Refused, moment, table
from motekar.cli.running import with_desk
from motekar.usecases import message_lists, messaging
from motekar.usecases.desk import Desk
from motekar.usecases.message_lists import Message


def listing(given: argparse.Namespace) -> Answer:
    """Newest first; numbers masked."""

    async def listed(desk: Desk) -> tuple[Message, ...]:
        return await message_lists.listed_for_operator(
            desk, office=given.office, state=given.state, limit=given.limit
        )

    found = with_desk(given, listed)
    heads = ("created", "request", "event", "state", "tries", "gateway", "phone", "trouble")
    rows = (
        (
            moment(one.created_at),
            one.request_no,
            one.event,
            one.state,
            one.attempts,
            one.gateway or "-",
            one.phone_masked,
            one.last_error or "-",
        )
        for one in found
    )
    return Answer(table(rows, *heads), [_data(one) for one in found])


def retrying(given: argparse.Namespace) -> Answer:
    """Queues given-up messages once more; the worker sends them."""
    now = wiring.now()
    since = now - timedelta(days=given.days or 0)

    async def queued(desk: Desk) -> int:
        return await messaging.send_again(desk, given.id, since=since, now=now)

    count = with_desk(given, queued)
    if not count:
        raise Refused("No message was given up there: see motekar messages list --state failed.")
    return Answer(f"{count} messages are queued once more.", {"queued": count})


def _data(one: Message) -> dict[str, object]:
    return {
        "id": str(one.id),
        "request_no": one.request_no,
        "office": one.office,
        "event": one.event,
        "state": one.state,
        "phone_masked": one.phone_masked,
        "text": one.body,
        "attempts": one.attempts,
        "gateway": one.gateway,
        "last_error": one.last_error,
        "created_at": one.created_at.isoformat(),
        "not_before": one.not_before.isoformat(),
        "settled_at": one.settled_at.isoformat() if one.settled_at else None,
    }

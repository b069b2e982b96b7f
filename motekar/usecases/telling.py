"""Words the SMS of a step from the dated wording, and queues it in the step's own transaction."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from motekar.rules.applicant import Applicant
from motekar.rules.messages import MessageEvent, gsm7_parts
from motekar.rules.requests import PrintRequest, StepTaken
from motekar.rules.rulebook import RuleBook
from motekar.store import outbox
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk

LANGUAGE = "id"
_DAYS_AHEAD = 14


@cache
def phrases(language: str = LANGUAGE) -> Mapping[str, Any]:
    """Short words for days, times and causes as they stand in a message."""
    source = files("motekar.defaults").joinpath("wording.toml").read_text("utf-8")
    words: Mapping[str, Any] = tomllib.loads(source)["phrases"][language]
    return words


async def tell(
    transaction: Transaction,
    desk: Desk,
    step: StepTaken,
    *,
    applicant: Applicant,
    book: RuleBook,
) -> None:
    """Queues the message a step owes the citizen; nothing without a step that tells or a phone."""
    if step.tells is None or applicant.phone is None:
        return
    body = message_text(step.tells, step.after, book=book, now=step.at)
    await outbox.enqueue(
        transaction,
        desk.vault,
        message_id=desk.new_id(step.at),
        request_id=step.after.id,
        request_version=step.after.version,
        office_code=step.after.office,
        event=step.tells.value,
        to=applicant.phone.e164,
        body=body,
        parts=gsm7_parts(body),
        now=step.at,
    )


def message_text(
    event: MessageEvent, request: PrintRequest, *, book: RuleBook, now: datetime
) -> str:
    """The sentence for this event, in the office's time."""
    words = phrases()
    facts = {
        "office": book.office.name,
        "request_no": request.request_no,
        "promise": _promise(request, book=book, words=words),
        "cause": words["causes"][request.hold.cause.value] if request.hold else "",
        "hours": _hours(book, now=now, words=words),
        "when": _moment(now, book=book, words=words),
    }
    return book.wording(event, language=LANGUAGE).filled(facts)


def _promise(request: PrintRequest, *, book: RuleBook, words: Mapping[str, Any]) -> str:
    if request.promised_by is None:
        return str(words["no_promise"])
    moment = _moment(request.promised_by, book=book, words=words)
    return str(words["promise"]).format(moment=moment)


def _moment(moment: datetime, *, book: RuleBook, words: Mapping[str, Any]) -> str:
    local = moment.astimezone(book.office.zone)
    return str(words["moment"]).format(
        day=words["days"][local.weekday()],
        date=f"{local.day}/{local.month}",
        time=local.strftime(words["clock"]),
    )


def _hours(book: RuleBook, *, now: datetime, words: Mapping[str, Any]) -> str:
    """Today's hours while the office is open or will be, else those of the next open day."""
    today = book.office.local_day(now)
    for ahead in range(_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        spans = book.calendar.spans_on(day) if book.calendar.knows(day) else ()
        if not spans or spans[-1][1] <= now:
            continue
        phrase = words["hours_today" if ahead == 0 else "hours_later"]
        return str(phrase).format(
            day=words["days"][day.weekday()],
            date=f"{day.day}/{day.month}",
            opens=spans[0][0].astimezone(book.office.zone).strftime(words["clock"]),
            closes=spans[-1][1].astimezone(book.office.zone).strftime(words["clock"]),
        )
    return str(words["no_hours"])

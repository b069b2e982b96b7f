"""Words the SMS of a step from the dated wording, and queues it in the step's own transaction."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from motekar.rules.applicant import Applicant
from motekar.rules.messages import MessageEvent, Phrases
from motekar.rules.quiet_hours import send_from
from motekar.rules.requests import PrintRequest, StepTaken
from motekar.rules.rulebook import RuleBook
from motekar.store import outbox
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk

LANGUAGE = "id"
_DAYS_AHEAD = 14


@cache
def phrases(language: str = LANGUAGE) -> Phrases:
    """Short words for days, times and causes as they stand in a message."""
    source = files("motekar.defaults").joinpath("wording.toml").read_text("utf-8")
    words = tomllib.loads(source)["phrases"][language]
    return Phrases(language=language, **{**words, "days": tuple(words["days"])})


def tell(
    transaction: Transaction,
    desk: Desk,
    step: StepTaken,
    *,
    applicant: Applicant,
    book: RuleBook,
) -> None:
    """Queues the message a step owes the citizen; nothing without a step that tells."""
    if step.tells is not None:
        tell_of(
            transaction,
            desk,
            step.tells,
            step.after,
            applicant=applicant,
            book=book,
            now=step.at,
        )


def tell_of(
    transaction: Transaction,
    desk: Desk,
    event: MessageEvent,
    request: PrintRequest,
    *,
    applicant: Applicant,
    book: RuleBook,
    now: datetime,
    occasion: int = 0,
) -> None:
    """Queues one message, worded for the moment it goes out; nothing without a phone."""
    if applicant.phone is None:
        return
    goes_out = send_from(event, policy=book.policy, zone=book.office.zone, now=now)
    message = outbox.NewMessage(
        id=desk.new_id(now),
        request=request,
        event=event.value,
        to=applicant.phone.e164,
        body=message_text(event, request, book=book, now=goes_out),
        at=now,
        not_before=goes_out,
        occasion=occasion,
    )
    outbox.enqueue(transaction, desk.vault, message)


def message_text(
    event: MessageEvent, request: PrintRequest, *, book: RuleBook, now: datetime
) -> str:
    """The sentence for this event as it is read at that moment, in the office's time."""
    words, zone = phrases(), book.office.zone
    by = request.promised_by
    span = _next_span(book, now=now)
    is_today = span is not None and book.office.local_day(span[0]) == book.office.local_day(now)
    facts = {
        "office": book.office.name,
        "request_no": request.request_no,
        "promise": words.promised(by.astimezone(zone) if by else None),
        "cause": words.causes[request.hold.cause.value] if request.hold else "",
        "hours": words.hours(span, is_today=is_today),
        "when": words.when(now.astimezone(zone)),
    }
    return book.wording(event, language=LANGUAGE).filled(facts)


def _next_span(book: RuleBook, *, now: datetime) -> tuple[datetime, datetime] | None:
    """What is left of today from its next opening on, else the next open day's hours."""
    today = book.office.local_day(now)
    for day in (today + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD)):
        spans = book.calendar.spans_on(day) if book.calendar.knows(day) else ()
        left = [span for span in spans if span[1] > now]
        if left:
            return left[0][0], left[-1][1]
    return None

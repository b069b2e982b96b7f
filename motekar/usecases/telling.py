"""Words the SMS of a step from the dated wording, and queues it in the step's own transaction."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from motekar.rules.applicant import Applicant
from motekar.rules.messages import MessageEvent, Phrases
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
    """Queues the message a step owes the citizen; nothing without a step that tells or a phone."""
    if step.tells is None or applicant.phone is None:
        return
    body = message_text(step.tells, step.after, book=book, now=step.at)
    message = outbox.NewMessage(
        id=desk.new_id(step.at),
        request=step.after,
        event=step.tells.value,
        to=applicant.phone.e164,
        body=body,
        at=step.at,
    )
    outbox.enqueue(transaction, desk.vault, message)


def message_text(
    event: MessageEvent, request: PrintRequest, *, book: RuleBook, now: datetime
) -> str:
    """The sentence for this event, in the office's time."""
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

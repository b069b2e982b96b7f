"""When the owner of a card that lies ready is told once more: while it can be handed over."""

from datetime import datetime, timedelta
from itertools import islice

from motekar.rules.business_time import next_open
from motekar.rules.quiet_hours import is_quiet
from motekar.rules.rulebook import RuleBook


def may_remind(book: RuleBook, *, now: datetime) -> bool:
    """True while the office is open and it is not night."""
    is_open = next_open(book.calendar, now) == now
    return is_open and not is_quiet(book.policy, zone=book.office.zone, now=now)


def waits_since_before(book: RuleBook, *, now: datetime) -> datetime:
    """No card that became ready later can have waited long enough."""
    return now - timedelta(days=book.policy.remind_after_days - 1)


def has_waited(ready_at: datetime, *, book: RuleBook, now: datetime) -> bool:
    """True from the policy's open day on, counted from the day after the card became ready."""
    first, today = book.office.local_day(ready_at), book.office.local_day(now)
    days = (first + timedelta(days=ahead) for ahead in range(1, (today - first).days + 1))
    open_days = (day for day in days if book.calendar.knows(day) and book.calendar.spans_on(day))
    wanted = book.policy.remind_after_days
    return len(list(islice(open_days, wanted))) == wanted

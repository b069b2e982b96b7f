"""The requests behind each figure of a period; as many as the figure says, at the same moment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from motekar.rules.counting import Verdict
from motekar.rules.documents import Reason
from motekar.rules.errors import FieldError, ValidationFailed
from motekar.rules.intake_form import Channel
from motekar.rules.people import OVERSIGHT, Officer
from motekar.rules.period import Period
from motekar.rules.tallying import ALL, HOUR
from motekar.store import figure_lists
from motekar.store.figure_lists import WHAT, ListedRequest
from motekar.usecases.casebook import marked_now
from motekar.usecases.desk import Desk

__all__ = ["PAGE", "WHAT", "Listed", "ListedRequest", "behind"]

PAGE = 50
_VALUES: Mapping[str, Collection[str]] = {
    ALL: {""},
    "reason": {*Reason, Verdict.UNKNOWN},
    "channel": {*Channel, Verdict.UNKNOWN},
    "weekday": {str(day) for day in range(7)},
    HOUR: {f"{hour:02d}" for hour in range(24)},
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list; ``total`` is the figure."""

    total: int
    page: int
    pages: int
    requests: tuple[ListedRequest, ...]


async def behind(
    desk: Desk,
    officer: Officer,
    *,
    office: str | None,
    period: Period,
    what: str,
    facet: tuple[str, str],
    page: int,
    now: datetime,
) -> Listed:
    """The requests that a figure counts; pages are numbered from 1, past the last is the last.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
        ValidationFailed: there is no such figure, group or page.
    """
    officer.require(OVERSIGHT, office=office)
    chosen = {
        "what": what in WHAT,
        "facet": facet[0] in _VALUES,
        "value": facet[1] in _VALUES.get(facet[0], {facet[1]}),
        "page": page >= 1,
    }
    if errors := [FieldError(name, "unknown-choice") for name, fits in chosen.items() if not fits]:
        raise ValidationFailed(errors=tuple(errors))
    async with desk.store.snapshot() as transaction:
        marked = await marked_now(transaction)
        listed = partial(
            figure_lists.listed,
            transaction,
            offices=(office,) if office else officer.offices(OVERSIGHT),
            period=period,
            what=what,
            facet=facet,
            fresh=marked.after,
            limit=PAGE,
            now=now,
        )
        total, requests = await listed(skip=(page - 1) * PAGE)
        pages = max(-(-total // PAGE), 1)
        if page > pages:
            total, requests = await listed(skip=(pages - 1) * PAGE)
    return Listed(total, min(page, pages), pages, requests)

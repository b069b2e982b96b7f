"""The requests behind each figure of a period; as many as the figure says, at the same moment."""

from dataclasses import dataclass
from datetime import datetime

from motekar.rules.errors import FieldError, ValidationFailed
from motekar.rules.people import OVERSIGHT, Officer
from motekar.rules.period import Period
from motekar.rules.tallying import FACETS
from motekar.store import figure_lists
from motekar.store.figure_lists import WHAT, ListedRequest
from motekar.usecases.casebook import marked_now
from motekar.usecases.desk import Desk

__all__ = ["PAGE", "WHAT", "Listed", "ListedRequest", "behind"]

PAGE = 50


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
    """The requests that a figure counts; pages are numbered from 1.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
        ValidationFailed: there is no such figure, grouping or page.
    """
    officer.require(OVERSIGHT, office=office)
    chosen = {"what": what in WHAT, "facet": facet[0] in FACETS, "page": page >= 1}
    if errors := [FieldError(name, "unknown-choice") for name, fits in chosen.items() if not fits]:
        raise ValidationFailed(errors=tuple(errors))
    async with desk.store.snapshot() as transaction:
        marked = await marked_now(transaction)
        total, requests = await figure_lists.listed(
            transaction,
            offices=(office,) if office else officer.offices(OVERSIGHT),
            period=period,
            what=what,
            facet=facet,
            fresh=marked.after,
            skip=(page - 1) * PAGE,
            limit=PAGE,
            now=now,
        )
    return Listed(total, page, max(-(-total // PAGE), 1), requests)

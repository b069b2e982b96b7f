"""The figures of a period, and the requests behind each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency

from motekar.rules.digits import small_number
from motekar.rules.errors import FieldError, ValidationFailed
from motekar.rules.people import OVERSIGHT
from motekar.rules.period import Period, month_of, read_period
from motekar.rules.tallying import ALL, FACETS
from motekar.usecases import compliance, figure_lists, surroundings
from motekar.web import figure_words
from motekar.web.access import for_roles
from motekar.web.chart_words import pictured
from motekar.web.faults import Fault, faults_of
from motekar.web.figure_pictures import charts
from motekar.web.language import gettext
from motekar.web.moments import day_words
from motekar.web.shell import Seat, room, zone_of
from motekar.web.stage_tables import stage_tables

FIGURES = "/staff/figures"
_READ = for_roles(*OVERSIGHT)
_Page = Response[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody chose to look at; ``office`` None is all that they watch."""

    office: str | None
    period: Period
    facet: str = ALL

    def of_group(self, facet: str, value: str) -> "Asked":
        """The same for one office or day; other groups are named beside it."""
        if facet == "office":
            return Asked(value, self.period)
        if facet == "day":
            day = date.fromisoformat(value)
            return Asked(self.office, Period(day, day))
        return self

    def address(self, **more: object) -> str:
        """The query for the same offices and days."""
        chosen = {
            "office": self.office or "",
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "by": self.facet,
        }
        return urlencode({name: value for name, value in (chosen | more).items() if value})


@get(FIGURES, opt=_READ)
async def figures(seat: NamedDependency[Seat]) -> _Page:
    """The period asked for, this month else."""
    today = seat.now.astimezone(zone_of(await seat.offices())).date()
    asked, faults = read_asked(seat, today)
    view = await compliance.of_period(
        seat.desk,
        seat.officer,
        office=asked.office,
        period=asked.period,
        facet=asked.facet,
        now=seat.now,
    )
    around = await surroundings.around(seat.desk, view.offices, period=asked.period, now=seat.now)
    offices = await watched(seat)

    def address(what: Mapping[str, str]) -> str:
        return f"{FIGURES}/list?{asked.address(**what)}"

    return await seat.page(
        "staff/figures.html",
        current="figures",
        status=422 if faults else 200,
        asked=asked,
        earlier=Asked(asked.office, asked.period.before()),
        view=view,
        spans=_spans(asked, today),
        facets=[(code, gettext(words)) for code, words in figure_words.FACETS.items()],
        offices=offices,
        charts=[pictured(chart, address) for chart in charts(view, around, dict(offices))],
        stages=[
            (each.table, {place: address(what) for place, what in each.behind.items()})
            for each in stage_tables(view, dict(offices), facet=asked.facet)
        ],
        errors=faults,
        words=figure_words,
        named=lambda value: figure_words.group_name(asked.facet, value),
        office_named=dict(offices).get,
        day_named=lambda value: day_words(date.fromisoformat(value)),
    )


@get(f"{FIGURES}/list", opt=_READ)
async def listed(seat: NamedDependency[Seat]) -> _Page:
    """The requests behind one figure.

    Raises:
        ValidationFailed: there is no such figure.
    """
    query = seat.request.query_params
    today = seat.now.astimezone(zone_of(await seat.offices())).date()
    asked, faults = read_asked(seat, today)
    what, facet, value = (query.get(name, "") for name in ("what", "facet", "value"))
    found = await figure_lists.behind(
        seat.desk,
        seat.officer,
        office=asked.office,
        period=asked.period,
        what=what,
        facet=(facet or ALL, value),
        page=small_number(query.get("page", "1")) or 0,
        now=seat.now,
    )

    def turned(number: int) -> str:
        told = {"what": what, "facet": facet, "value": value, "page": number}
        return f"{FIGURES}/list?{asked.address(**told)}"

    return await seat.page(
        "staff/figure_list.html",
        current="figures",
        status=422 if faults else 200,
        asked=asked,
        found=found,
        what=what,
        group=figure_words.group_name(facet, value) if value else "",
        names=dict(await watched(seat)),
        older=turned(found.page + 1) if found.page < found.pages else None,
        newer=turned(found.page - 1) if found.page > 1 else None,
        errors=faults,
        words=figure_words,
        back=f"{FIGURES}?{asked.address()}",
    )


def read_asked(seat: Seat, today: date) -> tuple[Asked, list[Fault]]:
    """What was chosen; days that cannot be read give this month and say so."""
    try:
        return chosen(seat, today), []
    except ValidationFailed as refused:
        return _this_month(seat, today), faults_of(refused.errors)


def chosen(seat: Seat, today: date) -> Asked:
    """What was chosen, this month else.

    Raises:
        ValidationFailed: its days cannot be read, or nothing can be grouped so.
    """
    query, unchosen = seat.request.query_params, _this_month(seat, today)
    if query.get("by", ALL) not in {"", ALL, *FACETS}:
        raise ValidationFailed(errors=(FieldError("by", "unknown-choice"),))
    if not query.get("from") and not query.get("to"):
        return unchosen
    period = read_period(_day(query, "from", today), _day(query, "to", today))
    return replace(unchosen, period=period)


def _this_month(seat: Seat, today: date) -> Asked:
    query = seat.request.query_params
    facet = query.get("by", ALL)
    return Asked(query.get("office") or None, month_of(today), facet if facet in FACETS else ALL)


def _day(query: Any, name: str, today: date) -> date:  # noqa: ANN401 - the framework's mapping
    told = query.get(name)
    if not told:
        return today
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise ValidationFailed(errors=(FieldError(name, "day-malformed"),)) from None


def _spans(asked: Asked, today: date) -> list[dict[str, Any]]:
    """Periods one press away."""
    this = month_of(today)
    last = this.before()
    periods = (
        (gettext("Hari ini"), Period(today, today)),
        (gettext("Bulan ini"), this),
        (gettext("Bulan lalu"), last),
        (gettext("Tahun ini"), Period(date(today.year, 1, 1), this.last)),
    )
    return [
        {
            "words": words,
            "url": f"{FIGURES}?{Asked(asked.office, period, asked.facet).address()}",
            "is_chosen": period == asked.period,
        }
        for words, period in periods
    ]


async def watched(seat: Seat) -> list[tuple[str, str]]:
    """Code and name of the offices whose figures this person may see."""
    mine = set(seat.officer.offices(OVERSIGHT))
    return [(office.code, office.name) for office in await seat.offices() if office.code in mine]


ROUTES = (room(figures, listed),)

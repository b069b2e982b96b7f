"""How an office's lines were served, what is worth asking, and the evidence behind each number."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from motekar.rules.calendar_form import read_day
from motekar.rules.errors import DayMalformed, FieldError, ValidationFailed
from motekar.rules.fairness import TOLERANCE
from motekar.rules.period import Period, month_of, read_period
from motekar.rules.rulebook import OfficeProfile
from motekar.usecases import fairness
from motekar.usecases.fairness import FAIRNESS_READERS, FairnessReport
from motekar.web import fairness_csv
from motekar.web.access import for_roles
from motekar.web.fairness_labels import FAIRNESS as WORDS
from motekar.web.fairness_words import lists_of, measure_words, trace_words
from motekar.web.faults import faults_of
from motekar.web.figures_page import FIGURES
from motekar.web.shell import Seat, room

FAIRNESS = f"{FIGURES}/fairness"
_READ = for_roles(*FAIRNESS_READERS)
MOST_DAYS = 31
_ON_A_PAGE = 25
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose line, and of which days; ``typed`` as it stood in the address."""

    office: OfficeProfile
    typed: dict[str, str]
    period: Period

    def address(self, path: str = "", **more: object) -> str:
        """The same question at another door."""
        told = {"office": self.office.code, **self.typed, **more}
        return f"{FAIRNESS}{path}?{urlencode(told)}"


@get(FAIRNESS, opt=_READ)
async def look(seat: NamedDependency[Seat]) -> Response[str]:
    """Both lines and the questions."""
    office = await _office(seat)
    typed = _typed(seat, office)
    try:
        asked = Asked(office, typed, _period(typed))
    except ValidationFailed as faulty:
        return await _page(seat, office, typed, status=422, errors=faults_of(faulty.errors))
    report = await _report(seat, asked)
    return await _page(
        seat,
        office,
        typed,
        report=report,
        sizes={name: len(listing.rows) for name, listing in lists_of(report).items()},
        address=asked.address,
        tolerance=TOLERANCE,
        measure_words=measure_words,
        words=WORDS,
    )


@get(f"{FAIRNESS}/list", opt=_READ)
async def behind(seat: NamedDependency[Seat]) -> Response[str]:
    """What stands behind one number."""
    asked = await _asked(seat)
    query = seat.request.query_params
    report = await _report(seat, asked)
    name = query.get("list", "")
    listing = lists_of(report).get(name)
    if listing is None:
        raise NotFoundException
    last = max(1, -(-len(listing.rows) // _ON_A_PAGE))
    number = min(last, max(1, _number(query.get("page", ""))))
    rows = listing.rows[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
    return await seat.page(
        "staff/fairness_list.html",
        current="figures",
        back=asked.address(),
        place=asked.office,
        zone=asked.office.zone,
        period=asked.period,
        listing=listing,
        rows=rows,
        named=_NAMED,
        names=report.names,
        trace_words=trace_words,
        number=number,
        last=last,
        pages={
            way: asked.address("/list", list=name, page=number + step)
            for way, step in (("before", -1), ("after", 1))
            if 1 <= number + step <= last
        },
    )


@get(f"{FAIRNESS}/deviations.csv", opt=_READ)
async def deviations(seat: NamedDependency[Seat]) -> Response[str]:
    """All steps out of order as a file."""
    asked = await _asked(seat)
    report = await _report(seat, asked)
    first, last = asked.period.first.isoformat(), asked.period.last.isoformat()
    name = f"urutan-{asked.office.abbreviation}-{first}-{last}.csv"
    return Response(
        fairness_csv.written(report),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


async def _report(seat: Seat, asked: Asked) -> FairnessReport:
    return await fairness.read(
        seat.desk, seat.officer, asked.office.code, period=asked.period, now=seat.now
    )


async def _asked(seat: Seat) -> Asked:
    office = await _office(seat)
    typed = _typed(seat, office)
    return Asked(office, typed, _period(typed))


async def _mine(seat: Seat) -> list[OfficeProfile]:
    codes = seat.officer.offices(FAIRNESS_READERS)
    return [office for office in await seat.offices() if office.code in codes]


async def _office(seat: Seat) -> OfficeProfile:
    """The office that was asked for, else the first.

    Raises:
        WrongOffice: it is not this person's.
    """
    code = seat.request.query_params.get("office", "")
    if code:
        seat.officer.require(FAIRNESS_READERS, office=code)
    found = await _mine(seat)
    return next((office for office in found if office.code == code), found[0])


def _typed(seat: Seat, office: OfficeProfile) -> dict[str, str]:
    """The days as typed; nothing typed is this month."""
    query, month = seat.request.query_params, month_of(office.local_day(seat.now))
    return {
        "from": query.get("from", month.first.isoformat()),
        "to": query.get("to", month.last.isoformat()),
    }


def _period(typed: dict[str, str]) -> Period:
    days: dict[str, date] = {}
    errors = []
    for name, text in typed.items():
        try:
            days[name] = read_day(text)
        except DayMalformed as malformed:
            errors.append(FieldError(name, malformed.code))
    if errors:
        raise ValidationFailed(errors=tuple(errors))
    period = read_period(days["from"], days["to"])
    if (period.last - period.first).days >= MOST_DAYS:
        error = FieldError("to", "period-too-long", (("days", MOST_DAYS),))
        raise ValidationFailed(errors=(error,))
    return period


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


async def _page(
    seat: Seat, office: OfficeProfile, typed: dict[str, str], **facts: object
) -> Response[str]:
    shown: dict[str, Any] = {
        "current": "figures",
        "back": FIGURES,
        "here": FAIRNESS,
        "place": office,
        "zone": office.zone,
        "mine": [(each.code, each.name) for each in await _mine(seat)],
        "typed": typed,
        "report": None,
    }
    return await seat.page("staff/fairness.html", **(shown | facts))


ROUTES = (room(look, behind, deviations),)

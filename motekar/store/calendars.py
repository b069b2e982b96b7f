"""Reads an office's calendar, in force or as it was at any version, and what concerns it.

Every entry carries the version that brought it and the one that ended it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from motekar.rules.calendar import (
    ClosedDay,
    ClosedKind,
    HoursRange,
    OfficeCalendar,
    OneOff,
    OneOffKind,
    OpeningSpan,
)
from motekar.rules.errors import OfficeUnknown
from motekar.store.engine import Transaction

# The names of o.code, o.today and :version are those of the statements around it.
_COLUMNS = """
  (SELECT jsonb_agg(jsonb_build_array(weekday, opens, closes) ORDER BY weekday, opens)
     FROM opening_span WHERE office_code = o.code AND {in_force}) AS spans,
  (SELECT jsonb_agg(jsonb_build_array(day, name, kind, estimated) ORDER BY day)
     FROM closed_day WHERE {in_force} AND {day_near}) AS closed,
  (SELECT jsonb_agg(jsonb_build_array(id, office_code, name, starts, ends, on_holidays,
       (SELECT jsonb_agg(jsonb_build_array(weekday, opens, closes) ORDER BY weekday, opens)
          FROM calendar_range_span WHERE range_id = r.id)) ORDER BY starts, id)
     FROM calendar_range r WHERE (office_code = o.code OR office_code IS NULL)
      AND {in_force} AND {range_near}) AS ranges,
  (SELECT jsonb_agg(jsonb_build_array(f.id, f.kind, day, opens, closes, reason, planned,
       declared_at, s.name) ORDER BY day, opens NULLS FIRST)
     FROM one_off f JOIN staff s ON s.id = f.declared_by
    WHERE office_code = o.code AND {in_force} AND {day_near}) AS one_offs,
  (SELECT array_agg(year) FROM known_year WHERE {year_known}) AS years
"""
_NEAR = "BETWEEN o.today - 14 AND o.today + 90"
IN_FORCE = _COLUMNS.format(
    in_force="until_version IS NULL",
    day_near=f"day {_NEAR}",
    range_near="ends >= o.today - 14 AND starts <= o.today + 90",
    year_known="true",
)
_AS_IT_WAS = text(
    "SELECT o.code, o.zone, CAST(:version AS integer) AS calendar_version,"
    + _COLUMNS.format(
        in_force="since_version <= :version"
        " AND (until_version IS NULL OR until_version > :version)",
        day_near="true",
        range_near="true",
        year_known="since_version <= :version",
    )
    + "FROM office o WHERE o.code = :office"
)
_CHANGED_SINCE = text("""
SELECT version, made_by FROM calendar_version
WHERE version > :seen AND (office_code IS NULL OR office_code = :office)
ORDER BY version DESC LIMIT 1
""")
_NEWEST = text("SELECT coalesce(max(version), 0) FROM calendar_version")
_CLOSURES = text("""
SELECT f.id, f.day, f.opens, f.closes, f.reason, f.declared_at, s.name AS declared_by,
  f.until_version IS NOT NULL AS withdrawn
FROM one_off f JOIN staff s ON s.id = f.declared_by
WHERE f.kind = 'closure' AND NOT f.planned AND f.office_code = :office
  AND f.day BETWEEN :first AND :last
ORDER BY f.day, f.declared_at
""")


@dataclass(frozen=True, slots=True)
class UnplannedClosure:
    """A closure nobody knew before; ``withdrawn`` when somebody took the entry back later."""

    closure: OneOff
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class VersionMade:
    """One change of a calendar, as it was noted."""

    version: int
    made_at: datetime
    made_by: str
    note: str


@dataclass(frozen=True, slots=True)
class YearEntered:
    """A year whose holidays are known; ``estimated`` counts days that may still move."""

    year: int
    source: str
    confirmed_by: str | None
    estimated: int


async def as_it_was(transaction: Transaction, *, office: str, version: int) -> OfficeCalendar:
    """The whole calendar of an office as that version had it.

    Raises:
        OfficeUnknown: no office has that code.
    """
    values = {"office": office, "version": version}
    row = (await transaction.execute(_AS_IT_WAS, values)).one_or_none()
    if row is None:
        raise OfficeUnknown
    return built(row)


async def newest(transaction: Transaction) -> int:
    """The number of the last change, 0 before the first."""
    return int((await transaction.execute(_NEWEST)).scalar_one())


async def changed_since(
    transaction: Transaction, *, office: str | None, seen: int
) -> tuple[int, str] | None:
    """Newest later version that concerns this office, or the agency, and who made it."""
    row = (await transaction.execute(_CHANGED_SINCE, {"office": office, "seen": seen})).first()
    return (row.version, row.made_by) if row else None


async def versions(transaction: Transaction, *, office: str, most: int) -> tuple[VersionMade, ...]:
    """The last changes that concern an office, newest first."""
    query = text(
        "SELECT version, made_at, made_by, note FROM calendar_version"
        " WHERE office_code IS NULL OR office_code = :office ORDER BY version DESC LIMIT :most"
    )
    rows = await transaction.execute(query, {"office": office, "most": most})
    return tuple(VersionMade(*row) for row in rows)


async def unplanned_closures(
    transaction: Transaction, *, office: str, first: date, last: date
) -> tuple[UnplannedClosure, ...]:
    """What stays visible in the figures of those days, both included, entries taken back too."""
    values = {"office": office, "first": first, "last": last}
    return tuple(_closure(row) for row in await transaction.execute(_CLOSURES, values))


async def years(transaction: Transaction) -> tuple[YearEntered, ...]:
    """All years with holidays, by number."""
    query = text(
        "SELECT year, source, confirmed_by, (SELECT count(*) FROM closed_day WHERE estimated"
        " AND until_version IS NULL AND extract(year FROM day) = year) AS estimated"
        " FROM known_year ORDER BY year"
    )
    return tuple(
        YearEntered(row.year, row.source, row.confirmed_by, row.estimated)
        for row in await transaction.execute(query)
    )


def _closure(row: Row[Any]) -> UnplannedClosure:
    closure = OneOff(
        kind=OneOffKind.CLOSURE,
        day=row.day,
        reason=row.reason,
        opens=row.opens,
        closes=row.closes,
        planned=False,
        declared_at=row.declared_at,
        declared_by=row.declared_by,
        id=row.id,
    )
    return UnplannedClosure(closure, row.withdrawn)


def built(row: Row[Any]) -> OfficeCalendar:
    """A calendar from the columns of ``IN_FORCE`` and its office's code, zone and version."""
    return OfficeCalendar(
        office_code=row.code,
        zone=row.zone,
        version=row.calendar_version or 0,
        spans=_spans(row.spans),
        closed_days=tuple(
            ClosedDay(date.fromisoformat(day), name, ClosedKind(kind), estimated)
            for day, name, kind, estimated in row.closed or ()
        ),
        known_years=frozenset(row.years or ()),
        ranges=tuple(_range(*told) for told in row.ranges or ()),
        one_offs=tuple(_one_off(*told) for told in row.one_offs or ()),
    )


def _spans(told: list[Any] | None) -> tuple[OpeningSpan, ...]:
    return tuple(
        OpeningSpan(weekday, time.fromisoformat(opens), time.fromisoformat(closes))
        for weekday, opens, closes in told or ()
    )


def _range(  # noqa: PLR0917 - one row
    row_id: str,
    office: str | None,
    name: str,
    starts: str,
    ends: str,
    on_holidays: bool,  # noqa: FBT001 - a row's column
    spans: list[Any] | None,
) -> HoursRange:
    return HoursRange(
        name=name,
        starts=date.fromisoformat(starts),
        ends=date.fromisoformat(ends),
        spans=_spans(spans),
        office=office,
        on_holidays=on_holidays,
        id=UUID(row_id),
    )


def _one_off(  # noqa: PLR0917 - one row
    row_id: str,
    kind: str,
    day: str,
    opens: str | None,
    closes: str | None,
    reason: str,
    planned: bool,  # noqa: FBT001 - a row's column
    declared_at: str,
    declared_by: str,
) -> OneOff:
    return OneOff(
        kind=OneOffKind(kind),
        day=date.fromisoformat(day),
        reason=reason,
        opens=time.fromisoformat(opens) if opens else None,
        closes=time.fromisoformat(closes) if closes else None,
        planned=planned,
        declared_at=datetime.fromisoformat(declared_at),
        declared_by=declared_by,
        id=UUID(row_id),
    )

"""Reads what an office has decided, in one statement, and writes new decisions.

Hours and closures carry the calendar version that brought them and the one that ended them, so
that any version can be read back for ever.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, exists, insert, literal, select, text

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.capacity import Equipment
from motekar.rules.documents import Document, DocumentRule, Reason
from motekar.rules.errors import OfficeUnknown
from motekar.rules.ladder import Ladder, LadderStep, Trigger
from motekar.rules.messages import MessageEvent, Wording
from motekar.rules.people import Role
from motekar.rules.places import Quota
from motekar.rules.promise import ServicePolicy
from motekar.rules.rulebook import OfficeProfile, RuleBook
from motekar.store import calendars, tables
from motekar.store.engine import Transaction

_MOST_BOOKS = 200
_READ = text(
    """
SELECT o.code, o.abbreviation, o.name, o.kind, o.region, o.zone, o.address,
{calendar},
  (SELECT max(version) FROM calendar_version) AS calendar_version,
  (SELECT jsonb_build_array(version, cut_off_minutes, risk_minutes, verify_minutes, print_minutes,
                            quiet_from, quiet_until, remind_after_days)
     FROM service_policy WHERE valid_from <= o.today ORDER BY version DESC LIMIT 1) AS policy,
  (SELECT jsonb_agg(jsonb_build_array(reason, one_of) ORDER BY reason, position)
     FROM document_rule WHERE valid_from <= o.today
      AND (valid_until IS NULL OR valid_until > o.today)) AS documents,
  (SELECT array_agg(replace(code, '.', '')) FROM region WHERE level = 'kecamatan'
    AND parent IN (SELECT substring(region, 1, 5) FROM office)) AS prefixes,
  (SELECT jsonb_agg(jsonb_build_array(w.event, w.language, w.template)) FROM (
     SELECT DISTINCT ON (event, language) event, language, template FROM sms_wording
      WHERE valid_from <= o.today
      ORDER BY event, language, valid_from DESC, version DESC) w) AS wordings,
  (SELECT jsonb_build_array(printers, daily_blanks, low_blanks) FROM office_equipment
    WHERE office_code = o.code AND valid_from <= o.today
    ORDER BY valid_from DESC LIMIT 1) AS equipment,
  (SELECT jsonb_agg(jsonb_build_array(group_name, rank, reasons, places, release_at) ORDER BY rank)
     FROM place_quota WHERE office_code = o.code AND cardinality(reasons) > 0 AND valid_from =
      (SELECT max(valid_from) FROM place_quota
        WHERE office_code = o.code AND valid_from <= o.today)) AS quotas,
  (SELECT jsonb_agg(jsonb_build_array(version, rank, trigger, after_open_minutes,
                                      unpromised_minutes, audience, sms) ORDER BY rank)
     FROM escalation_step WHERE version =
      (SELECT version FROM escalation_step WHERE valid_from <= o.today
        ORDER BY valid_from DESC, version DESC LIMIT 1)) AS ladder
FROM (SELECT code, abbreviation, name, kind, region, zone, address,
        (CAST(:now AS timestamptz) AT TIME ZONE zone)::date AS today
      FROM office) o
WHERE o.code = :office
""".replace("{calendar}", calendars.IN_FORCE.rstrip())
)


_STAMP = "SELECT stamp FROM rulebook_stamp"
_books: dict[tuple[str, UUID | None, int], RuleBook] = {}


async def read(
    transaction: Transaction, *, office: str, now: datetime, stamp: UUID | None = None
) -> RuleBook:
    """The rulebook in force at this office on its local day.

    A book read before is used again within the hour, as long as the database's stamp says that
    nobody changed any rule; a transaction sees its own changes. ``stamp`` spares asking for it.

    Raises:
        OfficeUnknown: no office has that code.
    """
    if stamp is None:
        stamp = await current_stamp(transaction)
    key = (office, stamp, int(now.timestamp() // 3600))
    if key not in _books:
        row = (await transaction.execute(_READ, {"office": office, "now": now})).one_or_none()
        if row is None:
            raise OfficeUnknown
        if len(_books) >= _MOST_BOOKS:
            _books.clear()
        _books[key] = _book(row)
    return _books[key]


async def current_stamp(transaction: Transaction) -> UUID:
    """What changes whenever any rule does."""
    row = await transaction.row(_STAMP)
    assert row is not None  # noqa: S101 - a migration has put the one row in
    found: UUID = row["stamp"]
    return found


def _book(row: Row[Any]) -> RuleBook:
    return RuleBook(
        office=profile(row),
        calendar=calendars.built(row),
        policy=_policy(row.policy),
        document_rules=tuple(
            DocumentRule(Reason(reason), tuple(Document(code) for code in one_of))
            for reason, one_of in row.documents
        ),
        wordings=tuple(
            Wording(MessageEvent(event), language, template)
            for event, language, template in row.wordings
        ),
        known_prefixes=frozenset(row.prefixes or ()),
        equipment=Equipment(*row.equipment) if row.equipment else Equipment(),
        quotas=tuple(map(_quota, row.quotas or ())),
        ladder=ladder(row.ladder or []),
    )


def _policy(values: list[Any]) -> ServicePolicy:
    version, cut_off, risk, verify, to_print, quiet_from, quiet_until, remind_after = values
    night = time.fromisoformat(quiet_from), time.fromisoformat(quiet_until)
    return ServicePolicy(version, cut_off, risk, verify, to_print, *night, remind_after)


def _quota(values: list[Any]) -> Quota:
    group, rank, reasons, places, release_at = values
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = places
    return Quota(
        group,
        rank,
        frozenset(map(Reason, reasons)),
        (monday, tuesday, wednesday, thursday, friday, saturday, sunday),
        time.fromisoformat(release_at) if release_at else None,
    )


def ladder(rows: list[list[Any]]) -> Ladder:
    """The steps of one version, by rank, as the rules see them."""
    version = rows[0][0] if rows else 0
    return Ladder(version, tuple(map(_step, rows)))


def _step(values: list[Any]) -> LadderStep:
    _, rank, trigger, after, unpromised, audience, sms = values
    roles = frozenset(map(Role, audience))
    return LadderStep(rank, Trigger(trigger), after, unpromised, roles, sms)


def profile(row: Row[Any]) -> OfficeProfile:
    """An office row as the rules see it."""
    return OfficeProfile(
        code=row.code,
        abbreviation=row.abbreviation,
        name=row.name,
        zone=ZoneInfo(row.zone),
        kind=row.kind,
        region=row.region,
        address=row.address,
    )


async def calendar(transaction: Transaction, *, office: str, version: int) -> OfficeCalendar:
    """The whole calendar of an office as that version had it, for ever.

    Raises:
        OfficeUnknown: no office has that code.
    """
    return await calendars.as_it_was(transaction, office=office, version=version)


async def policy(transaction: Transaction, *, version: int) -> ServicePolicy:
    """The agency's rule as that version has it, for ever."""
    columns = tables.service_policy.c
    row = (
        await transaction.execute(
            select(
                columns.version,
                columns.cut_off_minutes,
                columns.risk_minutes,
                columns.verify_minutes,
                columns.print_minutes,
                columns.quiet_from,
                columns.quiet_until,
                columns.remind_after_days,
            ).where(columns.version == version)
        )
    ).one()
    return ServicePolicy(*row)


async def offices(transaction: Transaction) -> tuple[OfficeProfile, ...]:
    """All offices of the agency, by code."""
    columns = tables.office.c
    rows = await transaction.execute(select(tables.office).order_by(columns.code))
    return tuple(profile(row) for row in rows)


async def agency(transaction: Transaction) -> Row[Any] | None:
    """Name, complaint_channel and is_demo of the agency; None before set-up."""
    return (await transaction.execute(select(tables.agency))).one_or_none()


async def regions(transaction: Transaction) -> Mapping[str, str]:
    """Names of all known regions by code."""
    columns = tables.region.c
    rows = await transaction.execute(select(columns.code, columns.name))
    return {row.code: row.name for row in rows}


async def known_years(transaction: Transaction) -> frozenset[int]:
    """Years whose holidays have been entered."""
    rows = await transaction.execute(select(tables.known_year.c.year))
    return frozenset(row.year for row in rows)


async def any_row(transaction: Transaction, table: str) -> bool:
    """True when the reference table holds something."""
    statement = select(exists(select(literal(1)).select_from(tables.METADATA.tables[table])))
    return bool((await transaction.execute(statement)).scalar())


async def worded_events(transaction: Transaction) -> frozenset[str]:
    """Events that have a wording, in whichever language."""
    rows = await transaction.execute(select(tables.sms_wording.c.event).distinct())
    return frozenset(row.event for row in rows)


async def lock(transaction: Transaction) -> None:
    """Makes others who would change the rulebook wait for this transaction."""
    await transaction.execute(text("SELECT pg_advisory_xact_lock(7324553)"))


async def new_calendar_version(
    transaction: Transaction, *, now: datetime, by: str, note: str, office: str | None = None
) -> int:
    """Opens the next version of the calendar; the rulebook has to be locked.

    ``office`` is None when the change concerns the whole agency.
    """
    version = await calendars.newest(transaction) + 1
    row = {
        "version": version,
        "made_at": now,
        "made_by": by,
        "note": note,
        "office_code": office,
    }
    await transaction.execute(insert(tables.calendar_version).values(row))
    return version


async def add(transaction: Transaction, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Adds reference rows; what is already there under the same key is refused by PostgreSQL."""
    values = [dict(row) for row in rows]
    if values:
        await transaction.execute(insert(tables.METADATA.tables[table]), values)

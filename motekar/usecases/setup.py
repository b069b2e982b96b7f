"""Fills a new installation: default rulebook, holidays, agency and offices; safe to run again.

What an office has decided since is never overwritten: each default is installed only where there
is nothing yet.
"""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from typing import Any
from zoneinfo import available_timezones

from motekar.rules.errors import FieldError, ValidationFailed
from motekar.rules.messages import MessageEvent, Wording
from motekar.store import evidence, rulebook
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk

BY = "motekar"
_YEARS_AHEAD = 1
COMPLAINT_CHANNEL = "SP4N-LAPOR!: lapor.go.id atau SMS 1708"


@dataclass(frozen=True, slots=True)
class NewOffice:
    """An office as it is entered; ``zone`` is an IANA name."""

    code: str
    abbreviation: str
    name: str
    kind: str
    region: str
    zone: str
    address: str | None = None


def default_rows(name: str) -> list[dict[str, str]]:
    """A shipped CSV file."""
    text = files("motekar.defaults").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _default_data(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("motekar.defaults").joinpath(name).read_text("utf-8"))


async def install_defaults(desk: Desk, *, now: datetime) -> None:
    """Regions, policy, documents, ladder, wording and national calendar, where there is none."""
    async with desk.store.transaction() as transaction:
        await lay_defaults(transaction, desk, now=now)


async def lay_defaults(transaction: Transaction, desk: Desk, *, now: datetime) -> None:
    """The same as a part of a larger transaction."""
    await rulebook.lock(transaction)
    if not await rulebook.any_row(transaction, "region"):
        rows = ({**row, "parent": row["parent"] or None} for row in default_rows("regions.csv"))
        await rulebook.add(transaction, "region", rows)
    if not await rulebook.any_row(transaction, "service_policy"):
        await rulebook.add(transaction, "service_policy", [_policy()])
    if not await rulebook.any_row(transaction, "document_rule"):
        await rulebook.add(transaction, "document_rule", _documents(desk, now))
    if not await rulebook.any_row(transaction, "escalation_step"):
        await rulebook.add(transaction, "escalation_step", _ladder())
    worded = await rulebook.worded_events(transaction)
    fresh = [row for row in _wordings(desk, now) if row["event"] not in worded]
    await rulebook.add(transaction, "sms_wording", fresh)
    await _national_calendar(transaction, desk, now=now)


def _policy() -> Mapping[str, Any]:
    data = _default_data("policy.toml")
    return {**data, "confirmed_by": data["confirmed_by"] or None}


def _documents(desk: Desk, now: datetime) -> Iterable[Mapping[str, Any]]:
    data = _default_data("documents.toml")
    for reason in data["reason"]:
        for position, one_of in enumerate(reason["needs"]):
            yield {
                "id": desk.new_id(now),
                "reason": reason["code"],
                "one_of": one_of,
                "position": position,
                "valid_from": data["valid_from"],
                "source": reason["source"],
                "confirmed_by": reason["confirmed_by"] or None,
            }


def _ladder() -> Iterable[Mapping[str, Any]]:
    data = _default_data("escalation.toml")
    dated = {"version": data["version"], "valid_from": data["valid_from"]}
    return ({**dated, "rank": rank, **step} for rank, step in enumerate(data["step"], start=1))


def _wordings(desk: Desk, now: datetime) -> Iterable[Mapping[str, Any]]:
    data = _default_data("wording.toml")
    for row in data["wording"]:
        wording = Wording(MessageEvent(row["event"]), row["language"], row["text"])
        yield {
            "id": desk.new_id(now),
            "event": wording.event.value,
            "language": wording.language,
            "version": 1,
            "template": wording.text,
            "valid_from": data["valid_from"],
            "source": data["source"],
        }


async def _national_calendar(transaction: Transaction, desk: Desk, *, now: datetime) -> None:
    """Adds the years that are decided (they have joint leave) and not entered yet."""
    known = await rulebook.known_years(transaction)
    years = (now.year - 1, now.year, now.year + _YEARS_AHEAD)
    found = {year: list(_national_days(year)) for year in years if year not in known}
    decided = {
        year: days
        for year, days in found.items()
        if any(kind == "joint_leave" for *_, kind in days)
    }
    if not decided:
        return
    source = f"holidays {version('holidays')}"
    note = f"{source}: {', '.join(map(str, sorted(decided)))}"
    number = await rulebook.new_calendar_version(transaction, now=now, by=BY, note=note)
    known_rows = ({"year": y, "source": source, "since_version": number} for y in decided)
    await rulebook.add(transaction, "known_year", known_rows)
    for days in decided.values():
        rows = [
            {
                "id": desk.new_id(now),
                "day": day,
                "name": name,
                "kind": kind,
                "estimated": "perkiraan" in name,
                "since_version": number,
            }
            for day, name, kind in days
        ]
        await rulebook.add(transaction, "closed_day", rows)


def _national_days(year: int) -> Iterable[tuple[date, str, str]]:
    """Public holidays and joint leave; a day that is both counts as a holiday."""
    import holidays  # noqa: PLC0415 - slow, and asked once for a year

    calendar = partial(holidays.country_holidays, "ID", years=year, language="id")
    public = calendar(categories=("public",))
    yield from ((day, name, "public_holiday") for day, name in sorted(public.items()))
    joint = calendar(categories=("government",))
    yield from (
        (day, name, "joint_leave") for day, name in sorted(joint.items()) if day not in public
    )


async def found_agency(
    desk: Desk,
    *,
    name: str,
    is_demo: bool,
    now: datetime,
    complaint_channel: str = COMPLAINT_CHANNEL,
) -> None:
    """Names the agency of this installation; nothing happens when it has a name."""
    async with desk.store.transaction() as transaction:
        await name_agency(
            transaction, name, is_demo=is_demo, now=now, complaint_channel=complaint_channel
        )


async def name_agency(
    transaction: Transaction,
    name: str,
    *,
    is_demo: bool,
    now: datetime,
    complaint_channel: str = COMPLAINT_CHANNEL,
) -> None:
    """The same as a part of a larger transaction."""
    await rulebook.lock(transaction)
    if await rulebook.agency(transaction) is None:
        row = {
            "id": 1,
            "name": name,
            "complaint_channel": complaint_channel,
            "is_demo": is_demo,
            "created_at": now,
        }
        await rulebook.add(transaction, "agency", [row])


async def add_offices(desk: Desk, offices: Iterable[NewOffice], *, now: datetime) -> int:
    """Adds offices with the default opening hours, all or none; those already there stay.

    Raises:
        ValidationFailed: naming every faulty row as ``row N``.
    """
    async with desk.store.transaction() as transaction:
        return await place_offices(transaction, desk, offices, now=now)


async def place_offices(
    transaction: Transaction, desk: Desk, offices: Iterable[NewOffice], *, now: datetime
) -> int:
    """The same as a part of a larger transaction.

    Raises:
        ValidationFailed: naming every faulty row as ``row N``.
    """
    await rulebook.lock(transaction)
    there = await rulebook.offices(transaction)
    known = {office.code for office in there}
    fresh = [office for office in offices if office.code not in known]
    _refuse_faults(fresh, taken={office.abbreviation for office in there})
    if not fresh:
        return 0
    names = ("code", "abbreviation", "name", "kind", "region", "zone", "address")
    rows = ({name: getattr(office, name) for name in names} for office in fresh)
    await rulebook.add(transaction, "office", rows)
    note = f"default hours: {', '.join(office.code for office in fresh)}"
    number = await rulebook.new_calendar_version(transaction, now=now, by=BY, note=note)
    await rulebook.add(transaction, "opening_span", _default_hours(desk, fresh, number, now))
    for office in fresh:
        evidence.audit(
            transaction,
            at=now,
            action="office.add",
            officer=None,
            office_code=office.code,
            subject=f"office:{office.code}",
        )
    return len(fresh)


def _refuse_faults(offices: list[NewOffice], *, taken: set[str]) -> None:
    errors = []
    seen = set(taken)
    zones = available_timezones()
    for number, office in enumerate(offices, start=1):
        faults = {
            "code": not office.code.strip(),
            "name": not office.name.strip(),
            "abbreviation": not _is_abbreviation(office.abbreviation),
            "zone": office.zone not in zones,
        }
        errors += [
            FieldError(f"row {number}: {name}", "malformed") for name, bad in faults.items() if bad
        ]
        if office.abbreviation in seen:
            errors.append(FieldError(f"row {number}: abbreviation", "taken"))
        seen.add(office.abbreviation)
    if errors:
        raise ValidationFailed(errors=tuple(errors))


def _is_abbreviation(text: str) -> bool:
    return text.isascii() and text.isalpha() and text.isupper() and len(text) in {2, 3, 4}


def _default_hours(
    desk: Desk, offices: list[NewOffice], number: int, now: datetime
) -> Iterable[Mapping[str, Any]]:
    for office in offices:
        for span in _default_data("hours.toml")["span"]:
            yield {
                "id": desk.new_id(now),
                "office_code": office.code,
                "weekday": span["weekday"],
                "opens": span["opens"],
                "closes": span["closes"],
                "since_version": number,
            }

"""The generated year is made of real rows, the same for the same seed, and leaves nothing out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from motekar import embedded
from motekar.rules.counting import Verdict, WhyUnknown
from motekar.rules.documents import Document, Reason
from motekar.rules.holds import HoldCause
from motekar.rules.intake_form import Channel, IntakeForm
from motekar.rules.lifecycle import State
from motekar.rules.nik import Nik
from motekar.rules.people import Role
from motekar.rules.phone import Phone
from motekar.rules.promise import PromiseKind
from motekar.rules.steps import (
    CentralRecord,
    Collect,
    Collector,
    Command,
    ConfirmPrint,
    SpoilCause,
    SpoilPrint,
    StartPrint,
    Verify,
)
from motekar.store.engine import Store, open_engine
from motekar.usecases import casebook
from motekar.usecases.desk import Desk
from motekar.usecases.intake import Recorded, submit
from tests.builders import WIB, a_step
from tests.conftest import VAULT, CopiedDatabase, a_copy
from tests.year import agency
from tests.year.delivery import Delivery
from tests.year.generate import _live, generate
from tests.year.life import Life
from tests.year.office import Office, Year
from tests.year.rows import Rows
from tests.year.stream import Stream
from tests.year.troubles import Troubles
from tests.year.visits import Visit

OFFICES = ("32.75.03", "32.75.04")
FIRST, LAST = date(2026, 10, 1), date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=WIB)
BEFORE = date(2026, 11, 10)
MANY = 900
OF_A_REQUEST = {
    "print_request": "",
    "print_attempt": "ORDER BY attempt_no",
    "request_event": "ORDER BY version",
    "audit_entry": "ORDER BY id",
    "message": "ORDER BY created_at",
}


def superuser(copied: CopiedDatabase) -> str:
    return copied.owner_url.replace("motekar_owner@", "postgres@")


async def written(copied: CopiedDatabase, **changes: Any) -> None:
    told = {
        "requests": MANY,
        "offices": OFFICES,
        "first_day": FIRST,
        "last_day": LAST,
        "now": NOW,
        "processes": 1,
    }
    await asyncio.to_thread(generate, superuser(copied), VAULT, **{**told, **changes})


@pytest.fixture(scope="module")
async def year(cluster: embedded.Cluster) -> AsyncIterator[Desk]:
    """Seven weeks of two offices."""
    async with a_copy(cluster) as copied:
        await written(copied)
        store = Store(open_engine(copied.url), VAULT)
        yield Desk(store, Stream("uji").draw)
        await store.close()


async def rows(desk: Desk, query: str) -> list[tuple[Any, ...]]:
    async with desk.store.transaction() as transaction:
        return [tuple(row) for row in (await transaction.execute(text(query))).all()]


async def column(desk: Desk, query: str) -> set[Any]:
    return {value for (value,) in await rows(desk, query)}


async def test_every_request_is_proved_by_its_events(year: Desk) -> None:
    assert await rows(
        year,
        """
SELECT (SELECT count(*) FROM print_request),
  (SELECT count(*) FROM print_request r JOIN request_event e
      ON (e.request_id, e.version, e.to_state) = (r.id, r.version, r.state)),
  (SELECT count(*) FROM request_event WHERE action = 'submit'),
  (SELECT count(*) FROM request_event e LEFT JOIN print_request r ON r.id = e.request_id
     LEFT JOIN staff s ON s.id = e.officer_id WHERE r.id IS NULL OR s.id IS NULL),
  (SELECT count(*) FROM message m LEFT JOIN print_request r ON r.id = m.request_id
     WHERE r.id IS NULL),
  (SELECT count(*) FROM incident_request i LEFT JOIN print_request r ON r.id = i.request_id
     LEFT JOIN incident n ON n.id = i.incident_id WHERE r.id IS NULL OR n.id IS NULL),
  (SELECT count(*) FROM incident i LEFT JOIN approval a ON a.id = i.approval_id
     WHERE a.id IS NULL)
""",
    ) == [(MANY, MANY, MANY, 0, 0, 0, 0)]


async def test_every_request_counts_as_its_log_says_and_no_log_is_broken(year: Desk) -> None:
    requests = [row[0] for row in await rows(year, "SELECT id FROM print_request")]
    async with year.store.transaction() as transaction:
        cases = await casebook.reckoned(transaction, requests)
    assert {one.why_unknown for one in cases.values()} <= {None, WhyUnknown.NO_OPENING}
    verdicts = {one.standard for one in cases.values()}
    assert verdicts >= {Verdict.KEPT, Verdict.LATE, Verdict.OPEN, Verdict.OUT, None}
    assert any(one.is_reprint for one in cases.values())
    assert {one.policy_version for one in cases.values()} >= {1, 2}
    assert Verdict.KEPT in {one.net for one in cases.values() if one.standard is Verdict.LATE}


async def test_all_kinds_of_trouble_are_in_it(year: Desk) -> None:
    causes = await column(
        year, "SELECT facts ->> 'cause' FROM request_event WHERE action = 'hold'"
    )
    documents = await column(
        year,
        "SELECT 1 FROM request_event WHERE jsonb_array_length(facts->'missing_documents') > 0",
    )
    assert causes | {HoldCause.AWAITING_DOCUMENTS} >= set(HoldCause)
    assert documents
    assert await column(year, "SELECT DISTINCT because FROM promise_revision") == {
        "calendar",
        "blanks-received",
    }
    kinds = await column(year, "SELECT DISTINCT promise ->> 'kind' FROM print_request")
    assert kinds == set(PromiseKind)
    for condition in (
        "action = 'spoil-print'",
        "action = 'reject'",
        "action = 'cancel'",
        "facts -> 'became' ? 'reason'",
        "(facts ->> 'late_entry')::boolean",
        "facts ->> 'incident' IS NOT NULL",
    ):
        assert await column(year, f"SELECT 1 FROM request_event WHERE {condition}"), condition
    states = await column(year, "SELECT DISTINCT state FROM message")
    assert states >= {"sent", "delivered", "failed", "unknown"}
    assert await column(year, "SELECT DISTINCT state FROM print_request") >= {
        State.SUBMITTED,
        State.PRINTED,
        State.COLLECTED,
        State.REJECTED,
        State.CANCELLED,
    }


async def test_nothing_happens_after_the_stated_moment(year: Desk) -> None:
    [(latest,)] = await rows(year, "SELECT max(at) FROM request_event")
    assert NOW - timedelta(days=2) < latest <= NOW
    doors = "SELECT DISTINCT officer_id FROM request_event WHERE action = 'verify'"
    assert len(await column(year, doors)) > len(OFFICES)


class Copied:
    """Stands for the database, and keeps what was copied into it."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Any]] = {}

    async def copy_records_to_table(self, table: str, *, records: Any, columns: Any) -> None:
        self.rows.setdefault(table, []).extend(
            dict(zip(columns, row, strict=True)) for row in records
        )


async def test_the_same_seed_gives_the_same_lives(year: Desk) -> None:
    told = []
    for seed in ("satu", "satu", "dua"):
        desk = Desk(year.store, Stream(seed).draw)
        [place] = await agency.read(desk, OFFICES[:1], now=NOW)
        copied = Copied()
        kept = Rows(Delivery(seed, NOW).settle)
        await _live(place, desk, kept, copied, Year(FIRST, LAST, seed, NOW), requests=40)
        told.append([alike(copied.rows[table]) for table in OF_A_REQUEST])
    assert told[0] == told[1] != told[2]
    assert all(told[0])


FORM = IntakeForm(
    office=OFFICES[0],
    nik=Nik.parse("3275034505900007"),
    name="Sinta Uji Contoh",
    phone=Phone.parse("081200000007"),
    reason=Reason.DAMAGED,
    documents=(Document.FORM_F102, Document.FAMILY_CARD, Document.OLD_CARD),
    channel=Channel.COUNTER,
    priority=None,
    married=False,
    received_at=None,
    paper_no=None,
    note="Contoh: kursi roda.",
)
NINE = datetime(2026, 11, 18, 9, 0, tzinfo=WIB)
STEPS: tuple[tuple[Role, Command], ...] = (
    (Role.VERIFIER, Verify(CentralRecord.READY)),
    (Role.PRINT_OPERATOR, StartPrint("Printer 1")),
    (Role.PRINT_OPERATOR, SpoilPrint(SpoilCause.MISPRINT)),
    (Role.PRINT_OPERATOR, StartPrint("Printer 1")),
    (Role.PRINT_OPERATOR, ConfirmPrint("00123456")),
    (Role.FRONT_OFFICER, Collect(Collector.FAMILY, "Wakil Contoh", "anak", "", True)),
)


async def test_its_rows_are_those_of_real_steps(copied_database: CopiedDatabase) -> None:
    store = Store(open_engine(superuser(copied_database)), VAULT)
    desk = Desk(store, Stream("uji").draw)
    await agency.found(desk, OFFICES[:1], first=FIRST, last=BEFORE, seed="uji", now=NOW)
    [place] = await agency.read(desk, OFFICES[:1], now=NOW)
    made = a_life_by_hand(place, desk)
    front = place.team[Role.FRONT_OFFICER][0]
    recorded = await submit(desk, front, FORM, now=NINE)
    assert isinstance(recorded, Recorded)
    view = recorded.view
    for number, (role, command) in enumerate(STEPS, start=1):
        at = NINE + timedelta(minutes=10 * number)
        view = await a_step(desk, view, command, now=at, officer=place.team[role][0])
    async with store.transaction() as transaction:
        for table, order in OF_A_REQUEST.items():
            found = await transaction.execute(text(f"SELECT * FROM {table} {order}"))
            real = [dict(row) for row in found.mappings()]
            assert alike(real) == alike(made[table]) != [], table
    await store.close()


def a_life_by_hand(place: agency.Place, desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """The same request, taken through the same steps by the generator's own hands."""
    kept = Rows(lambda message: None)
    office = Office(place, desk, kept, Year(FIRST, LAST, "uji", NOW))
    office.troubles = Troubles((), (), ())
    life = Life(office, Visit(NINE, FORM))
    life.enter()
    for number, (role, command) in enumerate(STEPS, start=1):
        life._at = NINE + timedelta(minutes=10 * number)
        life._take(command, role, place.team[role][0])
    life.save()
    return kept._ready


_OWN = {"id", "request_id", "officer_id", "started_by", "claim_code_index"}
_BY_THE_DATABASE = {"earlier_attempts"}


def alike(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what is drawn, sealed, or differs by who was picked; nothing left out otherwise."""
    return [
        {
            name: value
            for name, value in row.items()
            if value is not None
            and name not in _OWN | _BY_THE_DATABASE
            and not name.endswith("_cipher")
        }
        for row in told
        if str(row.get("subject", "request:")).startswith("request:")
    ]

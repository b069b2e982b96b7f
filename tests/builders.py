"""One call each for what a test begins with; people and numbers here are made up."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy import text

from motekar.rules.approvals import Approval, Outcome
from motekar.rules.codes import RequestNo
from motekar.rules.counting import Case, Verdict
from motekar.rules.destruction import DestructionForm, WaitingCard, read_destruction, tally
from motekar.rules.holds import HoldCause
from motekar.rules.intake_form import IntakeForm, read_intake
from motekar.rules.lifecycle import State
from motekar.rules.people import Officer, Role
from motekar.rules.steps import (
    CentralRecord,
    Collect,
    Collector,
    Command,
    ConfirmPrint,
    Hold,
    SpoilCause,
    SpoilPrint,
    StartPrint,
    Verify,
)
from motekar.rules.tallying import cells_of
from motekar.store import accounts, figures
from motekar.usecases import approving, setup, tracking
from motekar.usecases.asking import Pending
from motekar.usecases.desk import Desk
from motekar.usecases.holding import hold
from motekar.usecases.intake import Recorded, submit
from motekar.usecases.transition import take_step
from motekar.usecases.viewing import RequestView

WIB = ZoneInfo("Asia/Jakarta")
MONDAY_0800 = datetime(2026, 11, 23, 8, 0, tzinfo=WIB)
MONDAY_0900 = datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
BEKASI_UTARA = "32.75.03"
BEKASI_SELATAN = "32.75.04"
PASSWORD = "sandi-untuk-uji"
_IDS = UUID("6d6f7465-6b61-7200-8000-000000000000")
# Hundreds of tests sign in: what a password costs is tried where passwords are.
_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_FIVE_MINUTES = timedelta(minutes=5)


def an_officer(*roles: Role, office: str = BEKASI_UTARA) -> Officer:
    """A member of the staff that ``fill_office`` hired; without roles the one who holds all."""
    held = roles or tuple(Role)
    username = f"{held[0].value}.{office}" if len(held) == 1 else f"semua.{office}"
    posts = frozenset((role, office) for role in held)
    return Officer(uuid5(_IDS, username), username, f"Petugas {username}", posts)


ALL_ROLES = an_officer()
ELSEWHERE = an_officer(office=BEKASI_SELATAN)


async def fill_office(desk: Desk, *, now: datetime) -> None:
    """The default rulebook, fourteen offices, and one officer per role and office of two."""
    await setup.install_defaults(desk, now=now)
    await setup.found_agency(desk, name="Disdukcapil Kota Contoh", is_demo=False, now=now)
    rows = setup.default_rows("offices.csv")
    await setup.add_offices(desk, (setup.NewOffice(**row) for row in rows), now=now)
    secret = _HASHER.hash(PASSWORD)
    async with desk.store.transaction() as transaction:
        for office in (BEKASI_UTARA, BEKASI_SELATAN):
            people = [an_officer(role, office=office) for role in Role]
            for officer in (*people, an_officer(office=office)):
                await accounts.add(
                    transaction,
                    officer,
                    password_hash=secret,
                    must_change_password=False,
                    now=now,
                )


def intake_fields(number: int = 1, **changes: Any) -> dict[str, Any]:
    """What is typed for made-up person ``number``: born 5 May 1990, a complete file."""
    fields = {
        "office": BEKASI_UTARA,
        "nik": f"327503450590{number:04d}",
        "full_name": "Sinta Uji Contoh",
        "phone": f"0812{number:08d}",
        "reason": "damaged",
        "documents": ["form_f102", "family_card", "old_card"],
    }
    return {**fields, **changes}


def an_intake(number: int = 1, *, now: datetime = MONDAY_0900, **changes: Any) -> IntakeForm:
    """The same, read."""
    return read_intake(intake_fields(number, **changes), now=now)


async def a_recorded(
    desk: Desk, number: int = 1, *, now: datetime = MONDAY_0900, **changes: Any
) -> Recorded:
    """A request just taken in by somebody who holds all roles there."""
    form = an_intake(number, now=now, **changes)
    recorded = await submit(desk, an_officer(office=form.office), form, now=now)
    assert isinstance(recorded, Recorded)
    return recorded


_WAY: dict[State, tuple[Command, ...]] = {
    State.SUBMITTED: (),
    State.VERIFIED: (Verify(CentralRecord.READY),),
    State.PRINTED: (Verify(CentralRecord.READY), StartPrint(), ConfirmPrint()),
    State.COLLECTED: (
        Verify(CentralRecord.READY),
        StartPrint(),
        ConfirmPrint(),
        Collect(Collector.APPLICANT, old_card_surrendered=True),
    ),
}


async def a_request(
    desk: Desk,
    number: int = 1,
    *,
    state: State = State.SUBMITTED,
    now: datetime = MONDAY_0900,
    **changes: Any,
) -> RequestView:
    """A request that went that far, five minutes a step."""
    view = (await a_recorded(desk, number, now=now, **changes)).view
    for command in _WAY[state]:
        now += _FIVE_MINUTES
        view = await a_step(desk, view, command, now=now)
    return view


async def a_step(
    desk: Desk,
    view: RequestView,
    command: Command,
    *,
    now: datetime,
    officer: Officer | None = None,
) -> RequestView:
    """One step from where the request stands."""
    taken = await take_step(
        desk,
        officer or an_officer(office=view.request.office),
        number_of(view),
        command,
        expected_version=view.request.version,
        now=now,
    )
    assert isinstance(taken, RequestView)
    return taken


async def an_asked_hold(
    desk: Desk,
    view: RequestView,
    cause: HoldCause = HoldCause.SYSTEM_DOWN,
    *,
    evidence: str = "SIAK tidak terbuka sejak 08.15.",
    now: datetime,
) -> Approval:
    """A hold on the office's side, asked for and not answered yet."""
    office = view.request.office
    asked = await hold(
        desk,
        an_officer(Role.FRONT_OFFICER, office=office),
        number_of(view),
        Hold(cause, evidence),
        expected_version=view.request.version,
        now=now,
    )
    assert isinstance(asked, Pending)
    return asked.approval


async def a_held(desk: Desk, view: RequestView, *, now: datetime, **asked: Any) -> RequestView:
    """The same request after the office's manager has agreed."""
    approval = await an_asked_hold(desk, view, now=now, **asked)
    manager = an_officer(Role.OFFICE_MANAGER, office=view.request.office)
    settled = await approving.answer(desk, manager, approval.id, Outcome.APPROVED, now=now)
    assert isinstance(settled, approving.Question)
    assert settled.approval.outcome is Outcome.APPROVED
    all_roles = an_officer(office=view.request.office)
    return (await tracking.look(desk, all_roles, number_of(view), now=now)).view


async def a_spoiled_card(
    desk: Desk, number: int = 1, *, now: datetime = MONDAY_0900, **changes: Any
) -> RequestView:
    """A request whose first card was lost in the printer a quarter of an hour later."""
    view = await a_request(desk, number, state=State.VERIFIED, now=now, **changes)
    view = await a_step(desk, view, StartPrint(), now=now + 2 * _FIVE_MINUTES)
    return await a_step(desk, view, SpoilPrint(SpoilCause.MISPRINT), now=now + 3 * _FIVE_MINUTES)


WITNESSES = "Budi Contoh, S.H. - Satpol PP\nRatna Contoh - Inspektorat"


def destruction_fields(burned: Iterable[WaitingCard], **changes: Any) -> dict[str, Any]:
    """What is typed when these cards are burned on the Monday, two witnesses beside."""
    chosen = tuple(burned)
    fields = {
        "cards": [card.key for card in chosen],
        "number": "470/1/BA/2026",
        "day": "2026-11-23",
        "place": "Halaman kantor",
        "witnesses": WITNESSES,
        "hand_count": str(sum(tally(chosen).values())),
    }
    return {**fields, **changes}


def a_destruction(cards: Iterable[WaitingCard], **changes: Any) -> DestructionForm:
    """The same, read some days later."""
    today = (MONDAY_0900 + timedelta(days=4)).date()
    return read_destruction(destruction_fields(cards, **changes), today=today)


async def end_message(desk: Desk, view: RequestView, state: str, *, now: datetime) -> None:
    """Ends the latest message of a request as the worker would."""
    statement = text(
        "UPDATE message SET state = :state, settled_at = :now, failure = :failure WHERE id ="
        " (SELECT id FROM message WHERE request_id = :request"
        " ORDER BY created_at DESC, request_version DESC, occasion DESC LIMIT 1)"
    )
    async with desk.store.transaction() as transaction:
        failure = {"failed": "permanent", "unknown": "unreported"}.get(state)
        values = {"state": state, "now": now, "request": view.request.id, "failure": failure}
        await transaction.execute(statement, values)


def number_of(view: RequestView) -> RequestNo:
    """What the request is called on its tray."""
    return RequestNo.parse(view.request.request_no)


async def add_counted(
    desk: Desk, *, day: date, office: str = BEKASI_UTARA, **verdicts: int
) -> None:
    """Sums of so many files of a day by what became of their promise, as if they had been."""
    changes: Counter[figures.Cell] = Counter()
    for verdict, n in verdicts.items():
        told = dict.fromkeys(("standard", "net", "promise"), Verdict(verdict))
        case = Case(office, day, 9, "damaged", "counter", 3, day=day, **told)
        changes.update({cell: n * each for cell, each in cells_of(case).items()})
    async with desk.store.transaction() as transaction:
        await figures.add(transaction, changes)

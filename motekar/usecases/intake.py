"""Records a visit: number, promise, sealed data, evidence and message, or nothing at all."""

from dataclasses import dataclass
from datetime import date, datetime, time

from motekar.rules.allotment import allotted
from motekar.rules.applicant import Applicant
from motekar.rules.capacity import Situation
from motekar.rules.codes import ClaimCode, RequestNo
from motekar.rules.documents import Reason, missing_documents
from motekar.rules.errors import FieldError, OfficeUnknown, ValidationFailed
from motekar.rules.intake_form import IntakeForm
from motekar.rules.lifecycle import INTAKE_ROLES, State
from motekar.rules.nik import Nik, warnings
from motekar.rules.people import Officer
from motekar.rules.promise import Promise, first_promise, no_promise_yet, of_age
from motekar.rules.requests import PrintRequest, intake
from motekar.rules.rulebook import RuleBook
from motekar.store import allotments, evidence, print_requests, rulebook, situation
from motekar.store.engine import Transaction
from motekar.store.violations import ROW_REFUSED, violated
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep
from motekar.usecases.telling import tell
from motekar.usecases.viewing import RequestView, after_step, already_open

_CLAIM_CODE_BYTES = 8
_ADULT = 17


@dataclass(frozen=True, slots=True)
class Recorded:
    """A new request and the code that only its slip may show."""

    view: RequestView
    claim_code: ClaimCode


async def submit(
    desk: Desk,
    officer: Officer,
    form: IntakeForm,
    *,
    now: datetime,
    once: Once[Recorded] | None = None,
) -> Recorded | Replay:
    """Records the request; a file with missing documents is recorded too, and held.

    Raises:
        RoleNotAllowed, WrongOffice: the person takes no requests in, or not there.
        OfficeUnknown: as a field of ValidationFailed.
        RequestAlreadyOpen: the person has one open somewhere in the agency.
        IdempotencyKeyReused: the key came before with another body.
    """
    officer.require(INTAKE_ROLES)
    try:
        async with desk.store.transaction() as transaction:
            if replay := await earlier_answer(transaction, desk, once, now=now):
                return replay
            recorded = await _record(transaction, desk, officer, form, now=now)
            keep(transaction, desk, once, recorded)
            return recorded
    except ROW_REFUSED as refused:
        if violated(refused) != print_requests.ONE_OPEN_PER_NIK:
            raise
        raise await already_open(desk, form.nik) from refused


async def _record(
    transaction: Transaction, desk: Desk, officer: Officer, form: IntakeForm, *, now: datetime
) -> Recorded:
    book = await _book(transaction, form, now=now)
    officer.require(INTAKE_ROLES, office=book.office.code)
    day = book.office.local_day(now)
    number = await print_requests.next_number(transaction, office=book.office.code, day=day)
    stands = await situation.read(transaction, book, now=now, waits=True)
    request_no = str(RequestNo.compose(book.office.abbreviation, day, number))
    step = intake(
        drafted(desk, form, book=book, situation=stands, request_no=request_no, now=now),
        late_entry=form.received_at is not None,
    )
    applicant = Applicant(form.nik, form.name, form.phone)
    claim_code = ClaimCode.from_bits(int.from_bytes(desk.draw(_CLAIM_CODE_BYTES), "big") >> 1)
    print_requests.add(
        transaction,
        desk.vault,
        step.after,
        applicant=applicant,
        claim_code=claim_code,
        note=form.note,
    )
    allotments.write(
        transaction,
        None,
        step.after,
        action=step.action,
        officer=officer.id,
        quotas=book.quotas,
        now=now,
    )
    evidence.record(
        transaction,
        desk.vault,
        step,
        officer=officer.id,
        office_code=book.office.code,
        audit_facts={"late_entry": form.received_at is not None},
    )
    tell(transaction, desk, step, applicant=applicant, book=book)
    view = after_step(step, before=(), applicant=applicant, office=book.office, officer=officer)
    return Recorded(view, claim_code)


async def _book(transaction: Transaction, form: IntakeForm, *, now: datetime) -> RuleBook:
    try:
        return await rulebook.read(transaction, office=form.office, now=now)
    except OfficeUnknown as unknown:
        raise ValidationFailed(errors=(FieldError("office", unknown.code),)) from unknown


def drafted(
    desk: Desk,
    form: IntakeForm,
    *,
    book: RuleBook,
    situation: Situation,
    request_no: str,
    now: datetime,
) -> PrintRequest:
    received_at = form.received_at or now
    missing = missing_documents(book.document_rules, form.reason, form.documents)
    promise = promised(book, form, received_at=received_at, missing=missing, situation=situation)
    allotment = allotted(promise, situation, form.reason, book=book)
    return PrintRequest(
        id=desk.new_id(now),
        request_no=request_no,
        office=book.office.code,
        state=State.SUBMITTED,
        state_since=now,
        version=1,
        reason=form.reason,
        channel=form.channel.value,
        priority=form.priority.value if form.priority else None,
        married=form.married,
        documents=form.documents,
        missing=missing,
        hold=None,
        received_at=received_at,
        submitted_at=now,
        service_clock_started_at=None,
        promise=promise,
        promised_by=promise.promised_by,
        first_promised_by=promise.promised_by,
        policy_version=promise.policy_version,
        calendar_version=promise.calendar_version,
        warnings=warnings(
            form.nik,
            today=book.office.local_day(now),
            known_prefixes=book.known_prefixes,
            married=form.married,
        ),
        paper_no=form.paper_no,
        place=allotment.place,
        has_blank=allotment.has_blank,
    )


def promised(
    book: RuleBook,
    form: IntakeForm,
    *,
    received_at: datetime,
    missing: tuple[str, ...],
    situation: Situation,
) -> Promise:
    """The promise for this file: none while documents are missing, none before the age of 17."""
    if missing:
        return no_promise_yet(book.calendar, book.policy, at=received_at, missing=missing)
    begins = received_at
    if form.reason is Reason.NEW and not form.married:
        begins = max(begins, _of_age(book, form.nik, received_at))
    made = first_promise(
        book.calendar, book.policy, at=begins, situation=situation, reason=form.reason
    )
    return of_age(made, begins) if begins > received_at else made


def _of_age(book: RuleBook, nik: Nik, received_at: datetime) -> datetime:
    born = nik.born_on(book.office.local_day(received_at))
    year = born.year + _ADULT
    leap_day = (born.month, born.day) == (2, 29)
    birthday = date(year, 3, 1) if leap_day else date(year, born.month, born.day)
    return datetime.combine(birthday, time(), book.office.zone)

"""One trouble of an office: holds all requests it affects in one go, and releases them together.

Opening one needs a second person's word; each request keeps its own event, version and message,
and either all of them are held or none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from motekar.rules.approvals import ApprovalKind, Granted, Outcome, granted
from motekar.rules.errors import IncidentUnknown
from motekar.rules.incidents import (
    AFFECTS,
    CAUSES,
    INCIDENT_ROLES,
    Incident,
    IncidentKind,
    read_since,
    require_open,
)
from motekar.rules.people import CASE_ROLES, Officer
from motekar.rules.requests import Occasion
from motekar.rules.steps import Command, Hold, Resume
from motekar.store import evidence, incidents, rulebook
from motekar.store.engine import Transaction
from motekar.store.incidents import IncidentView
from motekar.store.sealing import Found
from motekar.usecases.asking import Pending, Question, ask
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep
from motekar.usecases.transition import write_step

__all__ = ["IncidentView", "Reported", "Result", "begin", "close", "listed", "report"]

# A few requests a statement: all in one would be planned anew for every number of them.
_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Reported:
    """A trouble as it is reported, before anybody has agreed."""

    office: str
    kind: IncidentKind
    since: datetime
    evidence: str


@dataclass(frozen=True, slots=True)
class Result:
    """The incident after it was opened or closed; ``requests`` counts the held or released."""

    incident: Incident
    requests: int


async def report(
    desk: Desk,
    officer: Officer,
    trouble: Reported,
    *,
    now: datetime,
    once: Once[Result | Pending] | None = None,
) -> Result | Pending | Replay:
    """Asks for an incident; until a yes nothing is held.

    Raises:
        RoleNotAllowed, WrongOffice: only for those who manage that office.
        ValidationFailed: it begins ahead, or too long ago.
        MotekarError: any refusal of asking.
    """
    officer.require(INCIDENT_ROLES, office=trouble.office)
    since = read_since(trouble.since, now=now)
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, once, now=now):
            return replay
        book = await rulebook.read(transaction, office=trouble.office, now=now)
        states = AFFECTS[trouble.kind]
        approval = await ask(
            transaction,
            desk,
            officer,
            kind=ApprovalKind.INCIDENT,
            office=trouble.office,
            subject=f"incident:{trouble.office}:{trouble.kind}",
            facts={
                "kind": trouble.kind.value,
                "since": since.isoformat(),
                "affected": await incidents.count_affected(
                    transaction, office=trouble.office, states=states
                ),
            },
            words=trouble.evidence,
            now=now,
        )
        if approval.outcome is Outcome.PENDING:
            answer: Result | Pending = Pending(approval, book.office)
        else:
            office = book.office
            question = Question(
                approval, office.name, office.zone, officer, trouble.evidence, settler=None
            )
            given = granted(approval, officer)
            answer = await _begun(transaction, desk, question, given, now=now)
        keep(transaction, desk, once, answer)
        return answer


async def begin(
    transaction: Transaction, desk: Desk, question: Question, granted: Granted, *, now: datetime
) -> None:
    """Carries an approved incident out: what is affected and unheld now is held, nothing later."""
    await _begun(transaction, desk, question, granted, now=now)


async def _begun(
    transaction: Transaction, desk: Desk, question: Question, granted: Granted, *, now: datetime
) -> Result:
    approval = question.approval
    incident = Incident(
        id=desk.new_id(now),
        kind=IncidentKind(approval.facts["kind"]),
        office=approval.office,
        since=datetime.fromisoformat(approval.facts["since"]),
        opened_at=now,
    )
    incidents.add(
        transaction,
        desk.vault,
        incident,
        approval=approval.id,
        opened_by=approval.asked_by,
        evidence=question.words,
    )
    found = await incidents.affected(
        transaction, office=incident.office, states=AFFECTS[incident.kind]
    )
    hold = Hold(CAUSES[incident.kind], question.words, granted, incident=str(incident.id))
    await _each(transaction, desk, incident, found, command=hold, officer=question.asker, now=now)
    _tell(transaction, incident, "incident.open", officer=question.asker, requests=len(found))
    return Result(incident, len(found))


async def close(
    desk: Desk,
    officer: Officer,
    incident_id: UUID,
    *,
    why: str,
    now: datetime,
    once: Once[Result] | None = None,
) -> Result | Replay:
    """Ends the incident and releases what it holds still; what was resumed or held anew stays.

    Raises:
        IncidentUnknown, IncidentClosed: there is none, or it ended before.
        RoleNotAllowed, WrongOffice: only for those who manage that office.
    """
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, once, now=now):
            return replay
        incident = await incidents.find(transaction, incident_id)
        if incident is None:
            raise IncidentUnknown
        officer.require(INCIDENT_ROLES, office=incident.office)
        require_open(incident)
        ended = replace(incident, closed_at=now)
        found = await incidents.still_held(transaction, incident.id)
        resume = Resume(why, incident=str(incident.id))
        await _each(transaction, desk, ended, found, command=resume, officer=officer, now=now)
        incidents.close(transaction, desk.vault, ended, closed_by=officer.id, why=why)
        _tell(transaction, ended, "incident.close", officer=officer, requests=len(found))
        answer = Result(ended, len(found))
        keep(transaction, desk, once, answer)
        return answer


async def listed(desk: Desk, officer: Officer) -> tuple[IncidentView, ...]:
    """Incidents of one's offices, those that run first.

    Raises:
        RoleNotAllowed: not for this person.
    """
    officer.require(CASE_ROLES)
    async with desk.store.transaction() as transaction:
        return await incidents.listed(transaction, desk.vault, offices=officer.offices())


async def _each(
    transaction: Transaction,
    desk: Desk,
    incident: Incident,
    found: Iterable[Found],
    *,
    command: Command,
    officer: Officer,
    now: datetime,
) -> None:
    book = await rulebook.read(transaction, office=incident.office, now=now)
    occasion = Occasion(officer, now, book)
    # Without a phone no message is written: alike ones together make the same statement again.
    alike = sorted(found, key=lambda one: one.sealed["phone_cipher"] is None)
    for number, one in enumerate(alike, start=1):
        step = command.take(one.request, occasion)
        write_step(transaction, desk, one, step, officer=officer, book=book)
        if step.after.hold is not None:
            incidents.add_request(transaction, incident, step.after)
        if number % _AT_ONCE == 0:
            await transaction.flush()


def _tell(
    transaction: Transaction, incident: Incident, action: str, *, officer: Officer, requests: int
) -> None:
    evidence.audit(
        transaction,
        at=incident.closed_at or incident.opened_at,
        action=action,
        officer=officer.id,
        office_code=incident.office,
        subject=f"incident:{incident.id}",
        facts={"kind": incident.kind.value, "requests": requests},
    )

"""What happens to one request, step by step, each by the real rule and the real way it is stored.

A life waits by yielding moments; whoever runs it wakes it then, beside all others of its office,
so that people and printers are shared as they would be.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from motekar.demo.chance import Chance
from motekar.rules.applicant import Applicant
from motekar.rules.approvals import ApprovalKind
from motekar.rules.business_time import Unknown, after_open
from motekar.rules.documents import Reason
from motekar.rules.holds import ON_THE_OFFICES_SIDE, HoldCause
from motekar.rules.incidents import AFFECTS
from motekar.rules.lifecycle import Action, State
from motekar.rules.messages import MessageEvent
from motekar.rules.people import Officer, Role
from motekar.rules.repromise import revised
from motekar.rules.requests import Occasion, PrintRequest, StepTaken
from motekar.rules.rulebook import RuleBook
from motekar.rules.steps import (
    Amend,
    Cancel,
    CancelledBy,
    CentralRecord,
    Collect,
    Collector,
    Command,
    CompleteDocuments,
    ConfirmPrint,
    Hold,
    Reject,
    RejectReason,
    Resume,
    SpoilCause,
    SpoilPrint,
    StartPrint,
    Verify,
)
from motekar.store import allotments, evidence, incidents, print_requests, promise_revisions
from motekar.store.sealing import sealed_hold_note
from motekar.usecases.repromising import _allot
from motekar.usecases.telling import tell, tell_of
from motekar.usecases.transition import _attempt
from tests.year.office import Office
from tests.year.troubles import approved
from tests.year.visits import Visit

_SPOILED = {
    SpoilCause.MISPRINT: 5.0,
    SpoilCause.CHIP_FAILED: 3.0,
    SpoilCause.PRINTER_FAULT: 2.0,
    SpoilCause.POWER_CUT: 1.0,
    SpoilCause.FACTORY_DEFECT: 1.0,
    SpoilCause.WRONG_DATA: 1.0,
}
_HELD = {
    HoldCause.AWAITING_CENTRAL_RECORD: 60.0,
    HoldCause.SYSTEM_DOWN: 15.0,
    HoldCause.DISPUTED: 10.0,
    HoldCause.FORCE_MAJEURE: 15.0,
}
_COLLECTORS = {Collector.APPLICANT: 85.0, Collector.FAMILY: 12.0, Collector.REPRESENTATIVE: 3.0}
_CANCELLED = {CancelledBy.APPLICANT: 80.0, CancelledBy.FAMILY: 15.0, CancelledBy.OFFICE: 5.0}
_UNPRINTED = frozenset({State.SUBMITTED, State.VERIFIED})
_WORDS = "Contoh: sesuai catatan petugas."


class Life:
    """One request from the counter to its end, or as far as it comes."""

    def __init__(self, office: Office, visit: Visit) -> None:
        self._office, self._visit = office, visit
        self._chance: Chance = office.chance
        form = visit.form
        self._person = Applicant(form.nik, form.name, form.phone)
        self._at = visit.seen_at
        self._revisions = 0
        self._recorded: PrintRequest | None = None
        self._hold_note: str | None = None
        self.request: PrintRequest | None = None

    def told(self) -> Iterator[datetime]:
        """Every moment at which something is to be done, in order."""
        yield from self._taken_in()
        if not (yield from self._made_whole()):
            return
        if self._chance.happens(3) and (yield from self._ended()):
            return
        yield from self._amended()
        yield from self._held()
        yield from self._verified()
        if self._chance.happens(0.5):
            yield from self._cancelled()
            return
        yield from self._printed()
        yield from self._collected()

    # -- the way of a request

    def _taken_in(self) -> Iterator[datetime]:
        if self._visit.form.received_at:
            yield from self._later(30, 1400)
        self.enter()

    def enter(self) -> None:
        """The visit is typed."""
        self.request = self._office.record(self._visit.form, self._person, at=self._at)
        self._recorded = self.request

    def _made_whole(self) -> Iterator[datetime]:
        """Gives whether the citizen brought what was missing."""
        if not self._now.missing:
            return True
        if self._chance.happens(25):
            return False
        yield from self._later(60, 3000)
        brought = tuple(code.partition("|")[0] for code in self._now.missing)
        self._take(CompleteDocuments(brought), Role.FRONT_OFFICER)
        return True

    def _ended(self) -> Iterator[datetime]:
        """Rejected or cancelled, most of them soon."""
        yield from self._later(10, 200 if self._chance.happens(80) else 1500)
        if self._chance.happens(50):
            yield from self._cancelled()
            return True
        reject = Reject(self._chance.pick(tuple(RejectReason)), _WORDS)
        self._take(reject, Role.VERIFIER)
        return True

    def _cancelled(self) -> Iterator[datetime]:
        yield from self._later(5, 200)
        self._take(Cancel(self._chance.weighted(_CANCELLED), _WORDS), Role.FRONT_OFFICER)

    def _amended(self) -> Iterator[datetime]:
        if not self._chance.happens(3):
            return
        yield from self._later(1, 20)
        if self._chance.happens(40):
            self._take(Amend(_WORDS, ("priority",), priority="elderly"), Role.FRONT_OFFICER)
            return
        among = [reason for reason in Reason if reason not in {self._now.reason, Reason.NEW}]
        amend = Amend(_WORDS, ("reason",), reason=self._chance.pick(among))
        self._take(amend, Role.FRONT_OFFICER)
        if self._now.missing:
            yield from self._later(30, 1200)
            brought = tuple(code.partition("|")[0] for code in self._now.missing)
            self._take(CompleteDocuments(brought), Role.FRONT_OFFICER)

    def _held(self) -> Iterator[datetime]:
        cause = None
        if self._office.troubles.shortage_at(self._at) and self._chance.happens(30):
            cause = HoldCause.BLANKS_OUT
        elif self._chance.happens(5):
            cause = self._chance.weighted(_HELD)
        if cause is None:
            return
        yield from self._later(3, 60)
        self._take(self._hold(cause), Role.VERIFIER)
        yield from self._later(40, 1600)
        self._take(Resume(_WORDS), Role.VERIFIER)

    def _hold(self, cause: HoldCause) -> Hold:
        if cause not in ON_THE_OFFICES_SIDE:
            return Hold(cause, _WORDS)
        team = self._office.place.team
        people = team[Role.VERIFIER][0], team[Role.OFFICE_MANAGER][0]
        subject = f"request:{self._now.request_no}"
        facts = {"cause": cause.value}
        given = approved(
            self._office.desk,
            self._office.rows,
            ApprovalKind.HOLD,
            self._now.office,
            subject,
            _WORDS,
            people,
            at=self._at,
            facts=facts,
        )
        return Hold(cause, _WORDS, given)

    def _verified(self) -> Iterator[datetime]:
        yield from self._later(1, 12)
        officer = yield from self._served(Role.VERIFIER, 1.5, 5)
        seen = CentralRecord.NOT_SEEN if self._chance.happens(2) else CentralRecord.READY
        self._take(Verify(seen), Role.VERIFIER, officer)

    def _printed(self) -> Iterator[datetime]:
        shortage = self._office.troubles.shortage_at(self._at)
        if shortage and not self._chance.happens(10):
            yield from self._until(shortage.until + self._chance.minutes(5, 600))
        yield from self._later(1, 10)
        if self._chance.happens(0.3):
            yield from self._stayed_late()
        while True:
            officer = yield from self._served(Role.PRINT_OPERATOR, 0.5, 1)
            printer = f"Printer {self._office.place.team[Role.PRINT_OPERATOR].index(officer) + 1}"
            self._take(StartPrint(printer), Role.PRINT_OPERATOR, officer)
            yield from self._straight(self._at + self._chance.minutes(1, 3))
            if not self._chance.happens(3):
                break
            spoil = SpoilPrint(self._chance.weighted(_SPOILED))
            self._take(spoil, Role.PRINT_OPERATOR, officer)
            yield from self._later(1, 10)
        serial = f"00{self._chance.below(100_000_000):08d}" if self._chance.happens(60) else None
        self._take(ConfirmPrint(serial), Role.PRINT_OPERATOR, officer)

    def _stayed_late(self) -> Iterator[datetime]:
        """An evening at the printer, after the doors have closed."""
        closes = self._office.place.hours.closes_at(self._office.place.hours.local_day(self._at))
        if closes and closes > self._at:
            yield from self._straight(closes.astimezone(UTC) + self._chance.minutes(5, 90))

    def _collected(self) -> Iterator[datetime]:
        if self._chance.happens(6):
            return  # nobody ever comes for it
        yield from self._later(5, 400 if self._chance.happens(70) else 6000)
        collector = self._chance.weighted(_COLLECTORS)
        named = collector is not Collector.APPLICANT
        collect = Collect(
            collector,
            name="Wakil Contoh" if named else "",
            relation="keluarga" if named else "",
            authority_no="F-107/CONTOH" if collector is Collector.REPRESENTATIVE else "",
            old_card_surrendered=True if self._now.needs_old_card else None,
        )
        self._take(collect, Role.FRONT_OFFICER)
        self._office.population.has_collected(self._person, self._at)

    # -- how time passes

    def _later(self, least: float, most: float) -> Iterator[datetime]:
        """So much open time later."""
        return self._until(self._open(self._at, self._chance.minutes(least, most)))

    def _served(self, role: Role, least: float, most: float) -> Iterator[datetime]:
        """Gives who did it; one with a ground, or one in sixty without, does not wait in line."""
        jumps = self._now.priority is not None or self._chance.happens(1.6)
        minutes = self._chance.minutes(least, most)
        while True:
            begins, officer = self._office.serve(role, self._at, minutes, jumps=jumps)
            done = self._at + minutes if jumps else self._open(begins, minutes)
            before = self._now.version
            yield from self._straight(done) if jumps else self._until(done)
            if self._now.version == before:
                return officer
            yield from self._later(1, 10)

    def _until(self, moment: datetime) -> Iterator[datetime]:
        """Up to that moment, unless an incident comes between and holds the request."""
        for trouble in self._office.troubles.incidents_between(self._at, moment):
            if not self._is_hit_by(trouble.incident.kind):
                continue
            opened, closed = trouble.incident.opened_at, trouble.incident.closed_at
            assert closed is not None
            yield from self._straight(opened)
            self._take(trouble.hold, Role.OFFICE_MANAGER, trouble.manager)
            incidents.add_request(self._office.rows, trouble.incident, self._now)
            yield from self._straight(closed)
            self._take(trouble.resume, Role.OFFICE_MANAGER, trouble.manager)
            moment = max(moment, self._open(closed, self._chance.minutes(1, 30)))
        yield from self._straight(moment)

    def _is_hit_by(self, kind: Any) -> bool:
        request = self.request
        return (
            request is not None
            and request.hold is None
            and request.attempt is None
            and request.state in AFFECTS[kind]
        )

    def _straight(self, moment: datetime) -> Iterator[datetime]:
        """Up to that moment, whatever comes between; promises are made anew on the way."""
        for at, because in self._office.troubles.changes_between(self._at, moment):
            if self.request and self._is_promised():
                yield at
                self._promise_anew(at, because)
        yield moment
        self._at = moment

    def _is_promised(self) -> bool:
        request = self._now
        on_the_clock = request.service_clock_started_at is not None
        return on_the_clock and request.attempt is None and request.state in _UNPRINTED

    def _promise_anew(self, at: datetime, because: str) -> None:
        office, book = self._office, self._office.place.book_at(at)
        stands = office.situation(at)
        for revision in revised((self._now,), book=book, situation=stands):
            given_back = revision.given_back
            for before, after in ((revision.before, given_back), (given_back, revision.after)):
                _allot(office.rows, before, after, officer=None, book=book, now=at)
            self._revisions += revision.is_moved
            number = self._revisions
            self.request = revision.after
            if not revision.is_moved:
                continue
            promise_revisions.add(office.rows, revision, number=number, because=because, now=at)
            tell_of(
                office.rows,
                office.desk,
                MessageEvent.PROMISE_MOVED,
                revision.after,
                applicant=self._person,
                book=book,
                now=at,
                occasion=number,
            )

    def _open(self, moment: datetime, length: timedelta) -> datetime:
        found = after_open(self._office.place.hours, moment, length)
        return self._office.never if isinstance(found, Unknown) else found

    # -- how a step is made

    @property
    def _now(self) -> PrintRequest:
        assert self.request is not None
        return self.request

    def _take(self, command: Command, role: Role, officer: Officer | None = None) -> None:
        office, at = self._office, self._at
        by = officer or self._chance.pick(office.place.team[role])
        book = office.place.book_at(at)
        stands = office.situation(at) if command.action is Action.COMPLETE_DOCUMENTS else None
        step = command.take(self._now, Occasion(by, at, book, stands))
        self._store(step, by, book)
        self.request = step.after

    def _store(self, step: StepTaken, by: Officer, book: RuleBook) -> None:
        """As ``usecases.transition`` does, but for the request's own row: that is saved once."""
        rows, desk, before = self._office.rows, self._office.desk, self._now
        _attempt(rows, step)
        allotments.write(
            rows,
            before,
            step.after,
            action=step.action,
            officer=by.id,
            quotas=book.quotas,
            now=step.at,
        )
        evidence.record(
            rows,
            desk.vault,
            step,
            officer=by.id,
            office_code=before.office,
            audit_facts={"from": before.state.value, "to": step.after.state.value},
        )
        if step.action is Action.HOLD:
            self._hold_note = step.words["evidence"]
        tell(rows, desk, step, applicant=self._person, book=book)

    def save(self) -> None:
        """The request's own row, as it stands in the end."""
        if self._recorded is None or self.request is None:
            return
        note = self._hold_note if self.request.hold else None
        sealed = sealed_hold_note(self._office.desk.vault, self.request.id, note)
        print_requests.save(self._office.rows, self._recorded, self.request, more=sealed)
        self._office.rows.finish(self.request.id)

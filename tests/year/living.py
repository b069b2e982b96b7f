"""How a request of the generated year waits, makes its steps and is stored, by the real rules."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from motekar.demo.chance import Chance
from motekar.rules.applicant import Applicant
from motekar.rules.business_time import Unknown, after_open
from motekar.rules.incidents import AFFECTS
from motekar.rules.lifecycle import Action, State
from motekar.rules.messages import MessageEvent
from motekar.rules.people import Officer, Role
from motekar.rules.repromise import revised
from motekar.rules.requests import Occasion, PrintRequest, StepTaken
from motekar.rules.rulebook import RuleBook
from motekar.rules.steps import Command
from motekar.store import allotments, evidence, incidents, print_requests, promise_revisions
from motekar.store.sealing import sealed_hold_note
from motekar.usecases.repromising import _allot
from motekar.usecases.telling import tell, tell_of
from motekar.usecases.transition import _attempt
from tests.year.office import Office
from tests.year.visits import Visit

_UNPRINTED = frozenset({State.SUBMITTED, State.VERIFIED})


class Living:
    """One request, the person it is for, and how far it has come."""

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

    def enter(self) -> None:
        """The visit is typed."""
        self.request = self._office.record(self._visit.form, self._person, at=self._at)
        self._recorded = self.request

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

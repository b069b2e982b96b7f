"""What happens to one request, step by step, each by the real rule and the real way it is stored.

A life waits by yielding moments; whoever runs it wakes it then, beside all others of its office,
so that people and printers are shared as they would be.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from motekar.rules.approvals import ApprovalKind
from motekar.rules.documents import Reason
from motekar.rules.holds import ON_THE_OFFICES_SIDE, HoldCause
from motekar.rules.people import Role
from motekar.rules.steps import (
    Amend,
    Cancel,
    CancelledBy,
    CentralRecord,
    Collect,
    Collector,
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
from tests.year.living import Living
from tests.year.troubles import approved

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
_WORDS = "Contoh: sesuai catatan petugas."


class Life(Living):
    """One request from the counter to its end, or as far as it comes."""

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

    def _taken_in(self) -> Iterator[datetime]:
        if self._visit.form.received_at:
            yield from self._later(30, 1400)
        self.enter()

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

"""One office through its year: its visits in turn, its people, its troubles, all lives at once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from motekar.rules.applicant import Applicant
from motekar.rules.capacity import STATED_PACE, Situation
from motekar.rules.codes import ClaimCode, RequestNo
from motekar.rules.intake_form import IntakeForm
from motekar.rules.people import Officer, Role
from motekar.rules.requests import PrintRequest, intake
from motekar.store import allotments, evidence, print_requests
from motekar.usecases.desk import Desk
from motekar.usecases.intake import drafted
from motekar.usecases.telling import tell
from tests.year.agency import Place
from tests.year.rows import Rows
from tests.year.stream import Stream
from tests.year.troubles import Troubles, troubles_of
from tests.year.visits import Population

_CLAIM_CODE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Year:
    """Which days are told, from which seed, and how far: nothing happens after ``now``."""

    first: date
    last: date
    seed: str
    now: datetime

    @property
    def until(self) -> datetime:
        """No visit comes later; at that hour of its last day every office has closed."""
        return min(self.now, datetime.combine(self.last, time(17), UTC))


class Office:
    """What its requests share."""

    def __init__(self, place: Place, desk: Desk, rows: Rows, year: Year) -> None:
        self.place, self.desk, self.rows = place, desk, rows
        self.chance = Stream(f"{year.seed}:{place.code}")
        self.population = Population(place, self.chance)
        self.never = year.now + timedelta(days=4000)
        self.troubles: Troubles = troubles_of(
            place, desk, rows, first=year.first, last=year.last, seed=year.seed, now=year.now
        )
        self._free_at = {
            role: [year.now.replace(year=2000)] * len(team) for role, team in place.team.items()
        }

    def serve(
        self, role: Role, at: datetime, minutes: timedelta, *, jumps: bool
    ) -> tuple[datetime, Officer]:
        """When somebody begins with it, and who: the first of them who is free."""
        free = self._free_at[role]
        number = free.index(min(free))
        begins = at if jumps else max(at, free[number])
        free[number] = max(free[number], begins) + minutes
        return begins, self.place.team[role][number]

    def situation(self, at: datetime) -> Situation:
        """As a promise finds the office: with blanks for everybody, or with none."""
        shortage = self.troubles.shortage_at(at)
        if shortage:
            return shortage.situation(at, self.place.hours.local_day(at))
        return Situation(at, STATED_PACE, self.place.book.equipment)

    def record(self, form: IntakeForm, applicant: Applicant, *, at: datetime) -> PrintRequest:
        """Takes the visit in, as ``usecases.intake`` does."""
        desk, rows, book = self.desk, self.rows, self.place.book_at(at)
        officer = self.chance.pick(self.place.team[Role.FRONT_OFFICER])
        day = book.office.local_day(at)
        number = RequestNo.compose(
            book.office.abbreviation, day, rows.next_number(self.place.code, day)
        )
        stands = self.situation(at)
        request = drafted(desk, form, book=book, situation=stands, request_no=str(number), now=at)
        step = intake(request, late_entry=form.received_at is not None)
        if (shortage := self.troubles.shortage_at(at)) and step.after.promised_by:
            shortage.promised += 1
        bits = int.from_bytes(desk.draw(_CLAIM_CODE_BYTES), "big") >> 1
        print_requests.add(
            rows,
            desk.vault,
            step.after,
            applicant=applicant,
            claim_code=ClaimCode.from_bits(bits),
            note=form.note,
        )
        allotments.write(
            rows,
            None,
            step.after,
            action=step.action,
            officer=officer.id,
            quotas=book.quotas,
            now=at,
        )
        evidence.record(
            rows,
            desk.vault,
            step,
            officer=officer.id,
            office_code=self.place.code,
            audit_facts={"late_entry": form.received_at is not None},
        )
        tell(rows, desk, step, applicant=applicant, book=book)
        return step.after

"""Who comes to an office in the year, when, and with what papers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from motekar.demo.chance import Chance
from motekar.rules.applicant import Applicant
from motekar.rules.documents import Reason
from motekar.rules.intake_form import LATE_ENTRY_DAYS, Channel, IntakeForm, Priority
from motekar.rules.nik import Nik
from motekar.rules.phone import Phone
from tests.year.agency import Place

_REASONS = {
    Reason.DAMAGED: 30.0,
    Reason.DATA_CHANGE: 22.0,
    Reason.LOST: 20.0,
    Reason.NEW: 15.0,
    Reason.MOVED_IN: 8.0,
    Reason.OUT_OF_AREA: 4.0,
    Reason.RESIDENT_FOREIGNER: 1.0,
}
_AGAIN = {Reason.LOST: 60.0, Reason.DAMAGED: 40.0}
_CHANNELS = {Channel.COUNTER: 90.0, Channel.OUTREACH: 6.0, Channel.ONLINE: 4.0}
_PRIORITIES = {
    Priority.ELDERLY: 50.0,
    Priority.PREGNANT: 30.0,
    Priority.DISABLED: 10.0,
    Priority.ILL: 8.0,
    Priority.DISASTER: 2.0,
}
_HOURS = {0: 9.0, 1: 16.0, 2: 15.0, 3: 11.0, 4: 5.0, 5: 7.0, 6: 8.0, 7: 4.0, 8: 1.0}
_WEEKDAYS = (1.3, 1.1, 1.0, 0.95, 0.8, 0.5, 0.5)
_GIVEN = ("Ayu", "Bayu", "Citra", "Dedi", "Eka", "Fajar", "Indah", "Joko", "Maya", "Rudi", "Siti")
_LAST = ("Permata", "Pratama", "Lestari", "Saputra", "Kencana", "Nugraha", "Melati", "Setiawan")
_KECAMATAN = 12
_FOREIGN = ("321606", "317502", "337401")
_SERIALS_AN_OFFICE = 600
_RESTS = timedelta(days=5)
_PAPER_WAITS = timedelta(days=LATE_ENTRY_DAYS)


@dataclass(frozen=True, slots=True)
class Visit:
    """A citizen at the counter."""

    seen_at: datetime
    form: IntakeForm


@dataclass(slots=True)
class Population:
    """The citizens of one office: everybody new, but some who collected a card come again."""

    place: Place
    chance: Chance
    _serials: Counter[str] = field(default_factory=Counter)
    _collected: list[tuple[datetime, Applicant]] = field(default_factory=list)
    _met: int = 0

    def has_collected(self, applicant: Applicant, at: datetime) -> None:
        """One in three of them may need another card before the year is over."""
        if self.chance.happens(33):
            self._collected.append((at, applicant))

    def comes_again(self, at: datetime) -> Applicant | None:
        """Somebody whose card is with them for some days."""
        rested = self._met < len(self._collected) and self._collected[self._met][0] + _RESTS < at
        if not rested or not self.chance.happens(3):
            return None
        self._met += 1
        return self._collected[self._met - 1][1]

    def somebody(self, reason: Reason, day: date) -> Applicant:
        chance = self.chance
        phone = None if chance.happens(30) else f"0810{chance.below(100_000_000):08d}"
        return Applicant(
            nik=self._nik(reason, day),
            name=f"{chance.pick(_GIVEN)} Contoh {chance.pick(_LAST)}",
            phone=Phone.parse(phone) if phone else None,
        )

    def _nik(self, reason: Reason, day: date) -> Nik:
        chance = self.chance
        if reason is Reason.NEW:
            # Most have just turned 17, a few do so in the days to come.
            born = day.replace(year=day.year - 17, day=min(day.day, 28))
            born += timedelta(days=12 - chance.below(300))
        else:
            born = date(
                day.year - 18 - chance.below(60), 1 + chance.below(12), 1 + chance.below(28)
            )
        shown = born.day + (40 if chance.happens(50) else 0)
        start = f"{self._prefix()}{shown:02d}{born:%m%y}"
        self._serials[start] += 1
        serial = self.place.number * _SERIALS_AN_OFFICE + self._serials[start]
        return Nik.parse(f"{start}{serial:04d}")

    def _prefix(self) -> str:
        if self.chance.happens(12):
            return self.chance.pick(_FOREIGN)
        home = self.place.code.replace(".", "")
        is_kecamatan = len(home) == 6 and home.isdigit()
        return home if is_kecamatan else f"3275{1 + self.chance.below(_KECAMATAN):02d}"


def visits(
    population: Population, *, requests: int, first: date, until: datetime
) -> Iterator[Visit]:
    """Exactly so many, in order of time, the last of them before that moment."""
    chance, place = population.chance, population.place
    last = place.hours.local_day(until)
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    spans = {day: place.hours.spans_on(day) for day in days}
    open_days = [day for day in days if spans[day] and spans[day][0][0] < until]
    for day, many in zip(open_days, _divided(requests, _weights(chance, open_days)), strict=True):
        opens, closes = spans[day][0][0], min(spans[day][-1][1], until)
        for at in sorted(_arrival(chance, opens, closes) for _ in range(many)):
            yield _visit(population, at, on_paper=at < until - _PAPER_WAITS)


def _weights(chance: Chance, days: Sequence[date]) -> list[float]:
    """More on Mondays and after days of rest."""
    rests = [1, *(min((day - before).days, 5) for before, day in pairwise(days))]
    return [
        _WEEKDAYS[day.weekday()] * (0.8 + 0.15 * rest) * (0.7 + 0.6 * chance.share())
        for day, rest in zip(days, rests, strict=True)
    ]


def _divided(total: int, weights: Sequence[float]) -> Iterator[int]:
    whole, told, passed = sum(weights), 0, 0.0
    for weight in weights[:-1]:
        passed += weight
        until = int(total * passed / whole)
        yield until - told
        told = until
    yield total - told


def _arrival(chance: Chance, opens: datetime, closes: datetime) -> datetime:
    at = opens + timedelta(hours=chance.weighted(_HOURS), seconds=chance.below(3600))
    at = at if at < closes else opens + (closes - opens) * chance.share()
    return at.astimezone(UTC)


def _visit(population: Population, at: datetime, *, on_paper: bool) -> Visit:
    chance, place = population.chance, population.place
    known = population.comes_again(at)
    reason = chance.weighted(_AGAIN if known else _REASONS)
    person = known or population.somebody(reason, place.hours.local_day(at))
    needed = [rule.one_of[0] for rule in place.book.document_rules if rule.reason is reason]
    forgotten = chance.pick(needed[1:]) if chance.happens(9) else None
    is_late = on_paper and chance.happens(0.8)
    form = IntakeForm(
        office=place.code,
        nik=person.nik,
        name=person.name,
        phone=person.phone,
        reason=reason,
        documents=tuple(one for one in needed if one is not forgotten),
        channel=chance.weighted(_CHANNELS),
        priority=chance.weighted(_PRIORITIES) if chance.happens(7) else None,
        married=reason is Reason.NEW and chance.happens(1),
        received_at=at if is_late else None,
        paper_no=f"K-{chance.below(10_000):04d}" if is_late else None,
        note="Contoh: kursi roda." if chance.happens(1) else None,
    )
    return Visit(at, form)

"""What an office has decided and published, as one snapshot that a step is judged by."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.capacity import Equipment
from motekar.rules.documents import DocumentRule
from motekar.rules.ladder import NO_LADDER, Ladder
from motekar.rules.messages import MessageEvent, Wording
from motekar.rules.places import Quota
from motekar.rules.promise import ServicePolicy


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """How an office is named and where it stands; ``abbreviation`` is frozen for ever."""

    code: str
    abbreviation: str
    name: str
    zone: ZoneInfo
    kind: str = "kecamatan"
    region: str = ""
    address: str | None = None

    def local_day(self, moment: datetime) -> date:
        """The calendar day of a moment on the wall of this office."""
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What is in force for one office: calendar, policy, documents, wording, printers, places."""

    office: OfficeProfile
    calendar: OfficeCalendar
    policy: ServicePolicy
    document_rules: tuple[DocumentRule, ...]
    wordings: tuple[Wording, ...]
    known_prefixes: frozenset[str] = frozenset()
    equipment: Equipment = field(default_factory=Equipment)
    quotas: tuple[Quota, ...] = ()
    ladder: Ladder = NO_LADDER

    def wording(self, event: MessageEvent, *, language: str = "id") -> Wording:
        """The text in force for an event; every event has one in every language.

        Raises:
            LookupError: the installation lacks it (``motekar migrate`` installs the defaults).
        """
        for wording in self.wordings:
            if (wording.event, wording.language) == (event, language):
                return wording
        raise LookupError(f"no wording for {event.value} in {language}")

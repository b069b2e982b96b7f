"""Steps of the card: start, confirm or spoil a print, and hand the card over."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from motekar.rules.capacity import Situation
from motekar.rules.errors import FieldError, NoBlanksLeft, OldCardRequired, ValidationFailed
from motekar.rules.lifecycle import Action
from motekar.rules.messages import MessageEvent
from motekar.rules.requests import Occasion, PrintAttempt, PrintRequest, StepTaken, taken


class SpoilCause(StrEnum):
    """Why a blank was lost in the printer."""

    MISPRINT = "misprint"
    PRINTER_FAULT = "printer_fault"
    CHIP_FAILED = "chip_failed"
    POWER_CUT = "power_cut"
    FACTORY_DEFECT = "factory_defect"
    WRONG_DATA = "wrong_data"


class Collector(StrEnum):
    """Who takes the card."""

    APPLICANT = "applicant"
    FAMILY = "family"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True)
class StartPrint:
    """A blank goes into the printer."""

    printer: str | None = None

    action: ClassVar[Action] = Action.START_PRINT

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """Opens an attempt; the state moves only when the card is confirmed.

        Takes the blank that was put aside for the request, or a free one.

        Raises:
            NoBlanksLeft: all blanks in the box are promised to others.
        """
        number = request.attempts_made + 1
        attempt = PrintAttempt(
            number,
            started_at=occasion.now,
            started_by=occasion.officer.id,
            took_blank=_takes_blank(request, occasion.situation),
        )
        return taken(
            self.action,
            request,
            now=occasion.now,
            changes={"attempt": attempt, "attempts_made": number, "has_blank": False},
            facts={"attempt": number, "printer": self.printer},
        )


def _takes_blank(request: PrintRequest, situation: Situation | None) -> bool:
    if situation is None or situation.blanks is None:
        return False
    if not request.has_blank and situation.free < 1:
        raise NoBlanksLeft(office=request.office, reserved=situation.blanks.reserved)
    return True


@dataclass(frozen=True, slots=True)
class ConfirmPrint:
    """The card is good and in the tray."""

    card_serial: str | None = None

    action: ClassVar[Action] = Action.CONFIRM_PRINT

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """Ends the attempt; the service clock stops; the citizen is told to come."""
        return taken(
            self.action,
            request,
            now=occasion.now,
            changes={"attempt": None},
            facts={"attempt": request.attempts_made, "card_serial": self.card_serial},
            tells=MessageEvent.READY,
        )


@dataclass(frozen=True, slots=True)
class SpoilPrint:
    """The blank is lost."""

    cause: SpoilCause

    action: ClassVar[Action] = Action.SPOIL_PRINT

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """Ends the attempt; the request stays in the print queue."""
        return taken(
            self.action,
            request,
            now=occasion.now,
            changes={"attempt": None},
            facts={"attempt": request.attempts_made, "cause": self.cause.value},
        )


@dataclass(frozen=True, slots=True)
class Collect:
    """The card changes hands; name and relation are asked of anybody but the applicant.

    ``authority_no`` is the number of the power of attorney (form F-1.07) a representative shows.
    """

    collector: Collector
    name: str = ""
    relation: str = ""
    authority_no: str = ""
    old_card_surrendered: bool | None = None

    action: ClassVar[Action] = Action.COLLECT

    def take(self, request: PrintRequest, occasion: Occasion) -> StepTaken:
        """Ends the request, exactly once; the citizen is told.

        Raises:
            ValidationFailed: a family member or representative without name, relation or
                authority.
            OldCardRequired: the old card was shown at intake and is not surrendered now.
        """
        self._refuse_nameless()
        if request.needs_old_card and not self.old_card_surrendered:
            raise OldCardRequired
        words = {"name": self.name, "relation": self.relation, "authority_no": self.authority_no}
        return taken(
            self.action,
            request,
            now=occasion.now,
            facts={
                "collector": self.collector.value,
                "old_card_surrendered": self.old_card_surrendered,
            },
            words={key: text for key, text in words.items() if text},
            tells=MessageEvent.COLLECTED,
        )

    def _refuse_nameless(self) -> None:
        if self.collector is Collector.APPLICANT:
            return
        wanted = {"name": self.name, "relation": self.relation}
        if self.collector is Collector.REPRESENTATIVE:
            wanted["authority_no"] = self.authority_no
        errors = tuple(
            FieldError(f"collector.{name}", "missing") for name, text in wanted.items() if not text
        )
        if errors:
            raise ValidationFailed(errors=errors)

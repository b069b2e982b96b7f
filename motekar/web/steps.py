"""Takes a step of a request from a submitted form: the same for every staff page that has one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from motekar.rules.approvals import Approval
from motekar.rules.codes import RequestNo
from motekar.rules.errors import FieldError, TransitionNotAllowed, ValidationFailed
from motekar.rules.holds import ON_THE_OFFICES_SIDE, PLACED_BY_HAND, HoldCause
from motekar.rules.intake_form import MOST_NAME_LETTERS, MOST_NOTE_LETTERS, Reading
from motekar.rules.lifecycle import Action
from motekar.rules.steps import (
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
from motekar.usecases import amending, holding, tracking, transition
from motekar.usecases.asking import Pending
from motekar.usecases.once import Once, Replay
from motekar.usecases.viewing import RequestView
from motekar.web.labels import label, options
from motekar.web.language import gettext
from motekar.web.posted import Posted
from motekar.web.shell import Seat

_MOST_SHORT_LETTERS = 60
_MANY = ("documents",)
_LEADS_ON = frozenset({"complete-documents", "verify", "confirm-print", "resume"})
_LINES = ("full_name", "nik", "phone")


@dataclass(frozen=True, slots=True)
class Taken:
    """The request after the step; ``anew`` False when the same form had come before.

    ``waits`` is the approval the step waits for; nothing has changed yet.
    """

    view: RequestView
    anew: bool
    waits: Approval | None = None


async def take(seat: Seat, request_no: RequestNo, action: str, posted: Posted) -> Taken:
    """Takes the step once, however often the button was pressed.

    Raises:
        MotekarError: any refusal of the step; ValidationFailed with the names of the form.
    """
    once = seat.once(posted)
    expected = posted.version("expected_version")
    if action == Action.AMEND:
        answer: RequestView | Pending | Replay = await _amend(
            seat, request_no, posted, expected_version=expected, once=once
        )
    else:
        command = read_command(action, posted)
        answer = await _take(seat, request_no, command, expected_version=expected, once=once)
    if isinstance(answer, RequestView):
        return Taken(answer, anew=True)
    dossier = await tracking.look(seat.desk, seat.officer, request_no, now=seat.now)
    waits = answer.approval if isinstance(answer, Pending) else None
    return Taken(dossier.view, anew=waits is not None, waits=waits)


async def _take(
    seat: Seat,
    request_no: RequestNo,
    command: Command,
    *,
    expected_version: int,
    once: Once[RequestView | Pending] | None,
) -> RequestView | Pending | Replay:
    desk, officer, now = seat.desk, seat.officer, seat.now
    if isinstance(command, Hold):
        return await holding.hold(
            desk,
            officer,
            request_no,
            command,
            expected_version=expected_version,
            now=now,
            once=once,
        )
    return await transition.take_step(
        desk, officer, request_no, command, expected_version=expected_version, now=now, once=once
    )


def tell(seat: Seat, action: str, taken: Taken) -> None:
    """Keeps the result for the next page: what was done and what comes next."""
    request = taken.view.request
    if not taken.anew:
        seat.say("attention", gettext("Sudah tercatat tadi."), request_no=request.request_no)
        return
    if taken.waits:
        seat.say_it_waits(taken.waits, zone=taken.view.office.zone, request_no=request.request_no)
        return
    coming = f"{label(request.state, 'queue')}." if action in _LEADS_ON else ""
    text = f"{label(action, 'done')}. {coming}".strip()
    seat.say("ok", text, request_no=request.request_no)


def read_command(action: str, posted: Posted) -> Command:
    """The command that a form gives.

    Raises:
        ValidationFailed: with every faulty field of the form.
        TransitionNotAllowed: there is no such step.
    """
    if action not in _READERS:
        raise TransitionNotAllowed(action=action, state="")
    form = Reading(raw(posted))
    command = _READERS[action](form)
    form.refuse_faults()
    return command


def hold_choices() -> list[tuple[str, ...]]:
    """The causes a person can choose; which of them have to wait is said beside them."""
    waits = gettext("Berlaku setelah petugas lain menyetujui.")
    return [
        (code, words, waits) if code in ON_THE_OFFICES_SIDE else (code, words)
        for code, words in options(
            (each for each in HoldCause if each in PLACED_BY_HAND), "hold_short"
        )
    ]


def raw(posted: Posted) -> Mapping[str, Any]:
    """The form's fields as the rules read them."""
    names = set(posted.fields.keys())
    return {
        name: posted.many(name) if name in _MANY else posted.text(name)
        for name in names | set(_MANY)
    }


async def _amend(
    seat: Seat,
    request_no: RequestNo,
    posted: Posted,
    *,
    expected_version: int,
    once: Once[RequestView] | None,
) -> RequestView | Replay:
    fields = raw(posted)
    # An empty line for name, NIK or phone leaves them as they are.
    given = set(posted.many("given")) | {name for name in _LINES if posted.text(name)}
    given &= set(amending.AMENDABLE)
    form = Reading(fields)
    why = form.needed("why", most=MOST_NOTE_LETTERS)
    try:
        amendments = amending.read_amendments({name: fields.get(name, "") for name in given})
    except ValidationFailed as faulty:
        raise ValidationFailed(errors=(*faulty.errors, *form.errors)) from faulty
    form.refuse_faults()
    return await amending.amend(
        seat.desk,
        seat.officer,
        request_no,
        amendments,
        why=why,
        expected_version=expected_version,
        now=seat.now,
        once=once,
    )


def _reject(form: Reading) -> Command:
    reason = form.value("reject_reason", RejectReason)
    text = form.needed("text", most=MOST_NOTE_LETTERS)
    return Reject(reason or RejectReason.DATA_MISMATCH, text)


def _hold(form: Reading) -> Command:
    cause = form.value("cause", HoldCause)
    evidence = form.needed("evidence", most=MOST_NOTE_LETTERS)
    return Hold(cause or HoldCause.DISPUTED, evidence)


def _cancel(form: Reading) -> Command:
    asked_by = form.value("asked_by", CancelledBy)
    why = form.needed("why", most=MOST_NOTE_LETTERS)
    return Cancel(asked_by or CancelledBy.OFFICE, why)


def _collect(form: Reading) -> Command:
    collector = form.value("collector", Collector) or Collector.APPLICANT
    old_card = {"yes": True, "no": False}.get(form.raw.get("old_card", ""))
    if form.raw.get("old_card_due") and old_card is None:
        form.errors.append(FieldError("old_card", "missing"))
    if collector is Collector.APPLICANT:
        return Collect(collector, old_card_surrendered=old_card)
    most = _MOST_SHORT_LETTERS
    return Collect(
        collector,
        name=form.text("collector.name", most=MOST_NAME_LETTERS) or "",
        relation=form.text("collector.relation", most=most) or "",
        authority_no=form.text("collector.authority_no", most=most) or "",
        old_card_surrendered=old_card,
    )


def _verify(form: Reading) -> Command:
    return Verify(form.value("central_record", CentralRecord) or CentralRecord.NOT_SEEN)


def _spoil(form: Reading) -> Command:
    return SpoilPrint(form.value("cause", SpoilCause) or SpoilCause.MISPRINT)


# A value that stands in for a faulty field never leaves: refuse_faults comes before the step.
_READERS: Mapping[str, Callable[[Reading], Command]] = {
    "complete-documents": lambda form: CompleteDocuments(tuple(form.documents())),
    "verify": _verify,
    "reject": _reject,
    "hold": _hold,
    "resume": lambda form: Resume(form.needed("why", most=MOST_NOTE_LETTERS)),
    "cancel": _cancel,
    "start-print": lambda form: StartPrint(form.text("printer", most=_MOST_SHORT_LETTERS)),
    "confirm-print": lambda form: ConfirmPrint(form.text("card_serial", most=_MOST_SHORT_LETTERS)),
    "spoil-print": _spoil,
    "collect": _collect,
}

"""Turns what the use cases answer into what programs read; times in the office's own zone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from motekar.rules.people import Officer
from motekar.rules.privacy import initials
from motekar.rules.requests import PrintRequest
from motekar.rules.rulebook import OfficeProfile
from motekar.rules.steps import allowed_actions
from motekar.usecases.intake import Recorded
from motekar.usecases.tracking import Line, MessageView
from motekar.usecases.viewing import MaskedPerson, RequestView
from motekar.web.api import answers
from motekar.web.labels import label
from motekar.web.reckoning import reckoning_words

REQUESTS_PATH = "/api/v1/print-requests"
# A collector is a third person: the name stays with the evidence, here are only initials.
_THIRD_PERSON = "name"
_HIDDEN = frozenset({_THIRD_PERSON, "authority_no"})


def request_json(view: RequestView, *, now: datetime) -> str:
    """A request as JSON text."""
    return _request(view, now=now).model_dump_json()


def recorded_json(recorded: Recorded, *, now: datetime) -> str:
    """A new request with its claim code as JSON text."""
    told = _request(recorded.view, now=now)
    answer = answers.RecordedAnswer.model_construct(
        **dict(told),
        claim_code=recorded.claim_code.digits,
        slip_url=f"{REQUESTS_PATH}/{told.request_no}/slip.pdf",
    )
    return answer.model_dump_json()


def line(
    found: Line, *, officer: Officer, offices: Mapping[str, OfficeProfile], now: datetime
) -> answers.RequestLine:
    """A request in a list."""
    request = found.request
    facts = _facts(
        request,
        found.person,
        office=offices[request.office],
        note=None,
        now=now,
    )
    allowed = list(allowed_actions(request, officer=officer))
    return answers.RequestLine(**facts, allowed_actions=allowed)


def message(view: MessageView) -> answers.MessageAnswer:
    """An SMS; its text holds no personal data by the rules of wording."""
    return answers.MessageAnswer.model_validate(
        {
            "id": str(view.id),
            "request_no": view.request_no,
            "office": view.office,
            "event": view.event,
            "state": view.state,
            "phone_masked": view.phone_masked,
            "text": view.body,
            "parts": view.parts,
            "attempts": view.attempts,
            "gateway": view.gateway,
            "last_error": view.last_error,
            "created_at": view.created_at,
            "not_before": view.not_before,
            "settled_at": view.settled_at,
        }
    )


def _request(view: RequestView, *, now: datetime) -> answers.RequestAnswer:
    zone = view.office.zone
    facts = _facts(view.request, view.person, office=view.office, note=view.hold_note, now=now)
    if view.unmasked:
        facts["applicant"] |= {
            "nik": view.unmasked.nik.digits,
            "full_name": view.unmasked.name,
            "phone": view.unmasked.phone.e164 if view.unmasked.phone else None,
            "note": view.note,
        }
    return answers.RequestAnswer(
        **facts,
        allowed_actions=list(view.allowed_actions),
        timeline=[
            answers.TimelineStep.model_validate(
                {
                    "at": entry.at.astimezone(zone),
                    "action": entry.action,
                    "from_state": entry.from_state,
                    "to_state": entry.to_state,
                    "officer": entry.officer,
                    "office": entry.office,
                    "facts": {
                        **entry.facts,
                        **(entry.words if view.unmasked else _masked(entry.words)),
                    },
                }
            )
            for entry in view.timeline
        ],
    )


def _masked(words: Mapping[str, str]) -> dict[str, str]:
    told = {name: text for name, text in words.items() if name not in _HIDDEN}
    if _THIRD_PERSON in words:
        told[_THIRD_PERSON] = initials(words[_THIRD_PERSON])
    return told


def _facts(
    request: PrintRequest,
    person: MaskedPerson,
    *,
    office: OfficeProfile,
    note: str | None,
    now: datetime,
) -> dict[str, Any]:
    zone, hold = office.zone, request.hold
    return {
        "request_no": request.request_no,
        "state": request.state,
        "version": request.version,
        "office": {"code": office.code, "name": office.name, "abbreviation": office.abbreviation},
        "reason": request.reason,
        "channel": request.channel,
        "priority": request.priority,
        "applicant": {
            "nik_masked": person.nik_masked,
            "initials": person.initials,
            "phone_masked": person.phone_masked,
        },
        "documents": list(request.documents),
        "missing_documents": list(request.missing),
        "on_hold": {"cause": hold.cause, "since": hold.since.astimezone(zone), "note": note}
        if hold
        else None,
        "received_at": request.received_at.astimezone(zone),
        "submitted_at": request.submitted_at.astimezone(zone),
        "service_clock_started_at": local(request.service_clock_started_at, zone),
        "promise": _promise(request, zone=zone, now=now),
        "promised_by": local(request.promised_by, zone),
        "warnings": [
            {"code": code, "message": label(code, "warning")} for code in request.warnings
        ],
    }


def _promise(request: PrintRequest, *, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    promise = request.promise
    return {
        "kind": promise.kind,
        "office": request.office,
        "reason": request.reason,
        "at": promise.at.astimezone(zone),
        "promised_by": local(promise.promised_by, zone),
        "binding_constraint": promise.binding_constraint,
        "explanation": [
            {
                "code": step.code,
                "facts": dict(step.facts),
                "text": reckoning_words(step, zone=zone, now=now),
            }
            for step in promise.explanation
        ],
        "policy_version": promise.policy_version,
        "calendar_version": promise.calendar_version,
    }


def local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The moment on the office's wall."""
    return at.astimezone(zone) if at else None

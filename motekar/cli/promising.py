"""``motekar promise``: what would be promised to a complete file, and why, step by step."""

import argparse
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from motekar import wiring
from motekar.cli.answers import Answer, WrongUsage
from motekar.cli.running import with_desk
from motekar.rules.documents import Reason
from motekar.rules.promise import Promise, first_promise
from motekar.usecases import published
from motekar.usecases.desk import Desk
from motekar.web.language import speak
from motekar.web.moments import long_date
from motekar.web.reckoning import reckoning_words


def promise(given: argparse.Namespace) -> Answer:
    """Reckons it; a time without an offset is the office's own."""
    at = _moment(given.at)
    reason = _reason(given.reason)

    async def reckon(desk: Desk) -> tuple[Promise, ZoneInfo]:
        book, stands = await published.outlook(desk, given.office, now=wiring.now())
        # The book holds the days around now; --at may lie far from them.
        calendar = await published.calendar(desk, given.office)
        zone = book.office.zone
        start = at if at.tzinfo else at.replace(tzinfo=zone)
        made = first_promise(calendar, book.policy, at=start, situation=stands, reason=reason)
        return made, zone

    made, zone = with_desk(given, reckon)
    speak("en")
    data = _data(made, office=given.office, reason=reason, zone=zone)
    by = long_date(made.promised_by, zone) if made.promised_by else "not known"
    steps = "\n".join(f"  {step['text']}" for step in data["explanation"])
    return Answer(f"Done by: {by}\n{steps}", data)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise WrongUsage(
            f"--at cannot read {text}: write date and time like 2026-11-23T09:30."
        ) from None


def _reason(code: str | None) -> Reason | None:
    try:
        return Reason(code) if code else None
    except ValueError:
        raise WrongUsage(
            f"--reason {code} is unknown: choose one of {', '.join(Reason)}."
        ) from None


def _data(made: Promise, *, office: str, reason: Reason | None, zone: ZoneInfo) -> dict[str, Any]:
    by = made.promised_by
    return {
        "kind": made.kind.value,
        "office": office,
        "reason": reason and reason.value,
        "at": made.at.isoformat(),
        "promised_by": by.astimezone(zone).isoformat() if by else None,
        "binding_constraint": made.binding_constraint and made.binding_constraint.value,
        "explanation": [
            {
                "code": step.code,
                "facts": dict(step.facts),
                "text": reckoning_words(step, zone=zone, now=made.at),
            }
            for step in made.explanation
        ],
        "policy_version": made.policy_version,
        "calendar_version": made.calendar_version,
    }

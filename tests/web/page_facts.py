"""Plain facts for every page, as a door would hand them over; all people are made up."""

from datetime import UTC, date, datetime
from typing import Any

from motekar.rules.period import Period
from motekar.rules.public_figures import Counted, months_until, published
from motekar.web.public_figures import percent
from motekar.web.published_figures import DEFINITION

monday_1005 = datetime(2026, 11, 23, 3, 5, tzinfo=UTC)
monday_closing = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LADDER = ("submitted", "verified", "printed", "collected")


def surroundings(**changes: Any) -> dict[str, Any]:
    """What every page is given."""
    return {
        "demo": False,
        "agency": "Disdukcapil Kota Bekasi",
        "help": {"phone": "021 8896 1000", "hours": None, "complaint": "lapor.go.id"},
        "now": monday_1005,
        "zone": "Asia/Jakarta",
        "csrf_input": '<input type="hidden" name="_csrf_token" value="token">',
    } | changes


def start_page(**changes: Any) -> dict[str, Any]:
    """What public/start.html is given."""
    return (
        surroundings(
            lookup={"code": "", "request_no": "", "phone_last4": "", "way": "code"},
            errors=[],
            reasons=[
                {"code": "lost", "documents": ["form_f102", "family_card", "police_report"]},
                {"code": "moved_in", "documents": ["moving_letter", "old_card|police_report"]},
            ],
            cut_off_minutes=60,
            offices=[("32.75.03", "Kecamatan Bekasi Utara")],
            days=[a_day(), a_day(spans=(), reason="no_hours"), a_day(places_left=12)],
            chosen="",
            checked_at=monday_1005,
        )
        | changes
    )


def a_day(**changes: Any) -> dict[str, Any]:
    """One office's day, as components/days.html shows it."""
    return {
        "office": "32.75.03",
        "name": "Kecamatan Bekasi Utara",
        "day": monday_1005.date(),
        "spans": (("08:00", "12:00"), ("13:00", "16:00")),
        "places_left": None,
        "groups": [],
        "blanks": "unknown",
        "reason": None,
        "holiday": None,
    } | changes


def available_page(**changes: Any) -> dict[str, Any]:
    """What public/available.html is given."""
    group = {"reasons": ["lost", "damaged"], "total": 20, "left": 3}
    return (
        surroundings(
            office="32.75.03",
            name="Kecamatan Bekasi Utara",
            address="Jalan Contoh 1, Bekasi",
            days=[a_day(groups=[group], places_left=3), a_day(reason="places_gone")],
            checked_at=monday_1005,
            changed_at=monday_1005,
        )
        | changes
    )


def office_screen(**changes: Any) -> dict[str, Any]:
    """What public/office_screen.html is given."""
    return (
        surroundings(today=a_day(), promised_by=monday_closing, checked_at=monday_1005) | changes
    )


def status_page(state: str = "submitted", **changes: Any) -> dict[str, Any]:
    """What public/status.html is given; changes to the status itself or to the page."""
    reached = LADDER.index(state) if state in LADDER else 0
    status = {
        "state": state,
        "request_no": "BUT-261123-0042",
        "promised_by": monday_closing,
        "first_promised_by": monday_closing,
        "steps": [
            {"state": step, "at": monday_1005 if place <= reached else None}
            for place, step in enumerate(LADDER)
        ],
        "office": {
            "name": "Kecamatan Bekasi Utara",
            "address": None,
            "open_spans": [("08:00", "16:00")],
        },
        "on_hold": None,
        "refusal": None,
        "collected_by": None,
        "bring": [],
        "has_phone": True,
        "reach": {"messages": [], "unreached": None, "may_resend": False},
        "unpromised_because": None,
    }
    page = surroundings(late=None, address="/status/00000000000000000000", errors=[], refused=None)
    for name, value in changes.items():
        (page if name in page else status)[name] = value
    return page | {"status": status}


def a_told(state: str = "failed", **changes: Any) -> dict[str, Any]:
    """One message, as public pages show it."""
    body = "Kecamatan Bekasi Utara: KTP-el BUT-261123-0042 siap diambil. Bawa resi. GRATIS."
    told = {"event": "ready", "state": state, "at": monday_1005, "again": False, "body": body}
    return told | changes


def messages_page(**changes: Any) -> dict[str, Any]:
    """What public/messages.html is given."""
    pieces = [("Kecamatan Bekasi Utara", True), (": KTP-el siap. GRATIS.", False)]
    return (
        surroundings(
            typed={"text": "", "sender": "", "arrived_at": "", "code": ""},
            errors=[],
            finding=None,
            tone=None,
            sent=None,
            examples=[{"event": event, "pieces": pieces} for event in ("received", "ready")],
        )
        | changes
    )


def figures_page(**changes: Any) -> dict[str, Any]:
    """What public/figures.html is given: a year, and its office's small numbers withheld."""
    here, elsewhere = "32.75.03", "32.75.04"
    until = date(2026, 11, 22)

    def of_month(period: Period) -> dict[str, Counted]:
        broken = period.first.month * 2
        return {
            here: Counted(300 + broken, broken, 0, in_time=300, behind=2 * broken),
            elsewhere: Counted(500, 60, 12, in_time=490, behind=82),
        }

    rows = [
        row
        for period in reversed(months_until(until))
        for row in published(period, of_month(period))
    ]
    return (
        surroundings(
            chosen=here,
            offices=[(here, "Kecamatan Bekasi Utara"), (elsewhere, "Kecamatan Bekasi Selatan")],
            errors=[],
            definition=DEFINITION,
            of_office=[row for row in rows if row.office == here],
            of_all=[row for row in rows if row.office is None],
            until=until,
            computed_at=monday_1005,
            percent=percent,
        )
        | changes
    )


def shell(**changes: Any) -> dict[str, Any]:
    """What staff/base.html is given."""
    return (
        surroundings(
            me={"name": "Siti Rahmawati", "roles": ["front_officer"]},
            office={"code": "32.75.03", "name": "Kecamatan Bekasi Utara", "abbreviation": "BUT"},
            numbers={"due_today": 41, "waiting": 7, "at_risk": 3, "to_tell": 2, "to_help": 4},
            current="board",
            result=None,
            recent=[],
            owes=None,
            back=None,
            notices=[],
            leaves_in=None,
            keeps_form=False,
            here="/staff",
            once="0",
        )
        | changes
    )

"""What the application's role may do with each table; given anew at the end of every migration.

Evidence is insert-only, reference data is never deleted, and nothing may be truncated.
"""

from sqlalchemy import Connection, text

_READ = ("SELECT",)
_EVIDENCE = ("SELECT", "INSERT")
_KEPT = ("SELECT", "INSERT", "UPDATE")
_PASSING = ("SELECT", "INSERT", "UPDATE", "DELETE")

PRIVILEGES: dict[str, tuple[str, ...]] = {
    "agency": _KEPT,
    "alembic_version": _READ,
    "api_token": _KEPT,
    "approval": _KEPT,
    "approval_policy": _EVIDENCE,
    "audit_entry": _EVIDENCE,
    "blank_entry": _EVIDENCE,
    "blank_movement": _READ,
    "blank_stock": _READ,  # the ledger's trigger alone writes it
    "calendar_range": _KEPT,
    "calendar_range_span": _EVIDENCE,
    "calendar_version": _EVIDENCE,
    "closed_day": _KEPT,
    "counted_request": _KEPT,  # derived, as the tables of figures below
    "day_places": _KEPT,
    "destroyed_card": _EVIDENCE,
    "destruction": _EVIDENCE,
    "document_rule": _KEPT,
    "escalation": _EVIDENCE,
    "escalation_seen": _EVIDENCE,
    "escalation_step": _EVIDENCE,
    "figure_cell": _KEPT,
    "figure_delta": _PASSING,
    "figure_spread": _KEPT,
    "idempotency_record": _PASSING,
    "intake_draft": _PASSING,
    "incident": _KEPT,
    "incident_request": _EVIDENCE,
    "known_year": _KEPT,
    "lifecycle_step": _READ,
    "message": _KEPT,
    "message_attempt": _EVIDENCE,
    "message_delta": _PASSING,
    "message_task": _KEPT,
    "monthly_report": _EVIDENCE,
    "office": _KEPT,
    "office_equipment": _KEPT,
    "one_off": _KEPT,
    "opening_span": _KEPT,
    "pace": _KEPT,
    "place_quota": _PASSING,
    "print_attempt": _KEPT,
    "print_request": _KEPT,
    "promise_revision": _EVIDENCE,
    "region": _KEPT,
    "request_counter": _KEPT,
    "request_event": _EVIDENCE,
    "request_look": _PASSING,
    "rulebook_stamp": ("SELECT", "UPDATE"),
    "service_policy": _EVIDENCE,
    "sms_gateway": _KEPT,
    "sms_gateway_event": _EVIDENCE,
    "sms_wording": _EVIDENCE,
    "staff": _KEPT,
    "staff_message": _KEPT,
    "staff_post": _PASSING,
    "throttle": _PASSING,
    "web_session": _PASSING,
}


def grant(connection: Connection, *, role: str) -> None:
    """Sets the role's rights to exactly the table above."""
    quoted = connection.dialect.identifier_preparer.quote(role)
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
    for table, rights in PRIVILEGES.items():
        connection.execute(text(f"REVOKE ALL ON {table} FROM {quoted}"))
        connection.execute(text(f"GRANT {', '.join(rights)} ON {table} TO {quoted}"))

"""All tables of the office, one module per part; importing this package defines them all."""

from motekar.store.base import SQLModel
from motekar.store.tables.approvals import (
    ApprovalPolicyRow,
    ApprovalRow,
    IncidentRequestRow,
    IncidentRow,
)
from motekar.store.tables.cases import (
    PrintAttemptRow,
    PrintRequestRow,
    RequestCounterRow,
    RequestEventRow,
)
from motekar.store.tables.destruction import DestroyedCardRow, DestructionRow
from motekar.store.tables.escalation import (
    EscalationRow,
    EscalationSeenRow,
    EscalationStepRow,
    StaffMessageRow,
)
from motekar.store.tables.evidence import AuditRow, IdempotencyRow
from motekar.store.tables.figures import (
    CountedRequestRow,
    FigureCellRow,
    FigureDeltaRow,
    FigureSpreadRow,
    MessageDeltaRow,
)
from motekar.store.tables.messages import (
    MessageAttemptRow,
    MessageRow,
    MessageTaskRow,
    SmsGatewayEventRow,
    SmsGatewayRow,
)
from motekar.store.tables.reports import MonthlyReportRow
from motekar.store.tables.rulebook import (
    CalendarRangeRow,
    CalendarRangeSpanRow,
    CalendarVersionRow,
    ClosedDayRow,
    DocumentRuleRow,
    KnownYearRow,
    LifecycleStepRow,
    OneOffRow,
    OpeningSpanRow,
    RulebookStampRow,
    ServicePolicyRow,
    SmsWordingRow,
)
from motekar.store.tables.seat import IntakeDraftRow, RequestLookRow
from motekar.store.tables.setting import (
    AgencyRow,
    ApiTokenRow,
    OfficeRow,
    RegionRow,
    StaffPostRow,
    StaffRow,
    ThrottleRow,
    WebSessionRow,
)
from motekar.store.tables.stock import (
    BlankEntryRow,
    BlankMovementRow,
    BlankStockRow,
    DayPlacesRow,
    OfficeEquipmentRow,
    PaceRow,
    PlaceQuotaRow,
    PromiseRevisionRow,
)

METADATA = SQLModel.metadata

agency = METADATA.tables["agency"]
api_token = METADATA.tables["api_token"]
approval = METADATA.tables["approval"]
approval_policy = METADATA.tables["approval_policy"]
audit_entry = METADATA.tables["audit_entry"]
blank_entry = METADATA.tables["blank_entry"]
blank_stock = METADATA.tables["blank_stock"]
day_places = METADATA.tables["day_places"]
office_equipment = METADATA.tables["office_equipment"]
pace = METADATA.tables["pace"]
place_quota = METADATA.tables["place_quota"]
promise_revision = METADATA.tables["promise_revision"]
calendar_range = METADATA.tables["calendar_range"]
calendar_range_span = METADATA.tables["calendar_range_span"]
calendar_version = METADATA.tables["calendar_version"]
closed_day = METADATA.tables["closed_day"]
escalation = METADATA.tables["escalation"]
escalation_step = METADATA.tables["escalation_step"]
document_rule = METADATA.tables["document_rule"]
idempotency_record = METADATA.tables["idempotency_record"]
intake_draft = METADATA.tables["intake_draft"]
incident = METADATA.tables["incident"]
incident_request = METADATA.tables["incident_request"]
known_year = METADATA.tables["known_year"]
lifecycle_step = METADATA.tables["lifecycle_step"]
message = METADATA.tables["message"]
message_task = METADATA.tables["message_task"]
office = METADATA.tables["office"]
one_off = METADATA.tables["one_off"]
opening_span = METADATA.tables["opening_span"]
print_attempt = METADATA.tables["print_attempt"]
print_request = METADATA.tables["print_request"]
region = METADATA.tables["region"]
request_counter = METADATA.tables["request_counter"]
request_event = METADATA.tables["request_event"]
request_look = METADATA.tables["request_look"]
service_policy = METADATA.tables["service_policy"]
sms_wording = METADATA.tables["sms_wording"]
staff = METADATA.tables["staff"]
staff_post = METADATA.tables["staff_post"]
throttle = METADATA.tables["throttle"]
web_session = METADATA.tables["web_session"]

__all__ = [
    "METADATA",
    "AgencyRow",
    "ApiTokenRow",
    "ApprovalPolicyRow",
    "ApprovalRow",
    "AuditRow",
    "BlankEntryRow",
    "BlankMovementRow",
    "BlankStockRow",
    "CalendarRangeRow",
    "CalendarRangeSpanRow",
    "CalendarVersionRow",
    "ClosedDayRow",
    "CountedRequestRow",
    "DayPlacesRow",
    "DestroyedCardRow",
    "DestructionRow",
    "DocumentRuleRow",
    "EscalationRow",
    "EscalationSeenRow",
    "EscalationStepRow",
    "FigureCellRow",
    "FigureDeltaRow",
    "FigureSpreadRow",
    "IdempotencyRow",
    "IncidentRequestRow",
    "IncidentRow",
    "IntakeDraftRow",
    "KnownYearRow",
    "LifecycleStepRow",
    "MessageAttemptRow",
    "MessageDeltaRow",
    "MessageRow",
    "MessageTaskRow",
    "MonthlyReportRow",
    "OfficeEquipmentRow",
    "OfficeRow",
    "OneOffRow",
    "OpeningSpanRow",
    "PaceRow",
    "PlaceQuotaRow",
    "PrintAttemptRow",
    "PrintRequestRow",
    "PromiseRevisionRow",
    "RegionRow",
    "RequestCounterRow",
    "RequestEventRow",
    "RequestLookRow",
    "RulebookStampRow",
    "ServicePolicyRow",
    "SmsGatewayEventRow",
    "SmsGatewayRow",
    "SmsWordingRow",
    "StaffMessageRow",
    "StaffPostRow",
    "StaffRow",
    "ThrottleRow",
    "WebSessionRow",
    "agency",
    "api_token",
    "approval",
    "approval_policy",
    "audit_entry",
    "blank_entry",
    "blank_stock",
    "calendar_range",
    "calendar_range_span",
    "calendar_version",
    "closed_day",
    "day_places",
    "document_rule",
    "escalation",
    "escalation_step",
    "idempotency_record",
    "incident",
    "incident_request",
    "intake_draft",
    "known_year",
    "lifecycle_step",
    "message",
    "message_task",
    "office",
    "office_equipment",
    "one_off",
    "opening_span",
    "pace",
    "place_quota",
    "print_attempt",
    "print_request",
    "promise_revision",
    "region",
    "request_counter",
    "request_event",
    "request_look",
    "service_policy",
    "sms_wording",
    "staff",
    "staff_post",
    "throttle",
    "web_session",
]

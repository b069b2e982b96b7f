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
from motekar.store.tables.evidence import AuditRow, IdempotencyRow, MessageRow
from motekar.store.tables.rulebook import (
    CalendarVersionRow,
    ClosedDayRow,
    DocumentRuleRow,
    KnownYearRow,
    LifecycleStepRow,
    OpeningSpanRow,
    RulebookStampRow,
    ServicePolicyRow,
    SmsWordingRow,
)
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

METADATA = SQLModel.metadata

agency = METADATA.tables["agency"]
api_token = METADATA.tables["api_token"]
approval = METADATA.tables["approval"]
approval_policy = METADATA.tables["approval_policy"]
audit_entry = METADATA.tables["audit_entry"]
calendar_version = METADATA.tables["calendar_version"]
closed_day = METADATA.tables["closed_day"]
document_rule = METADATA.tables["document_rule"]
idempotency_record = METADATA.tables["idempotency_record"]
incident = METADATA.tables["incident"]
incident_request = METADATA.tables["incident_request"]
known_year = METADATA.tables["known_year"]
lifecycle_step = METADATA.tables["lifecycle_step"]
message = METADATA.tables["message"]
office = METADATA.tables["office"]
opening_span = METADATA.tables["opening_span"]
print_attempt = METADATA.tables["print_attempt"]
print_request = METADATA.tables["print_request"]
region = METADATA.tables["region"]
request_counter = METADATA.tables["request_counter"]
request_event = METADATA.tables["request_event"]
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
    "CalendarVersionRow",
    "ClosedDayRow",
    "DocumentRuleRow",
    "IdempotencyRow",
    "IncidentRequestRow",
    "IncidentRow",
    "KnownYearRow",
    "LifecycleStepRow",
    "MessageRow",
    "OfficeRow",
    "OpeningSpanRow",
    "PrintAttemptRow",
    "PrintRequestRow",
    "RegionRow",
    "RequestCounterRow",
    "RequestEventRow",
    "RulebookStampRow",
    "ServicePolicyRow",
    "SmsWordingRow",
    "StaffPostRow",
    "StaffRow",
    "ThrottleRow",
    "WebSessionRow",
    "agency",
    "api_token",
    "approval",
    "approval_policy",
    "audit_entry",
    "calendar_version",
    "closed_day",
    "document_rule",
    "idempotency_record",
    "incident",
    "incident_request",
    "known_year",
    "lifecycle_step",
    "message",
    "office",
    "opening_span",
    "print_attempt",
    "print_request",
    "region",
    "request_counter",
    "request_event",
    "service_policy",
    "sms_wording",
    "staff",
    "staff_post",
    "throttle",
    "web_session",
]

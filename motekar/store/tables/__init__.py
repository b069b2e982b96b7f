"""All tables of the office, one module per part; importing this package defines them all."""

from motekar.store.base import SQLModel
from motekar.store.tables.cases import (
    PrintAttemptRow,
    PrintRequestRow,
    RequestCounterRow,
    RequestEventRow,
)
from motekar.store.tables.evidence import AuditRow, IdempotencyRow, MessageRow
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
audit_entry = METADATA.tables["audit_entry"]
calendar_range = METADATA.tables["calendar_range"]
calendar_range_span = METADATA.tables["calendar_range_span"]
calendar_version = METADATA.tables["calendar_version"]
closed_day = METADATA.tables["closed_day"]
document_rule = METADATA.tables["document_rule"]
idempotency_record = METADATA.tables["idempotency_record"]
known_year = METADATA.tables["known_year"]
lifecycle_step = METADATA.tables["lifecycle_step"]
message = METADATA.tables["message"]
office = METADATA.tables["office"]
one_off = METADATA.tables["one_off"]
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
    "AuditRow",
    "CalendarRangeRow",
    "CalendarRangeSpanRow",
    "CalendarVersionRow",
    "ClosedDayRow",
    "DocumentRuleRow",
    "IdempotencyRow",
    "KnownYearRow",
    "LifecycleStepRow",
    "MessageRow",
    "OfficeRow",
    "OneOffRow",
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
    "audit_entry",
    "calendar_range",
    "calendar_range_span",
    "calendar_version",
    "closed_day",
    "document_rule",
    "idempotency_record",
    "known_year",
    "lifecycle_step",
    "message",
    "office",
    "one_off",
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

"""When a message may reach a citizen: what becomes due at night waits until the morning.

Two events never wait: the receipt, which a citizen looks for while still at the counter, and the
hand-over, which warns of a card in the wrong hands. Nothing else can be acted on before an office
opens, and a phone that sounds at night frightens.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from motekar.rules.messages import MessageEvent
from motekar.rules.promise import ServicePolicy

AT_ONCE = frozenset({MessageEvent.RECEIVED, MessageEvent.COLLECTED})


def send_from(
    event: MessageEvent, *, policy: ServicePolicy, zone: ZoneInfo, now: datetime
) -> datetime:
    """The moment from which the message may go out: now, or the end of the night it is in."""
    if event in AT_ONCE or not is_quiet(policy, zone=zone, now=now):
        return now
    local = now.astimezone(zone)
    morning = datetime.combine(local.date(), policy.quiet_until, zone)
    return morning if morning > local else morning + timedelta(days=1)


def is_quiet(policy: ServicePolicy, *, zone: ZoneInfo, now: datetime) -> bool:
    """True between the evening and the morning on the office's wall."""
    clock: time = now.astimezone(zone).time()
    begins, ends = policy.quiet_from, policy.quiet_until
    if begins <= ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends

"""What is wrong with an installation, for whoever runs the machine: one finding a sentence."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motekar.sms.gateway import Reports
from motekar.usecases import delivery_figures, standing
from motekar.usecases.desk import Desk
from motekar.usecases.roster import Roster, trouble_of

_LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``advice`` None where nothing is to be done."""

    about: str
    found: str
    advice: str | None = None


async def diagnosed(
    desk: Desk, roster: Roster, *, public_url: str | None, now: datetime
) -> tuple[Finding, ...]:
    """Looks at database, address, gateways and messages; asks gateways without sending."""
    gauges = await delivery_figures.watched(desk, now=now)
    findings = [await _database(desk), _address(public_url)]
    for gateway in roster.gateways:
        trouble = await trouble_of(gateway)
        advice = None
        if trouble:
            advice = (
                f"see the gateway's settings MOTEKAR_SMS_{gateway.name.upper()}_... and its log"
            )
        elif gateway.reports is Reports.CALLS and roster.receipts_base is None:
            advice = "set MOTEKAR_SMS_RECEIPTS_URL: without it nobody hears what arrived"
        findings.append(Finding(f"gateway {gateway.name}", trouble or "could send now", advice))
    oldest = gauges.oldest_queued_at
    waits = now - oldest if oldest else timedelta()
    late = "see that a worker runs (motekar worker) and that a gateway works"
    findings.append(
        Finding(
            "messages",
            f"the oldest waits since {oldest:%Y-%m-%d %H:%M} UTC" if oldest else "none waits",
            late if waits > _LATE_AFTER else None,
        )
    )
    tasks = gauges.open_tasks
    tell = "the front offices find them under Pesan, Perlu dikabari" if tasks else None
    findings.append(Finding("citizens to tell by hand", str(tasks), tell))
    return tuple(findings)


async def _database(desk: Desk) -> Finding:
    found = await standing.readiness(desk)
    advice = None if await standing.is_set_up(desk) else "open the pages and set the office up"
    return Finding("database", f"answers, at migration {found.schema_found}", advice)


def _address(public_url: str | None) -> Finding:
    advice = None if public_url else "set MOTEKAR_PUBLIC_URL: without it slips carry no QR code"
    return Finding("public address", public_url or "none", advice)

"""One request's rows in the pack, and the log that figures read back from them.

Each request's row carries a sum over all its rows, so that whatever is changed, lost or added in a
single one is noticed for that request.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from motekar.rules.request_log import LogEvent, RequestLog, Revised

REQUESTS, EVENTS, REVISIONS = "requests.ndjson", "events.ndjson", "revisions.ndjson"
LOGS = (REQUESTS, EVENTS, REVISIONS)
SUM = "sha256"
NOBODYS = UUID(int=0)
"""The id of every request outside: figures never ask for it."""
_ONE_WAY = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

Row = dict[str, Any]


def spelled(data: object) -> str:
    """The one way to write a value, so that the same value has the same sum."""
    return _ONE_WAY.encode(data)


def sealed(data: Row, *more: Row) -> Row:
    """The value with its sum; ``more`` belongs to it and is in the sum."""
    return {**data, SUM: _sum(data, more)}


def is_sealed(data: Mapping[str, Any], *more: Row) -> bool:
    """False when the value, or what belongs to it, is not what it was."""
    return data.get(SUM) == _sum({k: v for k, v in data.items() if k != SUM}, more)


def _sum(data: Row, more: Sequence[Row]) -> str:
    lines = "".join(f"{spelled(each)}\n" for each in (data, *more))
    return sha256(lines.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Strand:
    """All rows that name one request; whole with a single row of its own."""

    number: str
    requests: tuple[Row, ...]
    events: tuple[Row, ...]
    revisions: tuple[Row, ...]

    @property
    def is_whole(self) -> bool:
        """True when its rows are those that were written together."""
        if len(self.requests) != 1:
            return False
        return is_sealed(self.requests[0], *self.events, *self.revisions)


def strand_of(log: RequestLog, *, person: str) -> Strand:
    """The rows of a log whose facts and officers are fit to leave."""
    events = tuple(_event_row(log.request_no, event) for event in log.events)
    revised = tuple(
        {
            "request_no": log.request_no,
            "revision": one.revision,
            "at": one.at.isoformat(),
            "promised_by": _moment(one.promised_by),
        }
        for one in log.revised
    )
    row = {
        "request_no": log.request_no,
        "office": log.office,
        "version": log.version,
        "received_at": log.received_at.isoformat(),
        "complete_at": _moment(log.complete_at),
        "person": person,
        "earlier_prints": [at.isoformat() for at in log.earlier_prints],
    }
    return Strand(log.request_no, (sealed(row, *events, *revised),), events, revised)


def _event_row(number: str, event: LogEvent) -> Row:
    return {
        "request_no": number,
        "version": event.version,
        "at": event.at.isoformat(),
        "action": event.action,
        "office": event.office,
        "officer": event.officer,
        "facts": dict(event.facts),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def log_of(strand: Strand) -> RequestLog:
    """The log that a whole strand tells.

    Raises:
        KeyError, TypeError, ValueError: it does not read as one.
    """
    (row,) = strand.requests
    complete = row["complete_at"]
    return RequestLog(
        request_id=NOBODYS,
        request_no=row["request_no"],
        office=row["office"],
        version=row["version"],
        received_at=datetime.fromisoformat(row["received_at"]),
        complete_at=datetime.fromisoformat(complete) if complete else None,
        events=tuple(map(_event_of, strand.events)),
        revised=tuple(map(_revised_of, strand.revisions)),
        earlier_prints=tuple(map(datetime.fromisoformat, row["earlier_prints"])),
    )


def _event_of(row: Row) -> LogEvent:
    return LogEvent(
        version=row["version"],
        at=datetime.fromisoformat(row["at"]),
        action=row["action"],
        officer=row["officer"],
        office=row["office"],
        facts=row["facts"],
    )


def _revised_of(row: Row) -> Revised:
    by = row["promised_by"]
    return Revised(
        revision=row["revision"],
        at=datetime.fromisoformat(row["at"]),
        promised_by=datetime.fromisoformat(by) if by else None,
    )

"""Questions for a second person, in and out of their table; words are sealed to their row.

The database keeps what was asked and lets nobody answer twice or for themselves.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, text

from motekar.rules.approvals import (
    UNDECIDED,
    Approval,
    ApprovalKind,
    ApprovalPolicy,
    Outcome,
    WhenAlone,
)
from motekar.rules.people import Officer, Role
from motekar.store.engine import Transaction
from motekar.vault import Vault

MOST_LISTED = 200
ONE_PENDING = "uq_approval_pending"


@dataclass(frozen=True, slots=True)
class Question:
    """An approval as people read it; ``asker`` comes without posts, ``words`` is the evidence."""

    approval: Approval
    office_name: str
    zone: ZoneInfo
    asker: Officer
    words: str
    settler: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a new question stands on; ``pending_until`` when the same is asked already."""

    policy: ApprovalPolicy
    others: int
    pending_until: datetime | None


_POLICY = """
SELECT p.minutes, p.when_alone FROM approval_policy p JOIN office o ON o.code = p.office_code
 WHERE p.office_code = $1 AND p.valid_from <= ($2::timestamptz AT TIME ZONE o.zone)::date
 ORDER BY p.valid_from DESC, p.made_at DESC LIMIT 1
"""
_GROUND = f"""
SELECT p.minutes, p.when_alone,
  (SELECT count(DISTINCT s.id) FROM staff s JOIN staff_post sp ON sp.staff_id = s.id
    WHERE s.is_active AND sp.office_code = $1 AND sp.role = ANY($3) AND s.id <> $4) AS others,
  (SELECT expires_at FROM approval
    WHERE kind = $5 AND subject = $6 AND outcome = 'pending') AS pending_until
FROM (SELECT) one LEFT JOIN LATERAL ({_POLICY}) p ON true
"""  # noqa: S608 - our own text


async def ground(transaction: Transaction, question: Approval, *, roles: Iterable[Role]) -> Ground:
    """The office's policy on that day, how many others could answer, and whether it is asked."""
    row = await transaction.row(
        _GROUND,
        question.office,
        question.asked_at,
        [role.value for role in roles],
        question.asked_by,
        question.kind.value,
        question.subject,
    )
    assert row is not None  # noqa: S101 - the statement always returns its row
    return Ground(_policy(row), row["others"], row["pending_until"])


async def policy(transaction: Transaction, *, office: str, now: datetime) -> ApprovalPolicy:
    """The policy in force at the office on its local day."""
    row = await transaction.row(_POLICY, office, now)
    return _policy(row) if row else UNDECIDED


def _policy(row: Any) -> ApprovalPolicy:  # noqa: ANN401 - a row of the driver
    if row["minutes"] is None:
        return UNDECIDED
    return ApprovalPolicy(row["minutes"], WhenAlone(row["when_alone"]))


def add_policy(
    transaction: Transaction,
    policy: ApprovalPolicy,
    *,
    policy_id: UUID,
    office: str,
    valid_from: date,
    made_at: datetime,
    made_by: UUID,
) -> None:
    """Stores what the office decided; the latest of a day counts."""
    values = {
        "id": policy_id,
        "office_code": office,
        "minutes": policy.minutes,
        "when_alone": policy.when_alone.value,
        "valid_from": valid_from,
        "made_at": made_at,
        "made_by": made_by,
    }
    transaction.add("approval_policy", values)


def add(transaction: Transaction, vault: Vault, approval: Approval, *, words: str) -> None:
    """Stores a question, or one that was settled alone."""
    values = {
        "id": approval.id,
        "kind": approval.kind.value,
        "office_code": approval.office,
        "subject": approval.subject,
        "facts": dict(approval.facts),
        "words_cipher": vault.seal(words, place=_place(approval.id, "words")),
        "asked_by": approval.asked_by,
        "asked_at": approval.asked_at,
        "expires_at": approval.expires_at,
        "alone": approval.is_alone,
        "outcome": approval.outcome.value,
        "settled_by": approval.settled_by,
        "settled_at": approval.settled_at,
    }
    transaction.add("approval", values)


def save(transaction: Transaction, vault: Vault, approval: Approval) -> None:
    """Stores how a question that ``find`` has locked was settled."""
    place, reason = _place(approval.id, "reason"), approval.reason
    values = {
        "outcome": approval.outcome.value,
        "settled_by": approval.settled_by,
        "settled_at": approval.settled_at,
        "reason_cipher": vault.seal(reason, place=place) if reason else None,
        "overtaken_by": approval.overtaken_by,
    }
    transaction.change("approval", approval.id, values)


_FIND = """
SELECT a.id, a.kind, a.office_code, a.subject, a.facts::text AS facts, a.words_cipher, a.asked_by,
  a.asked_at, a.expires_at, a.outcome, a.settled_by, a.settled_at, a.reason_cipher, a.overtaken_by,
  o.name AS office_name, o.zone, s.username, s.name, t.name AS settler
FROM approval a JOIN office o ON o.code = a.office_code JOIN staff s ON s.id = a.asked_by
  LEFT JOIN staff t ON t.id = a.settled_by
"""


async def find(
    transaction: Transaction, vault: Vault, approval_id: UUID, *, lock: bool = False
) -> Question | None:
    """One question; locked against other answers if asked."""
    locked = " FOR UPDATE OF a" if lock else ""
    row = await transaction.row(f"{_FIND} WHERE a.id = $1{locked}", approval_id)
    return _question(vault, row) if row else None


async def latest_of(transaction: Transaction, vault: Vault, subject: str) -> Question | None:
    """The last question about this thing, however it ended."""
    order = "ORDER BY a.asked_at DESC, a.id DESC LIMIT 1"
    row = await transaction.row(f"{_FIND} WHERE a.subject = $1 {order}", subject)
    return _question(vault, row) if row else None


_WAITING = text(f"""{_FIND}
WHERE a.outcome = 'pending' AND a.expires_at > :now
  AND (a.office_code = ANY(:offices) OR a.asked_by = :officer)
ORDER BY a.expires_at, a.id LIMIT :most""")


async def waiting(
    transaction: Transaction,
    vault: Vault,
    *,
    offices: Iterable[str],
    officer: UUID,
    now: datetime,
) -> tuple[Question, ...]:
    """What waits in these offices and what this person asked, nearest expiry first."""
    facts = {"now": now, "offices": list(offices), "officer": officer, "most": MOST_LISTED}
    rows = (await transaction.execute(_WAITING, facts)).mappings()
    return tuple(_question(vault, row) for row in rows)


_EXPIRE = text("""
UPDATE approval SET outcome = 'expired', settled_at = :now
WHERE outcome = 'pending' AND expires_at <= :now
  AND (CAST(:subject AS text) IS NULL OR subject = :subject)
RETURNING id, kind, office_code, subject
""")


async def expire(
    transaction: Transaction, *, now: datetime, subject: str | None = None
) -> tuple[Row[Any], ...]:
    """Ends what nobody answered in time: everything, or the questions about one thing."""
    rows = await transaction.execute(_EXPIRE, {"now": now, "subject": subject})
    return tuple(rows)


_ALONE = (
    "SELECT count(*) AS n FROM approval WHERE alone AND office_code = ANY($1) AND asked_at >= $2"
)


async def settled_alone(
    transaction: Transaction, *, offices: Iterable[str], since: datetime
) -> int:
    """How often the asker settled it, because nobody else was there."""
    row = await transaction.row(_ALONE, list(offices), since)
    return int(row["n"]) if row else 0


def _question(vault: Vault, row: Any) -> Question:  # noqa: ANN401 - of SQLAlchemy or the driver
    reason = row["reason_cipher"]
    approval = Approval(
        id=row["id"],
        kind=ApprovalKind(row["kind"]),
        office=row["office_code"],
        subject=row["subject"],
        asked_by=row["asked_by"],
        asked_at=row["asked_at"],
        expires_at=row["expires_at"],
        facts=json.loads(row["facts"]),
        outcome=Outcome(row["outcome"]),
        settled_by=row["settled_by"],
        settled_at=row["settled_at"],
        reason=vault.open(reason, place=_place(row["id"], "reason")) if reason else None,
        overtaken_by=row["overtaken_by"],
    )
    return Question(
        approval=approval,
        office_name=row["office_name"],
        zone=ZoneInfo(row["zone"]),
        asker=Officer(row["asked_by"], row["username"], row["name"], frozenset()),
        words=vault.open(row["words_cipher"], place=_place(row["id"], "words")),
        settler=row["settler"],
    )


def _place(approval_id: UUID, what: str) -> str:
    return f"approval.{what}_cipher:{approval_id}"

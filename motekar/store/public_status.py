"""The citizen's one look: everything the public page says, in a single indexed read."""

from datetime import datetime

import asyncpg

from motekar.rules.codes import ClaimCode
from motekar.store.engine import Store
from motekar.store.sealing import claim_code_index

_COLUMNS = """
SELECT r.id, r.request_no, r.version, r.state, r.state_since, r.reason, r.documents,
  r.missing_documents, r.hold_cause, r.hold_since, r.promise, r.promised_by, r.first_promised_by,
  r.phone_cipher, o.code AS office_code, o.name AS office_name, o.address AS office_address,
  o.zone,
  (SELECT array_agg(ARRAY[e.action, e.to_state, e.at::text,
                          coalesce(e.facts->>'collector', e.facts->>'asked_by',
                                   e.facts->>'reason')] ORDER BY e.version)
     FROM request_event e WHERE e.request_id = r.id) AS steps,
  (SELECT array_agg(ARRAY[m.event, m.state, coalesce(m.settled_at, m.created_at)::text,
                          m.request_version::text, m.occasion::text]
                    ORDER BY m.created_at, m.request_version, m.occasion)
     FROM message m WHERE m.request_id = r.id) AS messages,
  (SELECT array_agg(ARRAY[to_char(s.opens, 'HH24:MI'), to_char(s.closes, 'HH24:MI')]
                    ORDER BY s.opens)
     FROM open_spans(r.office_code, ($2::timestamptz AT TIME ZONE o.zone)::date) s) AS open_today
FROM print_request r JOIN office o ON o.code = r.office_code
"""
_BY_CODE = f"{_COLUMNS} WHERE r.claim_code_index = $1"
_BY_NUMBER = f"{_COLUMNS} WHERE r.request_no = $1"


async def by_claim_code(store: Store, code: ClaimCode, *, now: datetime) -> asyncpg.Record | None:
    """The row behind a claim code."""
    return await store.read_one(_BY_CODE, claim_code_index(store.vault, code), now)


async def by_request_no(store: Store, request_no: str, *, now: datetime) -> asyncpg.Record | None:
    """The row behind a request number; the caller still has to compare the phone."""
    return await store.read_one(_BY_NUMBER, request_no, now)

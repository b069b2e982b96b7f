"""A real office to measure: PostgreSQL that syncs, ten thousand requests, one web process."""

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError

from sqlalchemy import text

from motekar import embedded
from motekar.rules.intake_form import read_intake
from motekar.rules.people import Officer, Role
from motekar.store import migrating
from motekar.store.engine import Store, open_engine
from motekar.usecases import setup, staff
from motekar.usecases.desk import Desk
from motekar.usecases.intake import Recorded, submit
from motekar.vault import Vault, make_master_key, read_master_key

CODE = "32.75.03"
BACKGROUND = 10_000
HERE = Path(__file__).resolve().parents[1]

_COPIED = """
INSERT INTO print_request ({columns}, id, request_no, claim_code_index, nik_index)
SELECT {columns}, gen_random_uuid(), 'OLD-250101-' || lpad(n::text, 5, '0'),
       sha256(('c' || n)::bytea), sha256(('n' || n)::bytea)
FROM print_request, generate_series(1, {many}) n
"""
_THEIR_EVENTS = """
INSERT INTO request_event
  (request_id, version, at, action, to_state, officer_id, office_code, facts)
SELECT r.id, 1, r.submitted_at, 'submit', 'submitted', e.officer_id, r.office_code, e.facts
FROM print_request r, (SELECT officer_id, facts FROM request_event LIMIT 1) e
WHERE r.request_no LIKE 'OLD-%'
"""


@dataclass(frozen=True, slots=True)
class Office:
    """Where it answers, who may call it, and its database."""

    port: int
    reference_port: int
    process_id: int
    token: str
    officer: Officer
    database_url: str
    owner_url: str
    key: bytes

    async def settle(self) -> None:
        """Brings the statistics up to date, as an hour of quiet would."""
        engine = open_engine(self.owner_url, pool_size=1)
        async with engine.connect() as connection:
            at_once = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await at_once.execute(text("VACUUM ANALYZE"))
        await engine.dispose()

    def desk(self) -> Desk:
        return Desk(
            Store(open_engine(self.database_url), Vault.from_master_key(self.key)),
            secrets.token_bytes,
        )


def fields(number: int) -> dict[str, object]:
    """What is typed for made-up person ``number``."""
    born = f"{number // 10_000 % 28 + 1:02d}0590"
    return {
        "office": CODE,
        "nik": f"327503{born}{number % 10_000:04d}",
        "full_name": "Sinta Uji Contoh",
        "phone": f"0812{number:08d}",
        "reason": "lost",
        "documents": ["form_f102", "family_card", "police_report"],
    }


async def recorded(desk: Desk, officer: Officer, numbers: range) -> list[Recorded]:
    """Fresh requests, taken in through the use case."""
    found = []
    for number in numbers:
        now = datetime.now(UTC)
        answer = await submit(desk, officer, read_intake(fields(number), now=now), now=now)
        assert isinstance(answer, Recorded)
        found.append(answer)
    return found


@contextmanager
def office() -> Iterator[Office]:
    """Opens the office and closes it again."""
    with tempfile.TemporaryDirectory() as folder, embedded.hold(Path(folder)) as cluster:
        key_file = Path(folder) / "master.key"
        make_master_key(key_file)
        key = read_master_key(key_file)
        url = cluster.url("app")
        officer, token = asyncio.run(_furnish(cluster, key))
        environment = {
            **{name: value for name, value in os.environ.items() if "MOTEKAR" not in name},
            "MOTEKAR_DATABASE_URL": url,
            "MOTEKAR_MASTER_KEY_FILE": str(key_file),
            "MOTEKAR_PUBLIC_URL": "https://ktp.example",
            "PYTHONPATH": str(HERE),
        }
        with (
            _served("motekar.wiring:create_app", "/health/live", environment) as (
                port,
                process_id,
            ),
            _served("benchmarks._reference:create_app", "/", environment) as (reference, _),
        ):
            superuser = cluster.url("superuser")
            yield Office(port, reference, process_id, token, officer, url, superuser, key)


async def _furnish(cluster: embedded.Cluster, key: bytes) -> tuple[Officer, str]:
    await migrating.migrate(cluster.url("owner"), application_url=cluster.url("app"))
    store = Store(open_engine(cluster.url("app")), Vault.from_master_key(key))
    desk, now = Desk(store, secrets.token_bytes), datetime.now(UTC)
    await setup.install_defaults(desk, now=now)
    await setup.found_agency(desk, name="Disdukcapil Kota Contoh", is_demo=False, now=now)
    rows = setup.default_rows("offices.csv")
    await setup.add_offices(desk, (setup.NewOffice(**row) for row in rows), now=now)
    posts = frozenset((role, CODE) for role in Role)
    new = await staff.add(desk, username="ukur", name="Ukur", posts=posts, by=None, now=now)
    token = await staff.issue_token(desk, "ukur", now=now)
    await recorded(desk, new.officer, range(1))
    await _copy(desk)
    await store.close()
    return new.officer, token.token


async def _copy(desk: Desk) -> None:
    own = {"id", "request_no", "claim_code_index", "nik_index"}
    async with desk.store.transaction() as transaction:
        query = (
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'print_request'"
        )
        names = set((await transaction.execute(text(query))).scalars()) - own
        columns = ", ".join(sorted(names))
        await transaction.execute(text(_COPIED.format(columns=columns, many=BACKGROUND)))
        await transaction.execute(text(_THEIR_EVENTS))


@contextmanager
def _served(target: str, path: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory"),
        *("--workers", "1", "--loop", "uvloop", "--log-level", "warning"),
        *("--port", str(port), target),
    ]
    process = subprocess.Popen(command, env=environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}{path}")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        worker = children.read_text().split() if children.exists() else []
        yield port, int(worker[-1]) if worker else process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)

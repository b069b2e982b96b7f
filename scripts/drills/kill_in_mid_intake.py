"""Kills server and database in the middle of submissions; every answered one has to be there.

Each submission is sent until it is answered, always under the same Idempotency-Key: so all are
there in the end, each once, each with its event, audit row and message.
"""

import asyncio
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx

from motekar.embedded import hold

MOTEKAR = Path(sys.executable).with_name("motekar")
OFFICES = Path(__file__).resolve().parents[2] / "motekar/defaults/offices.csv"
OFFICE = "32.75.03"
PATIENCE_SECONDS = 120
# Made once: that takes longer than a submission.
TLS = ssl.create_default_context()


def run() -> str:
    """Two hundred submissions."""
    with tempfile.TemporaryDirectory(prefix="motekar-drill-") as folder:
        return trial(Path(folder) / "office", submissions=200)


def trial(data: Path, *, submissions: int) -> str:
    """Kills web and database after a third, everything after two thirds; then counts."""
    office = Office(data, _free_port())
    with office.running():
        office.set_up()
        with ThreadPoolExecutor(8) as counter:
            answers = counter.map(office.submit, range(1, submissions + 1))
            office.wait_for(submissions // 3)
            office.kill_server_and_database()
            office.wait_for(2 * submissions // 3)
            office.kill_everything()
            office.start()
            numbers = list(answers)
    assert len(set(numbers)) == submissions, "two submissions were given one number"
    asyncio.run(_refuse_gaps(data, numbers))
    return (
        f"{submissions} submissions answered over two kills"
        f" ({office.unanswered} calls cut short), each there once with event, audit row, message"
    )


@dataclass(slots=True)
class Office:
    """An office under attack."""

    data: Path
    port: int
    token: str = ""
    answered: int = 0
    unanswered: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    _process: "subprocess.Popen[bytes] | None" = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Runs it, and ends whatever process of it is left."""
        try:
            self.start()
            yield
        finally:
            if self._process is not None:
                self._process.terminate()
                self._process.wait(30)

    def start(self) -> None:
        """Starts it and waits for its first answer."""
        command = [MOTEKAR, "up", "--no-demo", "--data-dir", self.data, "--port", str(self.port)]
        out = self.data.with_suffix(".out")
        with out.open("ab") as file:
            self._process = subprocess.Popen(
                command, stdout=file, stderr=file, env=_environment() | self.settings
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                answer = httpx.get(f"{self._address}/health/ready", verify=TLS)
                if answer.status_code == 200:
                    return
            time.sleep(0.05)
        message = f"no answer after the start: {out.read_text()[-2000:]}"
        raise AssertionError(message)

    def set_up(self) -> None:
        """Offices, one person for the counter, and a token."""
        self._command("office", "import", str(OFFICES))
        who = ("--name", "Petugas Latihan", "--role", "front_officer", "--office", OFFICE)
        self._command("staff", "add", "latihan", *who)
        self.token = self._command("token", "issue", "latihan")["token"]

    def submit(self, number: int) -> str:
        """The request number of made-up person ``number``, asked for until it is answered."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": f"latihan-{number}",
        }
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                answer = httpx.post(
                    f"{self._address}/api/v1/print-requests",
                    json=_fields(number),
                    headers=headers,
                    timeout=10,
                    verify=TLS,
                )
            except httpx.TransportError:
                answer = None
            with self._lock:
                if answer is not None and answer.status_code == 201:
                    self.answered += 1
                    return str(answer.json()["request_no"])
                self.unanswered += 1
            refused = answer is not None and answer.status_code < 500
            assert not refused, f"refused: {answer and answer.text}"
            time.sleep(0.05)
        message = f"submission {number} was never answered"
        raise AssertionError(message)

    def wait_for(self, count: int) -> None:
        """Returns once so many have been answered."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.answered < count:
            assert time.monotonic() < deadline, f"only {self.answered} answered"
            time.sleep(0.002)

    def kill_server_and_database(self) -> None:
        """All but the parent, at once; the parent has to bring them back."""
        assert self._process is not None
        _kill([*_below(self._process.pid), *self._database()])

    def kill_everything(self) -> None:
        """The parent too, and the sweeper with it."""
        assert self._process is not None
        _kill([self._process.pid, *_below(self._process.pid), *self._database()])
        self._process.wait()

    def _database(self) -> list[int]:
        try:
            main = int((self.data / "postgres/postmaster.pid").read_text().split()[0])
        except (OSError, IndexError):
            return []
        return [main, *_below(main)]

    def _command(self, *words: str) -> dict[str, str]:
        told = subprocess.run(
            [MOTEKAR, *words, "--data-dir", self.data, "--json"],
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        facts: dict[str, str] = json.loads(told.stdout)
        return facts

    @property
    def pid(self) -> int:
        """The parent's process number."""
        assert self._process is not None
        return self._process.pid

    @property
    def _address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


async def _refuse_gaps(data: Path, numbers: list[str]) -> None:
    """Every answered request whole, and nothing half-written beside them."""
    proofs = {
        "event": "EXISTS (SELECT FROM request_event e WHERE e.request_id = r.id AND version = 1)",
        "audit row": "EXISTS (SELECT FROM audit_entry a WHERE a.subject = 'request:' || request_no"
        " AND a.action = 'request.submit')",
        "message": "EXISTS (SELECT FROM message m WHERE m.request_id = r.id)",
    }
    with hold(data) as cluster:
        connection = await asyncpg.connect(cluster.url("app").replace("+asyncpg", ""))
        try:
            stored = {
                row["request_no"]
                for row in await connection.fetch("SELECT request_no FROM print_request")
            }
            missing = {
                what: await connection.fetchval(
                    f"SELECT count(*) FROM print_request r WHERE NOT {proof}"
                )
                for what, proof in proofs.items()
            }
        finally:
            await connection.close()
    assert stored == set(numbers), "answered and stored requests differ"
    assert not any(missing.values()), f"missing: {missing}"


def _fields(number: int) -> dict[str, object]:
    return {
        "office": OFFICE,
        "nik": f"327503450590{number:04d}",
        "full_name": "Sinta Latihan Contoh",
        "phone": f"0810{number:08d}",
        "reason": "lost",
        "documents": ["form_f102", "family_card", "police_report"],
    }


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MOTEKAR_")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _below(parent: int) -> list[int]:
    """All descendants of a process, from the kernel."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = int(fields[1])
    found, level = [], [parent]
    while level:
        level = [pid for pid, above in parents.items() if above in level]
        found += level
    return found


def _kill(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)

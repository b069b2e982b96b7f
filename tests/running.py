"""A real ``motekar up`` as a process of its own, and what can be done to it."""

import asyncio
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import httpx
import pytest

from motekar.cli import main

PATIENCE_SECONDS = 120  # on a busy machine; a quiet one needs three or four
MOTEKAR = Path(sys.executable).with_name("motekar")
# Made once: that takes longer than the answers waited for.
TLS = ssl.create_default_context()
_ENVIRONMENT = {name: value for name, value in os.environ.items() if "MOTEKAR" not in name}


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    def facts(self) -> object:
        """Its JSON."""
        assert self.status == 0, self.err
        return json.loads(self.out)

    def refusal(self, *, status: int = 1) -> str:
        """Its one sentence."""
        assert (self.status, self.out) == (status, "")
        (line,) = self.err.splitlines()
        assert line.endswith(".")
        return line


def motekar(*words: str, **settings: str) -> Ended:
    """One command, run to its end in this process: loading the program takes a second."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name in [name for name in os.environ if "MOTEKAR" in name]:
            patch.delenv(name)
        for name, value in settings.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as ending:
            main(words)
    return Ended(int(ending.value.code or 0), out.getvalue(), err.getvalue())


@dataclass(frozen=True, slots=True)
class Up:
    """A running installation."""

    process: subprocess.Popen[bytes]
    data: Path
    address: str
    out: Path

    def processes(self) -> dict[str, int]:
        """Process numbers by what they do."""
        own = children_of(self.process.pid)
        found = {_role(pid): pid for pid in own if is_alive(pid)}
        for pid in children_of(found.get("web", -1)):
            found["page"] = pid
        with suppress(OSError, IndexError):
            lines = (self.data / "postgres/postmaster.pid").read_text().splitlines()
            found["postgres"] = int(lines[0])
        return found

    def answers(self) -> bool:
        """Whether pages and database work together."""
        return answers(self.address, "/health/ready")

    def stop(self, order: signal.Signals = signal.SIGTERM) -> int:
        """Ends it in order; gives its status."""
        self.process.send_signal(order)
        return self.process.wait(20)

    def told(self) -> str:
        return self.out.read_text()


@contextmanager
def up(data: Path, *words: str, **settings: str) -> Iterator[Up]:
    """Starts it, waits for its first answer, and leaves nothing behind."""
    data.parent.mkdir(parents=True, exist_ok=True)
    out = data.with_name(f"{data.name}.{time.monotonic_ns()}.out")
    with out.open("wb") as file:
        process = subprocess.Popen(
            [MOTEKAR, "up", "--data-dir", data, "--port", "0", "--workers", "1", *words],
            env={**_ENVIRONMENT, **settings},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        assert eventually(lambda: bool(_address(out)) or process.poll() is not None)
        address = _address(out)
        assert address, out.read_text()
        running = Up(process, data, address, out)
        assert eventually(running.answers), out.read_text()
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(20)


def answers(address: str, path: str = "/health/live") -> bool:
    """Whether the server there is well."""
    try:
        return httpx.get(f"{address}{path}", timeout=5, verify=TLS).status_code == 200
    except httpx.TransportError:
        return False


def _address(out: Path) -> str | None:
    found = re.search(r"http://127\.0\.0\.1:\d+", out.read_text())
    return found[0] if found else None


def eventually(fact: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def children_of(parent: int) -> list[int]:
    """Direct children, from the kernel."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(folder.name))
    return found


def _role(pid: int) -> str:
    """The web server has children, the worker holds a database connection, the sweeper neither."""
    if children_of(pid):
        return "web"
    try:
        sockets = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:
        return "gone"
    return "message" if any(name.startswith("socket:") for name in sockets) else "sweeper"


def is_alive(pid: int) -> bool:
    try:
        return (Path(f"/proc/{pid}") / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def eventually_so(
    fact: Callable[[], Awaitable[bool]], *, seconds: float = PATIENCE_SECONDS
) -> bool:
    """The same for facts that have to be asked for."""
    deadline = time.monotonic() + seconds
    while not await fact():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.05)
    return True

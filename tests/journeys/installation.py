"""Pages and a message worker as processes of their own, over a database that is there."""

import base64
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import MASTER_KEY
from tests.running import MOTEKAR, answers, eventually

_ENVIRONMENT = {name: value for name, value in os.environ.items() if "MOTEKAR" not in name}


@dataclass(frozen=True, slots=True)
class Installation:
    """What its processes are told; ``address`` is where pages and receipts answer."""

    address: str
    folder: Path
    settings: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """Of a process that belongs to it."""
        return _ENVIRONMENT | self.settings

    def worker(self) -> subprocess.Popen[bytes]:
        """Starts a message worker; its words go to ``worker.log``."""
        with (self.folder / "worker.log").open("ab") as log:
            return subprocess.Popen(
                [MOTEKAR, "worker"], env=self.environment, stdout=log, stderr=log
            )

    @contextmanager
    def working(self) -> Iterator[subprocess.Popen[bytes]]:
        """A worker for a while."""
        process = self.worker()
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The pages for a while."""
        port = self.address.rpartition(":")[2]
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory"]
        command += ["--log-level", "error", "--port", port, "motekar.wiring:create_app"]
        process = subprocess.Popen(command, env=self.environment)
        try:
            assert eventually(lambda: answers(self.address))
            yield
        finally:
            process.terminate()
            process.wait(20)


def an_installation(folder: Path, *, database_url: str, **settings: str) -> Installation:
    """Its key lies in the folder, and it reaches itself on a free port."""
    key = folder / "master.key"
    key.write_bytes(base64.b64encode(MASTER_KEY))
    key.chmod(0o600)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    own = {
        "MOTEKAR_DATABASE_URL": database_url,
        "MOTEKAR_MASTER_KEY_FILE": str(key),
        "MOTEKAR_PUBLIC_URL": address,
    }
    return Installation(address, folder, own | settings)

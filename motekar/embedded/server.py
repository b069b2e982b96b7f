"""Starts, recognises and stops one PostgreSQL server on its data folder.

The server and all its children inherit a lock on ``postgres.running``. Whether it lives is asked
of that lock and of the socket, never of a process number: after a power cut the number in the
lock files may belong to another program.
"""

import os
import shlex
import signal
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from motekar.embedded import failures, locks
from motekar.embedded.account import Account, run_as
from motekar.embedded.failures import EmbeddedDatabaseFailed

PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
_START_SECONDS = 120
_STOP_SECONDS = 60
_ANSWER_SECONDS = 5
_LOG_BYTES = 5_000_000
# The shortest question of the protocol, answered before it matters who asks.
_MAY_WE_ENCRYPT = struct.pack("!ii", 8, 80877103)
_NO = b"N"

_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "cluster_name": "motekar",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "random_page_cost": "1.1",
    "log_checkpoints": "off",
    # A refused statement may name a citizen; its text, its values and the server's words about
    # them go to the application that asked, never to this file.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Server:
    """The paths of one server: its data, its socket's folder, its lock and its log."""

    data: Path
    socket_dir: Path
    running: Path
    log: Path
    durable: bool

    def answers(self) -> bool:
        """Whether it has finished starting and answers a question.

        The kernel goes on taking connections for a killed server until it is taken apart.
        """
        return self._state() == "ready" and self._connects(ask=True)

    def lives(self) -> bool:
        """Whether its main process lives; asked of the kernel, without a connection."""
        return locks.is_held(self.running) and self._main_process() is not None

    def start(self, account: Account, programs: Path) -> None:
        """Starts it, after waiting for what is left of an earlier one.

        Raises:
            EmbeddedDatabaseFailed: it does not start.
        """
        if self._answers_in_the_end():
            return
        self._forget_the_dead()
        account.give(self.data)
        self._shorten_log()
        with self.log.open("ab") as log, locks.opened(self.running) as alive:
            locks.share(alive)
            before = log.tell()
            command = self._command(account, programs)
            status = run_as(account, command, folder=self.data, output=log, kept_open=(alive,))
        if status != 0 and not self.answers():
            raise failures.of_program(self._log_from(before), self.data.parent, self.log)

    def stop(self) -> None:
        """Stops it in order: open transactions are rolled back, everything is written down."""
        for order, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 10)):
            process = self._main_process()
            if process is None:
                return
            with suppress(ProcessLookupError):
                os.kill(process, order)
            if self._gone_within(seconds):
                return

    def _command(self, account: Account, programs: Path) -> list[str]:
        patience = ("-s", "-w", "-t", str(_START_SECONDS))
        where = ("-D", account.name_of(self.data), "-o", self._options(account))
        return [str(programs / "pg_ctl"), *patience, *where, "start"]

    def _options(self, account: Account) -> str:
        own_folder = self.socket_dir == self.data
        place = account.name_of(self.data) if own_folder else str(self.socket_dir)
        settings = _SETTINGS | {"unix_socket_directories": place}
        if not self.durable:
            settings |= _HASTY
        return shlex.join(part for item in settings.items() for part in ("-c", "=".join(item)))

    def _answers_in_the_end(self) -> bool:
        """Waits for a starting server, or until the last child of a killed one is gone."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self.answers():
                return True
            if not locks.is_held(self.running) and not self._connects():
                return False
            time.sleep(0.01)
        raise EmbeddedDatabaseFailed(
            f"The database in {self.data.parent} is still busy after {_START_SECONDS} seconds: "
            f"look at the end of {self.log} and start again."
        )

    def _forget_the_dead(self) -> None:
        process = self._main_process()
        if process is not None:
            raise EmbeddedDatabaseFailed(
                f"Another PostgreSQL (process {process}) uses {self.data}: "
                "stop it and start again."
            )
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_dir / f"{SOCKET}.lock").unlink(missing_ok=True)

    def _connects(self, *, ask: bool = False) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(_ANSWER_SECONDS)
            try:
                probe.connect(str(self.socket_dir / SOCKET))
                if ask:
                    probe.sendall(_MAY_WE_ENCRYPT)
                    return probe.recv(1) == _NO
            except OSError:
                return False
        return True

    def _pid_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _state(self) -> str:
        lines = self._pid_lines()
        return lines[7].strip() if len(lines) > 7 else ""

    def _main_process(self) -> int | None:
        """The number in ``postmaster.pid`` if it belongs to a server in this very folder."""
        lines = self._pid_lines()
        process = int(lines[0]) if lines and lines[0].isdigit() else 0
        if process <= 1:
            return None
        if not Path("/proc/self/cwd").exists():
            return process if locks.is_held(self.running) else None
        try:
            works_in = Path(f"/proc/{process}/cwd").readlink()
        except OSError:
            return None
        return process if works_in == self.data else None

    def _gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while locks.is_held(self.running) or self._main_process() is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def _shorten_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _log_from(self, start: int) -> str:
        with self.log.open("rb") as log:
            log.seek(start)
            return log.read().decode(errors="replace")

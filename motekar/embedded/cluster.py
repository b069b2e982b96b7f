"""Lends the embedded database of a data folder to any number of processes.

Whoever comes first starts the server, whoever leaves last stops it. Being a user of it is a
kernel lock, so a killed process leaves no trace that somebody would have to clean up.
"""

import hashlib
import os
import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from motekar.embedded import failures, locks
from motekar.embedded.account import Account, account_for
from motekar.embedded.binaries import MAJOR, programs_for
from motekar.embedded.creation import Birth
from motekar.embedded.failures import EmbeddedDatabaseFailed
from motekar.embedded.server import PORT, SOCKET, Server

Role = Literal["owner", "app", "superuser"]
_LOGINS: dict[Role, str] = {
    "owner": "motekar_owner",
    "app": "motekar_app",
    "superuser": "postgres",
}
# The kernel's limit is 104 bytes on some systems, and a comma or colon would split the address.
_SOCKET_PATH_BYTES = 100
_PLAIN = re.compile(r"[\w/.+-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cluster:
    """One embedded database: its data folder and the folder of its socket."""

    data_dir: Path
    socket_dir: Path
    durable: bool = True

    def url(self, role: Role, *, database: str = "motekar") -> str:
        """The SQLAlchemy address of a database for one of the log-ins."""
        host = quote(str(self.socket_dir), safe="/")
        # The port is said, or the variable PGPORT of somebody's other work would lead astray.
        return f"postgresql+asyncpg://{_LOGINS[role]}@/{database}?host={host}&port={PORT}"


@contextmanager
def hold(data_dir: Path, *, durable: bool = True) -> Generator[Cluster]:
    """Keeps the database of the folder running while inside; makes it when it is missing.

    ``durable=False`` trades safety after a power cut for speed: for tests only.

    Raises:
        EmbeddedDatabaseFailed: it cannot be made, started or stopped.
    """
    with _worded(data_dir):
        cluster, users = _join(data_dir, durable=durable)
    try:
        yield cluster
    finally:
        with _worded(data_dir):
            _leave(cluster, users)


def ensure_running(cluster: Cluster) -> bool:
    """Starts a killed server again; true when that was needed. For those who hold it.

    Raises:
        EmbeddedDatabaseFailed: it does not start.
    """
    if _server(cluster).lives():
        return False
    with _worded(cluster.data_dir):
        _bring_up(cluster)
    return True


def _join(data_dir: Path, *, durable: bool) -> tuple[Cluster, int]:
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = data_dir.resolve()
    account = account_for(place / "postgres")
    cluster = Cluster(place, _socket_folder(place / "postgres", account), durable)
    users = locks.open_file(place / "postgres.users")
    try:
        locks.share(users)  # waits while the last user before us stops the server
        _bring_up(cluster)
    except BaseException:
        os.close(users)
        raise
    return cluster, users


def _leave(cluster: Cluster, users: int) -> None:
    try:
        if locks.take_alone(users):
            _server(cluster).stop()
    finally:
        os.close(users)


def _bring_up(cluster: Cluster) -> None:
    server = _server(cluster)
    if server.answers():
        return
    with locks.exclusive(cluster.data_dir / "postgres.starting") as starting:
        account = account_for(server.data)
        programs = programs_for(account)
        if not server.data.exists():
            Birth(account, programs, server.log, starting, server.durable).create(server.data)
        _refuse_other_version(server.data)
        server.start(account, programs)


def _server(cluster: Cluster) -> Server:
    return Server(
        data=cluster.data_dir / "postgres",
        socket_dir=cluster.socket_dir,
        running=cluster.data_dir / "postgres.running",
        log=cluster.data_dir / "postgres.log",
        durable=cluster.durable,
    )


def _refuse_other_version(data: Path) -> None:
    version = (data / "PG_VERSION").read_text().strip()
    if version != MAJOR:
        raise EmbeddedDatabaseFailed(
            f"The database in {data} was written by PostgreSQL {version}, and this Motekar "
            f"brings {MAJOR}: start the Motekar that wrote it, or choose another --data-dir."
        )


def _socket_folder(data: Path, account: Account) -> Path:
    """The data folder itself, or a short one of its own when the name does not fit a socket.

    Every process must arrive at the same name, hence no look at the environment.
    """
    if len(str(data / SOCKET)) <= _SOCKET_PATH_BYTES and _PLAIN.fullmatch(str(data)):
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    folder = Path("/tmp") / f"motekar-{account.uid}-{name}"  # noqa: S108 - owner is checked
    try:
        folder.mkdir(mode=0o700)
        account.give(folder)
    except FileExistsError:
        facts = folder.lstat()
        if folder.is_symlink() or facts.st_uid != account.uid or facts.st_mode & 0o077:
            raise EmbeddedDatabaseFailed(
                f"The folder {folder} for the database's socket belongs to somebody else: "
                "remove it, or choose a data folder with a shorter, plain name."
            ) from None
    return folder


@contextmanager
def _worded(data_dir: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise failures.of_system(error, data_dir) from error

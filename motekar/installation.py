"""The data folder of an installation: what is in it, which one is meant, and who runs on it.

A folder is of one kind for ever, the demo's or an office's; the kind is written into it before
anything else.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from motekar.embedded import locks

HOME = Path("data")


class Kind(StrEnum):
    """Whose data a folder holds; also the name of the default folder of that kind."""

    DEMO = "demo"
    OFFICE = "office"


class FolderRefused(Exception):
    """The data folder cannot be used like this; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one installation."""

    path: Path

    @property
    def master_key(self) -> Path:
        """The key's default place."""
        return self.path / "master.key"

    @property
    def running(self) -> Path:
        """Process number and address of a ``motekar up``; locked as long as it runs."""
        return self.path / "up.json"

    @property
    def kind(self) -> Kind | None:
        """What was written into the folder when it was made; None when it is not ours."""
        try:
            return Kind((self.path / "kind").read_text().strip())
        except (OSError, ValueError):
            return None

    def claim(self, kind: Kind) -> None:
        """Makes the folder, or finds it to be of this kind.

        Raises:
            FolderRefused: it is of the other kind, or cannot be written to.
        """
        found = self.kind
        if found is None:
            try:
                self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
                (self.path / "kind").write_text(f"{kind.value}\n")
            except OSError as refused:
                raise FolderRefused(
                    f"The data folder {self.path} cannot be written to ({refused.strerror}):"
                    " choose another with --data-dir."
                ) from refused
        elif found is Kind.DEMO and kind is Kind.OFFICE:
            raise FolderRefused(
                f"The folder {self.path} holds the demo: start without --no-demo, or give your"
                " office a folder of its own with --data-dir."
            )
        elif found is Kind.OFFICE and kind is Kind.DEMO:
            raise FolderRefused(
                f"The folder {self.path} holds the data of an office: start with --no-demo, or"
                " give the demo a folder of its own with --data-dir."
            )

    def address(self) -> str | None:
        """Where the ``motekar up`` of this folder answers; None when none runs."""
        if not self.running.exists() or not locks.is_held(self.running):
            return None
        try:
            return str(json.loads(self.running.read_text())["address"])
        except (OSError, ValueError, KeyError):
            return "an address it is just about to take"

    @contextmanager
    def occupied(self, address: str) -> Iterator[int]:
        """Marks the folder as run on by this process; gives the descriptor that holds the lock.

        Raises:
            FolderRefused: another process runs on it.
        """
        with locks.opened(self.running) as descriptor:
            if not locks.take_alone(descriptor):
                raise FolderRefused(
                    f"Motekar is already running on {self.path} at {self.address()}."
                )
            facts = json.dumps({"pid": os.getpid(), "address": address}).encode()
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, facts, 0)
            try:
                yield descriptor
            finally:
                os.ftruncate(descriptor, 0)


def _taken(descriptor: int) -> bool:
    for _ in range(3):  # whoever only asks whether somebody runs holds the lock for a moment too
        if locks.take_alone(descriptor):
            return True
        time.sleep(0.02)
    return False


def find_folder(given: Path | None) -> Folder:
    """The folder that is meant: the one given, the one that runs, or the only one there is.

    Raises:
        FolderRefused: there is none, or more than one could be meant.
    """
    if given is not None:
        if Folder(given).kind is None:
            raise FolderRefused(
                f"The folder {given} holds no Motekar: start it there once with"
                f' "motekar up --data-dir {given}".'
            )
        return Folder(given)
    there = [folder for kind in Kind if (folder := Folder(HOME / kind.value)).kind]
    running = [folder for folder in there if folder.address()]
    candidates = running or there
    if not candidates:
        raise FolderRefused(
            'There is no Motekar in this folder yet: start it with "motekar up", or say where it'
            " is with --data-dir or MOTEKAR_DATA_DIR."
        )
    if len(candidates) > 1:
        names = " and ".join(str(folder.path) for folder in candidates)
        raise FolderRefused(f"Both {names} could be meant: say which with --data-dir.")
    return candidates[0]

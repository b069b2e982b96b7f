"""Keeps child processes alive until a signal says stop; then stops them all.

Children are forked, so that they start at once from what the parent has loaded and share its
memory; none outlives the parent, however that ends.
"""

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from motekar.cli.lifeline import die_with_parent

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LONGEST_PAUSE = 10.0
_FIRST_PAUSE = 0.2
_STEADY_SECONDS = 10
_STOP_SECONDS = 6


@dataclass(slots=True)
class Child:
    """A process to keep alive: what it does, and how it has fared."""

    name: str
    task: Callable[[], None]
    pid: int = 0
    began: float = 0
    due: float = 0
    pause: float = field(default=_FIRST_PAUSE)

    def start(self) -> None:
        """Forks it."""
        self.pid = forked(self.task)
        self.began = time.monotonic()

    def has_ended(self) -> bool:
        """True once it has ended; sets when it is due again: later, if it did not live long."""
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        if ended == 0:
            return False
        self.pid = 0
        lived = time.monotonic() - self.began
        self.pause = _FIRST_PAUSE if lived > _STEADY_SECONDS else self.pause * 2
        self.pause = min(self.pause, _LONGEST_PAUSE)
        self.due = time.monotonic() + self.pause
        sys.stderr.write(
            f"The {self.name} process ended ({_told(status)}); it starts again"
            f" in {self.pause:.1f} s.\n"
        )
        return True


def forked(task: Callable[[], None]) -> int:
    """A child that runs the task and ends, its signals as in a fresh process."""
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        for order in (*_SIGNALS, signal.SIGCHLD):
            signal.signal(order, signal.SIG_DFL)
        os.setsid()  # a terminal's Ctrl-C is for the parent, which then ends all in order
        die_with_parent(parent)
        task()
        status = 0
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else 1
        if isinstance(ending.code, str):
            sys.stderr.write(f"{ending.code}\n")
    except BaseException:  # noqa: BLE001 - nothing of the parent's may run on in the child
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def supervise(children: Sequence[Child], *, each_second: Callable[[], None]) -> None:
    """Starts the children and those that end again, until a signal says stop; then stops all."""
    with _Bell() as bell:
        try:
            while not bell.said_stop:
                for child in children:
                    _tend(child)
                each_second()
                bell.wait(1)
        finally:
            for order in _SIGNALS:
                signal.signal(order, signal.SIG_IGN)  # the end is on its way, once is enough
            _stop(children)


class _Bell:
    """Rung by signals through a pipe: a lock could be held when the next signal comes."""

    def __init__(self) -> None:
        self.said_stop = False
        self._hears, self._rings = os.pipe()
        os.set_blocking(self._rings, False)

    def __enter__(self) -> Self:
        """Takes the signals."""
        for order in _SIGNALS:
            if signal.getsignal(order) is not signal.SIG_IGN:  # as under nohup
                signal.signal(order, self._stop)
        signal.signal(signal.SIGCHLD, self._ring)
        return self

    def __exit__(self, *_: object) -> None:
        """Lets go of the pipe."""
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self._hears)
        os.close(self._rings)

    def wait(self, seconds: float) -> None:
        """Until it rings, or for so long."""
        if select.select([self._hears], [], [], seconds)[0]:
            os.read(self._hears, 4096)

    def _stop(self, *_: object) -> None:
        self.said_stop = True
        self._ring()

    def _ring(self, *_: object) -> None:
        with suppress(BlockingIOError):  # full: it rings already
            os.write(self._rings, b"!")


def _tend(child: Child) -> None:
    if child.pid and not child.has_ended():
        return
    if time.monotonic() >= child.due:
        child.start()


def _stop(children: Sequence[Child]) -> None:
    alive = [child.pid for child in children if child.pid]
    for pid in alive:
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while alive and time.monotonic() < deadline:
        alive = [pid for pid in alive if os.waitpid(pid, os.WNOHANG)[0] == 0]
        time.sleep(0.02)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _told(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"status {code}"

"""Reads the command line and hands each command to its module.

Exit status: 0 done, 1 refused, 2 wrong usage; whatever goes wrong is one sentence on stderr.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from motekar.cli.answers import Answer, WrongUsage

ROLES = (
    "front_officer",
    "verifier",
    "print_operator",
    "office_manager",
    "head_of_office",
    "administrator",
    "inspector",
)


STATES = ("queued", "sending", "sent", "delivered", "failed", "unknown")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Ends with status 2."""
        sys.stderr.write(f"{self.prog}: {message}; see {self.prog} --help.\n")
        sys.exit(2)


def parser() -> argparse.ArgumentParser:
    """All commands; each names the module and function that does it."""
    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="answer in JSON")
    shared.add_argument("--data-dir", type=Path, metavar="DIR", help="folder of the installation")
    root = _Parser(prog="motekar", description="KTP-el within one day, and the proof of it.")
    commands = _Group(root, shared)
    _running(commands)
    _furnishing(commands)
    _reckoning(commands)
    _watching(commands)
    return root


def _running(commands: "_Group") -> None:
    up = commands.add("up", "starting:up", "start everything: database, pages and messages")
    _address(up)
    up.add_argument("--no-demo", action="store_true", help="start an office without demo data")
    up.add_argument("--workers", type=_positive, metavar="N", help="web processes")
    serve = commands.add("serve", "publishing:serve", "serve pages and API")
    _address(serve)
    serve.add_argument("--workers", type=_positive, default=1, metavar="N", help="processes")
    commands.add("worker", "working:work", "send the queued messages")
    commands.add("migrate", "migrating:migrate", "bring the database up to date as its owner")
    demo = commands.add("demo", "showing:demo", "add synthetic requests to the demo")
    demo.add_argument("--requests", type=_positive, default=60, metavar="N")
    demo.add_argument("--days", type=_positive, default=3, metavar="D")


def _furnishing(commands: "_Group") -> None:
    offices = commands.group("office", "the offices of the agency")
    offices.add("list", "offices:listing", "list them")
    imported = offices.add("import", "offices:adding", "add those of a CSV file")
    imported.add_argument("file", type=Path, metavar="FILE")

    staff = commands.group("staff", "the accounts of the staff")
    added = staff.add("add", "people:adding", "add a person; prints a one-time password")
    added.add_argument("username", metavar="USERNAME")
    added.add_argument("--name", required=True)
    added.add_argument("--role", action="append", required=True, choices=ROLES, metavar="ROLE")
    added.add_argument("--office", action="append", required=True, metavar="CODE")
    added.add_argument("--phone", metavar="NUMBER", help="where urgent matters reach them by SMS")

    token = commands.group("token", "API tokens")
    issued = token.add("issue", "people:issuing", "print a token for a person, once")
    issued.add_argument("username", metavar="USERNAME")


def _reckoning(commands: "_Group") -> None:
    promise = commands.add("promise", "promising:promise", "what would be promised, and why")
    promise.add_argument("--office", required=True, metavar="CODE")
    promise.add_argument("--at", required=True, metavar="TIME", help="like 2026-11-23T09:30")
    promise.add_argument("--reason", metavar="REASON", help="such as lost; decides the places")

    figures = commands.add("compliance", "complying:compliance", "the figures, from the log alone")
    _period(figures)
    pack = commands.add("evidence", "packing:evidence", "a pack to reckon the figures elsewhere")
    pack.add_argument("file", type=Path, metavar="FILE", help="the ZIP file to write")
    _period(pack)


def _watching(commands: "_Group") -> None:
    commands.add("doctor", "doctoring:examined", "what is wrong with this installation")

    messages = commands.group("messages", "the messages to citizens")
    listed = messages.add("list", "telling:listing", "list them, newest first, numbers masked")
    listed.add_argument("--state", choices=STATES)
    listed.add_argument("--office", metavar="CODE")
    listed.add_argument("--limit", type=_positive, default=50, metavar="N")
    retried = messages.add("retry", "telling:retrying", "send those that were given up once more")
    which = retried.add_mutually_exclusive_group(required=True)
    which.add_argument("--id", action="append", type=UUID, default=[], metavar="ID")
    which.add_argument("--days", type=_positive, metavar="N", help="all of the last N days")


class _Group:
    """A level of commands."""

    def __init__(self, above: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
        self._commands = above.add_subparsers(metavar="COMMAND", required=True)
        self._shared = shared

    def add(self, name: str, task: str, told: str) -> argparse.ArgumentParser:
        """A command; ``task`` is module and function."""
        command: argparse.ArgumentParser = self._commands.add_parser(
            name, parents=[self._shared], help=told, description=told, allow_abbrev=False
        )
        command.set_defaults(task=task)
        return command

    def group(self, name: str, told: str) -> "_Group":
        """A further level."""
        return _Group(self._commands.add_parser(name, help=told, description=told), self._shared)


def _address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1", help="address to listen on")
    command.add_argument("--port", type=_port, default=8000, help="0 takes any free one")


def _period(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="first", required=True, type=_day, metavar="DATE")
    command.add_argument("--to", dest="last", required=True, type=_day, metavar="DATE")
    command.add_argument("--office", metavar="CODE")
    command.add_argument(
        "--at",
        type=_moment,
        metavar="MOMENT",
        help="all as it stood then, as 2026-12-01T07:45:00+07:00",
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError
    return at


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError
    return number


_positive.__name__ = "number above 0"  # argparse names the type by it
_port.__name__ = "port"
_day.__name__ = "date like 2026-11-23"
_moment.__name__ = "moment with its offset"


def main(words: Sequence[str] | None = None) -> NoReturn:
    """Runs one command and ends the process with its status."""
    given = parser().parse_args(words)
    module, _, function = given.task.partition(":")
    try:
        task: Any = getattr(importlib.import_module(f"motekar.cli.{module}"), function)
        answer: Answer | None = task(given)
    except WrongUsage as wrong:
        sys.exit(_refuse(str(wrong), 2))
    except KeyboardInterrupt:
        sys.exit(_refuse("Stopped.", 130))
    except Exception as trouble:
        from motekar.cli.refusing import sentence_for  # noqa: PLC0415 - knows the whole house

        sentence = sentence_for(trouble)
        if sentence is None:
            raise
        sys.exit(_refuse(sentence, 1))
    if answer is not None:
        _say(answer.printed(as_json=given.json))
    sys.exit(answer.status if answer else 0)


def _say(text: str) -> None:
    """Prints; a reader who has seen enough (``| head``) is no trouble."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return status

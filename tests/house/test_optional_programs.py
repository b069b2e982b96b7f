"""What an absent optional program makes the suite skip is said in its last lines."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from tests import optional_programs


@dataclass
class Reporter:
    """A terminal that keeps what is written."""

    stats: dict[str, list[Any]]
    written: list[str] = field(default_factory=list)

    def section(self, title: str) -> None:
        self.written.append(title)

    def line(self, text: str) -> None:
        self.written.append(text)


def test_each_absent_program_is_named_with_the_command_that_brings_it() -> None:
    told = ("tests/web/conftest.py", 33, "Skipped: the optional program chromium is absent")
    reporter = Reporter({"skipped": [SimpleNamespace(longrepr=told)] * 2})
    optional_programs.pytest_terminal_summary(reporter)  # type: ignore[arg-type]
    assert reporter.written[1] == "Skipped for want of chromium. To run these tests too:"
    assert reporter.written[2].endswith("apt-get install chromium")


def test_nothing_is_said_where_nothing_was_missing() -> None:
    reporter = Reporter({"skipped": [SimpleNamespace(longrepr="for another reason")]})
    optional_programs.pytest_terminal_summary(reporter)  # type: ignore[arg-type]
    assert reporter.written == []

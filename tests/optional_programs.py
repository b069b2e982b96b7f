"""Programs some tests need and a machine may lack; loaded by conftest as a pytest plugin.

A missing one skips its tests and is named in the last lines with the command that installs it;
``--require-optional`` turns such a skip into a failure.
"""

import os
import shutil
from dataclasses import dataclass

import pytest


@dataclass(frozen=True, slots=True)
class Program:
    """An optional program: how to find it and what it is needed for."""

    names: tuple[str, ...]
    packages: tuple[str, ...]
    purpose: str

    def find(self) -> str | None:
        for name in self.names:
            found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin")
            if found:
                return found
        return None


PROGRAMS = {
    "chromium": Program(("chromium", "chromium-browser", "google-chrome"), ("chromium",), "pages"),
    "kannel": Program(("bearerbox",), ("kannel", "kannel-extras"), "SMS"),
    "poppler": Program(("pdftoppm",), ("poppler-utils", "fonts-dejavu-core"), "papers"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-optional",
        action="store_true",
        help="fail where an absent optional program would skip a test",
    )


def pytest_configure(config: pytest.Config) -> None:
    for name, program in PROGRAMS.items():
        config.addinivalue_line("markers", f"needs_{name}: shows {program.purpose} with {name}")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, program in PROGRAMS.items():
        if item.get_closest_marker(f"needs_{name}") and program.find() is None:
            _do_without(item.config, name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())]
    missing = [name for name in PROGRAMS if any(_absence(name) in told for told in skipped)]
    if not missing:
        return
    packages = " ".join(package for name in missing for package in PROGRAMS[name].packages)
    terminalreporter.section("optional programs")
    terminalreporter.line(f"Skipped for want of {', '.join(missing)}. To run these tests too:")
    terminalreporter.line(f"    {_sudo()}apt-get install {packages}")


@pytest.fixture(scope="session")
def needs_chromium(request: pytest.FixtureRequest) -> str:
    """The path of the browser."""
    return _found(request, "chromium")


@pytest.fixture(scope="session")
def needs_kannel(request: pytest.FixtureRequest) -> str:
    """The path of Kannel's bearerbox."""
    return _found(request, "kannel")


@pytest.fixture(scope="session")
def needs_poppler(request: pytest.FixtureRequest) -> str:
    """The path of pdftoppm."""
    return _found(request, "poppler")


def _found(request: pytest.FixtureRequest, name: str) -> str:
    found = PROGRAMS[name].find()
    if found is None:
        _do_without(request.config, name)
    return str(found)


def _do_without(config: pytest.Config, name: str) -> None:
    if config.getoption("--require-optional"):
        pytest.fail(_absence(name), pytrace=False)
    pytest.skip(_absence(name))


def _absence(name: str) -> str:
    return f"the optional program {name} is absent"


def _sudo() -> str:
    return "" if os.geteuid() == 0 else "sudo "

"""The layout of the house: layers, the size of rooms, a word at every door."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CEILING_LINES = 300
MODULES = sorted(
    path
    for folder in ("motekar", "scripts")
    for path in (ROOT / folder).rglob("*.py")
    if "versions" not in path.parts
)
DRAWERS = {"utils", "util", "helpers", "common", "misc", "manager", "services"}


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_the_layers_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout


def test_no_module_outgrows_its_room() -> None:
    long = [path for path in MODULES if len(path.read_text().splitlines()) > CEILING_LINES]
    assert names(long) == []


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_a_module_says_what_it_is_for(path: Path) -> None:
    told = ast.get_docstring(ast.parse(path.read_text()))
    assert told
    assert told.splitlines()[0].endswith(".")


def test_there_is_no_drawer_for_leftovers() -> None:
    assert [
        path for path in names(MODULES) if DRAWERS & set(Path(path).with_suffix("").parts)
    ] == []


def test_annotations_are_evaluated_and_imports_unconditional() -> None:
    ways_round = ("from __future__ import annotations", "TYPE_CHECKING")
    guilty = [path for path in MODULES if any(way in path.read_text() for way in ways_round)]
    assert names(guilty) == []


def test_a_command_loads_no_pages_and_the_worker_no_papers() -> None:
    asked = "import motekar.cli.doctoring, motekar.cli.migrating, motekar.cli.working, sys"
    told = subprocess.run(
        [sys.executable, "-c", f"{asked}; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {"litestar", "granian", "jinja2", "reportlab", "segno", "holidays", "alembic"}
    assert heavy & set(told.stdout.split()) == set()

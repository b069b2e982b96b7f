"""The wheel carries what the application reads, and nothing of the workshop."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    place = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def made_by_hand(folder: str, pattern: str) -> set[str]:
    paths = (ROOT / folder).rglob(pattern)
    return {
        str(p.relative_to(ROOT)) for p in paths if p.is_file() and "__pycache__" not in p.parts
    }


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("motekar", "*.py"),
        ("motekar", "*.mako"),
        ("motekar/defaults", "*"),
        ("motekar/web/static", "*"),
        ("motekar/locale", "*.po"),
        ("motekar/sms/presets", "*.toml"),
        ("motekar/reports/pack", "*.md"),
    ],
)
def test_the_wheel_has_every_file(packed: set[str], folder: str, pattern: str) -> None:
    assert made_by_hand(folder, pattern) - packed == set()


def test_the_wheel_has_the_templates(packed: set[str]) -> None:
    templates = {f"motekar/{name}" for name in made_by_hand("templates", "*.*")}
    assert templates - packed == set()


def test_the_wheel_leaves_the_workshop_behind(packed: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in packed} == {"motekar"}


def test_the_command_is_installed(packed: set[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["scripts"] == {"motekar": "motekar.cli:main"}

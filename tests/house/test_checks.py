"""The checks find what they are for: in a checkout with a fault planted."""

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The checks, looking at a copy that a test may spoil."""
    described = importlib.util.spec_from_file_location("checks", ROOT / "scripts" / "checks.py")
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    for name in ("pyproject.toml", "compose.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__py*"))
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("name", ["compose", "locks", "addresses"])
def test_a_sound_checkout_passes(checks: ModuleType, name: str) -> None:
    subprocess.run(["git", "add", "."], cwd=checks.ROOT, check=True)
    assert checks.CHECKS[name]() == []


def test_a_pin_the_lock_does_not_have_is_found(checks: ModuleType) -> None:
    spoil(checks.ROOT / "pyproject.toml", "argon2-cffi==25.1.0", "argon2-cffi==25.9.9")
    assert len(checks.check_locks()) == 2


def test_locks_that_disagree_are_found(checks: ModuleType) -> None:
    lock = checks.ROOT / "scripts" / "requirements.lock"
    spoil(lock, "annotated-types==0.8.0", "annotated-types==0.7.9")
    assert checks.check_locks() == ["the locks disagree about annotated-types"]


def test_an_address_in_a_lock_is_found(checks: ModuleType) -> None:
    lock = checks.ROOT / "scripts" / "requirements.lock"
    lock.write_text("--extra-" + "index-url https" + "://x\n" + lock.read_text())
    assert "requirements.lock holds an address" in checks.check_locks()


def test_a_broken_compose_file_is_found(checks: ModuleType) -> None:
    spoil(checks.ROOT / "compose.yaml", "condition: service_healthy", "condition: well")
    assert checks.check_compose() != []


@pytest.mark.parametrize(
    "line",
    ["see https://py" + "pi.org/x", "cd /ro" + "ot/x", "(/ho" + "me/me/x)", "file" + ":///x"],
    ids=["index", "root", "home", "file"],
)
def test_an_address_of_one_machine_is_found(checks: ModuleType, line: str) -> None:
    (checks.ROOT / "notes.md").write_text(f"first\n{line}\n")
    subprocess.run(["git", "add", "."], cwd=checks.ROOT, check=True)
    assert checks.check_addresses() == [f"notes.md:2: {line}"]

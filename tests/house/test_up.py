"""``motekar up`` under kills: it heals itself, and nothing outlives it."""

import asyncio
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from motekar import wiring
from motekar.embedded import hold, locks
from motekar.installation import Folder, Kind
from tests.running import Up, eventually, is_alive, motekar, up


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped office, to copy from."""
    folder = Folder(tmp_path_factory.mktemp("up") / "office")
    folder.claim(Kind.OFFICE)
    with hold(folder.path) as cluster:
        app = cluster.url("app")
        asyncio.run(wiring.migrate(cluster.url("owner"), application_url=app))
        asyncio.run(wiring.checked_key(app, folder.master_key))
    return folder.path


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-a", prepared, tmp_path / "office"], check=True)
    return tmp_path / "office"


@pytest.fixture(scope="module")
def office(prepared: Path) -> Iterator[Up]:
    """One that survives what the tests do to its children."""
    copy = prepared.with_name("healing")
    subprocess.run(["cp", "-a", prepared, copy], check=True)
    with up(copy, "--no-demo") as running:
        yield running


def test_an_office_without_staff_is_told_how_to_begin(office: Up) -> None:
    word = re.search(r"asks for this word: (\S+)", office.told())
    assert word
    assert f"open {office.address}/staff to set Motekar up" in office.told()
    from_afar = {"Accept": "text/html", "X-Forwarded-For": "203.0.113.9"}
    page = httpx.get(f"{office.address}/staff", headers=from_afar, follow_redirects=True)
    assert "first-run" in str(page.url)
    assert word[1] not in page.text


@pytest.mark.parametrize("who", ["web", "page", "message", "postgres"])
def test_a_killed_process_is_back_soon(office: Up, who: str) -> None:
    before = office.processes()
    os.kill(before[who], signal.SIGKILL)
    assert eventually(lambda: not is_alive(before[who]))
    assert eventually(lambda: office.processes().get(who, before[who]) != before[who])
    assert eventually(office.answers, seconds=10)
    assert eventually(lambda: set(office.processes()) == set(before))


def ends_everything(running: Up, order: signal.Signals) -> bool:
    """Whether this signal stops it in order: no process is left, and the database is closed."""
    everybody = running.processes()
    assert running.stop(order) == 0
    assert not any(map(is_alive, everybody.values()))
    assert not (running.data / "postgres/postmaster.pid").exists()
    return "Motekar has stopped." in running.told()


def test_nothing_outlives_a_killed_parent(data: Path) -> None:
    with up(data, "--no-demo") as running:
        everybody = running.processes()
        running.process.kill()
        assert eventually(lambda: not any(map(is_alive, everybody.values())), seconds=15)
    assert not locks.is_held(data / "postgres.running")


def test_the_next_start_finds_data_and_key_and_ends_with_the_terminal(data: Path) -> None:
    key = (data / "master.key").read_bytes()
    offices = Path(__file__).parents[2] / "motekar/defaults/offices.csv"
    assert motekar("office", "import", str(offices), "--data-dir", str(data)).status == 0
    with up(data, "--no-demo") as running:
        listed = motekar("office", "list", "--data-dir", str(data)).out
        assert "Kecamatan Bekasi Utara" in listed
        assert "master key" not in running.told()
        assert ends_everything(running, signal.SIGHUP)
    assert (data / "master.key").read_bytes() == key
    assert (data / "master.key").stat().st_mode & 0o777 == 0o600


def test_a_lost_key_is_never_replaced_while_there_is_data(data: Path) -> None:
    offices = Path(__file__).parents[2] / "motekar/defaults/offices.csv"
    where = ("--data-dir", str(data))
    motekar("office", "import", str(offices), *where)
    added = motekar(
        *("staff", "add", "rani", "--name", "Rani", "--role", "verifier", "--office", "32.75"),
        *where,
    )
    assert added.status == 0
    (data / "master.key").unlink()
    answer = motekar("up", "--no-demo", "--port", "0", *where)
    assert "bring back its copy" in answer.refusal()
    assert not (data / "master.key").exists()


def test_several_processes_share_their_figures_until_ctrl_c(data: Path) -> None:
    with up(data, "--no-demo", "--workers", "2") as running:
        for _ in range(20):
            assert running.answers()
        told = httpx.get(f"{running.address}/metrics").text
        counted = re.findall(r"motekar_http_seconds_count{.*ready.*} (\d+)", told)
        assert sum(map(int, counted)) >= 20
        assert ends_everything(running, signal.SIGINT)
    assert not (data / "figures").exists()


def test_the_demo_is_ready_at_its_first_start_and_stays_one(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    with up(data) as running:
        assert "all with the password contoh-motekar" in running.told()
        assert "CONTOH" in httpx.get(running.address).text
        more = motekar("demo", "--requests", "5", "--days", "1", "--data-dir", str(data))
        assert "made-up requests were added" in more.out
        states = {line["state"] for line in messages(data)}
        assert states == {"sent"}
        assert ends_everything(running, signal.SIGTERM)
    told = motekar("up", "--no-demo", "--port", "0", "--data-dir", str(data)).refusal()
    assert "holds the demo" in told


def messages(data: Path) -> list[dict[str, str]]:
    listed = motekar("messages", "list", "--json", "--data-dir", str(data)).facts()
    assert isinstance(listed, list)
    return listed

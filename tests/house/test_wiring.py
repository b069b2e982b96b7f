"""What an installation is refused for, in one sentence, whichever server starts it."""

import base64
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text

from motekar import wiring
from motekar.store import condition, migrating
from motekar.store.engine import open_engine
from motekar.usecases.desk import Desk
from motekar.vault import MasterKeyFailed
from tests.conftest import MASTER_KEY, CopiedDatabase
from tests.running import motekar


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """What is set up here for the log of a process ends with the test."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "master.key"
    file.write_bytes(base64.b64encode(MASTER_KEY))
    return file


def started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **settings: str
) -> str:
    """What the application says instead of starting."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as refusal:
        wiring.create_app()
    assert "\n" not in str(refusal.value.code)
    return str(refusal.value.code) + capsys.readouterr().err


def test_the_newest_migration_is_the_one_alembic_knows() -> None:
    assert condition.newest_version() == migrating.head()


async def test_the_owner_of_the_tables_is_refused(
    copied_database: CopiedDatabase,
    key: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = started(
        monkeypatch,
        capsys,
        MOTEKAR_DATABASE_URL=copied_database.owner_url,
        MOTEKAR_MASTER_KEY_FILE=str(key),
    )
    assert "owns the tables" in told


@pytest.mark.parametrize(
    ("number", "way_out"),
    [("0001", "motekar migrate"), ("9999", "install the newer Motekar")],
    ids=["older", "newer"],
)
async def test_another_schema_is_refused(
    copied_database: CopiedDatabase,
    key: Path,
    number: str,
    way_out: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    engine = open_engine(copied_database.owner_url)
    async with engine.begin() as connection:
        await connection.execute(text(f"UPDATE alembic_version SET version_num = '{number}'"))
    await engine.dispose()
    told = started(
        monkeypatch,
        capsys,
        MOTEKAR_DATABASE_URL=copied_database.url,
        MOTEKAR_MASTER_KEY_FILE=str(key),
    )
    assert way_out in told


async def test_a_lost_key_is_asked_for(copied_database: CopiedDatabase, tmp_path: Path) -> None:
    with pytest.raises(MasterKeyFailed, match="bring back its copy"):
        await wiring.checked_key(copied_database.url, tmp_path / "gone.key")


async def test_a_key_is_made_for_an_empty_database(
    copied_database: CopiedDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_engine(copied_database.owner_url)
    async with engine.begin() as connection:
        await connection.execute(text("TRUNCATE staff CASCADE"))
    await engine.dispose()
    file = tmp_path / "new" / "master.key"
    key = await wiring.checked_key(copied_database.url, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "KEEP A COPY" in capsys.readouterr().err
    assert await wiring.checked_key(copied_database.url, file) == key
    assert capsys.readouterr().err == ""


def test_migrating_a_server_needs_its_owner() -> None:
    told = motekar("migrate", MOTEKAR_DATABASE_URL="postgresql://app@127.0.0.1:9/m").refusal()
    assert "MOTEKAR_MIGRATION_DATABASE_URL" in told


async def test_an_unknown_gateway_stops_the_worker(real_desk: Desk, key: Path) -> None:
    told = motekar(
        "worker",
        MOTEKAR_DATABASE_URL=real_desk.store.engine.url.render_as_string(hide_password=False),
        MOTEKAR_MASTER_KEY_FILE=str(key),
        MOTEKAR_SMS_GATEWAYS="merpati",
    ).refusal()
    assert "merpati, which is not installed" in told

"""A gateway from another package: really installed, found by its entry point, put to the kit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MERPATI = Path(__file__).with_name("merpati")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as pip leaves it; nothing is fetched."""
    place = tmp_path_factory.mktemp("merpati")
    source = shutil.copytree(MERPATI, place / "source")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps",
         "--no-build-isolation", "--target", place / "site", source],
        check=True,
        capture_output=True,
        timeout=60,
    )  # fmt: skip
    shutil.copy(MERPATI / "conformance.py", place)
    return place


def run(installed: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(installed / "site"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, *words],
        cwd=installed,
        env={**os.environ, "PYTHONPATH": path, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


FIND = """
from motekar.settings import Settings
from motekar.sms.installed import load
environ = {
    "MOTEKAR_SMS_GATEWAYS": "merpati, console",
    "MOTEKAR_SMS_MERPATI_URL": "https://merpati.example.id",
    "MOTEKAR_SMS_MERPATI_TOKEN": "bulu-putih",
}
names = Settings.from_environment(environ).sms_gateways
print([(gateway.name, str(gateway.reports)) for gateway in load(names, environ)])
"""


def test_it_is_found_beside_our_own(installed: Path) -> None:
    answer = run(installed, "-c", FIND)
    assert answer.stdout == "[('merpati', 'calls'), ('console', 'never')]\n", answer.stderr


def test_it_passes_the_kit_that_motekar_ships(installed: Path) -> None:
    # Without any of our own settings and plug-ins, as in the package's own checkout.
    plain = (
        "-c",
        os.devnull,
        "--rootdir",
        str(installed),
        "-p",
        "no:asyncio",
        "-p",
        "no:randomly",
    )
    answer = run(installed, "-W", "error", "-m", "pytest", "-q", *plain, "conformance.py")
    assert answer.returncode == 0, answer.stdout
    assert " passed" in answer.stdout.splitlines()[-1]
    assert "skipped" not in answer.stdout

"""The compose file: valid, two roles, nothing public but the proxy, no secret inside."""

import re
from pathlib import Path

import pytest
from compose_spec import PyOptions

from motekar.settings import DOCUMENTED, Settings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "compose.yaml").read_text()


@pytest.fixture(scope="module")
def described() -> dict[str, dict[str, dict[str, object]]]:
    composed = PyOptions(apply_merge=True).from_yaml(TEXT)
    composed.validate()
    return composed.to_dict()


def test_a_reference_to_nothing_is_noticed() -> None:
    broken = TEXT.replace("source: two_roles", "source: three_roles")
    with pytest.raises(ValueError, match="three_roles"):
        PyOptions(apply_merge=True).from_yaml(broken).validate()


def test_the_parts_are_there(described: dict[str, dict[str, dict[str, object]]]) -> None:
    assert set(described["services"]) == {"db", "migrate", "web", "worker", "proxy"}


def test_only_the_proxy_opens_ports(described: dict[str, dict[str, dict[str, object]]]) -> None:
    open_to_all = [name for name, service in described["services"].items() if "ports" in service]
    assert open_to_all == ["proxy"]


def test_every_setting_is_known_and_usable(
    described: dict[str, dict[str, dict[str, object]]],
) -> None:
    for name in ("migrate", "web", "worker"):
        said = {
            key: re.sub(r"\$\{\w+:-(\w*)\}|\$\{[^}]*\}", lambda found: found[1] or "word", value)
            for key, value in described["services"][name]["environment"].items()
        }
        assert set(said) <= set(DOCUMENTED)
        Settings.from_environment(said)


def test_the_application_never_knows_the_owner() -> None:
    as_owner = re.findall(r"^\s+(\w+): postgresql://motekar_owner", TEXT, re.MULTILINE)
    assert as_owner == ["MOTEKAR_MIGRATION_DATABASE_URL"]
    for role in ("motekar_owner", "motekar_app"):
        assert f"CREATE ROLE {role} LOGIN NOSUPERUSER" in TEXT


def test_passwords_come_from_outside() -> None:
    for line in TEXT.splitlines():
        if "PASSWORD:" in line or "postgresql://" in line:
            assert "${MOTEKAR_" in line


def test_the_image_takes_nothing_that_is_missing() -> None:
    for line in re.findall(r"COPY (.+) \S+$", TEXT, re.MULTILINE):
        assert all((ROOT / name).exists() for name in line.split())


def test_the_image_carries_the_projects_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert f"image: motekar:{version[1]}\n" in TEXT

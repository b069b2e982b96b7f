"""The README keeps up: the settings, commands, rooms, pictures and proofs it names are there."""

import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

import pytest

from motekar.cli.commands import parser
from motekar.settings import DOCUMENTED
from motekar.sms import kannel, plain_http, twilio
from motekar.sms.own_settings import full_name

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
MOST_BYTES = 170_000


def commands(of: ArgumentParser) -> Iterator[str]:
    """All commands with their groups, as they are typed."""
    groups = [action for action in of._actions if isinstance(action, _SubParsersAction)]
    for group in groups:
        for below in group.choices.values():
            yield from commands(below)
    if not groups:
        yield of.prog


def of_gateways() -> dict[str, str]:
    """The gateways' own settings; what is needed says so."""
    return {
        full_name(gateway.NAME, name): setting.told + ("; needed" if setting.is_needed else "")
        for gateway in (kannel, twilio, plain_http)
        for name, setting in gateway.SETTINGS.items()
    }


def test_every_setting_is_told_as_the_program_knows_it() -> None:
    told = dict(re.findall(r"^\| `(MOTEKAR_\w+)` \| (.+) \|$", README, re.MULTILINE))
    assert told == DOCUMENTED | of_gateways()


def test_every_command_is_told_and_none_that_is_not_there() -> None:
    told = re.findall(r"^\| `(motekar [a-z ]+)` \|", README, re.MULTILINE)
    assert sorted(told) == sorted(commands(parser()))


def test_the_map_names_every_room() -> None:
    told = re.findall(r"^\| `([a-z]+/|[a-z]+\.py)` \|", README, re.MULTILINE)
    house = ROOT / "motekar"
    folders = {f"{path.name}/" for path in house.iterdir() if path.is_dir()} - {"__pycache__/"}
    modules = {path.name for path in house.glob("*.py")} - {"__init__.py"}
    assert sorted(told) == sorted(folders | modules)


def test_every_picture_is_there_and_small() -> None:
    shown = set(re.findall(r"docs/[\w-]+\.png", README))
    assert shown == {f"docs/{path.name}" for path in (ROOT / "docs").iterdir()}
    sizes = {picture: (ROOT / picture).stat().st_size for picture in shown}
    assert max(sizes.values()) < MOST_BYTES


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:tests|scripts)/[\w/.]+)`", README))))
def test_what_is_said_to_enforce_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_fact_named_as_a_proof_is_tested() -> None:
    written = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", README))
    assert {name for name in named if f"def {name}(" not in written} == set()

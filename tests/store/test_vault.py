"""Seals hold, and only at their place; keys live in a file of their own."""

import base64
import stat
from pathlib import Path

import pytest

from motekar.vault import (
    MasterKeyFailed,
    SealBroken,
    Vault,
    hash_password,
    make_master_key,
    password_matches,
    read_master_key,
)

VAULT = Vault.from_master_key(b"k" * 32)


def test_what_is_sealed_opens_at_its_place() -> None:
    assert VAULT.open(VAULT.seal("Sinta Uji", place="a:1"), place="a:1") == "Sinta Uji"


def test_a_seal_moved_to_another_row_is_broken() -> None:
    with pytest.raises(SealBroken):
        VAULT.open(VAULT.seal("Sinta Uji", place="a:1"), place="a:2")


def test_a_changed_byte_breaks_the_seal() -> None:
    sealed = bytearray(VAULT.seal("Sinta Uji", place="a:1"))
    sealed[-1] ^= 1
    with pytest.raises(SealBroken):
        VAULT.open(bytes(sealed), place="a:1")


def test_another_key_opens_nothing_and_finds_nothing() -> None:
    other = Vault.from_master_key(b"o" * 32)
    with pytest.raises(SealBroken):
        other.open(VAULT.seal("Sinta Uji", place="a:1"), place="a:1")
    assert other.index("3275", kind="nik") != VAULT.index("3275", kind="nik")


def test_the_same_value_seals_differently_and_indexes_alike() -> None:
    assert VAULT.seal("x", place="a:1") != VAULT.seal("x", place="a:1")
    assert VAULT.index("x", kind="nik") == VAULT.index("x", kind="nik")
    assert VAULT.index("x", kind="nik") != VAULT.index("x", kind="phone")


def test_a_new_key_is_for_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    make_master_key(path)
    key = read_master_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_master_key(path)
    assert read_master_key(path) == key
    assert [file.name for file in tmp_path.iterdir()] == ["master.key"]


@pytest.mark.parametrize(
    "content", [b"", b"!!!", b"\xff\xfe", base64.b64encode(b"short")], ids=repr
)
def test_a_file_that_is_no_key_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    with pytest.raises(MasterKeyFailed, match="32 bytes in base64"):
        read_master_key(path)


def test_an_absent_key_says_to_bring_back_its_copy(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyFailed, match="bring back its copy"):
        read_master_key(tmp_path / "master.key")


def test_passwords_are_argon2id_and_compared_even_without_an_account() -> None:
    stored = hash_password("kalimat panjang")
    assert stored.startswith("$argon2id$")
    assert password_matches("kalimat panjang", stored)
    assert not password_matches("kalimat lain", stored)
    assert not password_matches("kalimat panjang", None)
    assert not password_matches("kalimat panjang", "not-a-hash")

"""Keys, encryption bound to its row, keyed hashes and password hashes.

Every secret derives from one master key (HKDF-SHA256, RFC 5869) that lives in a file outside the
database and its backups: who has only the one or only the other has nothing. A NIK has few
unknown digits, so its index is only as safe as this file.
"""

import base64
import binascii
import hmac
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"
_PASSWORDS = PasswordHasher()
# Of a random password that nobody kept: hashing one at every start would cost a tenth of a second.
_NOBODYS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$GYK6HsnLCCPlBH/39MBzaw"
    "$tSwW3oQkHdnC38miB80FhKz91mS24MOJ4q/ssLTHQjg"
)


class MasterKeyFailed(Exception):
    """The master key file is absent, unreadable or not a key; the sentence says what to do."""


class SealBroken(Exception):
    """A ciphertext does not open: another row's, another key's, or changed."""


def read_master_key(path: Path) -> bytes:
    """The 32 bytes in the file (base64, one line).

    Raises:
        MasterKeyFailed: with one sentence that says what to do.
    """
    try:
        key = base64.b64decode(path.read_text("ascii").strip(), validate=True)
    except FileNotFoundError:
        raise MasterKeyFailed(
            f"The master key file {path} is not there: bring back its copy;"
            " without it the data cannot be read."
        ) from None
    except (OSError, UnicodeDecodeError, binascii.Error):
        key = b""
    if len(key) != _KEY_BYTES:
        raise MasterKeyFailed(
            f"The master key file {path} cannot be read as a key: it must hold 32 bytes in"
            " base64 and be readable by the user that runs Motekar."
        )
    return key


def make_master_key(path: Path) -> None:
    """Writes a new key with mode 0600; never touches a file that exists.

    Raises:
        FileExistsError: somebody made it first.
    """
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    finally:
        fresh.unlink()


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """Seals and opens values; ``place`` names table, column and row, so that none can be moved."""

    _cipher: AESGCM
    _index_key: bytes
    _cookie_key: bytes

    @classmethod
    def from_master_key(cls, key: bytes) -> "Vault":
        """Derives the working keys."""
        return cls(
            AESGCM(_derive(key, "seal")), _derive(key, "index"), _derive(key, "browser-cookie")
        )

    @property
    def cookie_secret(self) -> str:
        """Key for signing what a browser keeps."""
        return self._cookie_key.hex()

    def seal(self, text: str, *, place: str) -> bytes:
        """Version byte, 12-byte random nonce, AES-256-GCM ciphertext with ``place`` as its AAD."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, text.encode(), place.encode())

    def open(self, sealed: bytes, *, place: str) -> str:
        """What was sealed at this place.

        Raises:
            SealBroken: it was not sealed here with this key.
        """
        nonce, ciphertext = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, ciphertext, place.encode()).decode()
        except (InvalidTag, ValueError) as broken:
            raise SealBroken(place) from broken

    def index(self, value: str, *, kind: str) -> bytes:
        """Keyed hash (HMAC-SHA256) for looking a value up; ``kind`` keeps kinds apart."""
        return hmac.digest(self._index_key, f"{kind}:{value}".encode(), "sha256")


def token_hash(token: str) -> bytes:
    """SHA-256 of a random token or session id: it has entropy enough to need no key."""
    return sha256(token.encode()).digest()


def hash_password(password: str) -> str:
    """Argon2id in its PHC string form; takes some 100 ms: call it in a thread."""
    return _PASSWORDS.hash(password)


def password_matches(password: str, stored: str | None) -> bool:
    """Compares in equal time whether or not there is such an account; call it in a thread."""
    try:
        _PASSWORDS.verify(stored or _NOBODYS_HASH, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def _derive(key: bytes, use: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=f"motekar:{use}".encode())
    return hkdf.derive(key)

"""What an installation says about itself through its environment: frozen, checked, complete.

A wrong or unknown ``MOTEKAR_`` name stops the start, so that a typing error never silently
leaves a default in force. Decides nothing about what the values are used for.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network

DOCUMENTED: dict[str, str] = {
    "MOTEKAR_DATABASE_URL": "PostgreSQL server and log-in of the application's role; "
    "without it the embedded database is used",
    "MOTEKAR_MIGRATION_DATABASE_URL": "the same database with the owner's role; "
    "used by `motekar migrate` only",
    "MOTEKAR_DATA_DIR": "folder of the embedded database and the master key",
    "MOTEKAR_MASTER_KEY_FILE": "file of the master key, made with mode 0600 at the first start; "
    "keep a copy elsewhere",
    "MOTEKAR_PUBLIC_URL": "address under which citizens reach the status page; "
    "without it slips carry no QR code",
    "MOTEKAR_TRUSTED_PROXIES": "addresses or networks of our own proxies, separated by commas, "
    "whose word on the client's address is believed",
    "MOTEKAR_SMS_GATEWAYS": "names of the SMS gateways in order of preference, "
    "separated by commas; default `console`",
    "MOTEKAR_SMS_RATES": "messages a minute that a gateway may carry, "
    "as in `kannel=600, twilio=60`; without it nothing binds",
    "MOTEKAR_SMS_DAILY_PARTS": "parts a day that a gateway may carry, as in `kannel=5000`; "
    "a warning comes at four fifths",
    "MOTEKAR_SMS_RECEIPTS_URL": "address under which gateways reach this installation with their "
    "receipts; default MOTEKAR_PUBLIC_URL",
}
# Reserved for the gateways, each of which reads and checks its own names.
_GATEWAY_SETTING = re.compile(r"MOTEKAR_SMS_([A-Z0-9]+)_[A-Z0-9_]+")
_GATEWAY_NAME = re.compile(r"[a-z][a-z0-9]*")


class SettingWrong(Exception):
    """A setting cannot be used; the text is one sentence that names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration of one installation; None where the environment is silent."""

    database_url: str | None = None
    migration_database_url: str | None = None
    data_dir: Path | None = None
    master_key_file: Path | None = None
    public_url: str | None = None
    trusted_proxies: tuple[Network, ...] = ()
    sms_gateways: tuple[str, ...] = ("console",)
    sms_rates: Mapping[str, int] = field(default_factory=dict)
    sms_daily_parts: Mapping[str, int] = field(default_factory=dict)
    sms_receipts_url: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Reads the settings; an empty value counts as unset.

        Raises:
            SettingWrong: a value cannot be used, or a ``MOTEKAR_`` name is unknown.
        """
        given = {
            name: value.strip()
            for name, value in environ.items()
            if name.startswith("MOTEKAR_") and value.strip()
        }
        gateways = _gateways(given.get("MOTEKAR_SMS_GATEWAYS", "console"))
        for name in environ:
            _refuse_unknown(name, gateways)
        return cls(
            database_url=_database(given, "MOTEKAR_DATABASE_URL"),
            migration_database_url=_database(given, "MOTEKAR_MIGRATION_DATABASE_URL"),
            data_dir=_path(given, "MOTEKAR_DATA_DIR"),
            master_key_file=_path(given, "MOTEKAR_MASTER_KEY_FILE"),
            public_url=_web_address(given, "MOTEKAR_PUBLIC_URL"),
            trusted_proxies=_networks(given.get("MOTEKAR_TRUSTED_PROXIES", "")),
            sms_gateways=gateways,
            sms_rates=_by_gateway(given, "MOTEKAR_SMS_RATES", gateways),
            sms_daily_parts=_by_gateway(given, "MOTEKAR_SMS_DAILY_PARTS", gateways),
            sms_receipts_url=_web_address(given, "MOTEKAR_SMS_RECEIPTS_URL"),
        )

    def __repr__(self) -> str:
        """Without the addresses of databases, which carry passwords."""
        return f"Settings(data_dir={self.data_dir}, public_url={self.public_url})"


def _refuse_unknown(name: str, gateways: tuple[str, ...]) -> None:
    if not name.startswith("MOTEKAR_") or name in DOCUMENTED:
        return
    of_gateway = _GATEWAY_SETTING.fullmatch(name)
    if of_gateway and of_gateway[1].lower() in gateways:
        return
    near = difflib.get_close_matches(name, DOCUMENTED, n=1)
    hint = f"perhaps {near[0]} was meant." if near else "remove it."
    raise SettingWrong(f"The setting {name} is unknown; {hint}")


def _database(given: Mapping[str, str], name: str) -> str | None:
    value = given.get(name)
    if value is None:
        return None
    scheme, separator, rest = value.partition("://")
    if not separator or not rest or scheme not in {"postgresql", "postgresql+asyncpg", "postgres"}:
        raise SettingWrong(
            f"The setting {name} must be the address of a PostgreSQL database, "
            "like postgresql://user:password@host/database."
        )
    return f"postgresql+asyncpg://{rest}"


def _path(given: Mapping[str, str], name: str) -> Path | None:
    value = given.get(name)
    if value is None:
        return None
    if "\0" in value:
        raise SettingWrong(f"The setting {name} must be the name of a file or folder.")
    return Path(value).expanduser()


def _web_address(given: Mapping[str, str], name: str) -> str | None:
    value = given.get(name)
    if value is None:
        return None
    wrong = SettingWrong(
        f"The setting {name} must be a web address of this installation, "
        "like https://ktp.example.go.id, without ? or #."
    )
    try:
        address = urlsplit(value)
        has_host, _port = bool(address.hostname), address.port
    except ValueError:
        raise wrong from None
    plain = not (address.query or address.fragment or address.username or "@" in address.netloc)
    if address.scheme not in {"http", "https"} or not has_host or not plain or " " in value:
        raise wrong
    return value.rstrip("/")


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part) for part in _parts(value))
    except ValueError:
        raise SettingWrong(
            "The setting MOTEKAR_TRUSTED_PROXIES must list addresses or networks separated by "
            "commas, like 127.0.0.1, 10.0.0.0/8."
        ) from None


def _gateways(value: str) -> tuple[str, ...]:
    names = _parts(value)
    if not names or len(set(names)) < len(names) or not all(map(_GATEWAY_NAME.fullmatch, names)):
        raise SettingWrong(
            "The setting MOTEKAR_SMS_GATEWAYS must list gateway names separated by commas, "
            "each once, like kannel, console."
        )
    return names


def _by_gateway(
    given: Mapping[str, str], name: str, gateways: tuple[str, ...]
) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for part in _parts(given.get(name, "")):
        gateway, _, number = (each.strip() for each in part.partition("="))
        is_number = number.isascii() and number.isdigit() and 0 < len(number) < 10
        if gateway not in gateways or not is_number or int(number) == 0:
            raise SettingWrong(
                f"The setting {name} must list gateways of MOTEKAR_SMS_GATEWAYS with a number "
                "each, separated by commas, like kannel=600, twilio=60."
            )
        found[gateway] = int(number)
    return found


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())

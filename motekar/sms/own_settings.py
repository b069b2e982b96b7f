"""How a gateway reads its own settings: all declared, none unknown, secrets also from a file.

A gateway called ``merpati`` owns every name that begins with ``MOTEKAR_SMS_MERPATI_``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from motekar.sms.gateway import GatewaySettingWrong


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; a secret may also stand in a file named by the same setting with ``_FILE``."""

    told: str
    is_needed: bool = False
    is_secret: bool = False


def full_name(gateway: str, name: str) -> str:
    """What the environment calls it."""
    return f"MOTEKAR_SMS_{gateway.upper()}_{name}"


def read(
    gateway: str, declared: Mapping[str, Setting], environ: Mapping[str, str]
) -> dict[str, str]:
    """The given settings by their short names; an empty value counts as unset.

    Raises:
        GatewaySettingWrong: one is unknown, missing, given twice, or its file cannot be read.
    """
    prefix = full_name(gateway, "")
    given = {
        name.removeprefix(prefix): value.strip()
        for name, value in environ.items()
        if name.startswith(prefix) and value.strip()
    }
    files = {f"{name}_FILE" for name, setting in declared.items() if setting.is_secret}
    for name in sorted(given.keys() - declared.keys() - files):
        raise GatewaySettingWrong(f"The setting {prefix}{name} is unknown; remove it.")
    for name in sorted(given.keys() & files):
        secret = name.removesuffix("_FILE")
        if secret in given:
            raise GatewaySettingWrong(f"Give {prefix}{secret} or {prefix}{name}, not both.")
        given[secret] = _read_secret(f"{prefix}{name}", given.pop(name))
    for name, setting in declared.items():
        if setting.is_needed and name not in given:
            raise GatewaySettingWrong(f"The setting {prefix}{name} is missing: {setting.told}.")
    return given


def _read_secret(setting: str, path: str) -> str:
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise GatewaySettingWrong(
            f"The setting {setting} must name a file that this user may read."
        ) from None
    if not secret:
        raise GatewaySettingWrong(f"The setting {setting} names an empty file.")
    return secret


def web_address(setting: str, value: str) -> str:
    """A gateway's address without a slash at its end.

    Plain ``http`` is for this machine and its private networks: requests carry passwords.

    Raises:
        GatewaySettingWrong: it is none.
    """
    wrong = GatewaySettingWrong(
        f"The setting {setting} must be an address like https://sms.example.id, without"
        " user, ? or #; http:// is for this machine and private networks alone."
    )
    try:
        address = urlsplit(value)
        sound = address.port != 0 and not (address.username or address.query or address.fragment)
    except ValueError:
        raise wrong from None
    host = address.hostname or ""
    is_safe = address.scheme == "https" or (address.scheme == "http" and _is_near(host))
    if not (sound and host and is_safe):
        raise wrong
    return value.rstrip("/")


def _is_near(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host

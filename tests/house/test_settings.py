"""The environment is read completely or refused by name."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from motekar.settings import DOCUMENTED, Settings, SettingWrong


def test_nothing_said_means_embedded_database_and_console() -> None:
    settings = Settings.from_environment({"PATH": "/bin"})
    assert settings == Settings(sms_gateways=("console",))
    assert settings.database_url is None


def test_everything_said_is_read() -> None:
    said = {
        "MOTEKAR_DATABASE_URL": "postgresql://app:secret@db/motekar",
        "MOTEKAR_MIGRATION_DATABASE_URL": "postgresql+asyncpg://owner@db/motekar?ssl=require",
        "MOTEKAR_DATA_DIR": "/srv/motekar",
        "MOTEKAR_MASTER_KEY_FILE": "/etc/motekar/master.key",
        "MOTEKAR_PUBLIC_URL": "https://ktp.example.go.id/",
        "MOTEKAR_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8,::1",
        "MOTEKAR_SMS_GATEWAYS": "kannel, console",
        "MOTEKAR_SMS_RATES": "kannel=600, console = 60",
        "MOTEKAR_SMS_DAILY_PARTS": "kannel=5000",
        "MOTEKAR_SMS_RECEIPTS_URL": "http://127.0.0.1:8000",
    }
    assert set(said) == set(DOCUMENTED)
    assert Settings.from_environment(said) == Settings(
        database_url="postgresql+asyncpg://app:secret@db/motekar",
        migration_database_url="postgresql+asyncpg://owner@db/motekar?ssl=require",
        data_dir=Path("/srv/motekar"),
        master_key_file=Path("/etc/motekar/master.key"),
        public_url="https://ktp.example.go.id",
        trusted_proxies=(ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("::1")),
        sms_gateways=("kannel", "console"),
        sms_rates={"kannel": 600, "console": 60},
        sms_daily_parts={"kannel": 5000},
        sms_receipts_url="http://127.0.0.1:8000",
    )


def test_an_empty_value_counts_as_unset() -> None:
    assert Settings.from_environment(dict.fromkeys(DOCUMENTED, " ")) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOTEKAR_DATABASE_URL", "sqlite:///x.db"),
        ("MOTEKAR_DATABASE_URL", "db.example"),
        ("MOTEKAR_MIGRATION_DATABASE_URL", "postgresql://"),
        ("MOTEKAR_MASTER_KEY_FILE", "a\0b"),
        ("MOTEKAR_PUBLIC_URL", "ktp.example.go.id"),
        ("MOTEKAR_PUBLIC_URL", "https://"),
        ("MOTEKAR_PUBLIC_URL", "https://host:port"),
        ("MOTEKAR_PUBLIC_URL", "https://user:word@host"),
        ("MOTEKAR_PUBLIC_URL", "https://host/?a=b"),
        ("MOTEKAR_TRUSTED_PROXIES", "proxy.example"),
        ("MOTEKAR_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("MOTEKAR_SMS_GATEWAYS", ","),
        ("MOTEKAR_SMS_GATEWAYS", "console,console"),
        ("MOTEKAR_SMS_GATEWAYS", "Kannel!"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingWrong, match=rf"^The setting {name} must .*\.$"):
        Settings.from_environment({name: value})


def test_a_misspelt_name_is_refused_with_the_right_one() -> None:
    with pytest.raises(SettingWrong, match=r"perhaps MOTEKAR_DATABASE_URL was meant"):
        Settings.from_environment({"MOTEKAR_DATABSE_URL": ""})


def test_a_named_gateway_may_have_settings_of_its_own() -> None:
    own = {"MOTEKAR_SMS_KANNEL_URL": "http://127.0.0.1:13013"}
    Settings.from_environment({"MOTEKAR_SMS_GATEWAYS": "kannel"} | own)
    with pytest.raises(SettingWrong, match="MOTEKAR_SMS_KANNEL_URL"):
        Settings.from_environment(own)


def test_a_password_does_not_show_when_printed() -> None:
    settings = Settings.from_environment({"MOTEKAR_DATABASE_URL": "postgresql://a:secret@h/d"})
    assert "secret" not in repr(settings)


@pytest.mark.parametrize("wrong", ["kannel", "kannel=0", "kannel=x", "other=5", "kannel=.5", "=5"])
def test_a_limit_names_a_gateway_in_use_and_a_number(wrong: str) -> None:
    said = {"MOTEKAR_SMS_GATEWAYS": "kannel", "MOTEKAR_SMS_RATES": wrong}
    with pytest.raises(SettingWrong, match="MOTEKAR_SMS_RATES must list"):
        Settings.from_environment(said)

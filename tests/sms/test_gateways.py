"""The installed gateways, and the one for a machine without any."""

import io

import pytest

from motekar.sms.console import ConsoleGateway
from motekar.sms.gateway import (
    GatewayUnknown,
    PermanentFailure,
    SendFailed,
    TechnicalFailure,
    TemporaryFailure,
    load,
)

NUMBER = "+6281234567890"
TEXT = "Kecamatan Contoh: KTP-el BUT-261123-0001 diterima. GRATIS."


async def test_the_console_shows_the_message_and_hides_the_number() -> None:
    out = io.StringIO()
    await ConsoleGateway(out).send(to=NUMBER, text=TEXT, reference="r")
    assert TEXT in out.getvalue()
    assert out.getvalue().count("\n") == 1
    assert "234567" not in out.getvalue()
    assert "+62812" in out.getvalue()


async def test_a_text_of_two_lines_stays_one_line_of_output() -> None:
    out = io.StringIO()
    await ConsoleGateway(out).send(to=NUMBER, text="dua\nbaris", reference="r")
    assert out.getvalue().endswith("dua baris\n")


def test_gateways_are_found_by_name_in_the_order_asked_for() -> None:
    assert [gateway.name for gateway in load(("console",), {})] == ["console"]


def test_a_gateway_that_is_not_installed_is_named() -> None:
    with pytest.raises(GatewayUnknown, match=r"names merpati, .* there is: .*console"):
        load(("console", "merpati"), {})


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (TemporaryFailure("throttled"), "temporary: throttled"),
        (PermanentFailure("number-refused"), "permanent: number-refused"),
        (TechnicalFailure("no-credit"), "technical: no-credit"),
    ],
    ids=["temporary", "permanent", "technical"],
)
def test_a_failure_says_its_kind_and_code(failure: SendFailed, told: str) -> None:
    assert str(failure) == told

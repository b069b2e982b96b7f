"""The installed gateways, and the one for a machine without any."""

import io
from dataclasses import replace

import pytest

from motekar.sms.conformance.watching import MESSAGE
from motekar.sms.console import ConsoleGateway, make
from motekar.sms.gateway import (
    Call,
    PermanentFailure,
    ReceiptMalformed,
    Reports,
    SendFailed,
    TechnicalFailure,
    TemporaryFailure,
)
from motekar.sms.installed import GatewayUnknown, load


async def test_the_console_shows_the_message_and_hides_the_number() -> None:
    out = io.StringIO()
    await ConsoleGateway(out).send(MESSAGE)
    assert MESSAGE.text in out.getvalue()
    assert out.getvalue().count("\n") == 1
    assert "234567" not in out.getvalue()
    assert "+62812" in out.getvalue()


async def test_a_text_of_two_lines_stays_one_line_of_output() -> None:
    out = io.StringIO()
    await ConsoleGateway(out).send(replace(MESSAGE, text="dua\nbaris"))
    assert out.getvalue().endswith("dua baris\n")


async def test_the_console_is_always_fit_and_never_reports() -> None:
    console = make({})
    await console.check()
    await console.close()
    assert console.reports is Reports.NEVER
    with pytest.raises(ReceiptMalformed):
        console.receipt(Call("GET", "https://ktp.example.go.id/", {}, (), (), b""))
    with pytest.raises(TechnicalFailure, match="never-reports"):
        await console.ask("4711")


def test_gateways_are_found_by_name_in_the_order_asked_for() -> None:
    environ = {
        "MOTEKAR_SMS_HTTP_PRESET": "zenziva",
        "MOTEKAR_SMS_HTTP_USER": "kunci",
        "MOTEKAR_SMS_HTTP_PASSWORD": "sandi",
    }
    assert [gateway.name for gateway in load(("http", "console"), environ)] == ["http", "console"]


def test_a_gateway_that_is_not_installed_is_named() -> None:
    with pytest.raises(GatewayUnknown, match=r"names merpati, .* there is: .*console.*kannel"):
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

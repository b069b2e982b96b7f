"""The line to a gateway over HTTP: what it believes, what it bounds, what it leaves unsaid."""

import asyncio
import datetime as dt
import ipaddress
import logging
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from motekar.sms.codes import kebab
from motekar.sms.conformance import Answer
from motekar.sms.conformance.peer import deaf, refusing, serving
from motekar.sms.gateway import TechnicalFailure
from motekar.sms.over_http import (
    BROKEN_ANSWER,
    MOST_BYTES,
    TIMED_OUT,
    UNREACHABLE,
    Line,
    Patience,
)


async def failure(address: str, patience: Patience | None = None) -> str:
    line = Line(patience or Patience())
    with pytest.raises(TechnicalFailure) as failed:
        await line.ask("GET", address)
    await line.close()
    assert failed.value.__context__ is None  # it would hold the request
    return failed.value.code


async def test_nobody_listening_is_surely_not_handed_over() -> None:
    with refusing() as address:
        assert await failure(address) == UNREACHABLE


async def test_nobody_answering_the_knock_is_surely_not_handed_over() -> None:
    with deaf() as address:
        assert await failure(address, Patience.of(0.1)) == UNREACHABLE


async def test_no_whole_answer_in_time_may_have_been_handed_over() -> None:
    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(never, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await failure(f"http://127.0.0.1:{port}", Patience.of(0.1)) == TIMED_OUT


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/", "http://127.0.0.1:port/"])
async def test_an_address_that_is_none_tells_nothing(address: str) -> None:
    assert await failure(address) == BROKEN_ANSWER


@pytest.mark.parametrize(("bytes_", "is_taken"), [(MOST_BYTES, True), (MOST_BYTES + 1, False)])
async def test_an_answer_has_a_measure(bytes_: int, is_taken: bool) -> None:
    async with serving(Answer(200, "x" * bytes_)) as peer:
        if is_taken:
            line = Line()
            answer = await line.ask("GET", peer.address)
            assert len(answer.text) == bytes_
            await line.close()
        else:
            assert await failure(peer.address) == BROKEN_ANSWER


async def test_the_whole_wait_is_under_ten_seconds() -> None:
    assert Patience().whole < 10
    assert max(Patience().connect, Patience().read, Patience().write) < Patience().whole


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with refusing() as nowhere:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, nowhere)
        async with serving(Answer(204, "")) as peer:
            line = Line()
            assert (await line.ask("GET", peer.address)).status == 204
            await line.close()


async def test_httpx_itself_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(Answer(200, "{}")) as peer:
        line = Line(log_in=("user", "word"))
        await line.ask("GET", peer.address, query={"password": "kata"})
        await line.close()
    assert [record for record in caplog.records if record.name.startswith("http")] == []


async def test_a_certificate_nobody_vouches_for_is_not_believed(tmp_path: Path) -> None:
    sent = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sent.append(await reader.readuntil(b"\r\n\r\n"))

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=own_certificate(tmp_path))
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await failure(f"https://127.0.0.1:{port}/") == UNREACHABLE
    assert sent == []


def own_certificate(folder: Path) -> ssl.SSLContext:
    """For 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2120, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "own.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.mark.parametrize(
    ("told", "code"),
    [("Dimakan Anjing!", "dimakan-anjing"), ("--", "unreadable"), ("X" * 99, "x" * 40)],
)
def test_what_a_service_says_becomes_a_code(told: str, code: str) -> None:
    assert kebab(told) == code

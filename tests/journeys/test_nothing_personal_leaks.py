"""After a whole day, faults included, nothing personal stands anywhere in clear."""

import asyncio
import csv
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from sqlalchemy import text

from motekar import embedded
from motekar.store.engine import open_engine
from motekar.store.privileges import PRIVILEGES
from tests.running import Up, eventually, motekar, up

NIK, OTHER_NIK = "3275034505900001", "3275034505900002"
NAME = "Wulandari Kencanawati"
PHONE = "081288776655"
COLLECTOR = "Bagaskara Wicaksana"
NOTE = "rumah pojok dekat sumur"
SECRETS = (NIK, OTHER_NIK, "Wulandari", "Kencanawati", "1288776655", "Bagaskara", "sumur")
PASSWORD_TRIED = "kata-sandi-yang-salah"
OFFICE = "99.01"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A running office with one request's whole day behind it."""
    folder: Path = tmp_path_factory.mktemp("leaks")
    offices = folder / "offices.csv"
    with offices.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["code", "abbreviation", "name", "kind", "region", "zone"])
        rows.writerow([OFFICE, "CTH", "Kecamatan Contoh", "kecamatan", OFFICE, "Asia/Jakarta"])
    with up(folder / "office", "--no-demo") as running:
        place = ("--data-dir", str(running.data))
        assert motekar("office", "import", str(offices), *place).status == 0
        roles = ("front_officer", "verifier", "print_operator")
        posts = [word for role in roles for word in ("--role", role)]
        person = ("rini", "--name", "Rini", *posts, "--office", OFFICE)
        assert motekar("staff", "add", *person, *place).status == 0
        token = motekar("token", "issue", "rini", "--json", *place).facts()["token"]
        yield running, asyncio.run(a_day(running, token))


async def a_day(running: Up, token: str) -> dict[str, str]:
    """Everything people and programs were shown, by where they saw it."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        base_url=running.address, headers=headers, timeout=30, follow_redirects=True
    ) as staff:
        return await _seen(running, staff)


async def _seen(running: Up, staff: httpx.AsyncClient) -> dict[str, str]:
    body = {
        "office": OFFICE,
        "nik": NIK,
        "full_name": NAME,
        "phone": PHONE,
        "reason": "lost",
        "documents": ["form_f102", "family_card"],
        "note": NOTE,
    }
    requests = "/api/v1/print-requests"
    seen = {}
    taken = (await staff.post(requests, json=body, headers={"Idempotency-Key": "x"})).json()
    number, code = taken["request_no"], taken["claim_code"]
    seen["intake"] = str(taken)
    for fault in (
        {**body, "nik": f"{NIK}9"},
        {**body, "nik": OTHER_NIK, "reason": NAME},
        {**body, "surprise": NAME},
        body,
    ):
        seen[f"refusal {len(seen)}"] = (await staff.post(requests, json=fault)).text
    broken = await staff.post(
        requests, content=f'{{"nik": "{NIK}", ', headers={"Content-Type": "application/json"}
    )
    seen["broken body"] = broken.text
    steps: list[tuple[str, dict[str, Any]]] = [
        ("complete-documents", {"documents": ["police_report"]}),
        ("verify", {"central_record": "ready"}),
        ("start-print", {}),
        ("confirm-print", {}),
        (
            "collect",
            {"collector": {"kind": "family", "name": COLLECTOR, "relation": "anak"}},
        ),
    ]
    for version, (action, facts) in enumerate(steps, start=1):
        answer = await staff.post(
            f"{requests}/{number}/{action}", json={"expected_version": version, **facts}
        )
        assert answer.status_code == 200, answer.text
        seen[action] = answer.text
    unmasked = await staff.get(f"{requests}/{number}", params={"unmask": "mencocokkan"})
    assert NIK in unmasked.text
    seen["list"] = (await staff.get(requests)).text
    seen["search"] = (await staff.post(f"{requests}/search", json={"nik": NIK})).text
    seen["messages"] = (await staff.get("/api/v1/messages")).text
    for paper in ("a6", "a4", "receipt80", "receipt58"):
        slip = await staff.get(f"{requests}/{number}/slip.pdf", params={"paper": paper})
        pages = PdfReader(BytesIO(slip.content)).pages
        seen[f"slip {paper}"] = " ".join(page.extract_text() for page in pages)
    async with httpx.AsyncClient(
        base_url=running.address, timeout=30, headers={"Accept": "text/html"}
    ) as citizen:
        seen["start"] = (await citizen.get("/")).text
        seen["status page"] = (await citizen.get(f"/status/{code}")).text
        seen["status"] = (await citizen.get(f"/api/v1/status/{code}")).text
        lookup = {"request_no": number, "phone_last4": PHONE[-4:]}
        seen["lookup"] = (await citizen.post("/api/v1/status/lookup", json=lookup)).text
        seen["our messages"] = (await citizen.post("/pesan", data={"code": code})).text
        # What is typed comes back to its writer, and must be found nowhere else.
        await citizen.post("/pesan", data={"text": f"{NAME} {PHONE}", "sender": COLLECTOR})
        await citizen.post(f"/status/{code}", data={"phone_last4": PHONE[-4:]})
        form = {"username": "rini", "password": PASSWORD_TRIED}
        seen["sign-in"] = (await citizen.post("/staff/sign-in", data=form)).text
    return seen


def test_no_answer_page_or_slip_shows_who_it_is(office: tuple[Up, dict[str, str]]) -> None:
    _, seen = office
    assert len(seen) > 20
    found = [
        (where, secret) for where, text in seen.items() for secret in SECRETS if secret in text
    ]
    assert found == []


def test_no_log_says_who_it_is(office: tuple[Up, dict[str, str]]) -> None:
    running, seen = office
    assert eventually(lambda: running.told().count("GRATIS") >= 4), "not all messages were sent"
    logs = running.told() + (running.data / "postgres.log").read_text()
    code = seen["intake"].split("'claim_code': '")[1][:20]
    for secret in (*SECRETS, PASSWORD_TRIED, code):
        assert secret not in logs


def test_no_table_says_who_it_is_in_clear(office: tuple[Up, dict[str, str]]) -> None:
    running, seen = office
    with embedded.hold(running.data) as cluster:
        tables = asyncio.run(dumped(cluster.url("app")))
    code = seen["intake"].split("'claim_code': '")[1][:20]
    assert "CTH-" in tables
    for secret in (*SECRETS, PASSWORD_TRIED, code):
        assert secret not in tables
        assert secret.encode().hex() not in tables


async def dumped(url: str) -> str:
    engine = open_engine(url, pool_size=1)
    rows = []
    async with engine.connect() as connection:
        for table in sorted(PRIVILEGES):
            query = text(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            rows.append((await connection.execute(query)).scalar_one() or "")
    await engine.dispose()
    return " ".join(rows)

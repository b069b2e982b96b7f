"""The evidence pack as a download, and what the figures mean as a page."""

import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from motekar.rules.people import Role
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, MONDAY_0900, a_request, an_officer
from tests.web.office import Worker

EVIDENCE = "/staff/figures/evidence"
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
HEAD = an_officer(Role.HEAD_OF_OFFICE)


async def test_the_pack_is_taken_away_as_a_file(desk: Desk) -> None:
    await a_request(desk)
    head = await Worker.begin(desk, HEAD)
    asked = {**NOVEMBER, "office": BEKASI_UTARA}
    answer = await head.browser.client.get(EVIDENCE, params=asked)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-length"] == str(len(answer.content))
    name = "bukti-32.75.03-2026-11-01-2026-11-30.zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    with ZipFile(BytesIO(answer.content)) as pack:
        assert json.loads(pack.read("figures.json"))["visits"]["all"] == 1
        assert json.loads(pack.read("manifest.json"))["rows"]["requests.ndjson"] == 1
    async with desk.store.transaction() as transaction:
        query = text("SELECT facts FROM audit_entry WHERE action = 'figures.evidence'")
        facts = (await transaction.execute(query)).scalar_one()
    assert facts["sha256"] == sha256(answer.content).hexdigest()


async def test_a_pack_is_taken_of_a_past_moment(desk: Desk) -> None:
    await a_request(desk)
    head = await Worker.begin(desk, HEAD)
    before = (MONDAY_0900 - timedelta(hours=1)).isoformat()
    answer = await head.browser.client.get(EVIDENCE, params={**NOVEMBER, "at": before})
    with ZipFile(BytesIO(answer.content)) as pack:
        manifest = json.loads(pack.read("manifest.json"))
    assert (manifest["now"], manifest["rows"]["requests.ndjson"]) == (before, 0)


async def test_without_an_office_it_is_of_all_where_one_may_ask(desk: Desk) -> None:
    inspector = await Worker.begin(desk, an_officer(Role.INSPECTOR))
    answer = await inspector.browser.client.get(EVIDENCE, params={**NOVEMBER, "office": ""})
    with ZipFile(BytesIO(answer.content)) as pack:
        about = json.loads(pack.read("manifest.json"))
    assert (about["office"], about["offices"]) == (None, [BEKASI_UTARA])


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"from": "2026-11-30", "to": "2026-11-01"}, 422),
        ({"from": "kemarin", "to": "2026-11-01"}, 422),
        ({**NOVEMBER, "office": BEKASI_SELATAN}, 403),
        ({**NOVEMBER, "at": "kemarin"}, 422),
        ({**NOVEMBER, "at": "2026-11-01"}, 422),
        ({**NOVEMBER, "at": "2199-01-01T00:00:00+07:00"}, 422),
    ],
    ids=["ends before it begins", "no day", "another office", "no moment", "no offset", "to come"],
)
async def test_what_cannot_be_packed_is_refused(
    desk: Desk, asked: dict[str, str], status: int
) -> None:
    head = await Worker.begin(desk, HEAD)
    answer = await head.browser.client.get(EVIDENCE, params=asked)
    assert answer.status_code == status
    assert "html" in answer.headers["content-type"]


async def test_days_that_cannot_be_read_are_named_as_they_were_asked(desk: Desk) -> None:
    head = await Worker.begin(desk, HEAD)
    answer = await head.browser.client.get(
        EVIDENCE, params={"from": "kemarin"}, headers={"accept": "application/json"}
    )
    (fault,) = answer.json()["errors"]
    assert (fault["field"], fault["message"]) == ("from", "Tulis tanggalnya, misalnya 2026-11-23.")


async def test_a_manager_sees_figures_and_takes_no_evidence_out(desk: Desk) -> None:
    manager = await Worker.begin(desk, an_officer(Role.OFFICE_MANAGER))
    assert (await manager.browser.client.get(EVIDENCE, params=NOVEMBER)).status_code == 403
    meaning = await manager.open("/staff/figures/definition")
    assert "Selesai sesuai standar (bruto)" in meaning.words
    english = await manager.open("/staff/figures/definition?bahasa=en")
    assert "Done by the standard (gross)" in english.words

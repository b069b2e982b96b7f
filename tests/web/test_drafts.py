"""What is typed at the counter outlives the session, for whoever typed it and nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from motekar.rules.people import Role
from motekar.usecases import drafts
from motekar.usecases.desk import Desk
from tests.builders import ALL_ROLES, MONDAY_0900, an_officer, intake_fields
from tests.web.office import Shown, Worker
from tests.web.visits import Clock

INTAKE = "/staff/intake"
DRAFT = f"{INTAKE}/draft"
OFFER = "Isian pukul"


async def types(worker: Worker, **changes: object) -> Shown:
    """Fills the form without sending it: the page keeps it by itself."""
    page = await worker.open(INTAKE)
    worker.browser.client.headers["hx-request"] = "true"
    kept = await worker.send(page, INTAKE, to=DRAFT, **intake_fields(**changes))  # type: ignore[arg-type]
    del worker.browser.client.headers["hx-request"]
    assert kept.status == 204
    return page


async def test_what_was_typed_is_offered_after_the_session_ended(desk: Desk) -> None:
    clock = Clock()
    typing = await Worker.begin(desk, clock=clock)
    await types(typing, note="bawa anak", priority="elderly")
    clock.now += timedelta(hours=2)
    again = await Worker.begin(desk, clock=clock)
    page = await again.open(INTAKE)

    assert "Isian pukul 09.00 belum disimpan" in page.words
    assert ("full_name", "") in page.form(INTAKE).fields
    assert "Sinta" not in page.source

    back = await again.send(page, f"{DRAFT}/resume")
    form = back.form(INTAKE).fields
    assert set(form) >= {
        ("nik", "3275034505900001"),
        ("full_name", "Sinta Uji Contoh"),
        ("phone", "081200000001"),
        ("reason", "damaged"),
        ("priority", "elderly"),
        ("note", "bawa anak"),
        ("documents", "old_card"),
    }
    assert OFFER not in back.words


async def test_nobody_else_is_offered_it(desk: Desk) -> None:
    await types(await Worker.begin(desk))
    colleague = await Worker.begin(desk, an_officer(Role.FRONT_OFFICER))

    assert OFFER not in (await colleague.open(INTAKE)).words


async def test_a_form_with_faults_or_read_back_is_kept_too(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    for changes in ({"nik": "3275"}, {}):
        page = await worker.open(INTAKE)
        await worker.send(page, INTAKE, **intake_fields(**changes))
        assert OFFER in (await worker.open(INTAKE)).words
        await worker.send(await worker.open(INTAKE), f"{DRAFT}/discard")


async def test_a_recorded_visit_or_a_discarded_form_is_offered_no_more(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    checked = await worker.send(await worker.open(INTAKE), INTAKE, **intake_fields())
    await worker.send(checked, f"{INTAKE}/save")
    assert OFFER not in (await worker.open(INTAKE)).words

    await types(worker, number=2)
    left = await worker.send(await worker.open(INTAKE), f"{DRAFT}/discard")
    assert left.address == INTAKE
    assert OFFER not in left.words


async def test_an_empty_form_takes_the_place_of_nothing(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    await types(worker)
    page = await worker.open(INTAKE)
    await worker.send(page, INTAKE, to=DRAFT, channel="online")

    assert OFFER in (await worker.open(INTAKE)).words


@pytest.mark.parametrize("step", ["edit", "promise", "save", "draft/resume"])
async def test_loading_a_step_anew_leads_to_the_form(desk: Desk, step: str) -> None:
    worker = await Worker.begin(desk)
    await types(worker)

    assert OFFER in (await worker.open(f"{INTAKE}/{step}")).words


async def test_it_is_sealed_and_forgotten_after_half_a_day(desk: Desk) -> None:
    await drafts.keep(desk, ALL_ROLES, intake_fields(), now=MONDAY_0900)
    async with desk.store.transaction() as transaction:
        stored = await transaction.row("SELECT form_cipher FROM intake_draft")
    assert stored
    assert b"Sinta" not in stored["form_cipher"]

    half_a_day_later = MONDAY_0900 + drafts.KEPT_FOR
    assert await drafts.find(desk, ALL_ROLES, now=half_a_day_later) is None
    await drafts.forget_old(desk, now=half_a_day_later)
    async with desk.store.transaction() as transaction:
        left = await transaction.execute(text("SELECT count(*) FROM intake_draft"))
    assert left.scalar_one() == 0

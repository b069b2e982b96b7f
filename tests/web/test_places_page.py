"""Places and printers by their page."""

from motekar.rules.people import Role
from motekar.usecases.desk import Desk
from tests.builders import a_request, an_officer
from tests.web.office import Shown, Worker

PLACES = "/staff/places"
WEEK = {f"places__1__{day}": "12" for day in range(5)}


async def a_manager(desk: Desk) -> Worker:
    return await Worker.begin(desk, an_officer(Role.OFFICE_MANAGER))


async def divided(manager: Worker, **typed: object) -> Shown:
    page = await manager.open(PLACES)
    return await manager.send(page, f"{PLACES}/groups", **typed)


async def test_a_group_saved_shows_the_coming_days(desk: Desk) -> None:
    manager = await a_manager(desk)

    page = await divided(manager, group__1="Umum", reasons__1=["damaged", "lost"], **WEEK)
    await a_request(desk)
    page = await manager.open(PLACES)

    assert "Senin, 23 November 2026 Umum 12 1 0 11" in page.words
    assert "Sabtu" not in page.words


async def test_a_reason_in_two_groups_is_refused_and_nothing_is_lost(desk: Desk) -> None:
    page = await divided(
        await a_manager(desk),
        group__1="Umum",
        reasons__1=["damaged"],
        group__2="Lain",
        reasons__2=["damaged", "new"],
        **WEEK,
    )

    assert page.status == 422
    assert "“Rusak” sudah ada di kelompok Umum. Pilih satu saja." in page.words
    fields = page.form(f"{PLACES}/groups").fields
    assert ("group.2", "Lain") in fields
    assert ("reasons.2", "new") in fields
    assert ("places.1.4", "12") in fields


async def test_cleared_rows_mean_that_no_quota_binds(desk: Desk) -> None:
    manager = await a_manager(desk)
    await divided(manager, group__1="Umum", reasons__1=["damaged"], **WEEK)

    page = await divided(manager, group__1="", reasons__1=None)

    assert "tidak ada kuota yang membatasi janji" in page.words


async def test_the_suggestion_is_shown_with_its_source_and_saved_only_on_demand(
    desk: Desk,
) -> None:
    manager = await a_manager(desk)

    page = await manager.open(f"{PLACES}?suggestion=1")
    assert "praktik Kota Bekasi, Desember 2025" in page.words
    assert "tidak ada kuota yang membatasi janji" in page.words
    page = await manager.send(page, f"{PLACES}/groups")

    assert "Pembagian tempat disimpan" in page.words
    assert "KTP-el pertama 10 0 0 10" in page.words


async def test_printers_are_saved_and_a_number_out_of_range_is_refused(desk: Desk) -> None:
    manager = await a_manager(desk)
    page = await manager.open(PLACES)

    page = await manager.send(page, f"{PLACES}/equipment", printers="99", daily_blanks="30")
    assert page.status == 422
    assert "Tulis angka bulat 0 sampai 50." in page.words
    assert ("daily_blanks", "30") in page.form(f"{PLACES}/equipment").fields
    page = await manager.send(page, f"{PLACES}/equipment", printers="2")

    assert "Printer dan kiriman disimpan" in page.words
    assert ("printers", "2") in page.form(f"{PLACES}/equipment").fields


async def test_overseers_see_it_without_buttons(desk: Desk) -> None:
    page = await (await Worker.begin(desk, an_officer(Role.INSPECTOR))).open(PLACES)

    assert page.status == 200
    assert "Simpan" not in page.words

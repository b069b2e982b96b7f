"""The calendar page: closing in one form, seeing before saving, two editors, files, years."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from motekar.rules.people import Role
from motekar.usecases import published
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, an_officer
from tests.web.office import Shown, Worker
from tests.web.visits import Clock

WIB = ZoneInfo("Asia/Jakarta")
FRIDAY_1040 = datetime(2026, 11, 27, 10, 40, tzinfo=WIB)
CALENDAR = "/staff/calendar"
MANAGER, HEAD = an_officer(Role.OFFICE_MANAGER), an_officer(Role.HEAD_OF_OFFICE)


def form_of(deed: str) -> str:
    return f"{CALENDAR}/{deed}"


async def at_work(desk: Desk, who: Any = MANAGER) -> tuple[Worker, Shown]:
    worker = await Worker.begin(desk, who, clock=Clock(FRIDAY_1040))
    return worker, await worker.open(CALENDAR)


async def wall(desk: Desk, day: str, office: str = BEKASI_UTARA) -> str:
    calendar = await published.calendar(desk, office)
    spans = calendar.spans_on(datetime.fromisoformat(day).date())
    return ", ".join(f"{opens:%H.%M}-{closes:%H.%M}" for opens, closes in spans)


async def test_the_door_stands_for_those_who_run_an_office_only(desk: Desk) -> None:
    _, page = await at_work(desk)
    assert page.links["Kalender"] == CALENDAR
    officer = await Worker.begin(desk, an_officer(Role.FRONT_OFFICER))
    board = await officer.open("/staff")
    assert "Kalender" not in board.links
    assert (await officer.open(CALENDAR)).status == 403


async def test_the_coming_two_weeks_are_told_day_by_day(desk: Desk) -> None:
    _, page = await at_work(desk)
    assert "Jumat, 27 November 2026 · hari ini 07.30–16.30" in page.words
    assert "Minggu, 6 Desember 2026 tutup" in page.words
    assert "7 Desember" not in page.words


async def test_closing_now_needs_a_reason_and_nothing_else(desk: Desk) -> None:
    worker, page = await at_work(desk)

    silent = await worker.send(page, form_of("close"))
    assert silent.status == 422
    assert "Isi bagian ini." in silent.words
    closed = await worker.send(silent, form_of("close"), **{"close-reason": "Listrik padam"})

    assert await wall(desk, "2026-11-27") == "07.30-10.40"
    assert "Sedang tutup Listrik padam" in closed.words
    assert "Tutup sejak 10.40, mendadak: Listrik padam" in closed.words
    worker.browser.clock.now = FRIDAY_1040.replace(minute=55)
    opened = await worker.send(closed, form_of("reopen"))
    assert opened.status == 200
    assert await wall(desk, "2026-11-27") == "07.30-10.40, 10.55-16.30"


async def test_a_change_can_be_looked_at_before_it_is_saved(desk: Desk) -> None:
    worker, page = await at_work(desk)

    looked = await worker.send(page, form_of("close"), **{"close-reason": "Rapat", "look": "1"})

    assert "Kalau disimpan, permohonan pada saat ini akan dijanjikan" in looked.words
    assert "Senin, 30 November 2026 pukul 16.00 WIB" in looked.words
    assert ("close-reason", "Rapat") in looked.form(form_of("close")).fields
    assert await wall(desk, "2026-11-27") == "07.30-16.30"


async def test_weekly_hours_are_typed_as_people_write_them(desk: Desk) -> None:
    worker, page = await at_work(desk)
    assert ("week-friday", "07.30-16.30") in page.form(form_of("week")).fields

    bad = {"week-friday": "07.30-12.00, 11.00-16.30", "week-saturday": "12.00-08.00"}
    wrong = await worker.send(page, form_of("week"), **bad)
    assert wrong.status == 422
    assert "Pisahkan jamnya: 07.30-12.00 dan 11.00-16.30 bertumpuk." in wrong.words
    assert "tertulis 12.00-08.00" in wrong.words
    assert ("week-friday", "07.30-12.00, 11.00-16.30") in wrong.form(form_of("week")).fields
    good = {"week-friday": "07.30-11.30, 13.00-16.30", "week-saturday": "08.00-12.00"}
    await worker.send(wrong, form_of("week"), **good)

    assert await wall(desk, "2026-11-27") == "07.30-11.30, 13.00-16.30"
    assert await wall(desk, "2026-11-28") == "08.00-12.00"


async def test_of_two_editors_the_slower_sees_the_change_and_keeps_what_was_typed(
    desk: Desk,
) -> None:
    worker, page = await at_work(desk)
    await worker.send(page, form_of("close"), **{"close-reason": "Listrik padam"})

    late = await worker.send(page, form_of("week"), **{"week-saturday": "08.00-12.00"})

    assert late.status == 409
    assert f"{MANAGER.name} baru saja mengubah kalender ini." in late.words
    assert await wall(desk, "2026-11-28") == ""
    saved = await worker.send(late, form_of("week"))
    assert saved.status == 200
    assert await wall(desk, "2026-11-28") == "08.00-12.00"


async def test_a_double_click_changes_once(desk: Desk) -> None:
    worker, page = await at_work(desk)
    saturday = {
        "oneoff-day": "2026-11-28",
        "oneoff-opens": "08:00",
        "oneoff-closes": "12:00",
        "oneoff-reason": "Layanan Sabtu",
    }
    for expected in ("Kalender diubah", "Sudah tercatat tadi."):
        answer = await worker.send(page, form_of("oneoff"), **saturday)
        assert expected in answer.words
    assert await wall(desk, "2026-11-28") == "08.00-12.00"


async def test_ramadan_for_every_office_is_the_heads_to_enter_and_remove(desk: Desk) -> None:
    manager, page = await at_work(desk)
    assert "Semua kantor" not in page.words
    forged = {"scope": "agency", "range-reason": "x", "range-starts": "2027-02-08"}
    refused = await manager.send(page, form_of("range"), **forged, **{"range-ends": "2027-02-09"})
    assert refused.status == 403
    head, page = await at_work(desk, HEAD)
    ramadan = {
        "scope": "agency",
        "range-reason": "Ramadan 1448 H",
        "range-starts": "2027-02-08",
        "range-ends": "2027-03-08",
        "range-monday": "08.00-12.00, 12.30-15.00",
    }

    entered = await head.send(page, form_of("range"), **ramadan)

    assert "Ramadan 1448 H · 8 Feb 2027–8 Mar 2027 · semua kantor" in entered.words
    assert await wall(desk, "2027-02-15", BEKASI_SELATAN) == "08.00-12.00, 12.30-15.00"
    await head.send(entered, form_of("withdraw"))
    assert await wall(desk, "2027-02-15", BEKASI_SELATAN) == "07.30-16.00"


async def test_the_head_confirms_a_year_by_name(desk: Desk) -> None:
    head, page = await at_work(desk, HEAD)
    assert "2027 · belum dipastikan · 3 hari perkiraan" in page.words

    confirmed = await head.send(page, form_of("year"), entry="2027")

    assert f"2027 · dipastikan {HEAD.name}" in confirmed.words
    assert "perkiraan" not in confirmed.words


async def test_election_day_closes_every_office(desk: Desk) -> None:
    head, page = await at_work(desk, HEAD)
    empty = await head.send(page, form_of("holiday"))
    assert empty.status == 422

    told = {"holiday-day": "2026-12-02", "holiday-reason": "Pemungutan suara"}
    closed = await head.send(
        empty, form_of("holiday"), **told, **{"holiday-kind": "public_holiday"}
    )

    assert "Rabu, 2 Desember 2026 tutup Libur nasional: Pemungutan suara" in closed.words
    opened = await head.send(closed, form_of("no-holiday"), entry="2026-12-02")
    assert "Pemungutan suara (" not in opened.words
    assert await wall(desk, "2026-12-02") == "07.30-16.00"


HEADER = (
    "kind;starts;ends;opens;closes;reason;planned;on_holidays;"
    "monday;tuesday;wednesday;thursday;friday;saturday;sunday"
)
MEETING = "closure;2026-12-31;;;;Akhir tahun;yes;;;;;;;;"


async def upload(worker: Worker, page: Shown, *rows: str) -> Shown:
    fields = dict(page.form(form_of("import")).fields)
    fields.pop("import-file", None)
    files = {"import-file": ("kalender.csv", "\n".join([HEADER, *rows]).encode(), "text/csv")}
    answer = await worker.browser.client.post(
        form_of("import"), data=fields, files=files, follow_redirects=True
    )
    return Shown(answer)


async def test_one_wrong_row_of_a_file_saves_nothing_and_is_named(desk: Desk) -> None:
    worker, page = await at_work(desk)
    refused = await upload(worker, page, MEETING, "opening;2026-12-26;;12.00;08.00;Sabtu;;;;;;;;;")
    assert refused.status == 422
    assert "Baris 2, kolom closes: Jam tutup harus sesudah jam buka" in refused.words
    assert await wall(desk, "2026-12-31") == "07.30-16.00"


async def test_a_file_goes_out_as_it_came_in(desk: Desk) -> None:
    worker, page = await at_work(desk)
    saved = await upload(worker, page, MEETING)
    assert await wall(desk, "2026-12-31") == ""

    answer = await worker.browser.get(f"{CALENDAR}/file?office={BEKASI_UTARA}")

    assert answer.headers["content-type"].startswith("text/csv")
    head, row = answer.text.lstrip("\ufeff").splitlines()
    assert (head.replace(",", ";"), row.replace(",", ";")) == (HEADER, MEETING)
    again = await upload(worker, saved, MEETING)
    assert "Semua baris di berkas ini sudah ada di kalender." in again.words


async def test_a_reason_like_a_formula_goes_out_as_text_and_comes_in_as_it_was(
    desk: Desk,
) -> None:
    worker, page = await at_work(desk)
    formula = "closure;2026-12-31;;;;=1+1;yes;;;;;;;;"
    saved = await upload(worker, page, formula)

    answer = await worker.browser.get(f"{CALENDAR}/file?office={BEKASI_UTARA}")
    row = answer.text.splitlines()[1].replace(",", ";")

    assert row == formula.replace("=1+1", "'=1+1")
    again = await upload(worker, saved, row)
    assert "Semua baris di berkas ini sudah ada di kalender." in again.words


async def test_a_file_that_is_none_is_refused(desk: Desk) -> None:
    worker, page = await at_work(desk)
    fields = dict(page.form(form_of("import")).fields)
    fields.pop("import-file", None)
    none = {b"": "Pilih berkas CSV.", b"\xff\xfe": "Pakai berkas CSV", b"a,b\n1,2": "Pakai berkas"}
    for content, says in none.items():
        answer = await worker.browser.client.post(
            form_of("import"), data=fields, files={"import-file": ("x.csv", content, "text/csv")}
        )
        assert answer.status_code == 422
        assert says in Shown(answer).words


async def test_a_promise_can_be_tried(desk: Desk) -> None:
    worker, page = await at_work(desk)
    for day, time, says in (
        ("2026-11-27", "15:45", "Senin, 30 November 2026 pukul 16.00 WIB"),
        ("2026-11-27", "15:29", "Jumat, 27 November 2026 pukul 16.30 WIB"),
        ("2026-11-27", "", "Isi bagian ini."),
        ("2028-05-01", "9:00", "Belum bisa dijanjikan"),
    ):
        typed = {"promise-day": day, "promise-time": time}
        assert says in (await worker.send(page, form_of("promise"), **typed)).words


async def test_what_is_not_there_cannot_be_changed(desk: Desk) -> None:
    worker, page = await at_work(desk, HEAD)
    for deed, entry in (
        ("party", ""),
        ("withdraw", "not-an-id"),
        ("withdraw", "6d6f7465-6b61-7200-8000-000000000000"),
        ("year", "MMXXVII"),
        ("year", "2031"),
    ):
        answer = await worker.send(page, form_of("week"), to=form_of(deed), entry=entry)
        assert answer.status == 404, (deed, entry)


async def test_another_offices_calendar_stays_shut(desk: Desk) -> None:
    worker, _ = await at_work(desk)
    assert (await worker.open(f"{CALENDAR}?office={BEKASI_SELATAN}")).status == 403


async def test_the_page_speaks_english_too(desk: Desk) -> None:
    worker, _ = await at_work(desk)
    page = await worker.open(f"{CALENDAR}?bahasa=en")
    assert "Close now" in page.words
    assert "This week and next week" in page.words

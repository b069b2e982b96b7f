"""Two people by pages: one asks, the other finds the facts and answers once."""

from motekar.rules.approvals import ApprovalPolicy, WhenAlone
from motekar.rules.people import Role
from motekar.usecases import approving
from motekar.usecases.desk import Desk
from motekar.usecases.viewing import RequestView
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    a_request,
    an_asked_hold,
    an_officer,
)
from tests.web.office import Shown, Worker
from tests.web.visits import Clock

APPROVALS, INCIDENTS = "/staff/approvals", "/staff/incidents"
FRONT = an_officer(Role.FRONT_OFFICER)
MANAGER = an_officer(Role.OFFICE_MANAGER)
HEAD = an_officer(Role.HEAD_OF_OFFICE)


def address_of(view: RequestView) -> str:
    return f"/staff/requests/{view.request.request_no}"


async def asked(desk: Desk, view: RequestView) -> Shown:
    """The request's page after its hold was asked for."""
    counter = await Worker.begin(desk, FRONT)
    page = await counter.open(f"{address_of(view)}?step=hold")
    action = f"{address_of(view)}/hold"
    return await counter.send(page, action, cause="system_down", evidence="Tiket 4411")


async def test_a_hold_that_excuses_the_office_waits_on_its_page(desk: Desk) -> None:
    page = await asked(desk, await a_request(desk))

    assert (
        "Perhatian · BUT-261123-0001 Menunggu persetujuan sampai hari ini pukul 11.00."
        in page.words
    )
    assert "Belum ada yang berubah." in page.words
    assert f"{FRONT.name} minta ditunda: sistem terganggu. Belum berlaku. Tiket 4411" in page.words
    assert "Ditunda sementara" not in page.words


async def test_nothing_waits_and_the_page_says_so(desk: Desk) -> None:
    manager = await Worker.begin(desk, MANAGER)

    page = await manager.open(APPROVALS)

    assert "Tidak ada yang menunggu Anda." in page.words
    assert page.links["Persetujuan"] == APPROVALS


async def test_the_other_person_sees_the_facts_and_says_yes(desk: Desk) -> None:
    view = await a_request(desk)
    await asked(desk, view)
    manager = await Worker.begin(desk, MANAGER)

    page = await manager.open(APPROVALS)
    for told in (
        "Tunda BUT-261123-0001",
        f"Yang meminta {FRONT.name} · Kecamatan Bekasi Utara · hari ini pukul 09.00",
        "Sekarang Perlu diverifikasi",
        "Sesudahnya Ditunda: sistem terganggu",
        "Bagaimana diketahui Tiket 4411",
        "Tidak ada yang berubah. Permintaan gugur hari ini pukul 11.00.",
    ):
        assert told in page.words
    assert page.links["Persetujuan (1)"] == APPROVALS
    done = await manager.send(page, yes_on(page))

    assert "Disetujui dan dijalankan." in done.words
    assert "Tidak ada yang menunggu Anda." in done.words
    held = await manager.open(address_of(view))
    assert f"sistem terganggu · Tiket 4411 · Disetujui {MANAGER.name}" in held.words
    assert f"Ditunda {FRONT.name} · disetujui {MANAGER.name}" in held.words


async def test_a_no_needs_its_reason_and_reaches_who_asked(desk: Desk) -> None:
    view = await a_request(desk)
    await asked(desk, view)
    head = await Worker.begin(desk, HEAD)
    page = await head.open(APPROVALS)
    yes = yes_on(page)
    no = yes.replace("/approve", "/refuse")

    silent = await head.send(page, yes, to=no)
    assert silent.status == 422
    assert silent.title.startswith("Perlu diperbaiki:")
    assert "Tulis mengapa ditolak, supaya yang meminta mengerti." in silent.words
    reason = next(name for name, _ in silent.form(yes).fields if name.startswith("reason-"))
    done = await head.send(silent, yes, to=no, **{reason: "SIAK sudah pulih."})

    assert "Tidak disetujui. Tidak ada yang berubah." in done.words
    counter = await Worker.begin(desk, FRONT)
    told = await counter.open(address_of(view))
    assert f"Penundaan tidak disetujui {FRONT.name} minta ditunda" in told.words
    assert f"{HEAD.name}: SIAK sudah pulih." in told.words


async def test_ones_own_is_seen_without_a_button(desk: Desk) -> None:
    await asked(desk, await a_request(desk))
    counter = await Worker.begin(desk, FRONT)

    page = await counter.open(APPROVALS)

    assert "Ini permintaan Anda sendiri; petugas lain yang memutuskan." in page.words
    assert not [name for name in page.links if name.startswith("Persetujuan")]
    assert "/approve" not in page.source


async def test_a_second_press_does_no_harm(desk: Desk) -> None:
    await asked(desk, await a_request(desk))
    manager = await Worker.begin(desk, MANAGER)
    page = await manager.open(APPROVALS)
    await manager.send(page, yes_on(page))

    again = await manager.send(page, yes_on(page))
    other = await manager.send(page, yes_on(page), once="another page")

    assert "Sudah tercatat tadi." in again.words
    assert other.status == 409
    assert (
        "Sudah diputus. Persetujuan ini sudah diputus hari ini pukul 09.00: disetujui."
        in other.words
    )


async def test_after_its_time_it_is_gone_and_refused(desk: Desk) -> None:
    view = await a_request(desk)
    policy = ApprovalPolicy(10, WhenAlone.REFUSE)
    await approving.decide_policy(desk, HEAD, policy, office=BEKASI_UTARA, now=MONDAY_0900)
    approval = await an_asked_hold(desk, view, now=MONDAY_0900)
    clock = Clock()
    manager = await Worker.begin(desk, MANAGER, clock=clock)
    page = await manager.open(APPROVALS)
    clock.now = approval.expires_at

    late = await manager.send(page, yes_on(page))

    assert late.status == 409
    assert "Batas waktu sudah lewat." in late.words
    assert "Tidak ada yang menunggu Anda." in late.words


async def test_the_head_decides_how_long_and_what_when_alone(desk: Desk) -> None:
    head = await Worker.begin(desk, HEAD)
    page = await head.open(APPROVALS)
    policy = f"{APPROVALS}/policy"

    wrong = await head.send(page, policy, minutes="2", when_alone="refuse")
    assert wrong.status == 422
    assert "Tulis 5 sampai 1440 menit." in wrong.words
    done = await head.send(wrong, policy, minutes="45", when_alone="allow_and_report")

    assert "Aturan persetujuan berlaku mulai hari ini." in done.words
    assert "Kecamatan Bekasi Utara 45 menit Izinkan, dan laporkan" in done.words
    manager = await Worker.begin(desk, MANAGER)
    assert not (await manager.open(APPROVALS)).has_form(policy)


async def test_an_incident_is_reported_approved_shown_and_ended(desk: Desk) -> None:
    view = await a_request(desk)
    manager, head = await Worker.begin(desk, MANAGER), await Worker.begin(desk, HEAD)
    empty = await manager.open(INCIDENTS)
    assert "Tidak ada gangguan." in empty.words
    faults = await manager.send(empty, INCIDENTS, since="kemarin")
    assert faults.status == 422
    assert faults.words.count("Tulis tanggal dan jam mulainya.") == 2
    typed = {"kind": "network_down", "since": "2026-11-23T08:30", "evidence": "Tiket 4411"}
    waits = await manager.send(faults, INCIDENTS, **typed)
    assert "Menunggu persetujuan sampai hari ini pukul 11.00." in waits.words
    again = await manager.send(faults, INCIDENTS, **typed)
    assert "Sudah tercatat tadi." in again.words
    twice = await manager.send(waits, INCIDENTS, **typed)
    assert twice.status == 409
    assert "Sudah menunggu persetujuan." in twice.words

    inbox = await head.open(APPROVALS)
    for told in ("Gangguan: Jaringan terputus", "1 permohonan berjalan", "hari ini pukul 08.30"):
        assert told in inbox.words
    await head.send(inbox, yes_on(inbox))

    counter = await Worker.begin(desk, FRONT)
    banner = await counter.open("/staff/intake")
    assert (
        "Jaringan terputus di Kecamatan Bekasi Utara sejak hari ini pukul 08.30." in banner.words
    )
    running = await manager.open(INCIDENTS)
    assert "sedang berlangsung" in running.words
    assert running.links[view.request.request_no] == address_of(view)
    assert not (await head.open(INCIDENTS)).has_form(INCIDENTS)
    close = next(form for form in forms(running) if form.endswith("/close"))
    over = await manager.send(running, close)
    assert "Gangguan selesai; 1 permohonan dilanjutkan." in over.words
    assert "Sudah tercatat tadi." in (await manager.send(running, close)).words
    late = await manager.send(running, close, once="another page")
    assert late.status == 409
    assert "sejak hari ini pukul 08.30" not in (await counter.open("/staff/intake")).words


async def test_who_manages_elsewhere_reports_and_ends_nothing_here(desk: Desk) -> None:
    manager = await Worker.begin(desk, an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN))
    page = await manager.open(INCIDENTS)

    refused = await manager.send(
        page,
        INCIDENTS,
        office=BEKASI_UTARA,
        kind="power_cut",
        since="2026-11-23T08:30",
        evidence="Gardu meledak",
    )

    assert refused.status == 403
    assert "Tidak ada gangguan." in (await manager.open(INCIDENTS)).words


def forms(page: Shown) -> list[str]:
    """Where the forms of a page lead."""
    return [form.action for form in page._reader.forms]


def yes_on(page: Shown) -> str:
    """Where the first yes leads."""
    return next(action for action in forms(page) if action.endswith("/approve"))

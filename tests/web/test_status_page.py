import re
from datetime import timedelta

import pytest

from motekar.web.status_view import OfficeOfStatus
from tests.web.page_facts import a_told, monday_1005, monday_closing, status_page


@pytest.fixture
def template(templates):
    return templates.get_template("public/status.html")


def text_of(template, **facts):
    html = template.render(**status_page(**facts))
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1]).split())


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("submitted", "Diterima"),
        ("verified", "Berkas lengkap"),
        ("printed", "Siap diambil"),
        ("collected", "Sudah diambil"),
        ("rejected", "Ditolak"),
        ("cancelled", "Dibatalkan"),
        ("closed", "Ditutup"),
    ],
)
def test_the_state_is_the_heading(template, state, word):
    html = template.render(**status_page(state))

    assert re.search(rf"<h1>.*<span>{word}</span></h1>", html)


def test_the_promise_is_a_day_and_a_clock_time(template):
    assert "Janji kami selesai Senin, 23 November 2026 pukul 16.00 WIB" in text_of(template)


def test_a_moved_promise_keeps_the_first_beside_it(template):
    moved = monday_closing + timedelta(days=1)

    told = text_of(template, promised_by=moved)

    assert "selesai Selasa, 24 November 2026 pukul 16.00 WIB" in told
    assert "Janji pertama: 23 Nov pukul 16.00" in told


def test_a_broken_promise_is_said_above_the_state_with_cause_and_new_promise(template):
    told = text_of(
        template,
        state="verified",
        late={"cause": "blanks_out"},
        first_promised_by=monday_closing - timedelta(days=3),
        promised_by=monday_closing + timedelta(days=1),
    )

    assert told.index("Terlambat") < told.index("Berkas lengkap")
    assert "Kami belum menepati janji Jumat, 20 November pukul 16.00." in told
    assert "Sebab: kartu kosong sedang habis." in told
    assert "Anda tidak perlu berbuat apa-apa." in told


def test_nobody_is_called_to_the_office_before_the_card_is_there(template):
    assert "Perlu datang sekarang? Belum" in text_of(template, state="verified")
    assert "Perlu datang sekarang? Ya, sebelum pukul 16.00" in text_of(template, state="printed")


def test_a_ready_card_says_where_when_and_what_to_bring(template):
    told = text_of(template, state="printed", bring=["old_card"])

    assert "Ambil di Kecamatan Bekasi Utara, hari ini buka 08.00–16.00" in told
    assert "Bawa resi ini dan KTP-el lama" in told


def test_a_held_file_says_what_is_missing_and_what_to_do(template):
    told = text_of(
        template,
        on_hold={
            "cause": "awaiting_documents",
            "since": monday_1005,
            "missing": ["police_report"],
        },
        promised_by=None,
        first_promised_by=None,
    )

    assert "Ditunda sementara" in told
    assert "belum lengkap: Surat kehilangan dari polisi" in told
    assert "Belum bisa dijanjikan Kami hitung begitu berkas lengkap." in told


def test_what_keeps_a_date_from_being_named_is_said(template):
    told = text_of(template, promised_by=None, first_promised_by=None, unpromised_because="blanks")

    assert "Belum bisa dijanjikan Kartu kosong sedang habis." in told
    assert "Tanggalnya belum kami ketahui. Kami kirim SMS begitu ada." in told


def test_without_a_phone_no_sms_is_announced(template):
    told = text_of(template, has_phone=False)

    assert "Buka lagi halaman ini setelah hari ini pukul 16.00." in told
    assert "kirim SMS saat" not in told


def test_a_refusal_gives_its_reason_and_the_way_on(template):
    told = text_of(template, state="rejected", refusal={"reason": "not_recorded", "text": None})

    assert "Alasan: Anda belum direkam" in told
    assert "Langkah berikutnya: Datang ke kantor untuk direkam" in told


def test_a_closed_day_is_said_plainly(template):
    closed = {"name": "Kecamatan Bekasi Utara", "address": None, "open_spans": []}

    assert "Hari ini tutup." in text_of(template, office=closed)


def test_a_break_is_named_between_the_hours_of_the_day(template):
    spans = [("07:30", "12:00"), ("13:00", "16:00")]
    broken = {"name": "Kecamatan Bekasi Utara", "address": None, "open_spans": spans}

    assert "Hari ini buka pukul 07.30–12.00 dan 13.00–16.00" in text_of(template, office=broken)
    printed = text_of(template, state="printed", office=broken)
    assert "hari ini buka 07.30–12.00 dan 13.00–16.00" in printed
    assert "Ya, sebelum pukul 16.00" in printed


def test_programs_are_told_first_opening_and_last_closing():
    spans = (("07:30", "12:00"), ("13:00", "16:00"))

    assert OfficeOfStatus("Kecamatan Bekasi Utara", None, spans).open_today == ("07:30", "16:00")
    assert OfficeOfStatus("Kecamatan Bekasi Utara", None, ()).open_today is None


def test_the_present_step_is_marked_for_eyes_and_ears(template):
    html = template.render(**status_page("verified"))

    assert html.count('aria-current="step"') == 1
    assert "sedang di sini" in html


def test_title_and_preview_tell_nothing_of_the_person(template):
    html = template.render(**status_page())

    assert "<title>Status cetak KTP-el · Disdukcapil Kota Bekasi</title>" in html
    assert "noindex" in html
    assert '<meta name="referrer" content="no-referrer">' in html


def test_a_page_found_by_number_offers_no_link_to_share(template):
    html = template.render(**status_page(address=None))

    assert 'id="share"' not in html
    assert "data-refresh" not in html


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("failed", "Kami tidak berhasil mengirim SMS ke nomor Anda."),
        ("unknown", "Kami tidak tahu apakah SMS kami sampai di nomor Anda."),
    ],
)
def test_to_whom_no_sms_came_none_is_announced(template, state, says):
    reach = {"messages": [a_told(state)], "unreached": state, "may_resend": True}

    told = text_of(template, state="verified", reach=reach)

    assert f"Kabar berikutnya {says} Yang bisa Anda lakukan" in told
    assert "kirim SMS saat" not in told
    assert "Kabar terbaru selalu ada di halaman ini." in told


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("queued", "menunggu dikirim"),
        ("sending", "sedang dikirim"),
        ("sent", "sudah kami kirim, belum ada kabar sampai"),
        ("delivered", "sampai di HP Anda"),
        ("failed", "tidak sampai"),
        ("unknown", "sudah kami kirim, tidak ada kabar sampai"),
    ],
)
def test_what_became_of_each_message_is_said_plainly(template, state, says):
    reach = {"messages": [a_told(state)], "unreached": None, "may_resend": False}

    told = text_of(template, reach=reach)

    assert f"Kartu siap diambil SMS · {says} · hari ini pukul 10.05" in told


def test_a_ready_card_needs_no_sms_to_be_fetched(template):
    reach = {"messages": [a_told()], "unreached": "failed", "may_resend": False}

    told = text_of(template, state="printed", reach=reach)

    assert "Jangan menunggu SMS: kartu Anda sudah siap. Datang dengan resi." in told
    assert "Kirim ulang hanya sekali untuk tiap keadaan, dan itu sudah dipakai." in told

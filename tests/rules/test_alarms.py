import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.alarms import Alarm, alarms_of, spelled


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("Cek di https://ktp.example", Alarm.LINK),
        ("Cek di WWW.DUKCAPIL", Alarm.LINK),
        ("dukcapil-ktp.xyz sekarang", Alarm.LINK),
        ("klik bit.ly/3xYz", Alarm.LINK),
        ("klik s.foo/ab", Alarm.LINK),
        ("b\u200bit.l\u200by/3xYz", Alarm.LINK),
        ("telepon 021 889 4567", Alarm.NUMBER_TO_CALL),
        ("ke 0812-3456-7890", Alarm.NUMBER_TO_CALL),
        ("ke +62 812 3456 7890", Alarm.NUMBER_TO_CALL),
        ("Hubungi petugas 1500123", Alarm.NUMBER_TO_CALL),
        ("WA kami: 889900", Alarm.NUMBER_TO_CALL),
        ("biaya admin", Alarm.MONEY),
        ("Segera bayar", Alarm.MONEY),
        ("bayarkan hari ini", Alarm.MONEY),
        ("Rp 50.000", Alarm.MONEY),
        ("RP50RB", Alarm.MONEY),
        ("bawa 20 ribu", Alarm.MONEY),
        ("kirim ke rekening kami", Alarm.MONEY),
        ("\uff34\uff52\uff41\uff4e\uff53\uff46\uff45\uff52 sekarang", Alarm.MONEY),
        ("please pay the fee", Alarm.MONEY),
        ("tidak bayar, kartu hangus", Alarm.MONEY),
        ("jangan lupa bayar", Alarm.MONEY),
        ("balas dengan OTP", Alarm.SECRET_CODE),
        ("kode verifikasi Anda", Alarm.SECRET_CODE),
        ("kirim foto KTP", Alarm.PHOTO),
        ("fotokan kartu Anda", Alarm.PHOTO),
        ("kirim selfie", Alarm.PHOTO),
        ("Kirim KTP dan KK", Alarm.PHOTO),
        ("pasang aplikasi kami", Alarm.APP),
        ("buka file ktp.apk", Alarm.APP),
        ("aktivasi IKD", Alarm.APP),
    ],
)
def test_what_swindlers_ask_for_is_noticed(text, alarm):
    assert alarm in alarms_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kecamatan Bekasi Utara: KTP-el BUT-261123-0042 siap, buka hari ini 07.30-16.00.",
        "Sen 23/11 pukul 16.00",
        "Rp0, gratis",
        "GRATIS, tanpa biaya apa pun",
        "jangan membayar siapa pun",
        "tidak dipungut biaya, tak perlu bayar",
        "bawa kode resi ke loket",
        "diterima.Simpan resi",
        "Kami kirim SMS begitu KTP-el siap",
    ],
)
def test_what_an_office_says_raises_no_alarm(text):
    assert alarms_of(text) == ()


def test_a_sentence_of_ours_raises_no_alarm_but_what_is_added_to_it_does():
    ours = ". Kami tidak meminta OTP."

    assert alarms_of("Selesai. kami tidak  meminta OTP.", said_by_us=[ours]) == ()
    assert alarms_of("Selesai. Kami tidak meminta OTP. Balas OTP", said_by_us=[ours, " "]) == (
        Alarm.SECRET_CODE,
    )


def test_texts_are_compared_by_what_is_seen_of_them():
    assert spelled("KTP-el\u00a0 Anda\u200b\n siap") == "ktp-el anda siap"


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=1000))
def test_any_text_can_be_looked_at(text):
    assert set(alarms_of(text)) <= set(Alarm)


@given(st.text(alphabet="0123456789 +-().", max_size=1000))
def test_long_rows_of_digits_are_looked_at_quickly(text):
    found = Alarm.NUMBER_TO_CALL in alarms_of(text)

    assert found <= bool(re.search(r"\d", text))

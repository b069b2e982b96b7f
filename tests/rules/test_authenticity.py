from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.alarms import Alarm
from motekar.rules.authenticity import (
    Finding,
    OurWords,
    Received,
    Sign,
    Verdict,
    examine,
    pieces,
)
from motekar.rules.messages import LONGEST, VARIABLES, MessageEvent, Wording

READY = Wording(
    MessageEvent.READY,
    "id",
    "{office}: KTP-el {request_no} siap diambil di kantor ini, buka {hours}. Bawa resi. GRATIS.",
)
HELD = Wording(
    MessageEvent.ON_HOLD,
    "id",
    "{office}: KTP-el {request_no} ditunda: {cause}. GRATIS, jangan membayar siapa pun.",
)
OURS = OurWords(
    (READY, HELD),
    {"office": ("Kecamatan Bekasi Utara", "Kecamatan X" * 5), "cause": ("kartu kosong habis",)},
)
GENUINE = (
    "Kecamatan Bekasi Utara: KTP-el BUT-261123-0042 siap diambil di kantor ini, "
    "buka hari ini 07.30-16.00. Bawa resi. GRATIS."
)
two_at_night, nine_in_the_morning = time(2), time(9)


def judged(text: str = "", *, sent: list[str] | None = None, **told) -> Finding:
    return examine(Received(text, **told), OURS, sent=sent)


def test_a_message_worded_like_ours_is_no_more_than_that():
    assert judged(GENUINE) == Finding(Verdict.WORDED_LIKE_OURS, (Sign.OUR_WORDING,))


def test_line_breaks_and_capitals_do_not_matter():
    assert judged(f"  {GENUINE.upper()}\n").verdict is Verdict.WORDED_LIKE_OURS
    assert judged(GENUINE.replace(" ", "\n ")).verdict is Verdict.WORDED_LIKE_OURS


@pytest.mark.parametrize(
    "text",
    [
        GENUINE.replace("Kecamatan Bekasi Utara", "Dukcapil Pusat"),
        GENUINE.replace("BUT-261123-0042", "segera"),
        GENUINE + " Balas YA.",
        "Halo, kartu Anda siap.",
    ],
    ids=["no office of ours", "no request number", "something added", "other words"],
)
def test_words_that_are_not_ours_stay_unsure(text):
    assert judged(text) == Finding(Verdict.UNSURE, (Sign.NOT_OUR_WORDING,))


def test_an_alarm_shows_that_it_is_not_ours_however_much_is_copied():
    copied = GENUINE + " Konfirmasi: http://ktp.example, biaya admin Rp20.000"

    assert judged(copied) == Finding(Verdict.NOT_OURS, (Alarm.LINK, Alarm.MONEY))


def test_our_own_word_on_money_is_no_alarm():
    held = "Kecamatan Bekasi Utara: KTP-el BUT-261123-0042 ditunda: kartu kosong habis."

    assert judged(f"{held} GRATIS, jangan membayar siapa pun.").signs == (Sign.OUR_WORDING,)


def test_an_office_with_a_long_name_is_known_by_what_the_message_holds_of_it():
    name = ("Kecamatan X" * 5)[: LONGEST["office"]]

    assert judged(GENUINE.replace("Kecamatan Bekasi Utara", name)).signs == (Sign.OUR_WORDING,)


def test_the_slip_shows_that_the_same_words_were_sent():
    assert judged(f" {GENUINE} ", sent=[GENUINE]) == Finding(Verdict.AS_SENT, (Sign.AS_SENT,))


@pytest.mark.parametrize("sent", [[], ["lain"]], ids=["nothing sent", "another sent"])
def test_what_was_not_sent_for_the_slip_is_unsure_though_worded_like_ours(sent):
    assert judged(GENUINE, sent=sent) == Finding(
        Verdict.UNSURE, (Sign.OUR_WORDING, Sign.NOT_AMONG_SENT)
    )


@pytest.mark.parametrize(
    ("sender", "finding"),
    [
        ("DUKCAPIL", Finding(Verdict.UNSURE, (Sign.SENDER_PROVES_NOTHING,))),
        ("0812 3456 7890", Finding(Verdict.UNSURE, (Sign.SENDER_PROVES_NOTHING,))),
        ("Hotline Online", Finding(Verdict.UNSURE, (Sign.SENDER_PROVES_NOTHING,))),
        ("dukcapil.xyz", Finding(Verdict.NOT_OURS, (Alarm.LINK,))),
        ("WhatsApp Dukcapil", Finding(Verdict.NOT_OURS, (Sign.OTHER_CHANNEL,))),
        ("info@dukcapil", Finding(Verdict.NOT_OURS, (Sign.OTHER_CHANNEL,))),
    ],
    ids=["name", "number", "other word", "link", "chat", "e-mail"],
)
def test_a_sender_can_show_that_it_is_not_ours_and_never_that_it_is(sender, finding):
    assert judged(sender=sender) == finding


def test_another_channel_outweighs_the_right_words():
    assert judged(GENUINE, sent=[GENUINE], sender="WA").verdict is Verdict.NOT_OURS


@pytest.mark.parametrize(
    ("at", "sign"),
    [
        (two_at_night, Sign.ODD_HOUR),
        (time(5, 59), Sign.ODD_HOUR),
        (time(6), Sign.HOUR_PROVES_NOTHING),
        (time(20, 59), Sign.HOUR_PROVES_NOTHING),
        (time(21), Sign.ODD_HOUR),
        (time(0), Sign.ODD_HOUR),
    ],
)
def test_an_hour_alone_leaves_it_unsure(at, sign):
    assert judged(at=at) == Finding(Verdict.UNSURE, (sign,))


def test_the_right_words_at_an_odd_hour_are_unsure():
    assert judged(GENUINE, at=two_at_night).verdict is Verdict.UNSURE
    assert judged(GENUINE, at=nine_in_the_morning).verdict is Verdict.WORDED_LIKE_OURS


def test_without_anything_told_there_is_nothing_to_judge():
    assert not Received().says_anything
    assert Received(at=time(0)).says_anything
    assert Received(text="x").says_anything
    assert Received(sender="x").says_anything


def test_a_wording_is_shown_with_its_changing_parts_marked():
    values = {"office": "Bekasi", "request_no": "BUT-1", "hours": "hari ini"}

    assert pieces(READY, values) == (
        ("Bekasi", True),
        (": KTP-el ", False),
        ("BUT-1", True),
        (" siap diambil di kantor ini, buka ", False),
        ("hari ini", True),
        (". Bawa resi. GRATIS.", False),
    )


@given(
    st.sampled_from(MessageEvent),
    st.dictionaries(st.sampled_from(sorted(LONGEST)), st.text(alphabet="abc XYZ-", min_size=1)),
)
def test_whatever_we_send_is_worded_like_ours(event, facts):
    names = " dan ".join(f"{{{name}}}" for name in VARIABLES[event])
    wording = Wording(event, "id", f"KTP: {names} GRATIS")
    values = dict.fromkeys(LONGEST, "nilai") | facts | {"request_no": "BUT-261123-0042"}
    ours = OurWords((wording,), {"office": (values["office"],)})

    finding = examine(Received(wording.filled(values)), ours, sent=None)

    assert finding == Finding(Verdict.WORDED_LIKE_OURS, (Sign.OUR_WORDING,))


@given(st.text(max_size=200), st.text(max_size=40))
def test_nothing_but_the_slip_shows_that_a_message_is_ours(text, sender):
    finding = examine(Received(text, sender, nine_in_the_morning), OURS, sent=None)

    assert finding.verdict is not Verdict.AS_SENT

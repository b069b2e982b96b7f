import pytest

from motekar.rules.alarms import Alarm
from motekar.rules.approvals import Outcome, WhenAlone
from motekar.rules.authenticity import Sign, Verdict
from motekar.rules.availability import BlanksState, Obstacle
from motekar.rules.blanks import EntryKind
from motekar.rules.destruction import CardKind
from motekar.rules.documents import Document, Reason
from motekar.rules.holds import HoldCause
from motekar.rules.incidents import IncidentKind
from motekar.rules.intake_form import Channel, Priority
from motekar.rules.lifecycle import Action, State
from motekar.rules.messages import LONGEST, MessageEvent
from motekar.rules.people import Role
from motekar.rules.questions import Question
from motekar.rules.resending import UNREACHED
from motekar.rules.steps import CancelledBy, CentralRecord, Collector, RejectReason, SpoilCause
from motekar.rules.today import BAR, Listed, Snag, Station
from motekar.rules.waiting_line import ListedReason
from motekar.web import language
from motekar.web.labels import LABELS, label, tone


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("state", State),
        ("state_says", State),
        ("queue", State),
        ("action", Action),
        ("done", Action),
        ("reason", Reason),
        ("document", Document),
        ("hold", HoldCause),
        ("hold_to_do", HoldCause),
        ("outcome", Outcome),
        ("when_alone", WhenAlone),
        ("incident", IncidentKind),
        ("reject_reason", RejectReason),
        ("reject_next", RejectReason),
        ("cancelled_by", CancelledBy),
        ("spoil_cause", SpoilCause),
        ("collector", Collector),
        ("central_record", CentralRecord),
        ("role", Role),
        ("channel", Channel),
        ("priority", Priority),
        ("entry", EntryKind),
        ("waiting_card", CardKind),
        ("message", MessageEvent),
        ("message_part", LONGEST),
        ("language", language.LANGUAGES),
        ("verdict", Verdict),
        ("verdict_next", Verdict),
        ("sign", (*Alarm, *Sign)),
        ("unreached", UNREACHED),
        ("obstacle", Obstacle),
        ("blanks", BlanksState),
        ("listed_reason", ListedReason),
        ("question", Question),
        ("question_unknown", set(Question) - {Question.REPRINTS}),
        ("question_measure", Question),
        ("finding", Question),
        ("day_list", (*BAR, *Listed)),
        ("station", Station),
        ("snag", Snag),
    ],
)
def test_every_code_has_a_word_and_every_word_a_code(kind, codes):
    extra = {"on_hold", "late", "no_promise"} if kind == "state" else set()

    assert set(LABELS[kind]) == set(codes) | extra


def test_a_label_is_said_in_the_spoken_language():
    assert label(State.PRINTED, "state") == "Siap diambil"

    language.speak("en")

    assert label(State.PRINTED, "state") == "Ready for collection"


def test_alternatives_are_joined_by_or():
    assert label("old_card|police_report", "document") == (
        "KTP-el lama atau Surat kehilangan dari polisi"
    )


def test_a_code_without_a_word_shows_as_itself():
    assert label("brand_new", "reason") == "brand_new"


def test_green_is_for_done_and_red_for_refusals_only():
    green = {state for state in LABELS["state"] if tone(state) == "done"}
    red = {state for state in LABELS["state"] if tone(state) == "refused"}

    assert (green, red) == ({"printed", "collected"}, {"rejected"})

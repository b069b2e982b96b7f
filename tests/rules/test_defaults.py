"""The data files an installation starts from parse, fit the rules' types and say their source."""

import csv
import tomllib
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.codes import RequestNo
from motekar.rules.documents import Document, DocumentRule, Reason
from motekar.rules.holds import HoldCause
from motekar.rules.messages import LONGEST, MessageEvent, Phrases, Wording, gsm7_parts, plain
from motekar.rules.promise import first_promise
from tests.builders_calendar import ONE_HOUR

WIB = ZoneInfo("Asia/Jakarta")
DEFAULTS = files("motekar") / "defaults"
LANGUAGES = ["id", "en"]
CONTRACT = {
    "new": "form_f102 family_card",
    "lost": "form_f102 family_card police_report",
    "damaged": "form_f102 family_card old_card",
    "data_change": "form_f102 family_card old_card change_evidence",
    "moved_in": "form_f102 family_card moving_letter old_card|police_report",
    "resident_foreigner": "form_f102 family_card passport stay_permit",
    "out_of_area": "form_f102 family_card old_card|police_report",
}


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DEFAULTS / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DEFAULTS / name).read_text(encoding="utf-8").splitlines()))


OFFICES = rows("offices.csv")
WORDING = toml("wording.toml")
WORDINGS = [
    Wording(MessageEvent(row["event"]), row["language"], row["text"]) for row in WORDING["wording"]
]


def phrases(language: str) -> Phrases:
    data = dict(WORDING["phrases"][language])
    return Phrases(language=language, days=tuple(data.pop("days")), **data)


@pytest.mark.parametrize("name", ["documents", "escalation", "hours", "policy", "wording"])
def test_every_default_is_dated_and_versioned(name: str) -> None:
    data = toml(f"{name}.toml")
    assert type(data["valid_from"]) is date
    assert data["version"] == 1


@pytest.mark.parametrize(
    "entry",
    [toml("hours.toml"), toml("policy.toml"), WORDING, *toml("documents.toml")["reason"]],
    ids=lambda entry: entry.get("code", "file"),
)
def test_every_default_names_its_source_and_that_nobody_confirmed_it(
    entry: dict[str, Any],
) -> None:
    assert entry["source"]
    assert entry["confirmed_by"] == ""


def test_the_documents_are_those_of_the_contract() -> None:
    needed = {
        reason["code"]: " ".join(
            DocumentRule(Reason(reason["code"]), tuple(map(Document.parse, one_of))).code
            for one_of in reason["needs"]
        )
        for reason in toml("documents.toml")["reason"]
    }
    assert needed == CONTRACT


def test_the_default_hours_and_policy_make_a_promise() -> None:
    policy = toml("policy.toml")
    calendar = OfficeCalendar(
        office_code="32.75.03",
        zone="Asia/Jakarta",
        version=1,
        spans=tuple(OpeningSpan(**span) for span in toml("hours.toml")["span"]),
        closed_days=(),
        known_years=frozenset({2026}),
    )
    promise = first_promise(
        calendar,
        replace(ONE_HOUR, cut_off_minutes=policy["cut_off_minutes"]),
        at=datetime(2026, 11, 27, 15, 29, tzinfo=WIB),
    )
    assert promise.promised_by == datetime(2026, 11, 27, 16, 30, tzinfo=WIB)


def test_every_event_has_one_wording_in_every_language() -> None:
    assert sorted((wording.event, wording.language) for wording in WORDINGS) == sorted(
        (event, language) for event in MessageEvent for language in LANGUAGES
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phrases_fit_the_room_the_wordings_leave_them(language: str) -> None:
    short = phrases(language)
    opens = datetime(2026, 11, 25, 10, 30, tzinfo=WIB)
    closes = datetime(2026, 11, 25, 20, 30, tzinfo=WIB)
    made = [
        ("promise", short.promised(closes)),
        ("promise", short.promised(None)),
        ("when", short.when(closes)),
        ("hours", short.hours((opens, closes), is_today=True)),
        ("hours", short.hours((opens, closes), is_today=False)),
        ("hours", short.hours(None, is_today=False)),
        *(("cause", cause) for cause in short.causes.values()),
    ]
    assert [text for name, text in made if len(text) > LONGEST[name]] == []
    assert [text for _, text in made if plain(text) != text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hold_cause_has_a_phrase(language: str) -> None:
    assert set(phrases(language).causes) == set(HoldCause)


@pytest.mark.parametrize(
    "wording", WORDINGS, ids=lambda wording: f"{wording.event}-{wording.language}"
)
def test_the_longest_message_is_one_part_with_number_and_gratis(wording: Wording) -> None:
    short = phrases(wording.language)
    wednesday_1600 = datetime(2026, 11, 25, 16, 0, tzinfo=WIB)
    number = str(RequestNo.compose("ABCD", date(2026, 11, 25), 12_345))
    message = wording.filled(
        {
            "office": max((office["name"] for office in OFFICES), key=len).ljust(40, "x"),
            "request_no": number,
            "promise": short.promised(wednesday_1600),
            "cause": max(short.causes.values(), key=len),
            "hours": short.hours((wednesday_1600, wednesday_1600), is_today=False),
            "when": short.when(wednesday_1600),
        }
    )
    assert gsm7_parts(message) == 1
    assert number in message
    assert "GRATIS" in message


def test_office_names_fit_an_sms_and_abbreviations_a_request_number() -> None:
    for office in OFFICES:
        assert len(office["name"]) <= LONGEST["office"]
        number = RequestNo.compose(office["abbreviation"], date(2026, 11, 21), 1)
        assert number.abbreviation == office["abbreviation"]
        assert ZoneInfo(office["zone"]).key == office["zone"]
    assert len({office["abbreviation"] for office in OFFICES}) == len(OFFICES)


def test_every_office_stands_in_a_known_region() -> None:
    regions = {region["code"] for region in rows("regions.csv")}
    assert {office["region"] for office in OFFICES} <= regions

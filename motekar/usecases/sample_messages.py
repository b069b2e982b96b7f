"""Messages as they would arrive, for whoever writes a wording: a usual and a longest one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from motekar.rules.codes import RequestNo
from motekar.rules.messages import LONGEST, fill_known, gsm7_parts, longest_of, plain, septets
from motekar.rules.rulebook import RuleBook
from motekar.usecases.telling import phrases

_LONGEST_OFFICE = "Kecamatan Pondok Gede Selatan Raya Utara"
_LONGEST_NUMBER = ("ABCD", 12_345)
_OPENS, _CLOSES = time(10, 30), time(20, 30)
_USUAL_NUMBER = 42
_USUAL_HOURS = (time(8), time(15))


@dataclass(frozen=True, slots=True)
class Samples:
    """``used`` and ``parts`` are of the longest that can be; no part when it cannot be sent."""

    usual: str
    longest: str
    used: int
    parts: int


def samples(text: str, *, language: str, book: RuleBook, now: datetime) -> Samples:
    """The text filled twice, whether it may be sent or not."""
    day, most = book.office.local_day(now), longest_of(text)
    return Samples(
        usual=fill_known(text, _fitting(_usual(language, book, day))),
        longest=fill_known(text, _fitting(_longest(language, book, day))),
        used=septets(most),
        parts=gsm7_parts(most),
    )


def _usual(language: str, book: RuleBook, day: date) -> Mapping[str, str]:
    words = phrases(language)
    opens, closes = _hours(book, day)
    return {
        "office": book.office.name,
        "request_no": str(RequestNo.compose(book.office.abbreviation, day, _USUAL_NUMBER)),
        "promise": words.promised(closes),
        "cause": next(iter(words.causes.values())),
        "hours": words.hours((opens, closes), is_today=True),
        "when": words.when(opens),
    }


def _longest(language: str, book: RuleBook, day: date) -> Mapping[str, str]:
    words = phrases(language)
    far = date(day.year, 12, 31)
    opens, closes = (datetime.combine(far, clock, book.office.zone) for clock in (_OPENS, _CLOSES))
    abbreviation, number = _LONGEST_NUMBER
    hours = [words.hours((opens, closes), is_today=is_today) for is_today in (True, False)]
    return {
        "office": _LONGEST_OFFICE,
        "request_no": str(RequestNo.compose(abbreviation, far, number)),
        "promise": max(words.promised(closes), words.promised(None), key=len),
        "cause": max(words.causes.values(), key=len),
        "hours": max(*hours, words.no_hours, key=len),
        "when": words.when(closes),
    }


def _hours(book: RuleBook, day: date) -> tuple[datetime, datetime]:
    spans = book.calendar.spans_on(day)
    if spans:
        return spans[0][0], spans[-1][1]
    opens, closes = (datetime.combine(day, clock, book.office.zone) for clock in _USUAL_HOURS)
    return opens, closes


def _fitting(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: plain(value)[: LONGEST[name]] for name, value in facts.items()}

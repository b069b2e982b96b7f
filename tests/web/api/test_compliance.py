"""The contract's compliance object, and what is asked wrongly."""

import pytest

from motekar.rules.people import Role
from motekar.usecases import recomputing
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, an_officer
from tests.usecases.test_figures import NOVEMBER, TUESDAY_1000, a_day_of_all_kinds
from tests.web.api.conftest import Api

ADDRESS = "/api/v1/compliance"
PERIOD = {"from": "2026-11-01", "to": "2026-11-30"}


async def test_the_figures_are_told_in_the_contracts_shape(api: Api) -> None:
    await a_day_of_all_kinds(api.desk)
    api.wall.now = TUESDAY_1000
    told = (await api.get(ADDRESS, **PERIOD, office=BEKASI_UTARA)).json()
    alone = await recomputing.recomputed(
        api.desk, office=BEKASI_UTARA, period=NOVEMBER, now=TUESDAY_1000
    )
    assert told == alone.figures.to_data(office=BEKASI_UTARA) | {"not_yet_counted": 0}
    assert told["same_day"] == {
        "value": 0.2857,
        "numerator": 2,
        "denominator": 7,
        "unknown": 0,
    }
    assert list(told["outcomes"]) == [
        "kept",
        "late",
        "on_track",
        "at_risk",
        "overdue",
        "unknown",
    ]
    assert list(told["stages"]["verify"]) == ["median_minutes", "p90_minutes", "count"]


async def test_without_an_office_all_of_mine_are_told(api: Api) -> None:
    await a_day_of_all_kinds(api.desk)
    told = (await api.get(ADDRESS, **PERIOD)).json()
    assert (told["office"], told["visits"]["all"]) == (None, 10)


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"from": "2026-11-30", "to": "2026-11-01"}, "to", "ends-before-it-begins"),
        ({"from": "1999-12-31", "to": "2026-11-01"}, "from", "year-out-of-reach"),
        ({"from": "kemarin", "to": "2026-11-01"}, "from", "malformed"),
        ({"to": "2026-11-01"}, "from", "missing"),
    ],
)
async def test_days_asked_wrongly_are_named(
    api: Api, asked: dict[str, str], field: str, code: str
) -> None:
    answer = await api.get(ADDRESS, **asked)
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]


async def test_a_day_left_out_is_no_office_left_out(api: Api) -> None:
    (fault,) = (await api.get(ADDRESS, **{"from": "2026-11-01"})).json()["errors"]
    assert fault == {"field": "to", "code": "missing", "message": "Isi bagian ini."}


async def test_only_who_watches_the_office_is_told(api: Api) -> None:
    assert (await api.get(ADDRESS, **PERIOD, office=BEKASI_SELATAN)).status_code == 403
    await api.sign_in(an_officer(Role.VERIFIER))
    assert (await api.get(ADDRESS, **PERIOD)).json()["type"].endswith("role-not-allowed")

"""A copy in which something was deleted or rewritten: what is unknown grows, no share rises."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from motekar import embedded
from motekar.store.engine import Store, open_engine
from motekar.usecases import counting, recomputing
from motekar.usecases.desk import Desk
from motekar.usecases.recomputing import Recomputed
from tests.builders import BEKASI_UTARA
from tests.conftest import VAULT, CopiedDatabase
from tests.usecases.test_figures import NOVEMBER, TUESDAY_1000, a_day_of_all_kinds

KEPT = "(SELECT request_id FROM counted_request WHERE standard = 'kept' LIMIT 1)"
LATE = "(SELECT request_id FROM counted_request WHERE standard = 'late' LIMIT 1)"


@dataclass
class Copy:
    """A desk, and somebody who may do with its database what no application may."""

    desk: Desk
    forger: Store

    async def forge(self, *statements: str) -> None:
        async with self.forger.transaction() as transaction:
            await transaction.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                changed = await transaction.execute(text(statement))
                assert changed.rowcount > 0

    async def figures(self) -> Recomputed:
        return await recomputing.recomputed(
            self.desk, office=BEKASI_UTARA, period=NOVEMBER, now=TUESDAY_1000
        )


@pytest.fixture
async def copy(
    cluster: embedded.Cluster, copied_database: CopiedDatabase, real_desk: Desk
) -> AsyncIterator[Copy]:
    await a_day_of_all_kinds(real_desk)
    await counting.sum_up(real_desk)
    url = copied_database.owner_url.replace("motekar_owner@", "postgres@")
    forger = Store(open_engine(url, pool_size=1), VAULT)
    yield Copy(real_desk, forger)
    await forger.close()


@pytest.mark.parametrize(
    "deletion",
    [
        f"DELETE FROM request_event WHERE action = 'submit' AND request_id = {KEPT}",
        f"DELETE FROM request_event WHERE action = 'confirm-print' AND request_id = {KEPT}",
        f"DELETE FROM request_event WHERE action = 'submit' AND request_id = {LATE}",
        f"DELETE FROM request_event WHERE action = 'verify' AND request_id = {LATE}",
        f"DELETE FROM request_event WHERE action = 'confirm-print' AND request_id = {LATE}",
        f"DELETE FROM request_event WHERE request_id = {LATE}",
    ],
)
async def test_a_request_that_lost_a_step_is_unknown_and_named(copy: Copy, deletion: str) -> None:
    before = await copy.figures()
    await copy.forge(deletion)
    after = await copy.figures()
    was, now = before.figures.whole.same_day, after.figures.whole.same_day
    assert [why for _, why in after.unknown] == ["log-broken"]
    assert (now.denominator, now.unknown) == (was.denominator, was.unknown + 1)
    assert now.numerator <= was.numerator
    assert after.differing  # the sums that pages read still say what was


@pytest.mark.parametrize(
    ("deletion", "why"),
    [
        ("DELETE FROM service_policy", "policy-missing"),
        ("DELETE FROM calendar_version", "calendar-missing"),
        ("DELETE FROM opening_span WHERE weekday = 0", "standard-differs"),
        (
            "UPDATE opening_span SET closes = '17:00' WHERE weekday = 0 AND closes > '12:30'",
            "standard-differs",
        ),
        ("DELETE FROM known_year WHERE year = 2026", "standard-differs"),
    ],
)
async def test_a_yardstick_that_is_gone_makes_all_it_measured_unknown(
    copy: Copy, deletion: str, why: str
) -> None:
    before = await copy.figures()
    await copy.forge(deletion)
    after = await copy.figures()
    was, now = before.figures.whole.same_day, after.figures.whole.same_day
    assert {code for _, code in after.unknown} == {why}
    assert now.unknown > was.unknown
    assert now.numerator < was.numerator
    assert (now.value or 0) <= (was.value or 0)


async def test_a_request_deleted_whole_is_missed_by_its_number(copy: Copy) -> None:
    assert (await copy.figures()).gone == ()
    await copy.forge(
        f"DELETE FROM request_event WHERE request_id = {LATE}",
        f"DELETE FROM print_request WHERE id = {LATE}",
    )
    assert (await copy.figures()).gone == ("BUT-261123-0007",)

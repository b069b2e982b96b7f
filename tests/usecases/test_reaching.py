"""Citizens whom no message reached are somebody's work, until it is said what became of them."""

import asyncio
from datetime import timedelta

import pytest

from motekar.rules.errors import MessageUnknown, TaskClosed, WrongOffice
from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.rules.reaching import TaskClosing, TaskOutcome
from motekar.sms.gateway import PermanentFailure
from motekar.usecases import delivery_figures, messaging, reaching
from motekar.usecases.amending import amend, read_amendments
from motekar.usecases.desk import Desk
from motekar.usecases.reaching import Done, Task
from tests.builders import (
    BEKASI_SELATAN,
    MONDAY_0900,
    a_recorded,
    a_request,
    an_officer,
    number_of,
)
from tests.gateways import Recording, a_roster

LATER = MONDAY_0900 + timedelta(minutes=1)
EVENING = MONDAY_0900 + timedelta(hours=8)
FRONT = an_officer(Role.FRONT_OFFICER)
CALLED = TaskClosing(TaskOutcome.CALLED, "sudah tahu")


async def refuse(desk: Desk, *, messages: int = 1) -> None:
    """The day's messages are refused for good."""
    refusing = Recording(failures=[PermanentFailure("number-refused")] * messages)
    await messaging.send_due(desk, a_roster(refusing), clock=lambda: EVENING)


async def tasks(desk: Desk) -> tuple[Task, ...]:
    return await reaching.to_tell(desk, FRONT, limit=50)


async def test_a_message_that_cannot_arrive_is_on_the_list_with_what_to_say(desk: Desk) -> None:
    view = (await a_recorded(desk)).view
    await refuse(desk)
    (task,) = await tasks(desk)
    assert task.request_no == view.request.request_no
    assert (task.event, task.failure, task.failed) == ("received", "permanent", 1)
    assert task.request_no in task.body
    assert task.phone_masked.startswith("+62812•")


async def test_a_request_has_one_task_however_many_of_its_messages_failed(desk: Desk) -> None:
    await a_request(desk, state=State.PRINTED)
    await refuse(desk, messages=2)
    (task,) = await tasks(desk)
    assert (task.event, task.failed) == ("ready", 2)


async def test_a_task_is_closed_once_with_its_outcome(real_desk: Desk) -> None:
    view = (await a_recorded(real_desk)).view
    await refuse(real_desk)
    (task,) = await tasks(real_desk)

    async def closing() -> Done:
        return await reaching.close(real_desk, FRONT, task.id, CALLED, now=LATER)

    answers = await asyncio.gather(*(closing() for _ in range(10)), return_exceptions=True)
    assert answers.count(Done(view.request.request_no, is_told_again=False)) == 1
    assert sum(isinstance(answer, TaskClosed) for answer in answers) == 9
    assert await tasks(real_desk) == ()


async def test_another_offices_task_is_not_theirs(desk: Desk) -> None:
    await a_recorded(desk)
    await refuse(desk)
    (task,) = await tasks(desk)
    elsewhere = an_officer(Role.FRONT_OFFICER, office=BEKASI_SELATAN)
    assert await reaching.to_tell(desk, elsewhere, limit=50) == ()
    with pytest.raises(WrongOffice):
        await reaching.close(desk, elsewhere, task.id, CALLED, now=LATER)
    with pytest.raises(MessageUnknown):
        await reaching.close(desk, FRONT, FRONT.id, CALLED, now=LATER)


async def test_who_has_the_card_needs_no_call(desk: Desk) -> None:
    await a_request(desk, state=State.COLLECTED)
    await refuse(desk, messages=3)
    assert len(await tasks(desk)) == 1
    await reaching.close_overtaken(desk, now=LATER)
    assert await tasks(desk) == ()


async def test_figures_tell_what_became_of_messages(desk: Desk) -> None:
    await a_recorded(desk, 1)
    await refuse(desk)
    await a_recorded(desk, 2)
    roster = a_roster(Recording("spare"))
    await messaging.send_due(desk, roster, clock=lambda: LATER)
    await a_recorded(desk, 3)
    found = await delivery_figures.of_offices(desk, FRONT, now=LATER)
    (day,) = found.days
    assert (day.day, day.queued, day.sent, day.failed) == (MONDAY_0900.date(), 1, 1, 1)
    assert [(one.failure, one.gateway, one.count) for one in found.failures] == [
        ("permanent", None, 1)
    ]
    assert found.oldest_queued_at == MONDAY_0900
    assert (found.delivered, found.median) == (0, None)
    assert [(one.name, one.parts) for one in found.gateways] == [("recording", 0), ("spare", 1)]


async def test_a_corrected_number_gets_the_news_at_once(desk: Desk) -> None:
    view = (await a_recorded(desk)).view
    await refuse(desk)
    (task,) = await tasks(desk)
    await amend(
        desk,
        FRONT,
        number_of(view),
        read_amendments({"phone": "081299999999"}),
        why="salah satu angka",
        expected_version=view.request.version,
        now=LATER,
    )
    corrected = TaskClosing(TaskOutcome.NUMBER_CORRECTED, None)
    done = await reaching.close(desk, FRONT, task.id, corrected, now=LATER)
    assert done == Done(view.request.request_no, is_told_again=True)
    gateway = Recording()
    await messaging.send_due(desk, a_roster(gateway), clock=lambda: LATER)
    assert [one.to for one in gateway.sent] == ["+6281299999999"]

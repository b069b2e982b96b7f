"""Which step of a request is this person's to make next, and at which door it is made."""

from collections.abc import Mapping

from motekar.rules.codes import RequestNo
from motekar.rules.errors import RequestNoMalformed, RequestUnknown
from motekar.rules.lifecycle import Action
from motekar.rules.people import Officer
from motekar.rules.requests import PrintRequest
from motekar.rules.steps import allowed_actions

NEXT_STEPS = (
    Action.COMPLETE_DOCUMENTS,
    Action.VERIFY,
    Action.CONFIRM_PRINT,
    Action.START_PRINT,
    Action.COLLECT,
    Action.RESUME,
)
"""The steps that move a request on; all others stand below them."""

_DOORS: Mapping[Action, str] = {
    Action.VERIFY: "/staff/verification",
    Action.START_PRINT: "/staff/printing",
    Action.CONFIRM_PRINT: "/staff/printing",
    Action.COLLECT: "/staff/hand-over",
}


def next_step(request: PrintRequest, officer: Officer) -> Action | None:
    """The one step that is this person's now, if any."""
    allowed = allowed_actions(request, officer=officer)
    return next((action for action in NEXT_STEPS if action in allowed), None)


def page_of(request_no: str) -> str:
    """The address of a request's own page."""
    return f"/staff/requests/{request_no}"


def way_to(request: PrintRequest, officer: Officer) -> str:
    """The door of the next step, or the request's page when it is somebody else's."""
    step = next_step(request, officer)
    if step is not None and step in _DOORS:
        return f"{_DOORS[step]}/{request.request_no}"
    return page_of(request.request_no)


def number_in(path: str) -> RequestNo:
    """The request number in an address.

    Raises:
        RequestUnknown: no such number can exist.
    """
    try:
        return RequestNo.parse(path)
    except RequestNoMalformed as malformed:
        raise RequestUnknown from malformed

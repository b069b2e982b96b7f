"""Where gateways tell what became of a message: by POST, or by GET as Kannel does.

The address was made for one attempt of one message and proves itself; 200 means it is known now,
403 that the call proves nothing, 404 that there is no such gateway or message.
"""

from typing import Any

import structlog
from litestar import HttpMethod, Request, Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from motekar.rules.errors import MessageUnknown
from motekar.usecases import receipts
from motekar.usecases.receipts import Call, ReceiptForged, ReceiptMalformed
from motekar.web.access import PUBLIC
from motekar.web.doors import doors_of, now_of

_MOST_BYTES = 64_000
_log = structlog.get_logger("motekar.receipts")


@route(
    "/gateways/{name:str}/receipts",
    http_method=[HttpMethod.GET, HttpMethod.POST],
    opt=PUBLIC,
    include_in_schema=False,
    status_code=200,
    request_max_body_size=_MOST_BYTES,
)
async def receipt(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[str]:
    """Takes in what a gateway tells."""
    doors = doors_of(request)
    gateway = doors.roster.named(name)
    if gateway is None:
        raise NotFoundException
    ours = request.query_params
    try:
        told = await receipts.take(
            doors.desk,
            gateway,
            await _call(request),
            message=ours.get("message", ""),
            attempt=ours.get("attempt", ""),
            key=ours.get("key", ""),
            now=now_of(request),
        )
    except ReceiptForged:
        return Response("forged", status_code=403, media_type="text/plain")
    except ReceiptMalformed:
        _log.warning("receipt-malformed", gateway=name)
        return Response("malformed", status_code=400, media_type="text/plain")
    except MessageUnknown:
        return Response("unknown", status_code=404, media_type="text/plain")
    _log.info(
        "receipt",
        gateway=name,
        message=str(told.message),
        receipt=f"{told.receipt.arrival}: {told.receipt.code}",
        state=told.state,
    )
    return Response("ok", media_type="text/plain")


async def _call(request: Request[Any, Any, Any]) -> Call:
    body = await request.body()
    form = await request.form() if "form" in request.headers.get("content-type", "") else None
    pairs = tuple((key, str(value)) for key, value in form.multi_items()) if form else ()
    base = doors_of(request).roster.receipts_base or str(request.base_url).rstrip("/")
    query = request.scope["query_string"].decode("latin-1")
    return Call(
        method=request.method,
        url=f"{base}{request.scope['path']}{'?' if query else ''}{query}",
        headers={key.lower(): value for key, value in request.headers.items()},
        query=tuple(request.query_params.multi_items()),
        form=pairs,
        body=body,
    )


ROUTES = (receipt,)

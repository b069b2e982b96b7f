"""What everything is held against: a bare application that makes one raw indexed read."""

import os

import asyncpg
from litestar import Litestar, get
from litestar.params import FromQuery
from sqlalchemy.engine import make_url

from motekar.wiring import settle_memory


def create_app() -> Litestar:
    """One route, one statement, one pool; the same framework and server, and nothing else."""
    url = make_url(os.environ["MOTEKAR_DATABASE_URL"])
    pools: list[asyncpg.Pool] = []

    @get("/raw")
    async def raw(number: FromQuery[str]) -> dict[str, object]:
        row = await pools[0].fetchrow(
            "SELECT state, promised_by, office_code FROM print_request WHERE request_no = $1",
            number,
        )
        return dict(row)

    @get("/")
    async def alive() -> str:
        return "ok"

    async def open_pool() -> None:
        pools.append(
            await asyncpg.create_pool(
                host=url.query["host"], user=url.username, database=url.database
            )
        )

    return Litestar([raw, alive], on_startup=[open_pool, settle_memory], openapi_config=None)

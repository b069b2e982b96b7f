"""The second half of ``motekar up``, once the database runs: see that all is fit, and say where.

Makes the demo on its first start; gives the processes that then have to be kept alive.
"""

import asyncio
import os
import sys
from collections.abc import Callable

from motekar import wiring
from motekar.cli.answers import Answer, Refused
from motekar.cli.serving import describe, serve_pages, set_up_lines
from motekar.cli.starting import Start
from motekar.cli.supervising import Child
from motekar.cli.working import send_messages
from motekar.demo import telling
from motekar.demo.people import PASSWORD, STAFF, Clerk
from motekar.embedded import Cluster
from motekar.installation import Kind
from motekar.usecases import standing
from motekar.usecases.desk import Desk
from motekar.wiring import Place


def prepared(start: Start, cluster: Cluster | None, begin: Callable[[], None]) -> list[Child]:
    """The children to keep alive, each of which begins with ``begin``; says where they answer.

    Raises:
        Refused: the database holds the other kind of data.
    """
    there = _place(start, cluster)
    word = asyncio.run(_prepared(start, there))
    describe(there)
    if start.kind is Kind.DEMO:
        os.environ.setdefault("MOTEKAR_PUBLIC_URL", start.address)
        os.environ["MOTEKAR_SMS_GATEWAYS"] = "console"  # never to a real number
    _announce(start, word)

    def pages() -> None:
        begin()
        serve_pages(start.host, start.port, workers=start.workers)

    def messages() -> None:
        begin()
        send_messages(there)

    return [Child("web", pages), Child("message", messages)]


def _place(start: Start, cluster: Cluster | None) -> Place:
    settings = start.settings
    key = settings.master_key_file or start.folder.master_key
    if cluster is not None:
        return Place(cluster.url("app"), cluster.url("owner"), key)
    assert settings.database_url is not None  # noqa: S101 - without it the embedded one is held
    return Place(settings.database_url, settings.migration_database_url, key)


async def _prepared(start: Start, there: Place) -> str | None:
    """The set-up word, while there is nobody to sign in."""
    is_current = await wiring.is_migrated(there.database_url)
    if not is_current and there.owner_url is not None:
        await wiring.migrate(there.owner_url, application_url=there.database_url)
    key = await wiring.checked_key(there.database_url, there.master_key)
    desk = wiring.open_past_desk(there.database_url, key)
    try:
        await _fill(start, desk)
        return await standing.word_to_show(desk)
    finally:
        await desk.store.close()


async def _fill(start: Start, desk: Desk) -> None:
    """Sees that database and start are of one kind; tells a new demo its past.

    Raises:
        Refused: the database is of the other kind.
    """
    agency = await standing.agency(desk)
    is_demo = start.kind is Kind.DEMO
    if agency is None and is_demo:
        print("Making up the demo's last days (once, some seconds) ...", file=sys.stderr)
        await telling.make(desk, now=wiring.now())
    elif agency is not None and agency.is_demo != is_demo:
        held, way_out = ("the demo", "without") if agency.is_demo else ("an office", "with")
        raise Refused(f"The database holds the data of {held}: start {way_out} --no-demo.")


def _announce(start: Start, word: str | None) -> None:
    facts: dict[str, object] = {
        "address": start.address,
        "data_dir": str(start.folder.path),
        "kind": start.kind.value,
    }
    lines = [f"\nMotekar answers at {start.address}"]
    if start.kind is Kind.DEMO:
        names = ", ".join(f"{clerk.username} ({_roles(clerk)})" for clerk in STAFF)
        lines += [
            f"Demo (CONTOH): sign in at {start.address}/staff as {names};",
            f"all with the password {PASSWORD}",
        ]
        facts |= {"usernames": [clerk.username for clerk in STAFF], "password": PASSWORD}
    elif start.settings.public_url is None:
        lines.append("Without MOTEKAR_PUBLIC_URL the slips carry no QR code.")
    if word is not None:
        lines += set_up_lines(start.address, word)
        facts["set_up_word"] = word
    lines.append("Ctrl-C stops it.\n")
    print(Answer("\n".join(lines), facts).printed(as_json=start.as_json), flush=True)


def _roles(clerk: Clerk) -> str:
    return ", ".join(role.value.replace("_", " ") for role in clerk.roles)

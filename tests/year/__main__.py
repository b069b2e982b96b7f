"""Makes a data folder with a generated year: ``python -m tests.year FOLDER --requests N``."""

import argparse
import asyncio
import sys
import time
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from motekar import embedded
from motekar.store import migrating
from motekar.vault import Vault, make_master_key, read_master_key
from tests.year.generate import generate

FIRST, LAST = date(2026, 1, 2), date(2026, 12, 30)
NOW = datetime(2026, 12, 30, 14, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def made(folder: Path, *, requests: int, seed: str, processes: int, audited: bool) -> float:
    """Fills a new folder; gives the requests a second. Its database is safe from no power cut."""
    folder.mkdir(parents=True)
    make_master_key(folder / "master.key")
    vault = Vault.from_master_key(read_master_key(folder / "master.key"))
    with embedded.hold(folder, durable=False) as cluster:
        migrated = migrating.migrate(cluster.url("owner"), application_url=cluster.url("app"))
        asyncio.run(migrated)
        began = time.monotonic()
        generate(
            cluster.url("superuser"),
            vault,
            requests=requests,
            first_day=FIRST,
            last_day=LAST,
            now=NOW,
            seed=seed,
            processes=processes,
            audited=audited,
        )
        return requests / (time.monotonic() - began)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--seed", default="tahun")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--without-audit", action="store_true")
    told = parser.parse_args(arguments)
    pace = made(
        told.folder,
        requests=told.requests,
        seed=told.seed,
        processes=told.processes,
        audited=not told.without_audit,
    )
    sys.stdout.write(f"{told.requests} requests, {pace:.0f} a second\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

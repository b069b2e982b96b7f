"""Rows as the real transitions write them, kept in memory and stored by COPY in bulk.

``Rows`` stands in for the transaction that use cases and store functions write to: it understands
every statement a step may write, and refuses what it does not know.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from motekar.store import allotments, attempts
from motekar.store.tables import METADATA

Row = dict[str, Any]
_KEYS = ("print_request", "incident")
_BATCH = 20_000


class Rows:
    """All rows of one process on their way to the database, whose triggers do not see them.

    ``dressed`` gives a queued message what became of it; rows of ``left_out`` are dropped.
    """

    def __init__(
        self, dressed: Callable[[Row], None], left_out: frozenset[str] = frozenset()
    ) -> None:
        self._dressed, self._left_out = dressed, left_out
        self._ready: dict[str, list[Row]] = defaultdict(list)
        self._under_way: dict[str, dict[UUID, Row]] = {table: {} for table in _KEYS}
        self._printing: dict[UUID, Row] = {}
        self._places: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
        self._counters: Counter[tuple[Any, ...]] = Counter()

    def add(self, table: str, values: Mapping[str, Any]) -> None:
        if table in self._left_out:
            return
        row = dict(values)
        if table in self._under_way:
            self._under_way[table][row["id"]] = row
        elif table == "print_attempt":
            self._printing[row["request_id"]] = row
        else:
            if table == "message":
                self._dressed(row)
            self._ready[table].append(row)

    def change(self, table: str, key: UUID, values: Mapping[str, Any]) -> None:
        self._under_way[table][key].update(values)

    def write(self, sql: str, *values: Any) -> None:
        if sql == attempts._END:
            self._end_attempt(*values)
        elif sql in {allotments._BOOK, allotments._CHANGE}:
            office, day, group, *changes = values[:6]
            totals = self._places[office, day, group]
            totals[:] = [total + change for total, change in zip(totals, changes, strict=True)]
        else:
            message = f"the year cannot write: {sql}"
            raise NotImplementedError(message)

    def next_number(self, office: str, day: Any) -> int:
        self._counters[office, day] += 1
        return self._counters[office, day]

    def finish(self, key: UUID) -> None:
        """Nothing more happens to this request."""
        self._ready["print_request"].append(self._under_way["print_request"].pop(key))
        if key in self._printing:
            self._ready["print_attempt"].append(self._printing.pop(key))

    def _end_attempt(
        self, key: UUID, at: datetime, outcome: str, cause: str | None, serial: str | None
    ) -> None:
        ended = {"ended_at": at, "outcome": outcome, "cause": cause, "card_serial": serial}
        self._ready["print_attempt"].append(self._printing.pop(key) | ended)

    @property
    def is_batch(self) -> bool:
        return len(self._ready["request_event"]) >= _BATCH

    def all_done(self) -> None:
        """Every request has been finished; what counts over all of them is ready too."""
        self._ready["incident"] += self._under_way.pop("incident").values()
        self._ready["request_counter"] = [
            {"office_code": office, "day": day, "last_no": last}
            for (office, day), last in self._counters.items()
        ]
        self._ready["day_places"] = [
            {"office_code": office, "day": day, "group_name": group}
            | dict(zip(("taken", "begun", "blanks"), totals, strict=True))
            for (office, day, group), totals in self._places.items()
        ]

    async def store(self, connection: asyncpg.Connection) -> None:
        """Sends all that is ready."""
        for table, rows in self._ready.items():
            if rows:
                columns = _columns(table, rows[0])
                records = [tuple(map(row.get, columns)) for row in map(_plain, rows)]
                await connection.copy_records_to_table(table, records=records, columns=columns)
        self._ready.clear()


def _columns(table: str, row: Row) -> tuple[str, ...]:
    """What the database does not fill in by itself."""
    columns = METADATA.tables[table].columns
    return tuple(
        column.name
        for column in columns
        if column.identity is None and (column.server_default is None or column.name in row)
    )


def _plain(row: Row) -> Row:
    for name in ("facts", "promise"):
        if name in row:
            row[name] = json.dumps(row[name])
    return row

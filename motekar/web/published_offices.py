"""All offices as they stood some seconds ago, so that a crowd of visitors costs one statement."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from litestar.connection import ASGIConnection

from motekar.rules.availability import Availability, availability
from motekar.usecases import published
from motekar.usecases.published import PublishedOffice
from motekar.web.doors import doors_of, now_of

FRESH_FOR = timedelta(seconds=10)


class PublishedOffices:
    """What one process has read last; whoever comes while it is read waits for that reading."""

    def __init__(self) -> None:
        self.read_at: datetime | None = None
        self._offices: Mapping[str, PublishedOffice] = {}
        self._days: dict[tuple[str, date], Availability] = {}
        self._reading = asyncio.Lock()

    async def all(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> Mapping[str, PublishedOffice]:
        """All offices by code."""
        now = now_of(connection)
        async with self._reading:
            if self.read_at is None or not timedelta() <= now - self.read_at < FRESH_FOR:
                desk = doors_of(connection).desk
                self._offices = await published.every_outlook(desk, now=now)
                self._days = {}
                self.read_at = now
        return self._offices

    def on(self, office: PublishedOffice, day: date) -> Availability:
        """One office's day, reckoned once a reading."""
        key = (office.book.office.code, day)
        if key not in self._days:
            self._days[key] = availability(office.book, office.situation, day)
        return self._days[key]


def offices_of(connection: ASGIConnection[Any, Any, Any, Any]) -> PublishedOffices:
    """The reading of the application that serves this connection."""
    offices: PublishedOffices = connection.app.state.offices
    return offices

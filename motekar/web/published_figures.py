"""The public figures as they stood some minutes ago, so that a crowd costs one reading."""

import asyncio
from datetime import timedelta
from typing import Any

from litestar.connection import ASGIConnection

from motekar.usecases import public_figures
from motekar.usecases.public_figures import Published
from motekar.web.doors import doors_of, now_of
from motekar.web.language import later

FRESH_FOR = timedelta(minutes=10)
DEFINITION = later(
    "Setiap janji dihitung pada bulan berkasnya lengkap. Ditepati: kartu siap paling lambat pada "
    "saat yang pertama kali kami janjikan. Tidak ditepati: kartu siap sesudahnya, atau saatnya "
    "sudah lewat dan kartu belum siap. Tidak diketahui: catatannya tidak utuh; ikut dalam jumlah "
    "janji, tidak pernah di antara yang ditepati. Selesai sesuai standar: kartu siap pada hari "
    "menurut janji layanan yang diumumkan, dan lamanya berkas ditunda tidak dikurangkan. Yang "
    "belum jatuh tempo, dan yang ditolak atau dibatalkan sebelumnya, tidak dihitung. Angka 1 "
    "sampai 9 ditutup supaya tidak menunjuk orang; begitu pula angka lain, bila darinya angka "
    "yang ditutup bisa dihitung."
)
"""One paragraph, the same on the page and in the JSON."""


class PublishedFigures:
    """What one process has read last; whoever comes while it is read waits for that reading."""

    def __init__(self) -> None:
        self._found: Published | None = None
        self._reading = asyncio.Lock()

    async def read(self, connection: ASGIConnection[Any, Any, Any, Any]) -> Published:
        """The last months of all offices."""
        now = now_of(connection)
        async with self._reading:
            found = self._found
            if found is None or not timedelta() <= now - found.computed_at < FRESH_FOR:
                found = await public_figures.of_months(doors_of(connection).desk, now=now)
                self._found = found
        return found


def figures_of(connection: ASGIConnection[Any, Any, Any, Any]) -> PublishedFigures:
    """The reading of the application that serves this connection."""
    figures: PublishedFigures = connection.app.state.public_figures
    return figures

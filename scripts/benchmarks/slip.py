"""A claim slip: time and size of one paper of each kind."""

import statistics
import time
from collections.abc import Iterable

from results import Result

from motekar.slips.claim_slip import ClaimSlip, Paper, draw

DRAWN = 200
SLIP = ClaimSlip(
    agency_name="Disdukcapil Kota Contoh",
    office_name="Mal Pelayanan Publik Kota Bekasi",
    office_address="Jalan Contoh Nomor 1, Kelurahan Contoh",
    hours_lines=("Senin-Kamis 07.30-16.00", "Jumat 07.30-16.30"),
    request_no="MPP-261123-0042",
    claim_code_digits="12345678901234567890",
    initials="S. U. C.",
    reason="Rusak",
    documents=("Formulir F-1.02", "Kartu keluarga", "KTP-el lama"),
    missing_documents=(),
    promise="Janji kami: selesai Senin, 23 November 2026 pukul 16.00 WIB",
    received="Senin, 23 November 2026 pukul 09.00 WIB",
    bring=("Resi ini", "KTP-el lama"),
    complaint="SP4N-LAPOR!: lapor.go.id atau SMS 1708",
    status_url="https://ktp.example/status/12345678901234567890",
    is_example=False,
)


def measure() -> Iterable[Result]:
    """Every paper against 6 ms and 6 kB."""
    for paper in Paper:
        size = len(draw(SLIP, paper=paper)) / 1000
        times = []
        for _ in range(DRAWN):
            began = time.perf_counter()
            draw(SLIP, paper=paper)
            times.append((time.perf_counter() - began) * 1000)
        median, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
        name = f"slip {paper}: time"
        yield Result(name, median, "ms", 6, at_least=False, median_ms=median, p99_ms=p99)
        yield Result(f"slip {paper}: size", size, "kB", 6, at_least=False)

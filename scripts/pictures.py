"""Takes the README's pictures of a demo made for it: ``.venv/bin/python scripts/pictures.py``.

One request goes through its day in a browser, always on the same Monday morning, so that the
pictures change only when the pages do (the claim code apart). Needs chromium and pdftoppm.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).resolve().parents[1] / "docs"
PASSWORD = "contoh-motekar"  # noqa: S105 - the demo's one password, printed at its start
PUBLIC_URL = "https://ktp.example.go.id"
DESK, PHONE = (1280, 800), (360, 640)
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
MOST_BYTES = 170_000

MONDAY = "2026-11-23T{}:00+07:00"

# The command line as it is, on a clock that stands where the file says.
STAGED = """
import sys
from datetime import datetime
from pathlib import Path
from motekar import cli, wiring
clock = Path(sys.argv[1])
wiring.now = lambda: datetime.fromisoformat(clock.read_text())
cli.main(sys.argv[2:])
"""


def main() -> int:
    """Takes all pictures; 1 when one became too large for a README."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None or shutil.which("pdftoppm") is None:
        sys.exit("The pictures need chromium and pdftoppm (poppler-utils): install both.")
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="motekar-pictures-") as folder:
        Path(folder).chmod(0o755)  # started by root, the database runs as somebody else
        clock = Clock(Path(folder) / "clock")
        clock.show("10:10")
        with demo(Path(folder), clock) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            through_the_day(browser, address, clock)
            browser.close()
    large = [path for path in DOCS.glob("*.png") if path.stat().st_size > MOST_BYTES]
    for path in sorted(DOCS.glob("*.png")):
        print(f"{path.stat().st_size / 1000:7.1f} kB  {path.name}")
    return 1 if large else 0


@dataclass(frozen=True, slots=True)
class Clock:
    """The file the demo's clock is read from."""

    path: Path

    def show(self, time: str) -> None:
        """Sets it; no reader ever meets half a time."""
        coming = self.path.with_suffix(".new")
        coming.write_text(MONDAY.format(time))
        coming.replace(self.path)


@contextmanager
def demo(folder: Path, clock: Clock) -> Iterator[str]:
    """A demo in that folder; gives its address."""
    up = ["up", "--port", "0", "--workers", "1", "--data-dir", folder / "demo"]
    process = subprocess.Popen(
        [sys.executable, "-c", STAGED, clock.path, *up],
        env=os.environ | {"MOTEKAR_PUBLIC_URL": PUBLIC_URL},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        told = iter(process.stdout or ())
        address = next(line.split()[-1] for line in told if "answers at" in line)
        wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str) -> None:
    """Passes once the pages answer."""
    for _ in range(100):
        try:
            urlopen(f"{address}/health/live", timeout=2).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The demo does not answer.")


def through_the_day(browser: Browser, address: str, clock: Clock) -> None:
    """One request from the counter to the citizen's hand."""
    citizen = visitor(browser, address, PHONE)
    take(citizen, "/", "start")

    counter = clerk(browser, address, "loket")
    take(counter, "/staff", "board")
    clock.show("10:12")
    request_no = take_in(counter)
    code = claim_code(counter)
    picture_of_slip(counter, request_no)

    clock.show("10:31")
    verifier = clerk(browser, address, "verifikator")
    take(verifier, f"/staff/verification/{request_no}", "verification")
    press(verifier, "verify")
    take(citizen, f"/status/{code}", "status")

    clock.show("10:44")
    printer = clerk(browser, address, "cetak")
    printer.goto(f"/staff/printing/{request_no}")
    press(printer, "start-print")
    clock.show("10:49")
    take(printer, "/staff/printing", "printing")
    printer.goto(f"/staff/printing/{request_no}")
    press(printer, "confirm-print")

    clock.show("11:20")
    counter = clerk(browser, address, "loket")  # nobody stays signed in that long
    scan(counter, code)
    save(counter, "hand-over")
    take(counter, f"/staff/requests/{request_no}", "request")

    head = clerk(browser, address, "kepala")
    take(head, "/staff/today", "today")
    take(head, "/staff/figures", "figures")


def visitor(browser: Browser, address: str, size: tuple[int, int]) -> Page:
    """Somebody at a browser of that size."""
    width, height = size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=1.5 if size == PHONE else 1,
        locale="id-ID",
        reduced_motion="reduce",
    )
    return context.new_page()


def clerk(browser: Browser, address: str, username: str) -> Page:
    """A member of staff who has signed in."""
    page = visitor(browser, address, DESK)
    page.goto("/staff")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile(r"/staff(/today)?$"))
    return page


def take_in(page: Page) -> str:
    """A visit at the counter, read back and recorded; gives its number."""
    page.goto("/staff/intake")
    page.check("input[name=reason][value=damaged]")
    page.fill("[name=nik]", "3275 0345 0590 0001")
    page.fill("[name=full_name]", "Sinta Uji Contoh")
    page.fill("[name=phone]", "0810-0000-0190")
    for document in ("form_f102", "family_card", "old_card"):
        page.check(f"input[name=documents][value={document}]")
    page.wait_for_timeout(1000)  # what the server says about the NIK
    page.evaluate("scrollTo(0, 0)")
    save(page, "intake")
    page.click("text=Periksa dan bacakan")
    page.click("text=Simpan dan cetak resi")
    page.wait_for_url("**/saved/**")
    return page.url.rpartition("/")[2].partition("?")[0]


def claim_code(page: Page) -> str:
    """The twenty digits of the slip, which only the page after saving shows."""
    page.click("summary:has-text('20 angka')")
    found = re.search(r"(\d{4}\s*){5}", page.inner_text("main details"))
    if found is None:
        sys.exit("The page after saving shows no claim code.")
    return re.sub(r"\s", "", found[0])


def picture_of_slip(page: Page, request_no: str) -> None:
    """The A6 slip as its printer would see it."""
    slip = page.request.get(f"/staff/requests/{request_no}/slip.pdf?paper=a6")
    subprocess.run(
        ["pdftoppm", "-r", "120", "-gray", "-png", "-singlefile", "-", DOCS / "slip"],
        input=slip.body(),
        check=True,
    )


def press(page: Page, action: str) -> None:
    """The button of a step."""
    page.click(f"form[action$='/{action}'] button:not([disabled])")
    page.wait_for_load_state()


def scan(page: Page, code: str) -> None:
    """What a wedge scanner does: digits into the scan box, then Enter."""
    page.goto("/staff/hand-over")
    page.fill("#scan", code)
    page.press("#scan", "Enter")
    page.wait_for_url("**/hand-over/*")


def take(page: Page, path: str, name: str) -> None:
    """The first view of a page."""
    page.goto(path)
    save(page, name)


def save(page: Page, name: str) -> None:
    """What the window shows now."""
    page.wait_for_timeout(300)
    page.screenshot(path=DOCS / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())

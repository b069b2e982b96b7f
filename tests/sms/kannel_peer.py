"""A real Kannel (bearerbox and smsbox) on free ports of this machine, before a message centre.

    with running_kannel() as kannel:
        ... kannel.environ ... kannel.smsc.received ...

Needs the programs: ask for the fixture ``needs_kannel`` first.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.running import TLS, eventually
from tests.sms.smsc import Smsc

_CONFIGURATION = """\
group = core
admin-port = {admin_port}
admin-interface = 127.0.0.1
admin-password = kata-admin
status-password = kata-status
smsbox-port = {smsbox_port}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
log-file = {folder}/bearerbox.log
log-level = 1
store-type = spool
store-location = {folder}/spool
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = operator
host = 127.0.0.1
port = {smsc_port}
transceiver-mode = 1
smsc-username = motekar
smsc-password = kata-smsc
system-type = ""
reconnect-delay = 1
enquire-link-interval = 5
max-pending-submits = 100

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms_port}
sendsms-interface = 127.0.0.1
global-sender = DUKCAPIL
log-file = {folder}/smsbox.log
log-level = 1
http-request-retry = 20
http-queue-delay = 1

group = sendsms-user
username = motekar
password = kata-sandi

group = sms-service
keyword = default
text = "-"
max-messages = 0
"""


@dataclass(slots=True)
class Kannel:
    """The two boxes and the centre behind them."""

    folder: Path
    smsc: Smsc
    user: str | None = None
    ports: dict[str, int] = field(default_factory=dict)
    boxes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environ(self) -> dict[str, str]:
        """The settings of the gateway that speaks to it."""
        return {
            "MOTEKAR_SMS_KANNEL_URL": f"http://127.0.0.1:{self.ports['sendsms_port']}",
            "MOTEKAR_SMS_KANNEL_USER": "motekar",
            "MOTEKAR_SMS_KANNEL_PASSWORD": "kata-sandi",
            "MOTEKAR_SMS_KANNEL_STATUS_URL": self._status_url,
            "MOTEKAR_SMS_KANNEL_STATUS_PASSWORD": "kata-status",
        }

    @property
    def _status_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['admin_port']}/status.xml"

    def start(self) -> None:
        """Starts both boxes, and waits until messages can go out."""
        self.ports = dict(zip(("admin_port", "smsbox_port", "sendsms_port"), _free(), strict=True))
        configuration = self.folder / "kannel.conf"
        configuration.write_text(
            _CONFIGURATION.format(folder=self.folder, smsc_port=self.smsc.port, **self.ports)
        )
        (self.folder / "spool").mkdir(exist_ok=True)
        if self.user is not None:
            for path in (self.folder, self.folder / "spool", configuration):
                shutil.chown(path, self.user)
        self._box("bearerbox")
        assert eventually(lambda: _listens(self.ports["smsbox_port"]), seconds=10), self.told()
        self._box("smsbox")
        assert eventually(lambda: _listens(self.ports["sendsms_port"]), seconds=10), self.told()
        assert self.becomes(is_online=True), self.told()

    def stop(self) -> None:
        """Ends both, the one in front first."""
        for box in reversed(self.boxes):
            box.terminate()
            try:
                box.wait(5)
            except subprocess.TimeoutExpired:
                box.kill()
                box.wait()
        self.boxes.clear()

    def stop_smsc(self) -> None:
        """The operator's link goes down; returns when Kannel has seen it."""
        self.smsc.stop()
        assert self.becomes(is_online=False), self.told()

    def start_smsc(self) -> None:
        """The operator is back; returns when Kannel is bound again."""
        self.smsc.start()
        assert self.becomes(is_online=True), self.told()

    def becomes(self, *, is_online: bool) -> bool:
        """Waits for the state of the link."""
        return eventually(lambda: self.is_online() == is_online, seconds=15)

    def is_online(self) -> bool:
        """What Kannel says of its link."""
        status = httpx.get(self._status_url, params={"password": "kata-status"}, verify=TLS)
        return "<status>online" in status.text.partition("<smscs>")[2]

    def told(self) -> str:
        """The ends of both logs."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(log.read_text(errors="replace")[-2000:] for log in logs)

    def _box(self, program: str) -> None:
        path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        self.boxes.append(
            subprocess.Popen(
                [path, "-v", "4", self.folder / "kannel.conf"],
                cwd=self.folder,
                user=self.user,
                group=pwd.getpwnam(self.user).pw_gid if self.user else None,
                extra_groups=[] if self.user else None,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )


@contextmanager
def running_kannel(*, user: str | None = None) -> Iterator[Kannel]:
    """Kannel and its centre, as this user or as oneself; nothing is left behind."""
    with ExitStack() as held:
        folder = held.enter_context(tempfile.TemporaryDirectory(prefix="kannel-"))
        smsc = Smsc()
        smsc.start()
        held.callback(smsc.close)
        kannel = Kannel(Path(folder), smsc, user)
        held.callback(kannel.stop)
        kannel.start()
        yield kannel


def _free() -> list[int]:
    """Three ports nobody listens on."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(3)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

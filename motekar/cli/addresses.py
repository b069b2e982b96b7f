"""The address to listen on: free, and for the demo of this machine alone."""

import errno
import ipaddress
import socket

from motekar.cli.answers import Refused

_CAUSES = {
    errno.EADDRINUSE: "is taken by another program: choose another with --port, or stop that one",
    errno.EACCES: "may not be used by this user: choose one from 1024 on with --port",
    errno.EADDRNOTAVAIL: "is not on this machine: choose another with --host",
}


def refuse_taken(host: str, port: int) -> None:
    """Passes when the server will be able to listen there.

    Raises:
        Refused: it will not.
    """
    try:
        _listen_once(host, port)
    except socket.gaierror:
        raise Refused(f"The host {host} is unknown: choose another with --host.") from None
    except OSError as refused:
        cause = _CAUSES.get(refused.errno or 0, f"cannot be used ({refused.strerror})")
        raise Refused(f"The address {host}:{port} {cause}.") from None


def free_port(host: str) -> int:
    """A port nobody listens on just now."""
    try:
        return _listen_once(host, 0)
    except OSError:
        raise Refused(f"The host {host} cannot be used: choose another with --host.") from None


def is_loopback(host: str) -> bool:
    """True when only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen_once(host: str, port: int) -> int:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind, protocol) as probe:
        # Connections of a server that has just ended do not count; a listening one does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        return int(probe.getsockname()[1])

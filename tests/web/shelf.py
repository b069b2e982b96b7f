"""A web server for templates alone: the same page at every address, and what was posted to it."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from motekar.web import render

_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Shelf(ThreadingHTTPServer):
    """``page`` is shown everywhere; ``posted`` remembers path and form of every submission."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Clerk)
        self.page = ""
        self.posted: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        """Where it stands."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Clerk(BaseHTTPRequestHandler):
    server: Shelf

    def log_message(self, *args: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if not path.startswith("/static/"):
            return self._answer(self.server.page.encode(), "text/html; charset=utf-8")
        for folder in render.static_folders():
            file = folder / path.removeprefix("/static/")
            if file.is_file():
                return self._answer(file.read_bytes(), _KINDS[file.suffix])
        return self.send_error(404)

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(text).items()}
        self.server.posted.append((self.path, form))
        self.send_response(303)
        self.send_header("Location", f"/?after={len(self.server.posted)}")
        self.end_headers()

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        # As strict as the real one: what a page may not do there must not work here.
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(body)

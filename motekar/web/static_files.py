"""Our own files and the htmx package's, out of memory, under addresses that change with them."""

import gzip
import hashlib
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from motekar.web.access import PUBLIC
from motekar.web.render import STATIC_PATH, static_folders

_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_A_MOMENT = "public, max-age=300"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_ROBOTS = "User-agent: *\nDisallow: /status/\nDisallow: /staff\nDisallow: /api/\n"


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is sent; ``zipped`` None where zipping gains nothing."""

    content: bytes
    zipped: bytes | None
    media_type: str
    version: str


class Shelf:
    """Files by name; each is read once, and only names found at the start exist."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._paths: dict[str, Path] = {}
        self._read: dict[str, File] = {}
        for folder in folders:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                self._paths.setdefault(path.relative_to(folder).as_posix(), path)

    def file(self, name: str) -> File | None:
        """The file of that name."""
        if name not in self._read and name in self._paths:
            self._read[name] = _file(self._paths[name])
        return self._read.get(name)


def _file(path: Path) -> File:
    content = path.read_bytes()
    zipped = gzip.compress(content, 9, mtime=0)
    return File(
        content,
        zipped if len(zipped) < len(content) else None,
        _TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream",
        hashlib.sha256(content).hexdigest()[:10],
    )


_SHELF = Shelf(static_folders())


@get(f"{STATIC_PATH}/{{name:path}}", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def static_file(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """A file; with the right ``v`` it may be kept for ever."""
    return _sent(request, name.lstrip("/"))


@get("/favicon.ico", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def favicon(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The icon, for browsers that ask unasked."""
    return _sent(request, "icon.svg")


@get("/robots.txt", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def robots() -> Response[str]:
    """What search engines leave alone."""
    return Response(_ROBOTS, media_type="text/plain", headers={"Cache-Control": _FOR_A_MOMENT})


def _sent(request: Request[Any, Any, Any], name: str) -> Response[bytes]:
    file = _SHELF.file(name)
    if file is None:
        raise NotFoundException
    lasts = request.query_params.get("v") == file.version
    headers = {
        "Cache-Control": _FOR_EVER if lasts else _FOR_A_MOMENT,
        "ETag": f'"{file.version}"',
        "Vary": "Accept-Encoding",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(b"", status_code=304, headers=headers)
    content = file.content
    if file.zipped and "gzip" in request.headers.get("accept-encoding", ""):
        content = file.zipped
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=file.media_type, headers=headers)


ROUTES = (static_file, favicon, robots)

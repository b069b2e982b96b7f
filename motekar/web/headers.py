"""What every answer carries, faults included, so that a browser helps to guard the page.

Nothing from outside is loaded, nothing may frame us unless a handler asks for it, no address of
ours is told to others, and unless a handler says otherwise nothing is kept.
"""

from litestar.types import Message, Scope

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FRAMED_ANYWHERE = {
    "Content-Security-Policy": CSP.replace("frame-ancestors 'none'", "frame-ancestors *")
}
"""What a page answers with that others may show inside their own."""
_HTML = b"text/html"
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=(), payment=()"),
)
_UNLESS_SAID = (b"cache-control", b"no-store")
_ON_PAGES = (b"content-security-policy", CSP.encode())
_NEVER_FRAMED = (b"x-frame-options", b"DENY")
_FRAMED = FRAMED_ANYWHERE["Content-Security-Policy"].encode()
_TLS_FOR_A_YEAR = (b"strict-transport-security", b"max-age=31536000")
_NOT_FOR_SEARCH_ENGINES = (b"x-robots-tag", b"noindex, nofollow, noarchive")


class SecurityHeaders:
    """A ``before_send`` hook; an API's documentation may bring a policy of its own."""

    def __init__(self, *, is_https: bool) -> None:
        self._always = (*_ALWAYS, _TLS_FOR_A_YEAR) if is_https else _ALWAYS

    async def __call__(self, message: Message, scope: Scope) -> None:
        """Adds what is not there yet."""
        if message["type"] != "http.response.start":
            return
        there = dict(message["headers"])
        headers = [*message["headers"], *self._always]
        if _UNLESS_SAID[0] not in there:
            headers.append(_UNLESS_SAID)
        if there.get(_ON_PAGES[0]) != _FRAMED:
            headers.append(_NEVER_FRAMED)
        # A PDF viewer of the browser's own would be stopped by the policy of a page.
        is_page = there.get(b"content-type", b"").startswith(_HTML)
        if is_page and _ON_PAGES[0] not in there:
            headers.append(_ON_PAGES)
        if scope["path"] != "/":
            headers.append(_NOT_FOR_SEARCH_ENGINES)
        message["headers"] = headers

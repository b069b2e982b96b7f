"""The Jinja environment: where templates lie, what they may call, how files are addressed.

Everything undefined is an error, everything is escaped, and nothing here knows a page.
"""

import hashlib
import re
from collections.abc import Callable, MutableMapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from motekar.web import language, moments
from motekar.web.chart_words import figure
from motekar.web.labels import label, tone

STATIC_PATH = "/static"
_NEVER_BROKEN = re.compile(r"(\w[\w.]*(?:-\w+)+|\d\d[.:]\d\d–\d\d[.:]\d\d)")
_PACKAGE = Path(str(files("motekar")))


def template_folder() -> Path:
    """The templates inside an installed package, else those beside it in a checkout."""
    packaged = _PACKAGE / "templates"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "templates"


def static_folders() -> tuple[Path, ...]:
    """Where files under ``/static`` come from: our own first, then the htmx package's."""
    return (_PACKAGE / "web" / "static", Path(str(files("js_lib_htmx") / "static")))


def asset_addresses(folders: tuple[Path, ...]) -> Callable[[str], str]:
    """A function from a file's name to its address with a hash of its content.

    An address with ``?v=`` may be cached for ever; a name that is no file is a KeyError.
    """
    addresses: dict[str, str] = {}
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            content = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
            addresses.setdefault(name, f"{STATIC_PATH}/{name}?v={content}")
    return addresses.__getitem__


def groups(digits: str, size: int = 4) -> str:
    """Digits apart in groups, as they stand on the slip."""
    return " ".join(digits[start : start + size] for start in range(0, len(digits), size))


def sentence(text: str) -> str:
    """The text with a capital at its beginning and the rest as it is, names of months too."""
    return text[:1].upper() + text[1:]


def whole(text: str) -> Markup:
    """Keeps "KTP-el" and "08.00–16.00" on one line; for headings and narrow places."""
    escaped = str(escape(text))
    return Markup(_NEVER_BROKEN.sub(r'<span class="whole">\1</span>', escaped))  # noqa: S704


class _Environment(Environment):
    """Jinja's layered globals are merged anew by every import of every page; ours never change."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows by itself, as one plain dictionary."""
        return {**self.globals, **(d or {})}


def environment() -> Environment:
    """A new environment with all filters, catalogues and addresses loaded."""
    env = _Environment(
        loader=FileSystemLoader(template_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    for spoken in language.LANGUAGES:
        language.catalogue(spoken)
    env.policies["ext.i18n.trimmed"] = True
    # The i18n extension adds this method to the environment, which its type does not show.
    install = getattr(env, "install_gettext_callables")  # noqa: B009
    install(language.raw_gettext, language.raw_ngettext, newstyle=True)
    env.globals.update(language=language.spoken, asset=asset_addresses(static_folders()))
    env.filters.update({each.__name__: each for each in _FILTERS})
    return env


_FILTERS: tuple[Callable[..., object], ...] = (
    groups,
    sentence,
    whole,
    label,
    tone,
    moments.long_date,
    moments.day_words,
    moments.short_date,
    moments.month_words,
    moments.birth_date,
    moments.short_time,
    moments.short_moment,
    moments.board_time,
    moments.clock,
    moments.hours_words,
    moments.near_day,
    moments.moment,
    moments.near_moment,
    moments.time_left,
    moments.time_ago,
    moments.span_words,
    figure,
)

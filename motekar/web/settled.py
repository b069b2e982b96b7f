"""Writes what never changes into a template once, when it is compiled for a language.

A page holds some thirty plain sentences, and addresses of its files; asking for each of them on
every request costs more than the rest of the page. Sentences with facts in them stay as they are.
"""

import json
import re
from collections.abc import Callable
from typing import cast

from jinja2 import Environment
from jinja2.ext import Extension

from motekar.web.language import catalogue

_ASSET = re.compile(r"(?<![\w.])asset\(\s*'([^']+)'\s*\)")
_LANGUAGE = re.compile(r"(?<![\w.])language\(\)")
_SENTENCE = re.compile(r'(?<![\w.])_\(\s*"((?:[^"\\]|\\.)*)"\s*\)')


class Settled(Extension):
    """Reads ``settled_language`` from its environment."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's signature
        """The source with every sentence that stands alone in the environment's language."""
        language: str = self.environment.settled_language  # type: ignore[attr-defined]
        asset = cast("Callable[[str], str]", self.environment.globals["asset"])
        words = catalogue(language)

        def told(found: re.Match[str]) -> str:
            message = json.loads(f'"{found[1]}"')
            # As the i18n extension does it: translated words are markup, and %% is one sign.
            sentence = words.gettext(message) % {}
            return f"({json.dumps(sentence, ensure_ascii=False)}|safe)"

        source = _ASSET.sub(lambda found: f'"{asset(found[1])}"', source)
        return _SENTENCE.sub(told, _LANGUAGE.sub(f'"{language}"', source))


def settle(environment: Environment, language: str) -> Environment:
    """The same environment, its templates compiled for one language from now on."""
    environment.settled_language = language  # type: ignore[attr-defined]
    environment.add_extension(Settled)
    return environment

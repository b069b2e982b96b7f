"""What the figures mean: one text for the pack and for the page, in both languages."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Definition:
    """A title, and each term with its paragraph."""

    title: str
    terms: tuple[tuple[str, str], ...]


@cache
def definition(language: str) -> Definition:
    """The text in that language; Indonesian where we have none."""
    text = files("motekar.reports.pack").joinpath("definition.md").read_text("utf-8")
    parts = dict(zip(_LANGUAGES, f"\n{text}".split("\n# ")[1:], strict=True))
    title, *terms = parts.get(language, parts["id"]).split("\n## ")
    return Definition(title.strip(), tuple(_term(one) for one in terms))


def _term(text: str) -> tuple[str, str]:
    term, _, paragraph = text.partition("\n")
    return term, paragraph.strip()

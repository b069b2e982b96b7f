"""Which numbers of a fairness page lead to their lists, and which lead nowhere."""

import html
import re

_LINKED = re.compile(r'<a href="([^"]+/list\?[^"]+)"><b>(\d+)</b></a>')
_RULES = re.compile(r'<p class="hint">.*?</p>', re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")


def linked(source: str) -> list[tuple[str, int]]:
    """The addresses of lists with the numbers that lead there."""
    return [(html.unescape(address), int(number)) for address, number in _LINKED.findall(source)]


def unlinked(source: str) -> list[str]:
    """Numbers of the lines that are not nought, and all of the questions, without a list.

    What only says the rule, as the measure of a question does, counts nothing.
    """
    lines = _between(source, '<div class="pair">', "<h2>Cara menghitung</h2>")
    questions = _between(source, "<h2>Yang layak ditanyakan</h2>", "</ol>")
    return re.findall(r"[1-9]\d*", _bare(lines)) + re.findall(r"\d+", _bare(questions))


def _between(source: str, start: str, end: str) -> str:
    found = source[source.index(start) :]
    return found[: found.index(end)]


def _bare(source: str) -> str:
    return _TAGS.sub(" ", _LINKED.sub("", _RULES.sub("", source)))

"""What would keep people with reading aids from using a page: asked of axe, in the browser."""

from functools import cache
from typing import Any

import pytest

_BROKEN = """
axe.run({resultTypes: ["violations"]}).then(
  found => found.violations.map(each => [each.id, each.nodes[0].target])
)
"""


@cache
def _axe() -> str:
    return str(pytest.importorskip("axe_playwright_python.sync_playwright").Axe().axe_script)


def broken_rules(page: Any) -> list[Any]:
    """Each rule that the page breaks as it stands, with the first element that does."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    return list(page.evaluate(_BROKEN))

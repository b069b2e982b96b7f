"""Free text in a CSV file, so that no spreadsheet takes it for a formula."""

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_AS_TEXT = "'"


def guarded(text: str) -> str:
    """The text as a cell; what a sheet would reckon with is kept as text."""
    return f"{_AS_TEXT}{text}" if text.startswith(_FORMULAS) else text


def unguarded(cell: str) -> str:
    """The text that ``guarded`` made the cell from."""
    text = cell.removeprefix(_AS_TEXT)
    return text if text.startswith(_FORMULAS) else cell

"""Whole numbers in Indonesian words, as official records write days, years and counts."""

_ONES = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)


def spelled(number: int) -> str:
    """As in "dua ribu dua puluh enam"; from 0 below a million."""
    if number < len(_ONES):
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    if number < 100:
        return _grouped(number, 10, "puluh")
    if number < 1000:
        return _grouped(number, 100, "ratus")
    return _grouped(number, 1000, "ribu")


def _grouped(number: int, size: int, name: str) -> str:
    groups, rest = divmod(number, size)
    head = f"se{name}" if groups == 1 else f"{spelled(groups)} {name}"
    return f"{head} {spelled(rest)}" if rest else head

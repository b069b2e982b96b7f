"""Runs every check that is not a test and says one line about each; exit 1 when one fails."""

import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from compose_spec import PyOptions

ROOT = Path(__file__).resolve().parents[1]
TOOLS = Path(sys.executable).parent

_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
# Written in pieces, or this file would find itself.
_INDEX_HOST = "|".join(
    ["py" + r"pi\.(org|python)", "python" + r"hosted\.org", "registry" + r"\.npm", "npm" + r"js\."]
)
_MACHINE_PATH = r"(?<![\w.])/(" + "|".join(["ro" + "ot", "wo" + "rk", "Us" + "ers", "ho" + "me"])
_INDEX_OPTION = "--(extra-)?index" + "-url|file" + "://"
_ELSEWHERE = re.compile(rf"{_INDEX_HOST}|{_MACHINE_PATH})/\w|{_INDEX_OPTION}")


def main(arguments: list[str]) -> int:
    """Runs all checks, or those named."""
    failed = [name for name in arguments or CHECKS if not _says(name)]
    return 1 if failed else 0


def check_compose() -> list[str]:
    """What the compose specification has against ``compose.yaml``."""
    merging = PyOptions(apply_merge=True)
    try:
        merging.from_yaml((ROOT / "compose.yaml").read_text()).validate()
    except (OSError, ValueError) as wrong:
        return [str(wrong)]
    return []


def check_locks() -> list[str]:
    """Where the locks and the pins of ``pyproject.toml`` disagree, or name an address."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    to_run = [*project["project"]["dependencies"], *groups["build"]]
    wanted = {"requirements.lock": to_run, "requirements-dev.lock": [*to_run, *groups["dev"]]}
    found = []
    for name, requirements in wanted.items():
        text = (ROOT / "scripts" / name).read_text()
        if "://" in text:
            found.append(f"{name} holds an address")
        locked = _pins(text)
        unhashed = [
            pin
            for pin in locked
            if not re.search(rf"^{re.escape(pin)}==.*\\$", text, re.MULTILINE)
        ]
        found += [f"{name} has no hash for {pin}" for pin in unhashed]
        found += [
            f"{name} has {package} {locked.get(package)}, pyproject.toml wants {version}"
            for package, version in _pins("\n".join(requirements)).items()
            if locked.get(package) != version
        ]
    run, dev = (_pins((ROOT / "scripts" / name).read_text()) for name in wanted)
    found += [f"the locks disagree about {p}" for p in run if dev.get(p) != run[p]]
    return found


def check_addresses() -> list[str]:
    """Lines of tracked files that name a package index or a folder of one machine."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in _tracked_files()
        for number, line in enumerate(_lines(path), 1)
        if _ELSEWHERE.search(line)
    ]


def _pins(text: str) -> dict[str, str]:
    return {_normal(name): version for name, version in _PIN.findall(text)}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _tracked_files() -> Iterable[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]
    # An unpacked archive has no git: look at everything that is not made here.
    made = {".venv", "data", "dist", "__pycache__"}
    return [
        p for p in ROOT.rglob("*") if p.is_file() and not made & set(p.relative_to(ROOT).parts)
    ]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except UnicodeDecodeError:
        return []


def _tool(name: str, *arguments: str) -> Callable[[], list[str]]:
    def run() -> list[str]:
        done = subprocess.run(
            [TOOLS / name, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return [] if done.returncode == 0 else [done.stdout.strip(), done.stderr.strip()]

    return run


def _says(name: str) -> bool:
    began = time.monotonic()
    found = CHECKS[name]()
    print(f"{'FAIL' if found else 'ok  '} {name} ({time.monotonic() - began:.1f} s)", flush=True)
    for line in filter(None, found):
        print(line, flush=True)
    return not found


CHECKS: dict[str, Callable[[], list[str]]] = {
    "format": _tool("ruff", "format", "--check", "--output-format=concise", "."),
    "lint": _tool("ruff", "check", "--output-format=concise", "--no-fix", "."),
    "types": _tool("mypy"),
    "layers": _tool("lint-imports"),
    "packages": _tool("pip", "check"),  # they are installed as locked, nothing is resolved
    "compose": check_compose,
    "locks": check_locks,
    "addresses": check_addresses,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The small guide that tests start from, and edits to it that are written down as data."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"
ROOT = Path(__file__).parents[1]


def tool(name: str) -> str:
    """The path of a command that is installed beside this Python, whether or not that is on the path."""
    return str(Path(sys.executable).parent / name)


def small_guide(into: Path) -> Path:
    """A copy of the small valid guide."""
    shutil.copytree(CASES / "base", into, dirs_exist_ok=True)
    return into


def apply(case: dict[str, Any], root: Path) -> None:
    """What a case does to the guide: replace text, write, remove, or link files."""
    for path, pairs in case.get("replace", {}).items():
        text = (root / path).read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, f"{old!r} isn't in {path}"
            text = text.replace(old, new)
        (root / path).write_bytes(text.encode("utf-8"))
    for path, data in case.get("write", {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    for path in case.get("remove", []):
        (root / path).unlink()
    for path, target in case.get("link", {}).items():
        (root / path).symlink_to(target)

"""Files, read strictly: nothing that a reviewer can't see gets further than this room."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playbooks.errors import Fault

# Unicode's default-ignorable code points, controls and line separators: they print as nothing,
# and so can carry instructions to a model past the person who reviews the page.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One text file: its path from the repository's root, and its text."""

    path: str
    text: str


def page_paths(root: Path) -> list[Path]:
    """All Markdown files below `docs/`, sorted, symlinked ones included."""
    found = [
        Path(folder, name)
        for folder, _, names in os.walk(root / "docs", followlinks=True)
        for name in names
        if name.endswith(".md")
    ]
    return sorted(found)


def read_source(root: Path, file: Path, faults: list[Fault]) -> Source | None:
    """The text of one file; None, and a fault, where its bytes can't be trusted."""
    path = file.relative_to(root).as_posix()
    found = list(_distrust(root, file, path))
    faults += found
    return None if found else Source(path, file.read_text(encoding="utf-8"))


def _distrust(root: Path, file: Path, path: str) -> Iterator[Fault]:
    if not file.resolve().is_relative_to(root.resolve()):
        yield Fault(path, 1, "symlink leaves the repository", os.path.realpath(file), "put the file itself here")
        return
    try:
        data = file.read_bytes()
    except OSError as error:
        yield Fault(path, 1, "can't be read", error.strerror or str(error), "a readable file is needed")
        return
    if data.startswith(b"\xef\xbb\xbf"):
        yield Fault(path, 1, "byte-order mark", "\\ufeff", "save the file as UTF-8 without one")
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield Fault(path, line, "not UTF-8", data[error.start : error.end].hex(), "save the file as UTF-8")
        return
    yield from _unseen(path, text)


def _unseen(path: str, text: str) -> Iterator[Fault]:
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        yield Fault(path, line, "carriage return", "\\r", "end every line with a line feed alone")
    for match in HIDDEN.finditer(text.replace("\r", "")):
        line = text.count("\n", 0, match.start()) + 1
        name = f"U+{ord(match[0]):04X}"
        yield Fault(path, line, "invisible character", name, "delete it: a reviewer can't see it, a model reads it")

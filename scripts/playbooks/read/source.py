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


SHOWN = ("docs/assets/figures", "docs/assets/templates")


def source_paths(root: Path) -> list[Path]:
    """All pages, figures and templates below `docs/`, sorted; symlinks that leave it are not followed."""
    docs = (root / "docs").resolve()
    files = (Path(folder, name) for folder, _, names in os.walk(root / "docs") for name in names)
    return sorted(file for file in files if _is_source(file, root) and file.resolve().is_relative_to(docs))


def _is_source(file: Path, root: Path) -> bool:
    return file.suffix == ".md" or file.parent.relative_to(root).as_posix() in SHOWN


def symlink_faults(root: Path) -> Iterator[Fault]:
    """A fault for each symlink below `docs/` that leaves it, or that stands for a folder."""
    for folder, folders, names in os.walk(root / "docs"):
        for link in (Path(folder, name) for name in folders + names if Path(folder, name).is_symlink()):
            path, target = link.relative_to(root).as_posix(), str(link.readlink())
            if not link.resolve().is_relative_to((root / "docs").resolve()):
                yield Fault(path, 1, "symlink leaves docs/", target, "put the file itself here")
            elif link.is_dir():
                yield Fault(path, 1, "symlink to a folder", target, "put the folder itself here")


# What carries content that a reviewer can't read: `data:text/html;base64,…`.
DATA_URL = re.compile(r"\bdata:(?:[\w.+-]+/[\w.+-]+)?(?:;[\w=.-]+)*,\S", re.IGNORECASE)


def unseen_faults(path: str, line: int, text: str) -> Iterator[Fault]:
    """A fault for each invisible character, HTML comment and data URL in one value."""
    for match in HIDDEN.finditer(text):
        name = f"U+{ord(match[0]):04X}"
        yield Fault(path, line, "invisible character", name, "delete it: a reviewer can't see it, a model reads it")
    if "<!--" in text:
        yield Fault(path, line, "HTML comment", text[:60], "delete it: a reader can't see it, a model reads it")
    if found := DATA_URL.search(text):
        yield Fault(path, line, "data URL", found[0][:60], "link to a file instead: a reviewer can't read it")


def read_source(root: Path, file: Path, faults: list[Fault]) -> Source | None:
    """The text of one file; None, and a fault, where its bytes can't be trusted."""
    path = file.relative_to(root).as_posix()
    found = list(_distrust(file, path))
    faults += found
    return None if found else Source(path, file.read_text(encoding="utf-8"))


def _distrust(file: Path, path: str) -> Iterator[Fault]:
    try:
        data = file.read_bytes()
    except OSError as error:
        yield Fault(path, 1, "can't be read", error.strerror or str(error), "a readable file is needed")
        return
    if data.startswith(b"\xef\xbb\xbf"):
        yield Fault(path, 1, "byte-order mark", "\ufeff", "save the file as UTF-8 without one")
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
        yield Fault(path, line, "carriage return", "\r", "end every line with a line feed alone")
    for match in HIDDEN.finditer(text):
        if match[0] != "\r":
            yield from unseen_faults(path, text.count("\n", 0, match.start()) + 1, match[0])

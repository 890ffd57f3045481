"""Files on disk: written whole or not at all, and never over a person's edits."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from playbooks import block
from playbooks.content import Block, Content, Files
from playbooks.runfile import replace

MANIFEST = ".ml-research-playbooks.json"
WRITERS = 16  # files at a time


class WriteError(Exception):
    """Raised where the disk, or a person's edits, forbid a write; its text says which and why."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file (or block of one) as it is on disk and as it would be; None: missing, or left over and to go."""

    path: str
    old: bytes | None
    new: Content | None
    ours: bool  # whether what is on disk is what was written last

    @property
    def stale(self) -> bool:
        """Whether what is on disk differs, line ends apart, from what would be."""
        return self.old != (None if self.new is None else _plain(self.new))

    def diff(self) -> str:
        """What a write would change, as a unified diff; of what is no text, that it would change."""
        if isinstance(self.new, bytes):
            return f"{self.path} differs\n"
        before = (self.old or b"").decode("utf-8", errors="replace").splitlines(keepends=True)
        after = _plain(self.new or "").decode().splitlines(keepends=True)
        names = (self.path, f"{self.path} ({'left over' if self.new is None else 'as it would be written'})")
        return "".join(_terminated(unified_diff(before, after, *names)))


def changes(files: Files, into: Path) -> list[Change]:
    """Each file, by its path below `into`, beside what stands there; raises WriteError."""
    return _beside({**files}, into)


def left_over(files: Files, into: Path, roots: Sequence[str]) -> list[Change]:
    """What an earlier write left below `roots`, and `files` no longer has; raises WriteError."""
    if not into.is_dir():
        return []  # which a write has said
    left = [path for path in _manifest(into) if path.startswith(tuple(roots)) and path not in files]
    return [change for change in _beside(dict.fromkeys(left), into) if change.old is not None]


def _beside(wanted: Mapping[str, Content | None], into: Path) -> list[Change]:
    if not into.is_dir():
        raise WriteError(f"{into}: not a directory; create it, or name another")
    try:
        known, whole = _manifest(into), into.resolve()
        found = {path: _read(whole, path, new) for path, new in wanted.items()}
    except OSError as error:
        raise WriteError(f"{error.filename}: can't be read: {error.strerror}") from error
    return [
        Change(path, old, wanted[path], old is None or known.get(path) == _hash(old)) for path, old in found.items()
    ]


def write(files: Files, into: Path, *, force: bool = False) -> list[str]:
    """Writes what is stale and says which paths; raises WriteError, with nothing written, over edits."""
    stale = [change for change in changes(files, into) if change.stale]
    edited = [change for change in stale if not change.ours and not force]
    if edited:
        why = "edited by hand or not ours; --force overwrites it"
        raise WriteError("\n".join(f"{change.diff()}{into / change.path}: {why}" for change in edited))
    with _plainly():
        with ThreadPoolExecutor(WRITERS) as pool:  # which wait for the disk, not for each other
            list(pool.map(lambda change: _put(into / change.path, change.new), stale))
        _remember(files, into)
    return [change.path for change in stale]


def prune(left: Iterable[Change], into: Path, *, force: bool = False) -> list[str]:
    """Removes those files that nobody edited, with force all, and says which paths went; raises WriteError."""
    gone = [change.path for change in left if change.ours or force]
    with _plainly():
        for path in gone:
            _remove(into, path)
        _forget(gone, into)
    return gone


def create(files: Mapping[str, str | bytes], into: Path) -> list[str]:
    """Writes files that are a person's from then on; raises WriteError, with nothing written, where one is there."""
    taken = [change.path for change in changes(files, into) if os.path.lexists(into / change.path)]
    if taken:
        why = "is there already, and a run is never overwritten; name another folder, or move it"
        raise WriteError("\n".join(f"{into / path}: {why}" for path in taken))
    with _plainly():
        for path, content in files.items():
            replace(into / path, content)
    return list(files)


@contextmanager
def _plainly() -> Iterator[None]:
    """Turns what the disk refuses into a WriteError."""
    try:
        yield
    except OSError as error:
        raise WriteError(f"{error.filename}: can't be written: {error.strerror}; nothing in it has changed") from error


def overwrite(files: Files, into: Path) -> None:
    """Writes files beside those that a build made, whatever stands there; raises WriteError."""
    if not into.is_dir():
        raise WriteError(f"{into}: not a directory; build the site first")
    with _plainly():
        for path, content in files.items():
            _put(into / path, content)


def _read(into: Path, path: str, new: Content | None = "") -> bytes | None:
    """A file's content, of text with LF line ends (a checkout may have made them CRLF); None where it is missing.

    Where a block is to be written, what stands in its place.
    """
    if not (into / path).resolve().is_relative_to(into):
        raise WriteError(f"{into / path}: a symlink leads out of {into}; remove it")
    try:
        content = (into / path).read_bytes()
    except FileNotFoundError:
        return None
    if isinstance(new, Block):
        return _inside(into / path, content)
    return content if isinstance(new, bytes) else content.replace(b"\r\n", b"\n")


def _inside(file: Path, content: bytes) -> bytes | None:
    try:
        return block.inside(content)
    except block.BlockError as error:
        raise WriteError(f"{file}:{error}") from error


def _put(file: Path, new: Content | None) -> None:
    if isinstance(new, Block):
        before = file.read_bytes() if file.exists() else b""
        replace(file, block.with_block(before, _plain(new)))
    elif new is not None:
        replace(file, new)


def _remove(into: Path, path: str) -> None:
    """Takes a file away, and each folder below `into` that it leaves empty."""
    file = into / path
    file.unlink(missing_ok=True)
    for folder in list(file.parents)[: len(Path(path).parents) - 1]:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _manifest(into: Path) -> dict[str, str]:
    text = _read(into.resolve(), MANIFEST)
    try:
        known = json.loads(text or b"{}")
    except ValueError as error:
        raise WriteError(f"{into / MANIFEST}: not JSON: {error}; restore it, or delete it") from error
    if not isinstance(known, dict) or any(".." in Path(path).parts for path in known):
        raise WriteError(f"{into / MANIFEST}: not files below it with their hashes; restore it, or delete it")
    return known


def _remember(files: Files, into: Path) -> None:
    _note(_manifest(into) | {path: _hash(_plain(content)) for path, content in files.items()}, into)


def _forget(paths: Iterable[str], into: Path) -> None:
    known = _manifest(into)
    _note({path: known[path] for path in known if path not in set(paths)}, into)


def _note(known: Mapping[str, str], into: Path) -> None:
    text = json.dumps(known, indent=2, sort_keys=True) + "\n"
    if _read(into.resolve(), MANIFEST) != text.encode():
        replace(into / MANIFEST, text)


def _hash(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _plain(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content
    text = content.text if isinstance(content, Block) else content
    return text.replace("\r\n", "\n").encode("utf-8")


def _terminated(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"

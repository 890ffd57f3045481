"""Files on disk: written whole or not at all, and never over a person's edits."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from playbooks.runfile import replace

MANIFEST = ".ml-research-playbooks.json"


class WriteError(Exception):
    """Raised where the disk, or a person's edits, forbid a write; its text says which and why."""


Content = str | bytes  # text has LF line ends wherever it is compared


@dataclass(frozen=True, slots=True)
class Target:
    """One file as it is on disk (None: missing) and as it would be written."""

    path: str
    old: bytes | None
    new: Content
    ours: bool  # whether what is on disk is what was written last

    @property
    def stale(self) -> bool:
        """Whether the file on disk differs, line ends apart, from what would be written."""
        return self.old != _plain(self.new)

    def diff(self) -> str:
        """What a write would change, as a unified diff; of what is no text, that it would change."""
        if isinstance(self.new, bytes):
            return f"{self.path} differs\n"
        before = (self.old or b"").decode("utf-8", errors="replace").splitlines(keepends=True)
        after = _lf(self.new).splitlines(keepends=True)
        names = (self.path, f"{self.path} (as it would be written)")
        return "".join(_terminated(unified_diff(before, after, *names)))


def targets(files: Mapping[str, Content], into: Path) -> list[Target]:
    """Each file, by its path below `into`, beside what stands there; raises WriteError."""
    if not into.is_dir():
        raise WriteError(f"{into}: not a directory; create it, or name another")
    try:
        known = _manifest(into)
        found = {path: _read(into, path, text=isinstance(new, str)) for path, new in files.items()}
    except OSError as error:
        raise WriteError(f"{error.filename}: can't be read: {error.strerror}") from error
    return [Target(path, old, files[path], old is None or known.get(path) == _hash(old)) for path, old in found.items()]


def write(files: Mapping[str, Content], into: Path, *, force: bool = False) -> list[str]:
    """Writes what is stale and says which paths; raises WriteError, with nothing written, over edits."""
    stale = [target for target in targets(files, into) if target.stale]
    edited = [target for target in stale if not target.ours and not force]
    if edited:
        why = "edited by hand or not ours; --force overwrites it"
        raise WriteError("\n".join(f"{target.diff()}{into / target.path}: {why}" for target in edited))
    try:
        for target in stale:
            replace(into / target.path, target.new)
        _remember(files, into)
    except OSError as error:
        raise WriteError(f"{error.filename}: can't be written: {error.strerror}; nothing in it has changed") from error
    return [target.path for target in stale]


def create(files: Mapping[str, Content], into: Path) -> list[str]:
    """Writes files that are a person's from then on; raises WriteError, with nothing written, where one is there."""
    taken = [target.path for target in targets(files, into) if os.path.lexists(into / target.path)]
    if taken:
        why = "is there already, and a run is never overwritten; name another folder, or move it"
        raise WriteError("\n".join(f"{into / path}: {why}" for path in taken))
    try:
        for path, content in files.items():
            replace(into / path, content)
    except OSError as error:
        raise WriteError(f"{error.filename}: can't be written: {error.strerror}; nothing in it has changed") from error
    return list(files)


def _read(into: Path, path: str, *, text: bool = True) -> bytes | None:
    """A file's content, of text with LF line ends (a checkout may have made them CRLF); None where it is missing."""
    if not (into / path).resolve().is_relative_to(into.resolve()):
        raise WriteError(f"{into / path}: a symlink leads out of {into}; remove it")
    try:
        content = (into / path).read_bytes()
    except FileNotFoundError:
        return None
    return content.replace(b"\r\n", b"\n") if text else content


def _manifest(into: Path) -> dict[str, str]:
    text = _read(into, MANIFEST)
    try:
        known = json.loads(text or b"{}")
    except ValueError as error:
        raise WriteError(f"{into / MANIFEST}: not JSON: {error}; restore it, or delete it") from error
    if not isinstance(known, dict):
        raise WriteError(f"{into / MANIFEST}: not an object; restore it, or delete it")
    return known


def _remember(files: Mapping[str, Content], into: Path) -> None:
    known = _manifest(into) | {path: _hash(_plain(content)) for path, content in files.items()}
    text = json.dumps(known, indent=2, sort_keys=True) + "\n"
    if _read(into, MANIFEST) != text.encode():
        replace(into / MANIFEST, text)


def _hash(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _plain(content: Content) -> bytes:
    return content if isinstance(content, bytes) else _lf(content).encode("utf-8")


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n")


def _terminated(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"

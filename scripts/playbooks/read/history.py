"""What the sources said at an earlier time, as git remembers it: the codes of the checks, and the pages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from playbooks.errors import Fault
from playbooks.grammar import CHECK
from playbooks.model import Guide
from playbooks.read.pages import GROUP, folder, kind

LINE = r"^[-*+] +\[ \] `[A-Z]{3}-"
ITEM = re.compile(r"[-*+] +")
RIGHT = "bring it back, or write below 'retired:' there: code, guide, reason and successor ('' where there is none)"

LED_ON = "bring it back, or name below 'extra: redirects:' the page that took its place"


class HistoryError(Exception):
    """Raised where git can't tell; its text says why."""


def last_tags(root: Path) -> list[str]:
    """The tag of the commit at hand, where it has one, and the last before it; raises HistoryError."""
    shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
    none = 128  # the commit has no tag behind it, or isn't there
    tags = [_git(root, "describe", "--tags", "--abbrev=0", at, fine=none).strip() for at in ("HEAD", "HEAD^")]
    if shallow and not any(tags):
        raise HistoryError("a shallow clone knows no tags; fetch them with 'git fetch --unshallow --tags'")
    return list(dict.fromkeys(filter(None, tags)))


def vanished(guide: Guide, root: Path, revisions: Iterable[str]) -> Iterator[Fault]:
    """A fault for each check of these revisions that is neither in the guide nor retired; raises HistoryError."""
    books = {playbook.code: playbook for playbook in guide.playbooks()}
    known = {check.code for page in guide.pages for check in page.checks()}
    known |= {retired.code for book in books.values() for retired in book.retired}
    for revision in revisions:
        codes = codes_at(root, revision)
        for code in codes.keys() - known:
            book = books.get(code.partition("-")[0])
            path = book.index.path if book else f"{folder(codes[code])}/index.md"
            yield Fault(path, 1, f"check is gone since {revision}", code, RIGHT)
        known |= codes.keys()  # each is said once


def moved_unsaid(guide: Guide, root: Path, revisions: Iterable[str]) -> Iterator[Fault]:
    """A fault for each page of these revisions that is neither there nor led on from; raises HistoryError."""
    known = {page.path for page in guide.pages} | {f"docs/{move.old}" for move in guide.moves}
    for revision in revisions:
        commit = _commit(root, revision)
        paths = _git(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", "docs").split("\0")
        for path in sorted({path for path in paths if path.endswith(".md")} - known):
            yield Fault("mkdocs.yml", 1, f"page is gone since {revision}", path, LED_ON)
        known |= set(paths)  # each is said once


def codes_at(root: Path, revision: str) -> dict[str, str]:
    """Each check's code at a revision, with the page that it stood on; raises HistoryError."""
    commit = _commit(root, revision)
    none = 1  # no line matches
    rows = _git(root, "grep", "-z", "-E", LINE, commit, "--", "docs/playbooks", fine=none)
    return dict(_codes(rows.removesuffix("\n").split("\n")))


def _codes(rows: Iterable[str]) -> Iterator[tuple[str, str]]:
    for row in rows:
        place, _, line = row.partition("\0")
        check = CHECK.fullmatch(ITEM.sub("", line, count=1))
        path = place.partition(":")[2]
        if check and kind(path) == GROUP:
            yield check["code"], path


def _commit(root: Path, revision: str) -> str:
    return _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").strip()


def _git(root: Path, *args: str, fine: int = 0) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *args], capture_output=True, check=False)
    except OSError as error:
        raise HistoryError(f"git can't be started: {error.strerror}") from error
    if done.returncode not in (0, fine):
        said = done.stderr.decode(errors="replace").strip() or f"git {args[0]} failed"
        raise HistoryError(f"{root}: {said}")
    return done.stdout.decode(errors="replace")

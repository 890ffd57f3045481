"""What stands on a page beside text and checks: examples in code, and titled notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from playbooks.errors import Fault
from playbooks.model import Example, Note, Place
from playbooks.read.tree import Node, first_line, inline

_TITLE = re.compile(r'title="([^"]+)"')


def examples(path: str, fences: Sequence[Node], faults: list[Fault]) -> Iterator[Example]:
    """Every Python block among a page's fences with what it prints; a fault for each that has no title or output."""
    for at, node in enumerate(fences):
        info = node.token.info
        if info.split()[:1] != ["python"]:
            continue
        title = _TITLE.search(info)
        shown = [
            fence for fence in fences[at + 1 :] if fence.before is node and fence.token.info.split()[:1] == ["text"]
        ]
        needs = title is not None and title[1].startswith("Needs ")
        if title is None or bool(shown) == needs:
            right = 'title="…" and a ```text block with its output below; title="Needs X: …" where it is only compiled'
            faults.append(Fault(path, first_line(node), "Python block", f"```{info}", right))
            continue
        output = shown[0].token.content if shown else None
        yield Example(title[1], node.token.content, output, Place(path, first_line(node)))


def notes(path: str, nodes: Iterable[Node]) -> Iterator[Note]:
    """Each of a page's admonitions, as a note."""
    for node in nodes:
        title = next((inline(child) for child in node.children if child.type == "admonition_title"), "")
        yield Note(str(node.token.meta.get("tag", "")), title, Place(path, first_line(node)))

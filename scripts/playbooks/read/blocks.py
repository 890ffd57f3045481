"""What stands on a page beside text and checks: examples in code, and titled notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it.tree import SyntaxTreeNode

from playbooks.errors import Fault
from playbooks.model import Example, Note, Place
from playbooks.read.tree import first_line, inline

_TITLE = re.compile(r'title="([^"]+)"')


def examples(path: str, nodes: Iterable[SyntaxTreeNode], faults: list[Fault]) -> Iterator[Example]:
    """Every Python block among a page's fences with what it prints; a fault for each that has no title or output."""
    for node in nodes:
        if node.info.split()[:1] != ["python"]:
            continue
        title = _TITLE.search(node.info)
        following = node.next_sibling
        shown = following is not None and following.type == "fence" and following.info.split()[:1] == ["text"]
        needs = title is not None and title[1].startswith("Needs ")
        if title is None or shown == needs:
            right = 'title="…" and a ```text block with its output below; title="Needs X: …" where it is only compiled'
            faults.append(Fault(path, first_line(node), "Python block", f"```{node.info}", right))
            continue
        output = following.content if following is not None and shown else None
        yield Example(title[1], node.content, output, Place(path, first_line(node)))


def notes(path: str, nodes: Iterable[SyntaxTreeNode]) -> Iterator[Note]:
    """Each of a page's admonitions, as a note."""
    for node in nodes:
        title = next((inline(child) for child in node.children if child.type == "admonition_title"), "")
        yield Note(str(node.meta.get("tag", "")), title, Place(path, first_line(node)))

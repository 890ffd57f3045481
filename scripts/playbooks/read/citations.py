"""The citations on a page, and what was meant as one but isn't."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from playbooks.errors import Fault, fault_at
from playbooks.grammar import ALMOST_CITATION, CITATION, cited
from playbooks.model import Citation, Place
from playbooks.read.tree import Node, first_line, inline, leaves

# What may hide a citation from plain reading: code, links, escapes and HTML. Where none of them is,
# the text needs no parsing, which is most of the time that a page takes.
_MARKED = re.compile(r"[`\\<]|\]\(|\]\[|!\[")
RIGHT = "write [@key], [@key; @key] or [@key, p. 3]"


def citations(path: str, texts: Iterable[Node], headings: Sequence[Node], faults: list[Fault]) -> Iterator[Citation]:
    """Every citation of a page in its order, under its second-level heading; a fault for each that may not be there."""
    starts = [(first_line(heading), inline(heading)) for heading in headings]
    for node in texts:
        if "@" in node.token.content:
            topic = next((name for line, name in reversed(starts) if line <= first_line(node)), "")
            yield from _in_inline(node, path, topic, faults)


def _in_inline(node: Node, path: str, topic: str, faults: list[Fault]) -> Iterator[Citation]:
    line = first_line(node)
    where = "heading" if node.parent is not None and node.parent.type == "heading" else ""
    if not _MARKED.search(node.token.content):
        for at, text in enumerate(node.token.content.split("\n")):
            yield from _in_text(text, Place(path, line + at), topic, where, faults)
        return
    for leaf in leaves(node):
        if leaf.type in ("softbreak", "hardbreak"):
            line += 1
        elif leaf.type == "text":
            around = where or _enclosing(leaf)
            yield from _in_text(leaf.token.content, Place(path, line), topic, around, faults)


def _enclosing(leaf: Node) -> str:
    parent = leaf.parent
    while parent is not None and parent.type not in ("link", "image", "inline"):
        parent = parent.parent
    return parent.type if parent is not None and parent.type != "inline" else ""


def _in_text(text: str, place: Place, topic: str, around: str, faults: list[Fault]) -> Iterator[Citation]:
    def blame(what: str, found: str, right: str) -> None:
        faults.append(fault_at(place, what, found, right))

    for match in CITATION.finditer(text):
        if around:
            blame(f"citation in a {around}", match[0], "move it into the sentence that it supports")
        else:
            yield from (Citation(key, locator, topic, place) for key, locator in cited(match[1]))
    for match in ALMOST_CITATION.finditer(CITATION.sub("", text)):
        blame("not a citation", match[0], RIGHT)

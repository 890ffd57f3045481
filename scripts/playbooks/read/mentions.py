"""The checks that a page's text names by their codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from playbooks.grammar import CODE, TASK
from playbooks.model import Mention, Place
from playbooks.read.tree import Node, first_line, leaves

# Without a code there is nothing to parse, and a check's own is none that its text names.
_OWN = re.compile(rf"\A{TASK.pattern}`")
_CODED = re.compile(rf"`{CODE.pattern}`")


def mentions(path: str, texts: Iterable[Node]) -> Iterator[Mention]:
    """Every piece of inline code of a page that is a check's code, or looks like one, in its order."""
    for node in texts:
        if _CODED.search(_OWN.sub("", node.token.content)):
            yield from _in_inline(node, path)


def _in_inline(node: Node, path: str) -> Iterator[Mention]:
    line = first_line(node)
    for leaf in leaves(node):
        line += leaf.type in ("softbreak", "hardbreak")
        if leaf.type == "code_inline" and CODE.fullmatch(leaf.token.content):
            yield Mention(leaf.token.content, Place(path, line))

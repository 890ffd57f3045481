"""The Markdown tree, and the few questions that every reader of it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

from playbooks.grammar import TASK

_MARKDOWN = MarkdownIt("commonmark").enable("table").use(admon_plugin)
_BLOCKS = MarkdownIt("commonmark").enable("table").use(admon_plugin).disable("inline")
LISTS = ("bullet_list", "ordered_list")
_INDENTING = ("list_item", "admonition")


@dataclass(slots=True, eq=False)
class Node:
    """One block, or one piece of text, with its place in the tree; `depth` is the number of indenting blocks around it.

    Markdown-it has a tree of its own, which takes half as long again as the parsing.
    """

    type: str
    token: Token
    depth: int = 0
    parent: Node | None = None
    before: Node | None = None
    children: list[Node] = field(default_factory=list)


def tree(text: str) -> list[Node]:
    """Every node of one page in its order, from the root; `leaves` parses what stands inside of the blocks."""
    root = Node("root", Token("root", "", 0))
    return [root, *_below(root, _BLOCKS.parse(text))]


def leaves(node: Node) -> Iterator[Node]:
    """Every node within one inline node; most pages' time would go into those that nobody asks for."""
    (parsed,) = _MARKDOWN.parseInline(node.token.content)
    return _below(Node(parsed.type, parsed), parsed.children or ())


def _below(parent: Node, tokens: Iterable[Token]) -> Iterator[Node]:
    above = [parent]
    for token in tokens:
        if token.nesting < 0:
            above.pop()
            continue
        over = above[-1]
        before = over.children[-1] if over.children else None
        node = Node(token.type.removesuffix("_open"), token, over.depth + (over.type in _INDENTING), over, before)
        over.children.append(node)
        yield node
        if token.nesting:
            above.append(node)
        elif token.children:
            yield from _below(node, token.children)


def first_line(node: Node) -> int:
    """The line, from 1, where a node starts."""
    return node.token.map[0] + 1 if node.token.map else 1


def inline(node: Node) -> str:
    """The inline Markdown of a heading or paragraph, on one line; '' where it has none."""
    if not node.children or node.children[0].type != "inline":
        return ""
    return " ".join(line.strip() for line in node.children[0].token.content.split("\n"))


def first_text(item: Node) -> str:
    """The inline Markdown that a list item starts with."""
    return inline(item.children[0]) if item.children else ""


def is_task(node: Node) -> bool:
    """Whether a node is a list item that starts with a task list's brackets."""
    return node.type == "list_item" and bool(TASK.match(first_text(node) + " "))


def is_heading(node: Node, tag: str) -> bool:
    """Whether a node is a heading of one level, such as 'h2'."""
    return node.type == "heading" and node.token.tag == tag

"""The Markdown tree, and the few questions that every reader of it asks."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.admon import admon_plugin

from playbooks.grammar import TASK

_MARKDOWN = MarkdownIt("commonmark").enable("table").use(admon_plugin)
_BLOCKS = MarkdownIt("commonmark").enable("table").use(admon_plugin).disable("inline")
LISTS = ("bullet_list", "ordered_list")


def tree(text: str) -> SyntaxTreeNode:
    """The tree of one page's blocks, front matter apart; `leaves` parses what stands inside of them."""
    return SyntaxTreeNode(_BLOCKS.parse(text))


def leaves(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    """Every node within one inline node; most pages' time would go into those that nobody asks for."""
    yield from SyntaxTreeNode(_MARKDOWN.parseInline(node.content)).walk(include_self=False)


def first_line(node: SyntaxTreeNode) -> int:
    """The line, from 1, where a node starts."""
    return 1 if node.is_root or not node.map else node.map[0] + 1


def inline(node: SyntaxTreeNode) -> str:
    """The inline Markdown of a heading or paragraph, on one line; '' where it has none."""
    found = [child for child in node.children if child.type == "inline"]
    return " ".join(line.strip() for line in found[0].content.split("\n")) if found else ""


def first_text(item: SyntaxTreeNode) -> str:
    """The inline Markdown that a list item starts with."""
    return inline(item.children[0]) if item.children else ""


def is_task(node: SyntaxTreeNode) -> bool:
    """Whether a node is a list item that starts with a task list's brackets."""
    return node.type == "list_item" and bool(TASK.match(first_text(node) + " "))


def is_heading(node: SyntaxTreeNode, tag: str) -> bool:
    """Whether a node is a heading of one level, such as 'h2'."""
    return node.type == "heading" and node.tag == tag


def walk(node: SyntaxTreeNode, depth: int = 0) -> Iterator[tuple[SyntaxTreeNode, int]]:
    """Every block below a node in the page's order, with the number of indenting blocks around it."""
    for child in node.children:
        if child.type != "inline":
            yield child, depth
            yield from walk(child, depth + (child.type in ("list_item", "admonition")))

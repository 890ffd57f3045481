"""What the exporter's parser and the site's would read differently, and so is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.tree import SyntaxTreeNode

from playbooks.errors import Fault
from playbooks.read.source import DATA_URL
from playbooks.read.tree import LISTS, first_line, first_text, inline, is_heading, is_task, leaves, walk

_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]: ")
_HIDING = re.compile(r"<[^>]*\b(hidden|style|aria-hidden)\b", re.IGNORECASE)


def layout_faults(path: str, lines: list[str], root: SyntaxTreeNode) -> Iterator[Fault]:
    """Every place on a page that the two parsers disagree on, or that hides text from a reader."""
    yield from _repeated_headings(path, root)
    yield from _above_the_topics(path, root)
    for node, depth in walk(root):
        yield from _list_after_paragraph(path, node)
        if node.type in LISTS and depth:
            yield from _indentation(path, lines, node, depth)
        if is_task(node) and (depth or node.parent is None or node.parent.parent is not root):
            right = "put the check at the left margin, outside of '!!!', '???', quotes and other lists"
            yield Fault(path, first_line(node), "check inside a block", first_text(node)[:60], right)


def _repeated_headings(path: str, root: SyntaxTreeNode) -> Iterator[Fault]:
    seen: set[str] = set()
    for node in root.children:
        if is_heading(node, "h2") and inline(node) in seen:
            right = "give each heading of a page a name of its own"
            yield Fault(path, first_line(node), "heading stands twice on the page", inline(node), right)
        seen |= {inline(node)} if is_heading(node, "h2") and inline(node) else set()


def _above_the_topics(path: str, root: SyntaxTreeNode) -> Iterator[Fault]:
    for node in root.children:
        if is_heading(node, "h2"):
            return
        for item in node.children if node.type == "bullet_list" else ():
            if is_task(item):
                yield Fault(
                    path, first_line(item), "check above every topic", first_text(item)[:60], "move it below one"
                )


def _list_after_paragraph(path: str, node: SyntaxTreeNode) -> Iterator[Fault]:
    before = node.previous_sibling if node.type in LISTS else None
    inside_item = node.parent is not None and node.parent.type == "list_item"
    if before is None or before.type != "paragraph" or inside_item or not before.map or not node.map:
        return
    if before.map[1] == node.map[0]:
        found = first_text(node.children[0])[:60]
        yield Fault(path, first_line(node), "list straight after a paragraph", found, "leave an empty line above it")


def _indentation(path: str, lines: list[str], node: SyntaxTreeNode, depth: int) -> Iterator[Fault]:
    for item in node.children:
        line = lines[first_line(item) - 1]
        indent = len(line) - len(line.lstrip(" "))
        if indent != 4 * depth and not line.lstrip().startswith(">"):
            right = f"indent it by {4 * depth} spaces"
            yield Fault(path, first_line(item), f"list item indented by {indent} spaces", line.strip()[:60], right)


def hidden_faults(
    path: str, lines: Sequence[str], code: set[int], blocks: Iterable[SyntaxTreeNode], texts: Iterable[SyntaxTreeNode]
) -> Iterator[Fault]:
    """Everything outside of code that a reader of the page can't see and a model reads, or the other way round."""
    suspect = "data:" in (text := "\n".join(lines).lower()) or "]: " in text
    for at, line in enumerate(lines if suspect else ()):
        if at not in code and (found := DATA_URL.search(line)):
            right = "link to a file instead: a reviewer can't read it"
            yield Fault(path, at + 1, "data URL", found[0][:60], right)
        if at not in code and _DEFINITION.match(line):
            yield Fault(path, at + 1, "link definition", line.strip()[:60], "write the address where the link is")
    for node in blocks:
        yield from _hidden(path, node, node.content)
    for node in texts:
        for leaf in leaves(node) if "<" in node.content else ():
            if leaf.type == "html_inline":
                yield from _hidden(path, node, leaf.content)


def _hidden(path: str, node: SyntaxTreeNode, html: str) -> Iterator[Fault]:
    right = "delete it: a reader can't see it, a model reads it"
    if "<!--" in html:
        yield Fault(path, first_line(node), "HTML comment", html.strip()[:60], right)
    elif _HIDING.search(html):
        yield Fault(path, first_line(node), "HTML that may hide", html.strip()[:60], right)

"""What the exporter's parser and the site's would read differently, and so is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from playbooks.errors import Fault
from playbooks.read.source import DATA_URL
from playbooks.read.tree import LISTS, Node, first_line, first_text, inline, is_heading, is_task, leaves

_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]: ")
_HIDING = re.compile(r"<[^>]*\b(hidden|style|aria-hidden)\b", re.IGNORECASE)


def layout_faults(path: str, lines: list[str], root: Node, below: Iterable[Node]) -> Iterator[Fault]:
    """Every place on a page that the two parsers disagree on, or that hides text from a reader."""
    yield from _repeated_headings(path, root)
    yield from _above_the_topics(path, root)
    for node in below:
        if node.type in LISTS:
            yield from _list_after_paragraph(path, node)
        if node.type in LISTS and node.depth:
            yield from _indentation(path, lines, node)
        if is_task(node) and (node.depth or node.parent is None or node.parent.parent is not root):
            right = "put the check at the left margin, outside of '!!!', '???', quotes and other lists"
            yield Fault(path, first_line(node), "check inside a block", first_text(node)[:60], right)


def _repeated_headings(path: str, root: Node) -> Iterator[Fault]:
    seen: set[str] = set()
    for node in root.children:
        if is_heading(node, "h2") and inline(node) in seen:
            right = "give each heading of a page a name of its own"
            yield Fault(path, first_line(node), "heading stands twice on the page", inline(node), right)
        seen |= {inline(node)} if is_heading(node, "h2") and inline(node) else set()


def _above_the_topics(path: str, root: Node) -> Iterator[Fault]:
    for node in root.children:
        if is_heading(node, "h2"):
            return
        for item in node.children if node.type == "bullet_list" else ():
            if is_task(item):
                yield Fault(
                    path, first_line(item), "check above every topic", first_text(item)[:60], "move it below one"
                )


def _list_after_paragraph(path: str, node: Node) -> Iterator[Fault]:
    before, around = node.before, node.parent
    if before is None or before.type != "paragraph" or (around and around.type == "list_item"):
        return
    if before.token.map and node.token.map and before.token.map[1] == node.token.map[0]:
        found = first_text(node.children[0])[:60]
        yield Fault(path, first_line(node), "list straight after a paragraph", found, "leave an empty line above it")


def _indentation(path: str, lines: list[str], node: Node) -> Iterator[Fault]:
    for item in node.children:
        line = lines[first_line(item) - 1]
        indent = len(line) - len(line.lstrip(" "))
        if indent != 4 * node.depth and not line.lstrip().startswith(">"):
            right = f"indent it by {4 * node.depth} spaces"
            yield Fault(path, first_line(item), f"list item indented by {indent} spaces", line.strip()[:60], right)


def hidden_faults(
    path: str, lines: Sequence[str], code: set[int], blocks: Iterable[Node], texts: Iterable[Node]
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
        yield from _hidden(path, node, node.token.content)
    for node in texts:
        for leaf in leaves(node) if "<" in node.token.content else ():
            if leaf.type == "html_inline":
                yield from _hidden(path, node, leaf.token.content)


def _hidden(path: str, node: Node, html: str) -> Iterator[Fault]:
    right = "delete it: a reader can't see it, a model reads it"
    if "<!--" in html:
        yield Fault(path, first_line(node), "HTML comment", html.strip()[:60], right)
    elif _HIDING.search(html):
        yield Fault(path, first_line(node), "HTML that may hide", html.strip()[:60], right)

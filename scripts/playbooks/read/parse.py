"""A page's text, as the model."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from playbooks.errors import Fault
from playbooks.model import Page, Place, Topic
from playbooks.read.blocks import examples, notes
from playbooks.read.checks import checks_of
from playbooks.read.citations import citations
from playbooks.read.layout import hidden_faults, layout_faults
from playbooks.read.mentions import mentions
from playbooks.read.passages import code_lines, passages, prose
from playbooks.read.source import Source
from playbooks.read.tree import Node, first_line, inline, is_heading, is_task, tree
from playbooks.read.yaml import FrontMatter


def parse_page(source: Source, matter: FrontMatter, faults: list[Fault]) -> Page:
    """The model of one page; each thing that its grammar refuses is added to `faults`."""
    lines = [""] * matter.end + source.text.split("\n")[matter.end :]  # each keeps its number
    root, *below = tree("\n".join(lines))
    nodes: defaultdict[str, list[Node]] = defaultdict(list)
    for node in below:
        nodes[node.type].append(node)
    head, *rest = _parts(root)
    code = code_lines(nodes["fence"] + nodes["code_block"])
    faults += layout_faults(source.path, lines, root, below)
    faults += hidden_faults(source.path, lines, code, nodes["html_block"], nodes["inline"])
    values = {key: str(matter.values.get(key, "")) for key in ("title", "phase", "output")}
    return Page(
        path=source.path,
        name=_name(source.path, root, head, faults),
        label=values["title"],
        lead=_lead(head),
        phase=values["phase"],
        output=values["output"],
        reviewed=_date(matter.values.get("reviewed")),
        topics=tuple(_topics(source.path, rest, lines, code, faults)),
        citations=tuple(citations(source.path, nodes["inline"], [part[0] for part in rest], faults)),
        mentions=tuple(mentions(source.path, nodes["inline"])),
        examples=tuple(examples(source.path, nodes["fence"], faults)),
        passages=tuple(passages(source.path, lines, code, faults)),
        notes=tuple(notes(source.path, nodes["admonition"])),
        text="\n".join(lines[matter.end :]).strip() + "\n",
    )


def _parts(root: Node) -> list[list[Node]]:
    """The page's blocks: those above the first second-level heading, then each heading's own."""
    parts: list[list[Node]] = [[]]
    for node in root.children:
        if is_heading(node, "h2"):
            parts.append([])
        parts[-1].append(node)
    return parts


def _name(path: str, root: Node, head: list[Node], faults: list[Fault]) -> str:
    titles = [node for node in root.children if is_heading(node, "h1")]
    if titles and titles == head[:1] and inline(titles[0]):
        return inline(titles[0])
    line = first_line(titles[-1] if titles else root)
    found = ", ".join(inline(node) for node in titles)
    faults.append(Fault(path, line, "first-level heading", found, "start the page with one '# Its full name'"))
    return ""


def _topics(
    path: str, parts: list[list[Node]], lines: list[str], code: set[int], faults: list[Fault]
) -> Iterator[Topic]:
    ends = [first_line(part[0]) - 1 for part in parts[1:]] + [len(lines)]
    for part, end in zip(parts, ends, strict=False):  # a page may have no topic at all
        lists = (
            node.token.map
            for node in part
            if node.type == "bullet_list" and is_task(node.children[0]) and node.token.map
        )
        checks = {line for start, stop in lists for line in range(start, stop)}
        words = prose(lines, first_line(part[0]), end, code | checks)
        yield _topic(path, part, words, faults)


def _topic(path: str, part: list[Node], words: int, faults: list[Fault]) -> Topic:
    place = Place(path, first_line(part[0]))
    if not inline(part[0]):
        faults.append(Fault(path, place.line, "heading without a name", "##", "write '## The topic'"))
    items = [item for node in part if node.type == "bullet_list" for item in node.children]
    checks = checks_of(path, part[0], items, faults)
    return Topic(inline(part[0]), _lead(part), words, tuple(checks), place)


def _lead(part: list[Node]) -> str:
    following = part[1:2]
    text = inline(following[0]) if following and following[0].type == "paragraph" else ""
    return "" if text.startswith("///") else text


def _date(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.min  # refused with the front matter

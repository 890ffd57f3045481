"""The checks of a topic: their form, their evidence, and that they can stand outside of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from playbooks.errors import Fault
from playbooks.grammar import CHECK, CITATION, EVIDENCE
from playbooks.model import Check, Place
from playbooks.read.pages import GROUP, kind
from playbooks.read.tree import Node, first_line, first_text, inline, is_task, leaves

RIGHT_CHECK = "write '- [ ] `REP-17` **Must.** One thing to do.'"
RIGHT_EVIDENCE = "one line below it, four spaces in: '    - *Evidence:* what shows it.'"
RIGHT_PLAIN = "move it into the topic's text: a check travels in files and issues, where it means nothing"
# What may begin any of these, so that no other text is parsed.
_BINDING = re.compile(r"[<@]|\]\(|://|www\.")
ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+")


def checks_of(path: str, heading: Node, items: Sequence[Node], faults: list[Fault]) -> list[Check]:
    """The checks among a topic's list items; a fault for each that isn't well formed, and where a topic lacks them."""
    tasks = [item for item in items if is_task(item)]
    if not tasks and kind(path) == GROUP:
        right = "add two to five checks, each with its evidence"
        faults.append(Fault(path, first_line(heading), "topic without checks", inline(heading), right))
    return [check for check in (_check(path, item, faults) for item in tasks) if check]


def _check(path: str, item: Node, faults: list[Fault]) -> Check | None:
    text, line = first_text(item), first_line(item)
    match = CHECK.fullmatch(text)
    if not match:
        faults.append(Fault(path, line, "malformed check", text[:60], RIGHT_CHECK))
        return None
    evidence = list(_evidence(item))
    if len(evidence) != 1:
        what = "more than one line of evidence" if evidence else "check without evidence"
        faults.append(Fault(path, line, what, match["code"], RIGHT_EVIDENCE))
        return None
    shown, below = evidence[0]
    faults += [fault for part in (item, below) for fault in _bound(path, part)]
    return Check(match["code"], bool(match["must"]), match["text"], shown, Place(path, line))


def _evidence(item: Node) -> Iterator[tuple[str, Node]]:
    """Each line of evidence, as its text and its list item."""
    for node in item.children:
        for line in node.children if node.type == "bullet_list" else ():
            match = EVIDENCE.fullmatch(first_text(line))
            if match:
                yield match["text"], line


def _bound(path: str, item: Node) -> Iterator[Fault]:
    """A fault for all that binds a list item's first paragraph to the site."""
    paragraph = item.children[0].children[0]
    for leaf in leaves(paragraph) if _BINDING.search(paragraph.token.content) else ():
        for what, found in _found(leaf):
            yield Fault(path, first_line(item), f"{what} in a check", found, RIGHT_PLAIN)


def _found(leaf: Node) -> Iterator[tuple[str, str]]:
    if leaf.type in ("link", "image"):
        yield leaf.type, str(leaf.token.attrs.get("href") or leaf.token.attrs.get("src") or "")
    elif leaf.type == "html_inline":
        yield "HTML", leaf.token.content
    elif leaf.type == "text":
        yield from (("citation", match[0]) for match in CITATION.finditer(leaf.token.content))
        yield from (("link", match[0]) for match in ADDRESS.finditer(leaf.token.content))

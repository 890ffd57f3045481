"""Each check as a box with a name, an id and a link to itself."""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from playbooks.grammar import CHECK, EVIDENCE


class Checks(Treeprocessor):
    """Turns the items of a task list that carry a code into labelled boxes, before inline Markdown runs."""

    def run(self, root: Element) -> None:
        """Rewrites the checks below `root` in place."""
        for item in root.iter("li"):
            match = CHECK.fullmatch(_first_line(item))
            if match:
                _draw(item, match["code"], bool(match["must"]))
        for parent in list(root.iter()):
            for listing in [child for child in parent if any(map(_is_check, child))]:
                _part(parent, listing)


def _is_check(item: Element) -> bool:
    return "check" in item.get("class", "").split()


def _part(parent: Element, listing: Element) -> None:
    """Gives checks a list of their own: Python-Markdown joins them to a list that stands straight above."""
    place = list(parent).index(listing)
    parent.remove(listing)
    for at, (checks, items) in enumerate(groupby(listing, _is_check)):
        part = Element("ul" if checks else listing.tag, {"class": "checks"} if checks else {})
        part.extend(items)
        part.tail = "\n"
        parent.insert(place + at, part)


def _first_line(item: Element) -> str:
    """The text that an item begins with, in a paragraph of its own where the list is loose."""
    loose = len(item) and item[0].tag == "p" and not (item.text or "").strip()
    return " ".join(((item[0] if loose else item).text or "").split())


def _tighten(item: Element) -> None:
    if len(item) and item[0].tag == "p":
        item.text = ""
        item.remove(item[0])


def _draw(item: Element, code: str, must: bool) -> None:
    anchor = code.lower()
    item.set("id", anchor)
    item.set("class", "check check--must" if must else "check")
    box = Element("input", {"type": "checkbox", "class": "check__box", "id": f"{anchor}-box"})
    label = Element("label", {"class": "check__label", "for": f"{anchor}-box"})
    label.text = _first_line(item).removeprefix("[ ] ")
    _tighten(item)
    title = f"Link to {code}"
    link = Element("a", {"class": "headerlink", "href": f"#{anchor}", "title": title, "aria-label": title})
    link.set("data-search-exclude", "")
    link.text = "¶"
    item.text = ""
    for at, element in enumerate((box, label, link)):
        item.insert(at, element)
    for evidence in item.iter("li"):
        if evidence is not item:
            _mark_evidence(evidence)


def _mark_evidence(item: Element) -> None:
    text = _first_line(item)
    if EVIDENCE.fullmatch(text):
        _tighten(item)
        item.text = text
        item.set("class", "check__evidence")
        SubElement(item, "span", {"class": "check__line", "aria-hidden": "true"})

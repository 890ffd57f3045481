"""What a page of checks has on paper alone: whose run it is, which guide, and who signs."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from playbooks.model import Guide

LINES = ("Done by", "Date", "Signature", "Reviewed by", "Date", "Signature")


class Sheets(Treeprocessor):
    """Puts a head below the first heading and a foot at the end of each page that has checks."""

    def __init__(self, md: Markdown, guide: Callable[[], Guide]) -> None:
        super().__init__(md)
        self._guide = guide

    def run(self, root: Element) -> None:
        """Adds to `root` in place."""
        at = next((at for at, element in enumerate(root, 1) if element.tag == "h1"), None)
        if at is None or not any("check" in item.get("class", "").split() for item in root.iter("li")):
            return
        guide = self._guide()
        whole = any(element.get("class") == "checklist" for element in root)
        kind = "sheet sheet--checklist" if whole else "sheet"
        head = Element("div", {"class": f"{kind} sheet__head", "data-search-exclude": ""})
        _line(head, "Run", "sheet__run")
        SubElement(head, "p").text = AtomicString(f"Guide {guide.version}, {guide.date.isoformat()}")
        root.insert(at, head)
        foot = SubElement(root, "div", {"class": f"{kind} sheet__foot", "data-search-exclude": ""})
        for name in LINES:
            _line(foot, name, "sheet__line")


def _line(parent: Element, name: str, kind: str) -> None:
    line = SubElement(parent, "p")
    line.text = AtomicString(f"{name} ")
    SubElement(line, "span", {"class": kind})

"""`/// template | name.txt`: a document to fill in."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbooks.site.passages.base import Passage, attachment_of
from playbooks.site.sources import link


class Template(Passage):
    """A document to fill in: its text, and a link that downloads it: as Markdown, unless its name says otherwise."""

    NAME = "template"
    ARGUMENT = True

    def on_create(self, parent: Element) -> Element:
        """Begin the template as a box."""
        return SubElement(parent, "div", {"class": self.NAME})

    def on_end(self, block: Element) -> None:
        """Fill the box with the link and the file's own text."""
        path = f"docs/assets/templates/{self.argument}"
        stem = self.argument.removesuffix(".txt")
        name = stem if "." in stem else f"{stem}.md"
        target = link(self.md, path.removeprefix("docs/"))
        load = SubElement(block, "a", {"class": "md-button", "href": target, "download": name})
        load.text = AtomicString(f"Download {name}")
        pre = SubElement(block, "pre")
        SubElement(pre, "code").text = AtomicString(attachment_of(self.guide, path))

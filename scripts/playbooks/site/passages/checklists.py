"""`/// checklist`: all checks of a playbook, on one page."""

from __future__ import annotations

from posixpath import basename, dirname, join
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbooks.errors import Fault, FaultyError
from playbooks.model import Check
from playbooks.site.passages.base import Passage
from playbooks.site.sources import download, page_path


class Checklist(Passage):
    """The checks of all groups, as their pages have them, below each group's name."""

    NAME = "checklist"

    def on_create(self, parent: Element) -> Element:
        """Begin the passage as a box."""
        return SubElement(parent, "div", {"class": self.NAME})

    def on_end(self, block: Element) -> None:
        """Fill the box with the groups; raises FaultyError outside of a playbook's folder."""
        path = join("docs", page_path(self.md))
        playbook = self.guide.playbook_of(path)
        if playbook is None:
            raise FaultyError([Fault(path, 1, "checklist outside a playbook", "/// checklist", "move it into one")])
        name = SubElement(block, "p", {"class": "checklist__playbook"})
        name.text = f"[{playbook.name}](index.md)"
        if self.config["pdfs"]:
            self._offer_pdfs(block, basename(dirname(path)))
        for group in playbook.groups:
            heading = SubElement(block, "h2")
            heading.text = AtomicString(group.name)
            more = SubElement(block, "p", {"class": "checklist__more"})
            more.text = f"[How it is done]({basename(group.path)})"
            listing = SubElement(block, "ul")
            for check in group.checks():
                _item(listing, check)

    def _offer_pdfs(self, block: Element, name: str) -> None:
        files = {"A4": f"{name}-a4.pdf", "US Letter": f"{name}-letter.pdf"}
        links = (
            f'<a href="{download(self.md, f"assets/checklists/{file}")}">{paper}</a>' for paper, file in files.items()
        )
        line = f"As PDF to fill in: {', '.join(links)}"
        SubElement(block, "p", {"class": "checklist__more"}).text = self.md.htmlStash.store(line)


def _item(listing: Element, check: Check) -> None:
    """A check as its author wrote it, for the extension that draws checks."""
    item = SubElement(listing, "li")
    item.text = f"[ ] `{check.code}` {'**Must.** ' if check.must else ''}{check.text}"
    SubElement(SubElement(item, "ul"), "li").text = f"*Evidence:* {check.evidence}"

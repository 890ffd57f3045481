"""`/// gate | page.md` and `/// phases`: where a playbook's work has to stop and be looked at."""

from __future__ import annotations

from posixpath import basename, dirname, join
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbooks.errors import Fault, FaultyError
from playbooks.site.passages.base import Passage
from playbooks.site.sources import page_path


class Gate(Passage):
    """The Musts of one group page, each linked: what has to be settled before the next phase."""

    NAME = "gate"
    ARGUMENT = True

    def on_end(self, block: Element) -> None:
        """Fill the list with the page's Musts; raises FaultyError where no such page is."""
        path = join("docs", dirname(page_path(self.md)), self.argument)
        page = next((page for page in self.guide.pages if page.path == path), None)
        if page is None:
            raise FaultyError([Fault(path, 1, "gate of a page that isn't there", self.argument, "name a group's page")])
        for check in page.checks():
            if check.must:
                SubElement(block, "li").text = f"[`{check.code}`]({self.argument}#{check.code.lower()}) {check.text}"


class Phases(Passage):
    """The groups of a playbook as a strip: the phase, its gate, and what comes out of it."""

    NAME = "phases"

    def on_create(self, parent: Element) -> Element:
        """Begin the strip as an ordered list."""
        return SubElement(parent, "ol", {"class": self.NAME})

    def on_end(self, block: Element) -> None:
        """Fill the strip from the group pages of this index page's playbook."""
        index = join("docs", page_path(self.md))
        playbook = next((book for book in self.guide.playbooks() if book.index.path == index), None)
        if playbook is None:
            raise FaultyError(
                [Fault(index, 1, "phases outside a playbook's index page", "/// phases", "move them there")]
            )
        for group in playbook.groups:
            item = SubElement(block, "li", {"class": "phase"})
            name = SubElement(item, "a", {"class": "phase__name", "href": basename(group.path)})
            name.text = AtomicString(group.phase or group.label)
            musts = sum(check.must for check in group.checks())
            gate = SubElement(item, "span", {"class": "phase__gate"})
            gate.text = AtomicString(f"Gate: {musts} {'Must' if musts == 1 else 'Musts'}")
            SubElement(item, "span", {"class": "phase__output"}).text = AtomicString(group.output)

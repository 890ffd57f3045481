"""`/// playbooks`: every playbook as a card, with what it is for."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbooks.model import Playbook
from playbooks.site.passages.base import Passage
from playbooks.site.sources import link


class Playbooks(Passage):
    """The playbooks in the nav's order: name, summary and size of each."""

    NAME = "playbooks"

    def on_end(self, block: Element) -> None:
        """Fill the list with one card a playbook."""
        for playbook in self.guide.playbooks():
            card = SubElement(block, "li", {"class": "playbook"})
            target = link(self.md, playbook.index.path.removeprefix("docs/"))
            SubElement(card, "a", {"class": "playbook__name", "href": target}).text = AtomicString(playbook.label)
            SubElement(card, "span", {"class": "playbook__summary"}).text = AtomicString(playbook.summary)
            SubElement(card, "span", {"class": "playbook__size"}).text = AtomicString(_size(playbook))


def _size(playbook: Playbook) -> str:
    checks = [check for group in playbook.groups for check in group.checks()]
    musts = sum(check.must for check in checks)
    return f"{len(playbook.groups)} phases · {len(checks)} checks · {musts} Musts"

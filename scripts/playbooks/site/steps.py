"""Where a page stands in its playbook: the phases in their order, the present one marked."""

from __future__ import annotations

from collections.abc import Callable
from posixpath import basename
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from playbooks.model import Guide, Playbook
from playbooks.site.sources import page_path


class Steps(Treeprocessor):
    """Puts the strip of phases below the heading of each group page and checklist."""

    def __init__(self, md: Markdown, guide: Callable[[], Guide]) -> None:
        super().__init__(md)
        self._guide = guide

    def run(self, root: Element) -> None:
        """Adds to `root` in place, where the page at hand is a playbook's, but not its first, which has it large."""
        path = f"docs/{page_path(self.md)}"
        playbook = self._guide().playbook_of(path)
        at = next((at for at, element in enumerate(root, 1) if element.tag == "h1"), None)
        if playbook is not None and at is not None and path != playbook.index.path:
            root.insert(at, _strip(playbook, basename(path)))


def _strip(playbook: Playbook, here: str) -> Element:
    label = f"Phases of {playbook.label}"
    strip = Element("nav", {"class": "steps", "aria-label": label, "data-search-exclude": ""})
    book = SubElement(strip, "a", {"href": "index.md"})
    book.text = AtomicString(playbook.label)
    listing = SubElement(strip, "ol")
    for group in playbook.groups:
        musts = sum(check.must for check in group.checks())
        step = _step(SubElement(listing, "li"), group.phase or group.label, basename(group.path), here)
        gate = SubElement(step, "span", {"class": "steps__gate"})
        gate.text = AtomicString(f" {musts} {'Must' if musts == 1 else 'Musts'}")
    _step(strip, "Checklist", "checklist.md", here)
    return strip


def _step(parent: Element, name: str, target: str, here: str) -> Element:
    step = SubElement(parent, "a", {"href": target} | ({"aria-current": "page"} if target == here else {}))
    step.text = AtomicString(name)
    return step

"""What the browser needs for runs: the bar's place on each playbook's pages, and the checks as JSON beside it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from posixpath import dirname
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from playbooks.model import Guide, Page, Playbook
from playbooks.render.checklists import checklist, slug
from playbooks.site.passages.base import Passage
from playbooks.site.sources import link, page_path


class RunBar(Treeprocessor):
    """Puts the place of the bar below the heading of each page of a playbook."""

    def __init__(self, md: Markdown, guide: Callable[[], Guide]) -> None:
        super().__init__(md)
        self._guide = guide

    def run(self, root: Element) -> None:
        """Adds to `root` in place, where the page at hand is a playbook's."""
        playbook = self._guide().playbook_of(f"docs/{page_path(self.md)}")
        at = next((at for at, element in enumerate(root, 1) if element.tag == "h1"), None)
        if playbook is not None and at is not None:
            bar = Element("section", {"class": "run-bar", "aria-label": "Run", "data-search-exclude": ""})
            plain = SubElement(bar, "a", {"class": "run-bar__plain", "href": link(self.md, "runs/index.md")})
            plain.text = "Keep a run of this playbook"
            bar.append(_data(self.md, self._guide(), playbook))
            root.insert(at, bar)


class Runs(Passage):
    """`/// runs`: the place of all runs, with the checks of every playbook."""

    NAME = "runs"

    def on_create(self, parent: Element) -> Element:
        """Begin the passage as a box."""
        return SubElement(parent, "div", {"class": self.NAME})

    def on_end(self, block: Element) -> None:
        """Fill the box with each playbook's checks and addresses."""
        for playbook in self.guide.playbooks():
            block.append(_data(self.md, self.guide, playbook))


def _data(md: Markdown, guide: Guide, playbook: Playbook) -> Element:
    """A playbook's checks as JSON, and links without text to its pages, which the engine resolves as any others."""
    holder = Element("div", {"hidden": "", "data-checklist": _json(guide, playbook.index.path)})
    for page in _pages(guide)[dirname(playbook.index.path)]:
        group = "" if page.path == playbook.index.path else slug(page)
        SubElement(holder, "a", {"data-group": group, "href": link(md, page.path.removeprefix("docs/"))})
    return holder


# What each page of a playbook asks again, of one guide and of thousands of pages.
@lru_cache(maxsize=1)
def _pages(guide: Guide) -> dict[str, list[Page]]:
    pages: defaultdict[str, list[Page]] = defaultdict(list)
    for page in guide.pages:
        pages[dirname(page.path)].append(page)
    return pages


@lru_cache(maxsize=128)
def _json(guide: Guide, index: str) -> str:
    (playbook,) = [playbook for playbook in guide.playbooks() if playbook.index.path == index]
    data = checklist(guide, playbook)
    for group in data["groups"]:
        for check in group["checks"]:
            del check["evidence"], check["topic"]  # which stand on the page
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

"""`/// references`: every work, with the topics that cite it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.toc import slugify
from markdown.util import AtomicString

from playbooks.model import Citation, Page, Work
from playbooks.site.passages.base import Passage
from playbooks.site.sources import link


class References(Passage):
    """Every work of the bibliography, with its address and the topics that cite it."""

    NAME = "references"

    def on_end(self, block: Element) -> None:
        """Fill the list with the works, by author and year."""
        places: defaultdict[str, dict[tuple[str, str], tuple[Page, Citation]]] = defaultdict(dict)
        for page in self.guide.pages:
            for cite in page.citations:
                places[cite.key][page.path, cite.topic] = (page, cite)
        for work in sorted(self.guide.works, key=lambda work: (work.families, work.year)):
            item = SubElement(block, "li", {"id": work.key})
            item.text = AtomicString(f"{_people(work)} ({work.year}). ")
            title = SubElement(item, "a", {"href": work.url, "class": "references__title"})
            title.text = AtomicString(work.title)
            title.tail = AtomicString(f". {work.venue}." if work.venue else ".")
            self._cited_in(item, places[work.key].values())

    def _cited_in(self, item: Element, places: Collection[tuple[Page, Citation]]) -> None:
        line = SubElement(item, "span", {"class": "references__cited"})
        line.text = AtomicString(" Cited in: " if places else " Not cited yet.")
        for at, (page, cite) in enumerate(places):
            if at:
                line[-1].tail = AtomicString(", ")
            target = SubElement(line, "a", {"href": link(self.md, _address(page, cite))})
            target.text = AtomicString(cite.topic or page.name)


def _people(work: Work) -> str:
    named = [author for author in work.authors if author != "others"]
    return ", ".join(named[:3]) + (" et al." if len(work.authors) > len(named[:3]) else "")


def _address(page: Page, cite: Citation) -> str:
    return f"{page.path.removeprefix('docs/')}#{slugify(cite.topic or page.name, '-')}"

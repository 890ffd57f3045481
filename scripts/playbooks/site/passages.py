"""Passages that are drawn from the model: `/// gate | page.md` and `/// references`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from posixpath import dirname, join
from typing import Any, ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.toc import slugify
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from playbooks.errors import Fault, FaultyError
from playbooks.model import Citation, Guide, Page, Work
from playbooks.site.sources import link, page_path


class _Passage(Block):  # type: ignore[misc]  # PyMdown ships no types
    """A block without text of its own: what it shows comes from the guide."""

    CONFIG: ClassVar = {"guide": [None, "What reads the guide that the passage is drawn from"]}

    @cached_property
    def guide(self) -> Guide:
        """The guide, read when the passage is drawn."""
        guide: Guide = self.config["guide"]()
        return guide

    def on_create(self, parent: Element) -> Element:
        """Begin the passage as an empty list."""
        return SubElement(parent, "ul", {"class": self.NAME})


class Gate(_Passage):
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


class References(_Passage):
    """Every work of the bibliography, with its address and the topics that cite it."""

    NAME = "references"

    def on_end(self, block: Element) -> None:
        """Fill the list with the works, by author and year."""
        for work in sorted(self.guide.works, key=lambda work: (work.families, work.year)):
            item = SubElement(block, "li", {"id": work.key})
            item.text = AtomicString(f"{_people(work)} ({work.year}). ")
            title = SubElement(item, "a", {"href": work.url, "class": "references__title"})
            title.text = AtomicString(work.title)
            title.tail = AtomicString(f". {work.venue}." if work.venue else ".")
            self._cited_in(item, work)

    def _cited_in(self, item: Element, work: Work) -> None:
        places = {
            (page.path, cite.topic): (page, cite)
            for page in self.guide.pages
            for cite in page.citations
            if cite.key == work.key
        }
        line = SubElement(item, "span", {"class": "references__cited"})
        line.text = AtomicString(" Cited in: " if places else " Not cited yet.")
        for at, (page, cite) in enumerate(places.values()):
            if at:
                line[-1].tail = AtomicString(", ")
            target = SubElement(line, "a", {"href": link(self.md, _address(page, cite))})
            target.text = AtomicString(cite.topic or page.name)


def _people(work: Work) -> str:
    named = [author for author in work.authors if author != "others"]
    return ", ".join(named[:3]) + (" et al." if len(work.authors) > len(named[:3]) else "")


def _address(page: Page, cite: Citation) -> str:
    return f"{page.path.removeprefix('docs/')}#{slugify(cite.topic or page.name, '-')}"


class Passages(BlocksExtension):  # type: ignore[misc]  # the same
    """Registers the passages as PyMdown blocks."""

    def __init__(self, guide: Callable[[], Guide]) -> None:
        super().__init__()
        self._guide = guide

    def extendMarkdownBlocks(  # noqa: N802 (PyMdown's name)
        self,
        md: Markdown,  # noqa: ARG002 (which PyMdown passes)
        block_mgr: BlocksProcessor,
    ) -> None:
        """Make each passage known, with the guide that it is drawn from."""
        config: dict[str, Any] = {"guide": self._guide}
        for passage in (Gate, References):
            block_mgr.register(passage, config)

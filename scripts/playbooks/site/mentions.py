"""A check's code in running text as a link to the check."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from playbooks.model import Check, Guide
from playbooks.site.sources import link

# Where a link would stand in another, or take the click from a box or a heading.
CLOSED = {"a", "label", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}


class Mentions(Treeprocessor):
    """Links each code of a check, and says the check's text to whoever points at it."""

    def __init__(self, md: Markdown, guide: Callable[[], Guide]) -> None:
        super().__init__(md)
        self._guide = guide

    def run(self, root: Element) -> None:
        """Rewrites the codes below `root` in place."""
        self._below(root, _checks(self._guide()))

    def _below(self, element: Element, checks: dict[str, Check]) -> None:
        for at, child in enumerate(element):
            if child.tag == "code" and child.text in checks:
                element[at] = self._linked(child, checks[child.text])
            elif child.tag not in CLOSED:
                self._below(child, checks)

    def _linked(self, code: Element, check: Check) -> Element:
        target = link(self.md, f"{check.place.path.removeprefix('docs/')}#{check.code.lower()}")
        mention = Element("a", {"class": "mention", "href": target, "title": check.text.replace("`", "")})
        mention.tail, code.tail = code.tail, None
        mention.append(code)
        return mention


@lru_cache(maxsize=1)
def _checks(guide: Guide) -> dict[str, Check]:
    return {check.code: check for page in guide.pages for check in page.checks()}

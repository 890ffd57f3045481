"""`[@key]` as author and year, with a link to the work on the references page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from playbooks.grammar import CITATION, cited
from playbooks.model import Guide, Work
from playbooks.render.markdown import author_year
from playbooks.site.sources import link


class Citations(InlineProcessor):
    """Draws each citation from the guide's works."""

    def __init__(self, md: Markdown, guide: Callable[[], Guide]) -> None:
        super().__init__(CITATION.pattern, md)
        self._guide = guide

    @cached_property
    def _works(self) -> dict[str, Work]:
        return {work.key: work for work in self._guide().works}

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Python-Markdown's name and type)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 (the whole text, which Python-Markdown passes)
    ) -> tuple[Element, int, int]:
        """The citation's element, and the span of text that it replaces."""
        span = Element("span", {"class": "citation"})
        span.text = AtomicString("(")
        for at, (key, locator) in enumerate(cited(m[1])):
            if at:
                span[-1].tail = AtomicString(f"{span[-1].tail or ''}; ")
            target = SubElement(span, "a", {"href": link(self.md, f"references.md#{key}")})
            target.text = AtomicString(author_year(self._works[key]))
            target.tail = AtomicString(f", {locator}" if locator else "")
        span[-1].tail = AtomicString(f"{span[-1].tail or ''})")
        return span, m.start(0), m.end(0)

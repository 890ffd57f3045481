"""What the page's head says of the page, handed to the template as if it stood in the front matter."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from playbooks.model import Guide
from playbooks.render.descriptions import description, title
from playbooks.site.sources import page_meta, page_path


class Metadata(Treeprocessor):
    """Sets `description` and `heading` of the page at hand."""

    def __init__(self, md: Markdown, guide: Callable[[], Guide]) -> None:
        super().__init__(md)
        self._guide = guide

    def run(self, root: Element) -> None:  # noqa: ARG002 (which Python-Markdown passes)
        """Changes the page's metadata in place, and nothing of its text."""
        path, guide = f"docs/{page_path(self.md)}", self._guide()
        page = next((page for page in guide.pages if page.path == path), None)
        if page is not None:
            page_meta(self.md).update(description=description(guide, page), heading=title(guide, page))

"""`/// agent | target`: how one product gets the agent."""

from __future__ import annotations

from fnmatch import fnmatch
from html import escape
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbooks.content import Block, Content
from playbooks.errors import Fault, FaultyError
from playbooks.render import LAYOUTS, TARGETS
from playbooks.render.downloads import AGENT
from playbooks.site.passages.base import Passage
from playbooks.site.sources import download, page_path


class Agent(Passage):
    """The command, the files, what they cost and what was lost, and the text of each file that is the agent's."""

    NAME = "agent"
    ARGUMENT = True

    def on_create(self, parent: Element) -> Element:
        """Begin the passage as a box."""
        return SubElement(parent, "div", {"class": self.NAME})

    def on_end(self, block: Element) -> None:
        """Fill the box; raises FaultyError for a target that isn't there."""
        target = TARGETS.get(self.argument)
        if target is None:
            path = f"docs/{page_path(self.md)}"
            right = f"one of {', '.join(TARGETS)}"
            raise FaultyError([Fault(path, 1, "agent of no product", self.argument, right)])
        files = target.draw(self.guide, LAYOUTS["lists"])
        accepted = " --accept-loss" if target.unlimited else ""
        command = f"python scripts/export_agent.py --target {self.argument}{accepted} --into path/to/project"
        SubElement(SubElement(block, "pre"), "code").text = AtomicString(command)
        listing = SubElement(block, "dl")
        SubElement(listing, "dt").text = "Writes"
        SubElement(SubElement(listing, "dd"), "code").text = AtomicString(", ".join(target.places(files)))
        SubElement(listing, "dt").text = "Costs"
        SubElement(listing, "dd").text = AtomicString(str(target.cost(self.guide, LAYOUTS["lists"])))
        for loss in target.lost(self.guide):
            SubElement(listing, "dt").text = AtomicString(f"No place for {loss.what}")
            SubElement(listing, "dd").text = AtomicString(loss.instead)
        if self.config["downloads"]:
            self._offer(block)
        for path, content in files.items():
            if fnmatch(path, target.shown):
                self._show(block, path, content)

    def _offer(self, block: Element) -> None:
        address = download(self.md, f"{AGENT}/{self.argument}.zip")
        link = f'<a class="md-button" href="{address}" download>Download {self.argument}.zip</a>'
        SubElement(block, "p").text = self.md.htmlStash.store(link)

    def _show(self, block: Element, path: str, content: Content) -> None:
        """The whole file, closed; Material puts its button for copying there."""
        text = content.text if isinstance(content, Block) else str(content)
        html = f"<summary><code>{escape(path)}</code></summary><pre><code>{escape(text)}</code></pre>"
        block.append(Element("div", {"data-search-exclude": ""}))
        block[-1].text = self.md.htmlStash.store(f"<details>{html}</details>")

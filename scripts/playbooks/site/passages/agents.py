"""`/// agent | target`: how one product gets the agent."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from posixpath import basename, dirname
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbooks.content import Block, Content
from playbooks.errors import Fault, FaultyError
from playbooks.model import Guide
from playbooks.render import LAYOUTS, TARGETS
from playbooks.render.downloads import AGENT
from playbooks.render.plugin import FOLDER
from playbooks.render.skills import skill_name
from playbooks.site.passages.base import Passage
from playbooks.site.sources import download, page_path

CHARACTERS_A_TOKEN = 4


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
        SubElement(SubElement(listing, "dd"), "code").text = AtomicString(", ".join(where(self.guide, self.argument)))
        SubElement(listing, "dt").text = "Costs"
        SubElement(listing, "dd").text = AtomicString(costs(self.guide, self.argument))
        for loss in target.lost(self.guide):
            SubElement(listing, "dt").text = AtomicString(f"No place for {loss.what}")
            SubElement(listing, "dd").text = AtomicString(loss.instead)
        if self.config["downloads"]:
            self._offer(block)
        for path, content in files.items():
            if _is_shown(path):
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


def where(guide: Guide, name: str) -> Iterator[str]:
    """Where a target's files stand: each, or their folder where they are many."""
    folders = {"skills": ".agents/skills/", "claude-plugin": f"{FOLDER}/"}
    if name in folders:
        yield from (f"{folders[name]}{skill_name(book)}/" for book in guide.playbooks() if name == "skills")
        yield from [f"{folders[name]}, .claude-plugin/marketplace.json"] if name == "claude-plugin" else []
    else:
        yield from TARGETS[name].draw(guide, LAYOUTS["lists"])


def costs(guide: Guide, name: str) -> str:
    """What a target costs of a model's context, in tokens of four characters."""
    files = TARGETS[name].draw(guide, LAYOUTS["lists"])
    always = sum(len(book.skill) for book in guide.playbooks())
    if name == "skills":
        each = [len(str(text)) for path, text in files.items() if basename(path) == "SKILL.md"]
        opened = f"{_tokens(min(each))} to {_tokens(max(each))} where one is opened"
        return f"about {_tokens(always)} tokens in every session, {opened}"
    if name == "agents-md":
        (content,) = files.values()
        return f"about {_tokens(len(content.text) if isinstance(content, Block) else 0)} tokens in every session"
    called = _tokens(len(LAYOUTS["lists"](guide)))
    always += len(guide.persona.description)
    noticed = _tokens(always if name == "claude-plugin" else len(guide.persona.description))
    return f"about {noticed} tokens in every session, {called} where the agent is called"


def _tokens(characters: int) -> str:
    return f"{round(characters / CHARACTERS_A_TOKEN, -1):,.0f}"


def _is_shown(path: str) -> bool:
    """The agent itself, and of a skill its first file; of the plugin, its two manifests alone."""
    if dirname(path).startswith(FOLDER):
        return path.endswith(".json") and "skills/" not in path
    return basename(path) == "SKILL.md" or "/skills/" not in path

"""Each target of the export: whose it is, which files it takes, and what they can't hold of the agent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playbooks.content import Block, Files
from playbooks.model import Guide
from playbooks.render.costs import Cost, of_agent, of_instructions, of_plugin, of_skills
from playbooks.render.plugin import FOLDER, plugin
from playbooks.render.products import Body, agents_md, claude, codex, copilot, cursor, gemini, opencode
from playbooks.render.skills import skills


@dataclass(frozen=True, slots=True)
class Loss:
    """What a target can't hold of the agent, and what stands in its place; of one `tool`, only of who has it."""

    what: str
    instead: str
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """How one product gets the agent.

    `draw` makes its files from the guide and a layout; whatever an earlier export wrote below `roots`, and this one
    doesn't, is left over. A target that is `unlimited` has the agent without any limit on its tools, and is made only
    for who accepts that. The wiki has the files whose path is like `shown` to look at.
    """

    product: str
    roots: tuple[str, ...]
    draw: Callable[[Guide, Body], Files]
    losses: tuple[Loss, ...] = ()
    unlimited: bool = False
    cost: Callable[[Guide, Body], Cost] = of_agent
    shown: str = "*"

    def lost(self, guide: Guide) -> list[Loss]:
        """What this guide's agent loses here."""
        return [loss for loss in self.losses if not loss.tool or loss.tool in guide.persona.tools]

    def places(self, files: Files) -> list[str]:
        """Where its files stand: the one, or the folders of many."""
        return list(files) if len(files) == 1 else [root if root.endswith("/") else f"{root}*/" for root in self.roots]


TOOLS = "the list of tools"
ASKED = "a sentence that asks for them; the session's own permissions hold, and are not widened"

TARGETS: Mapping[str, Target] = {
    "claude": Target(
        product="Claude Code",
        roots=(".claude/agents/",),
        draw=lambda guide, body: {f".claude/agents/{guide.persona.name}.md": claude(guide, body)},
    ),
    "claude-plugin": Target(
        product="Claude Code, as a plugin",
        roots=(f"{FOLDER}/", ".claude-plugin/"),
        draw=plugin,
        cost=of_plugin,
        shown="*.claude-plugin/*.json",
    ),
    "skills": Target(
        product="Agent Skills",
        roots=(".agents/skills/ml-",),
        draw=lambda guide, _: {f".agents/skills/{path}": text for path, text in skills(guide).items()},
        losses=(
            Loss(TOOLS, "a skill grants nothing, and runs with what the agent that opens it may do"),
            Loss("persona, practices and hand-offs", "each skill says how to work with its playbook"),
        ),
        cost=of_skills,
        shown="*/SKILL.md",
    ),
    "copilot": Target(
        product="GitHub Copilot and VS Code",
        roots=(".github/agents/",),
        draw=lambda guide, body: {f".github/agents/{guide.persona.name}.agent.md": copilot(guide, body)},
        losses=(
            Loss("Grep alone", "'search', which finds files by name, too, as the agent's shell can", "Grep"),
            Loss("WebSearch alone", "'web', which fetches pages, too, as the agent's shell can", "WebSearch"),
        ),
    ),
    "cursor": Target(
        product="Cursor",
        roots=(".cursor/agents/",),
        draw=lambda guide, body: {f".cursor/agents/{guide.persona.name}.md": cursor(guide, body)},
        losses=(Loss(TOOLS, "'readonly: true': it reads and advises, and changes nothing; MCP servers stay open"),),
    ),
    "opencode": Target(
        product="OpenCode",
        roots=(".opencode/agents/",),
        draw=lambda guide, body: {f".opencode/agents/{guide.persona.name}.md": opencode(guide, body)},
    ),
    "gemini": Target(
        product="Gemini CLI",
        roots=(".gemini/agents/",),
        draw=lambda guide, body: {f".gemini/agents/{guide.persona.name}.md": gemini(guide, body)},
    ),
    "codex": Target(
        product="Codex",
        roots=(".codex/agents/",),
        draw=lambda guide, body: {f".codex/agents/{guide.persona.name}.toml": codex(guide, body)},
        losses=(Loss(TOOLS, ASKED),),
        unlimited=True,
    ),
    "agents-md": Target(
        product="AGENTS.md",
        roots=("AGENTS.md",),
        draw=lambda guide, body: {"AGENTS.md": Block(agents_md(guide, body))},
        losses=(Loss(TOOLS, ASKED), Loss("a context of its own", "every session of the project reads it")),
        unlimited=True,
        cost=of_instructions,
    ),
}

"""What a target costs of a model's context."""

from __future__ import annotations

from dataclasses import dataclass

from playbooks.model import Guide
from playbooks.render.products import Body, agents_md
from playbooks.render.skills import skills

CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Cost:
    """Characters: in `every` session, and of what is loaded `when` it is needed, the least and the most."""

    every: int
    least: int = 0
    most: int = 0
    when: str = ""

    def __str__(self) -> str:
        every = f"about {_tokens(self.every)} tokens in every session"
        if not self.when:
            return every
        span = " to ".join(dict.fromkeys((_tokens(self.least), _tokens(self.most))))
        return f"{every}, {span} where {self.when}"


def of_agent(guide: Guide, body: Body) -> Cost:
    """An agent is known by its description, and read when it is called."""
    size = len(body(guide))
    return Cost(len(guide.persona.description), size, size, "the agent is called")


def of_skills(guide: Guide, _: Body) -> Cost:
    """Skills are known by their descriptions, and each is read when it is opened."""
    sizes = [len(text) for path, text in skills(guide).items() if path.endswith("/SKILL.md")]
    return Cost(sum(len(book.skill) for book in guide.playbooks()), min(sizes), max(sizes), "one is opened")


def of_plugin(guide: Guide, body: Body) -> Cost:
    """A plugin has the agent and every skill."""
    agent, skills = of_agent(guide, body), of_skills(guide, body)
    return Cost(agent.every + skills.every, agent.least, agent.most, agent.when)


def of_instructions(guide: Guide, body: Body) -> Cost:
    """AGENTS.md is read whole."""
    return Cost(len(agents_md(guide, body)))


def _tokens(characters: int) -> str:
    return f"{round(characters / CHARACTERS_A_TOKEN, -1):,.0f}"

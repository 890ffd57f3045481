"""From the model to text: pure functions, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playbooks.model import Guide
from playbooks.render.agent import framed, lists

# How a layout draws the agent's definition.
LAYOUTS: Mapping[str, Callable[[Guide], str]] = {"lists": lists, "framed": framed}


def agent_path(guide: Guide) -> str:
    """Where Claude Code looks for the agent, from the root of a project."""
    return f".claude/agents/{guide.persona.name}.md"

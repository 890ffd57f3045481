"""The agent and its skills as a plugin of Claude Code, and the marketplace that offers it."""

from __future__ import annotations

import json

from playbooks.model import Guide
from playbooks.render.products import Body, claude
from playbooks.render.skills import LICENCE, skill_name, skills

NAME = "ml-research-playbooks"
FOLDER = f"plugins/{NAME}"
PEOPLE = {"name": "The authors of ML Research Playbooks"}
ABOUT = "How a piece of machine-learning research is done well: an agent, and a skill for each playbook, with checks."


def plugin(guide: Guide, body: Body) -> dict[str, str]:
    """A folder that is a marketplace of one plugin, by path: manifests, the agent and every skill."""
    return {
        ".claude-plugin/marketplace.json": _json(_marketplace(guide)),
        f"{FOLDER}/.claude-plugin/plugin.json": _json(_manifest(guide)),
        f"{FOLDER}/README.md": _readme(guide),
        f"{FOLDER}/agents/{guide.persona.name}.md": claude(guide, body),
        **{f"{FOLDER}/skills/{path}": text for path, text in skills(guide).items()},
    }


def _readme(guide: Guide) -> str:
    lines = [f"- `{skill_name(playbook)}`: {playbook.summary}" for playbook in guide.playbooks()]
    return "\n".join([f"# {NAME}", "", ABOUT, "", f"- `{guide.persona.name}`, the agent", *lines, ""])


def _manifest(guide: Guide) -> dict[str, object]:
    return {"name": NAME, "version": _version(guide), "description": ABOUT, "author": PEOPLE, "license": LICENCE}


def _marketplace(guide: Guide) -> dict[str, object]:
    entry = {"name": NAME, "source": f"./{FOLDER}", "description": ABOUT, "version": _version(guide)}
    return {"name": NAME, "owner": PEOPLE, "metadata": {"description": ABOUT}, "plugins": [entry]}


def _version(guide: Guide) -> str:
    """The guide's version with the three numbers that semantic versions have."""
    numbers = [*guide.version.split("."), "0", "0"]
    return ".".join(str(int(number)) for number in numbers[:3])


def _json(data: dict[str, object]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"

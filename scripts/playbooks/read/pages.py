"""Which kind of page a path is: the places that mean something to the model."""

from __future__ import annotations

import re

INDEX, GROUP, CHECKLIST = "index", "group", "checklist"
PERSONA, PRACTICES, HANDOFFS, SKILLS, PAGE = "persona", "practices", "handoffs", "skills", "page"
CHANGELOG = "changelog"
AGENT = {
    "docs/agent/persona.md": PERSONA,
    "docs/agent/practices.md": PRACTICES,
    "docs/agent/handoffs.md": HANDOFFS,
    "docs/agent/skills.md": SKILLS,
}
_PLAYBOOK = re.compile(r"docs/playbooks/([^/]+)/([^/]+)\.md")


def kind(path: str) -> str:
    """The kind of the page at `path`, from the repository's root."""
    match = _PLAYBOOK.fullmatch(path)
    if match:
        return match[2] if match[2] in (INDEX, CHECKLIST) else GROUP
    return CHANGELOG if path == "docs/changelog.md" else AGENT.get(path, PAGE)


def folder(path: str) -> str:
    """The folder that a page stands in: what an index page and its groups share."""
    return path.rpartition("/")[0]

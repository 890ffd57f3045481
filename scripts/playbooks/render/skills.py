"""Each playbook as an Agent Skill: a folder that needs nothing besides itself (agentskills.io/specification)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from posixpath import basename, dirname

from playbooks import runfile
from playbooks.model import Attachment, Guide, Page, Playbook
from playbooks.render.checklists import checklist, folder, slug
from playbooks.render.markdown import front_matter, section, standalone

LICENCE = "MIT"
WHEN = "When to use it"  # the heading of each playbook's index page
HOW = "How you work"  # the heading on the page of skills below which stands what every skill says


@lru_cache(maxsize=1)  # the plugin and the skills alone are the same files
def skills(guide: Guide) -> Mapping[str, str]:
    """Every file of every skill, by its path below the folder that holds skills."""
    return {
        f"{skill_name(playbook)}/{path}": text
        for playbook in guide.playbooks()
        for path, text in _files(guide, playbook).items()
    }


def skill_name(playbook: Playbook) -> str:
    """What a skill is called among those of other people."""
    return f"ml-{folder(playbook)}"


def _files(guide: Guide, playbook: Playbook) -> dict[str, str]:
    data = checklist(guide, playbook)
    head = {"id": "give-it-one", "run": playbook.label, "started": guide.date.isoformat()}
    linked = _Links(guide, playbook, "", "../assets/")
    references = {f"references/{slug(page)}.md": standalone(guide, page, linked) for page in playbook.groups}
    templates = {f"assets/{_markdown(each)}": each.text for each in _templates(guide, playbook).values()}
    return {
        "SKILL.md": skill(guide, playbook),
        **references,
        **templates,
        "assets/run.md": runfile.started(data, head),
        "assets/checklist.json": json.dumps(data, indent=1, ensure_ascii=False) + "\n",
        "scripts/runfile.py": Path(runfile.__file__).read_text(encoding="utf-8"),
    }


def skill(guide: Guide, playbook: Playbook) -> str:
    """A skill's first file: when to use it, how an agent works, and the phases with their gates."""
    matter = {
        "name": skill_name(playbook),
        "description": playbook.skill,
        "license": LICENCE,
        "metadata": {"version": guide.version},
    }
    linked = _Links(guide, playbook, "references/", "assets/")
    parts = [front_matter(matter), f"# {playbook.name}", playbook.summary]
    for page, name in ((playbook.index, WHEN), (guide.skills, HOW)):
        text = section(guide, page, name, linked)
        parts += [f"## {name}", text] if text else []
    parts += [
        "## The phases",
        *_to_fill_in(guide, playbook),
        *(_phase(at, group) for at, group in enumerate(playbook.groups, 1)),
    ]
    return "\n\n".join(parts) + "\n"


def _to_fill_in(guide: Guide, playbook: Playbook) -> list[str]:
    files = [_markdown(each) for each in _templates(guide, playbook).values()]
    return [f"To fill in: {', '.join(f'[{file}](assets/{file})' for file in files)}."] if files else []


def _phase(at: int, group: Page) -> str:
    label = f"{group.phase}: {group.name}" if group.phase else group.name
    lines = [f"### {at}. {label}", ""]
    names = "; ".join(topic.name for topic in group.topics)
    lines += [f"[{len(list(group.checks()))} checks](references/{slug(group)}.md): {names}.", ""]
    lines += [f"Comes out: {group.output}.", ""] if group.output else []
    lines += ["Gate:", "", *(f"- `{check.code}` {check.text}" for check in group.checks() if check.must)]
    return "\n".join(lines)


class _Links:
    """Where links lead in a skill: to its own pages and templates, or by name to another skill."""

    def __init__(self, guide: Guide, playbook: Playbook, pages: str, assets: str) -> None:
        self._own = {group.path.removeprefix("docs/"): f"{pages}{slug(group)}.md" for group in playbook.groups}
        templates = _templates(guide, playbook)
        self._own |= {page: f"{assets}{_markdown(each)}" for page, each in templates.items()}

        self._other = {dirname(book.index.path).removeprefix("docs/"): skill_name(book) for book in guide.playbooks()}
        del self._other[dirname(playbook.index.path).removeprefix("docs/")]

    def __call__(self, text: str, target: str, anchor: str) -> str:
        own, other = self._own.get(target), self._other.get(dirname(target))
        if own:
            return f"[{text}]({own}{'#' if anchor else ''}{anchor})"
        return f"{text} (`{other}`)" if other else text


def _templates(guide: Guide, playbook: Playbook) -> dict[str, Attachment]:
    """The templates that name a check of the playbook's, each by the page below docs/ that shows it."""
    return {page: each for page, each in _shown(guide) if f"{playbook.code}-" in each.text}


def _shown(guide: Guide) -> Iterator[tuple[str, Attachment]]:
    named = {basename(each.path): each for each in guide.attachments}
    for page in guide.pages:
        for passage in page.passages if page.path.startswith("docs/templates/") else ():
            if passage.kind == "template":
                yield page.path.removeprefix("docs/"), named[passage.argument]


def _markdown(template: Attachment) -> str:
    return basename(template.path).removesuffix(".txt") + ".md"

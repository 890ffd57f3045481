"""Valid pages and their configuration, put together as the model's root."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from playbooks.grammar import CHANGE
from playbooks.model import Attachment, Change, Guide, Page, Persona, Playbook, Retired, Section, Work
from playbooks.read.config import Config, NavEntry
from playbooks.read.pages import AGENT, CHANGELOG, GROUP, HANDOFFS, INDEX, PERSONA, PRACTICES, SKILLS, folder, kind
from playbooks.read.validate import STYLE
from playbooks.read.yaml import FrontMatter


def assemble(
    config: Config,
    pages: Mapping[str, Page],
    matters: Mapping[str, FrontMatter],
    works: tuple[Work, ...],
    attachments: tuple[Attachment, ...],
) -> Guide:
    """The guide; `config`, `pages` and `matters` are free of faults."""
    nav = config.nav
    agent = {needed: pages[path] for path, needed in AGENT.items()}
    entries = [entry for entry in nav if kind(f"docs/{entry.path}") == INDEX]
    books = [(entry.trail[-2], _playbook(entry, nav, pages, matters)) for entry in entries]
    changelog = next((page for page in pages.values() if kind(page.path) == CHANGELOG), None)
    return Guide(
        version=config.version,
        date=config.date,
        sections=tuple(
            Section(name, tuple(book for _, book in group)) for name, group in groupby(books, key=lambda pair: pair[0])
        ),
        persona=_persona(agent[PERSONA], matters[agent[PERSONA].path]),
        practices=agent[PRACTICES],
        handoffs=agent[HANDOFFS],
        skills=agent[SKILLS],
        pages=tuple(pages[f"docs/{entry.path}"] for entry in nav if entry.path.endswith(".md")),
        works=works,
        attachments=attachments,
        changelog=changelog,
        changes=tuple(_changes(changelog)) if changelog else (),
        moves=config.moves,
    )


def _playbook(
    entry: NavEntry, nav: Sequence[NavEntry], pages: Mapping[str, Page], matters: Mapping[str, FrontMatter]
) -> Playbook:
    index = pages[f"docs/{entry.path}"]
    values = matters[index.path].values
    paths = [f"docs/{other.path}" for other in nav]
    return Playbook(
        code=values["code"],
        label=entry.trail[-1],
        box=values["box"],
        summary=values["summary"],
        skill=values["skill"],
        strategy=next((topic for topic in index.topics if topic.name.endswith(" Strategy")), None),
        complete=values.get("complete") is True,
        retired=tuple(Retired(**retired) for retired in values.get("retired") or ()),
        index=index,
        groups=tuple(pages[p] for p in paths if kind(p) == GROUP and folder(p) == folder(index.path)),
    )


def _persona(page: Page, matter: FrontMatter) -> Persona:
    return Persona(
        name=matter.values["name"],
        description=matter.values["description"],
        tools=tuple(matter.values["tools"].split(", ")),
        opening=page.lead,
        style=next(topic for topic in page.topics if topic.name == STYLE),
        closing=tuple(topic for topic in page.topics if topic.name != STYLE),
    )


def _changes(page: Page) -> Iterator[Change]:
    for topic in page.topics:
        if change := CHANGE.fullmatch(topic.name):
            yield Change(change["version"], dt.date.fromisoformat(change["date"]), topic)

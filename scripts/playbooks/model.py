"""The one vocabulary of readers and renderers: frozen, typed, and free of any format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a path from the repository's root and a line from 1."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a second person can confirm; `text` and `evidence` are inline Markdown."""

    code: str
    must: bool
    text: str
    evidence: str
    place: Place


@dataclass(frozen=True, slots=True)
class Citation:
    """One work cited at one place; `topic` is the second-level heading above, if any."""

    key: str
    locator: str
    topic: str
    place: Place


@dataclass(frozen=True, slots=True)
class Mention:
    """A check that running text names by its code."""

    code: str
    place: Place


@dataclass(frozen=True, slots=True)
class Example:
    """One Python block on a page, and what it prints; None where it is only compiled."""

    title: str
    code: str
    output: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """A place where the site draws something: its kind, what it names, and its text alternative."""

    kind: str
    argument: str
    alt: str
    place: Place


@dataclass(frozen=True, slots=True)
class Note:
    """A titled block of one kind, such as 'failure' or 'example'."""

    kind: str
    title: str
    place: Place


@dataclass(frozen=True, slots=True)
class Topic:
    """A second-level heading; `lead` is its first paragraph, `words` count what isn't check or code."""

    name: str
    lead: str
    words: int
    checks: tuple[Check, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `lead` is the first paragraph under the first-level heading, `name`, and `text` all below front matter.

    A group's page says which `phase` of the work it is, and the `output` that the phase leaves.
    """

    path: str
    name: str
    label: str
    lead: str
    phase: str
    output: str
    reviewed: dt.date
    topics: tuple[Topic, ...]
    citations: tuple[Citation, ...]
    mentions: tuple[Mention, ...]
    examples: tuple[Example, ...]
    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]
    text: str

    def checks(self) -> Iterator[Check]:
        """All checks of the page, in its order."""
        for topic in self.topics:
            yield from topic.checks


@dataclass(frozen=True, slots=True)
class Retired:
    """A check that is gone for good, since which `guide`, why, and what took its place."""

    code: str
    guide: str
    reason: str
    successor: str


@dataclass(frozen=True, slots=True)
class Playbook:
    """A framework: its index page, its groups of topics as one page each, and when an agent takes it up: `skill`."""

    code: str
    label: str
    box: str
    summary: str
    skill: str
    strategy: Topic | None
    retired: tuple[Retired, ...]
    complete: bool
    index: Page
    groups: tuple[Page, ...]

    @property
    def name(self) -> str:
        """The framework's name, as its index page's heading has it."""
        return self.index.name


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the nav that holds playbooks."""

    name: str
    playbooks: tuple[Playbook, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """Who the agent is: `opening` and `style` open its definition, `closing` ends it."""

    name: str
    description: str
    tools: tuple[str, ...]
    opening: str
    style: Topic
    closing: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """One cited work: `url` is its stable address, `venue` where it appeared."""

    key: str
    title: str
    authors: tuple[str, ...]
    families: tuple[str, ...]
    year: str
    venue: str
    url: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A figure or template that pages show: its path below `docs/assets/`, and its text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A version of the guide, when it came out, and what it changed, in a sentence or a few."""

    version: str
    date: dt.date
    topic: Topic


@dataclass(frozen=True, slots=True)
class Move:
    """A page's earlier address, and where it went: paths below `docs/`."""

    old: str
    new: str
    place: Place


@dataclass(frozen=True, slots=True)
class SheetStyle:
    """What a sheet of paper is set with: the text of the style sheets, and each font's bytes by its file name."""

    css: str
    fonts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: a cache that asks for its hash gets it at once
class Guide:
    """Everything that the sources say: the root of the model; `version` and `date` are the guide's own."""

    version: str
    date: dt.date
    sections: tuple[Section, ...]
    persona: Persona
    practices: Page
    handoffs: Page
    skills: Page
    pages: tuple[Page, ...]
    works: tuple[Work, ...]
    attachments: tuple[Attachment, ...]
    changelog: Page | None
    changes: tuple[Change, ...]
    moves: tuple[Move, ...]

    def playbooks(self) -> Iterator[Playbook]:
        """All playbooks, in the nav's order."""
        for section in self.sections:
            yield from section.playbooks

    def playbook_of(self, path: str) -> Playbook | None:
        """The playbook in whose folder the page at `path` stands."""
        home = f"{path.rpartition('/')[0]}/index.md"
        return next((playbook for playbook in self.playbooks() if playbook.index.path == home), None)

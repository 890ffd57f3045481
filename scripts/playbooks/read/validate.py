"""What only the whole of the sources can show to be wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from playbooks.errors import Fault, fault_at
from playbooks.grammar import CHANGE
from playbooks.model import Move, Page, Place, Work
from playbooks.read.codes import code_faults
from playbooks.read.config import Config, NavEntry, is_day
from playbooks.read.pages import AGENT, CHANGELOG, GROUP, HANDOFFS, INDEX, PERSONA, PRACTICES, folder, kind
from playbooks.read.yaml import FrontMatter

MUSTS = range(1, 10)
FILE_NAME = re.compile(r"[a-z0-9-]+/[a-z0-9-]+\.md")
MOVED = re.compile(r"(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.md")
STYLE = "Communication Style"
ELSEWHERE = "move it below a topic of a group's page"
REVIEW = dt.timedelta(days=365)
SECTION_AND_LABEL = 2  # the titles above a playbook in the nav, at least


def validate(
    config: Config,
    present: AbstractSet[str],
    pages: Sequence[Page],
    matters: Mapping[str, FrontMatter],
    works: Iterable[Work] | None,
) -> Iterator[Fault]:
    """Every fault between the nav and moves, the files present, the pages' model and front matter, and the works."""
    yield from _nav_faults(config.nav, present)
    yield from _move_faults(config.moves, {page.path for page in pages})
    yield from _agent_faults(pages, present)
    yield from _citation_faults(pages, works) if works is not None else ()
    yield from code_faults(pages, matters)
    yield from _file_name_faults(pages)
    for page in pages:
        if kind(page.path) == CHANGELOG:
            yield from _change_faults(page, f"Guide {config.version}, {config.date.isoformat()}")
        if kind(page.path) == GROUP:
            yield from _must_faults(page)
        else:
            yield from (
                fault_at(check.place, "check outside a group page", check.code, ELSEWHERE) for check in page.checks()
            )


def outdated(pages: Iterable[Page], today: dt.date) -> Iterator[Fault]:
    """A warning for each page that nobody has reviewed for a year."""
    for page in pages:
        if today - page.reviewed > REVIEW:
            right = "read it again, mend it, and set today's date"
            yield Fault(page.path, 1, "last reviewed over a year ago", page.reviewed.isoformat(), right)


def _nav_faults(nav: Sequence[NavEntry], present: AbstractSet[str]) -> Iterator[Fault]:
    seen: dict[str, Place] = {}
    for entry in nav:
        path = f"docs/{entry.path}"
        if path in seen:
            yield fault_at(entry.place, "page stands twice in the nav", entry.path, "keep it in one place")
        elif path not in present and path.endswith(".md"):
            yield fault_at(entry.place, "page in the nav isn't there", entry.path, f"write {path}, or take it out")
        if kind(path) == INDEX and len(entry.trail) < SECTION_AND_LABEL:
            right = "put it under a section and a label, as the other playbooks"
            yield fault_at(entry.place, "playbook outside a section of the nav", entry.path, right)
        if kind(path) == GROUP and f"{folder(path)}/index.md" not in seen:
            yield fault_at(entry.place, "group without its playbook's index above", entry.path, "list index.md first")
        seen[path] = entry.place
    for path in {path for path in present if path.endswith(".md")} - seen.keys() if nav else ():
        right = f"list {path.removeprefix('docs/')} in mkdocs.yml, where a reader would look for it"
        yield Fault(path, 1, "page isn't in the nav", path, right)


def _move_faults(moves: Iterable[Move], pages: AbstractSet[str]) -> Iterator[Fault]:
    for move in moves:
        if not MOVED.fullmatch(move.old):
            yield fault_at(move.place, "address of a page that moved", move.old, "a path below docs/, as old/page.md")
        elif f"docs/{move.old}" in pages:
            yield fault_at(move.place, "page that moved is still there", move.old, "take it out of 'redirects:'")
        if f"docs/{move.new}" not in pages:
            yield fault_at(move.place, "page moved to none that is there", move.new, "a page of today, as new/page.md")


def _change_faults(page: Page, newest: str) -> Iterator[Fault]:
    names = [topic.name for topic in page.topics]
    if names[:1] != [newest]:
        place = page.topics[0].place if page.topics else Place(page.path, 1)
        yield fault_at(place, "newest change isn't the guide's own", names[0] if names else "", f"'## {newest}'")
    for topic in page.topics:
        if not CHANGE.fullmatch(topic.name) or not is_day(topic.name[-10:]):
            yield fault_at(topic.place, "heading of a change", topic.name, f"in the form of '## {newest}'")
        elif not topic.lead:
            yield fault_at(topic.place, "change without a word", topic.name, "say below it what changed")


def _agent_faults(pages: Sequence[Page], present: AbstractSet[str]) -> Iterator[Fault]:
    found = {kind(page.path): page for page in pages}
    for path in AGENT.keys() - present:
        yield Fault(path, 1, "page is missing", path, "the agent is made from it")
    for needed in (PRACTICES, HANDOFFS, PERSONA):
        for topic in found[needed].topics if needed in found else ():
            if not topic.lead:
                yield fault_at(topic.place, "heading without a paragraph", topic.name, "the agent needs one below it")
    persona = found.get(PERSONA)
    if persona and (not persona.lead or STYLE not in [topic.name for topic in persona.topics]):
        right = f"a paragraph under the first heading, then '## {STYLE}'"
        yield Fault(persona.path, 1, "persona is incomplete", persona.name, right)


def _file_name_faults(pages: Iterable[Page]) -> Iterator[Fault]:
    for page in pages:
        book, _, name = page.path.removeprefix("docs/playbooks/").rpartition("/")
        if kind(page.path) in (INDEX, GROUP) and not FILE_NAME.fullmatch(f"{book}/{name}"):
            right = "a-z, 0-9 and hyphens, in the folder's name and the file's: runs and commands name them"
            yield Fault(page.path, 1, "name of a playbook's page", f"{book}/{name}", right)


def _citation_faults(pages: Iterable[Page], works: Iterable[Work]) -> Iterator[Fault]:
    known = {work.key for work in works}
    for page in pages:
        for citation in page.citations:
            if citation.key not in known:
                right = "add it to docs/references.bib, or mend it"
                yield fault_at(citation.place, "unknown citation", citation.key, right)


def _must_faults(page: Page) -> Iterator[Fault]:
    musts = [check for check in page.checks() if check.must]
    if any(page.checks()) and len(musts) not in MUSTS:
        right = f"a group has {MUSTS[0]} to {MUSTS[-1]}: critical, and likely to be missed"
        yield fault_at(musts[9].place if musts else page.topics[0].place, "Musts in the group", str(len(musts)), right)

"""How deep each playbook goes, in numbers, and where one that says it is complete falls short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from playbooks.model import Guide, Note, Page, Playbook, Topic

WORDS = range(120, 301)  # a topic, beside its checks
CHECKS = range(2, 6)  # a topic
MUSTS = range(1, 10)  # a group
LEAST = {"topics": 20, "checks": 60, "figures": 2, "examples": 3, "cases": 1}
CASE = "A real case"


@dataclass(frozen=True, slots=True)
class Depth:
    """What one playbook holds: `words` a topic, `checks` a topic and `musts` a group, in their order."""

    playbook: Playbook
    words: tuple[int, ...]
    checks: tuple[int, ...]
    musts: tuple[int, ...]
    citations: int
    works: int
    figures: int
    examples: int
    cases: int
    unfailing: tuple[Topic, ...]


def depth(playbook: Playbook) -> Depth:
    """The numbers of one playbook, its index page included where it cites or shows something."""
    pages = (playbook.index, *playbook.groups)
    topics = [topic for group in playbook.groups for topic in group.topics]
    cited = [citation.key for page in pages for citation in page.citations]
    notes = [note for page in pages for note in page.notes]
    return Depth(
        playbook=playbook,
        words=tuple(topic.words for topic in topics),
        checks=tuple(len(topic.checks) for topic in topics),
        musts=tuple(sum(check.must for check in group.checks()) for group in playbook.groups),
        citations=len(cited),
        works=len(set(cited)),
        figures=sum(passage.kind == "figure" for page in pages for passage in page.passages),
        examples=sum(example.output is not None for page in pages for example in page.examples),
        cases=sum(note.title.startswith(CASE) for note in notes),
        unfailing=tuple(topic for group in playbook.groups for topic in _without_failure(group)),
    )


def report(guide: Guide) -> str:
    """One line a playbook, and below them what each complete one falls short of."""
    found = [depth(playbook) for playbook in guide.playbooks()]
    lines = [
        "     complete  topics  words a topic   checks  Musts a group  without    citations  figures  examples  cases",
        "                       least med most                         evidence   (works)",
    ]
    lines += [_line(each) for each in found]
    works = {citation.key for page in guide.pages for citation in page.citations}
    lines.append(f"{len(works)} distinct works are cited.")
    return "\n".join([*lines, *shortfalls(guide)]) + "\n"


def _line(each: Depth) -> str:
    words = f"{min(each.words):5d} {median(each.words):3.0f} {max(each.words):4d}"
    musts = " ".join(map(str, each.musts))
    complete = "yes" if each.playbook.complete else "no"
    # Evidence is part of a check's grammar: a page with a check that has none isn't read at all.
    return (
        f"{each.playbook.code:4s} {complete:8s} {len(each.words):6d}  {words:14s} {sum(each.checks):7d}  {musts:13s} "
        f"{0:8d} {each.citations:6d} ({each.works:3d}) {each.figures:8d} {each.examples:9d} {each.cases:6d}"
    )


def shortfalls(guide: Guide) -> Iterator[str]:
    """Each number that a playbook which says that it is complete does not reach."""
    for each in map(depth, guide.playbooks()):
        if each.playbook.complete:
            yield from (f"{each.playbook.code} falls short: {what}" for what in _missing(each))


def _missing(each: Depth) -> Iterator[str]:
    found = {
        "topics": len(each.words),
        "checks": sum(each.checks),
        "figures": each.figures,
        "examples": each.examples,
        "cases": each.cases,
    }
    for name, least in LEAST.items():
        if found[name] < least:
            yield f"{found[name]} {name}, at least {least}"
    for group in each.playbook.groups:
        yield from _missing_in(group)
    yield from (f"'{topic.name}' doesn't say what going wrong looks like" for topic in each.unfailing)


def _missing_in(group: Page) -> Iterator[str]:
    for topic in group.topics:
        if topic.words not in WORDS:
            yield f"'{topic.name}' has {topic.words} words, {WORDS[0]} to {WORDS[-1]}"
        if len(topic.checks) not in CHECKS:
            yield f"'{topic.name}' has {len(topic.checks)} checks, {CHECKS[0]} to {CHECKS[-1]}"
    if not (group.phase and group.output):
        yield f"{group.path} lacks 'phase:' or 'output:' in its front matter"


def _without_failure(group: Page) -> Iterator[Topic]:
    def holds(topic: Topic, note: Note) -> bool:
        after = [other.place.line for other in group.topics if other.place.line > topic.place.line]
        return topic.place.line < note.place.line < min(after, default=note.place.line + 1)

    failures = [note for note in group.notes if note.kind == "failure"]
    return (topic for topic in group.topics if not any(holds(topic, note) for note in failures))

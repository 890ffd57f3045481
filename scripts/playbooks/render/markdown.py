"""A page as Markdown that any reader understands: without this site's passages, citations and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from posixpath import basename, dirname, join, normpath, relpath

import yaml

from playbooks.grammar import CITATION, cited
from playbooks.model import Check, Guide, Page, Passage, Playbook, Work

# What stands in the copy for a link, from its text, its target below docs/ and its anchor.
Linked = Callable[[str, str, str], str]

_FENCE = re.compile(r" *(`{3,}|~{3,})")
_NOTE = re.compile(r'(?:!!!|\?\?\?\+?) \w+(?: "(?P<title>[^"]*)")?')
_DIV = re.compile(r"</?div[^>]*>")
_CODE = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")
_LINK = re.compile(r"\[((?:`[^`]*`|[^\[\]`])*)\]\(([^()\s]+)\)")
_INLINE = re.compile(rf"(?P<code>{_CODE.pattern})|(?P<cited>{CITATION.pattern})|(?P<link>{_LINK.pattern})")


def standalone(guide: Guide, page: Page, linked: Linked) -> str:
    """The page's text with passages drawn, citations as authors and years, links as `linked`, works at its end."""
    works = works_of(guide, page)
    body = "\n".join(inline(works, page, line, linked) for line in _drawn(guide, page))
    parts = [re.sub(r"\n{3,}", "\n\n", body).strip(), *_sources(works)]
    return "\n\n".join(part for part in parts if part) + "\n"


def section(guide: Guide, page: Page, name: str, linked: Linked) -> str:
    """What stands below one second-level heading of a page, without the heading; '' where the page has none such."""
    lines = iter(standalone(guide, page, linked).split("\n"))
    if f"## {name}" not in lines:  # moves on to it
        return ""
    return "\n".join(takewhile(lambda line: not line.startswith("## "), lines)).strip()


def front_matter(values: Mapping[str, object]) -> str:
    """YAML between its two lines, one key a line, in the order given."""
    text = yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True, width=float("inf"))
    return f"---\n{text}---"


def task(check: Check) -> str:
    """A check as an item of a task list, with its evidence."""
    return f"- [ ] `{check.code}` {must(check)}\n    - *Evidence:* {check.evidence}"


def must(check: Check) -> str:
    """A check's text, marked where it is a Must."""
    return f"{'**Must.** ' if check.must else ''}{check.text}"


def author_year(work: Work) -> str:
    """How a work is named in running text: one or two families, or the first and 'et al.'."""
    first, *others = work.families
    if len(others) > 1 or others == ["others"]:
        return f"{first} et al. {work.year}"
    return f"{' and '.join(work.families)} {work.year}"


def cited_as(work: Work) -> str:
    """A work in a list of sources."""
    return f"{author_year(work)}: {work.title}. {work.url}"


# Blocks


def _drawn(guide: Guide, page: Page) -> Iterator[str]:
    """The page's lines, with each passage and note drawn; what stands in code is left alone."""
    lines, passages, at = page.text.rstrip("\n").split("\n"), iter(page.passages), 0
    while at < len(lines):
        line = lines[at]
        if _FENCE.match(line):
            end = _after_fence(lines, at)
            yield from (f"\0{code}" for code in lines[at:end])
        elif line.startswith("/// "):
            end = lines.index("///", at) + 1
            yield from _passage(guide, page, next(passages), lines[at + 1 : end - 1])
        elif note := _NOTE.fullmatch(line):
            end = at + 1 + sum(1 for _ in takewhile(lambda row: row.startswith("    ") or not row, lines[at + 1 :]))
            yield from _quoted(note["title"] or "", lines[at + 1 : end])
        else:
            end = at + 1
            yield from [] if _DIV.fullmatch(line) else [line]
        at = end


def _after_fence(lines: Sequence[str], at: int) -> int:
    fence = _FENCE.match(lines[at])
    mark = fence[1] if fence else ""
    return next((end + 1 for end in range(at + 1, len(lines)) if lines[end].strip() == mark), len(lines))


def _quoted(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"> **{title}**"
    yield ">"
    yield from (f"> {line[4:]}".rstrip() for line in "\n".join(lines).strip("\n").split("\n"))
    yield ""


def _passage(guide: Guide, page: Page, passage: Passage, inside: Sequence[str]) -> Iterator[str]:
    playbook = guide.playbook_of(page.path)
    if passage.kind == "figure":
        yield f"Figure: {passage.alt}"
        yield from [line for line in inside if not line.startswith("    ")]
    elif passage.kind == "template":
        text = next(each.text for each in guide.attachments if each.path.endswith(f"/templates/{passage.argument}"))
        yield from (f"\0{line}" for line in ("~~~~text", *text.rstrip("\n").split("\n"), "~~~~"))
    elif passage.kind == "agent":
        yield f"`python scripts/export_agent.py --target {passage.argument} --into path/to/project`"
    elif passage.kind == "calculator":
        yield f"Calculator, in a clone of the wiki: `python scripts/compute.py {passage.argument} --help`"
    elif passage.kind == "playbooks":
        for book in guide.playbooks():
            yield f"- [{book.label}]({relpath(book.index.path, dirname(page.path))}): {book.summary}"
    elif passage.kind == "references":
        yield from (f"- {cited_as(work)}" for work in guide.works)
    elif playbook is not None:
        yield from _of_playbook(playbook, passage)


def _of_playbook(playbook: Playbook, passage: Passage) -> Iterator[str]:
    if passage.kind == "phases":
        for at, group in enumerate(playbook.groups, 1):
            musts = sum(check.must for check in group.checks())
            name = f"[{group.phase or group.label}]({basename(group.path)})"
            yield f"{at}. {name}, {musts} Musts: {group.output}"
    elif passage.kind == "gate":
        group = next(group for group in playbook.groups if group.path.endswith(f"/{passage.argument}"))
        yield from (f"- `{check.code}` {check.text}" for check in group.checks() if check.must)
    elif passage.kind == "checklist":
        for group in playbook.groups:
            yield from ("", f"## {group.name}", "", *(task(check) for check in group.checks()))


# Text


def works_of(guide: Guide, page: Page) -> dict[str, Work]:
    """The works that a page cites, by key."""
    keys = {citation.key for citation in page.citations}
    return {work.key: work for work in guide.works if work.key in keys}


def inline(works: Mapping[str, Work], page: Page, line: str, linked: Linked) -> str:
    """One line of a page, with citations as authors and years and links as `linked`; code stays."""
    if line.startswith("\0"):
        return line[1:]
    if "[" not in line:
        return line

    def replaced(match: re.Match[str]) -> str:
        if match["cited"]:
            return f"({'; '.join(_cited(works[key], at) for key, at in cited(match['cited'][1:-1]))})"
        if match["link"] and (link := _LINK.fullmatch(match["link"])):
            return _led(page, link[1], link[2], linked)
        return match[0]

    return _INLINE.sub(replaced, line)


def _cited(work: Work, locator: str) -> str:
    return author_year(work) + (f", {locator}" if locator else "")


def _led(page: Page, text: str, target: str, linked: Linked) -> str:
    if "://" in target or target.startswith("mailto:"):
        return f"[{text}]({target})"
    path, _, anchor = target.partition("#")
    below = normpath(join(dirname(page.path), path)).removeprefix("docs/") if path else page.path.removeprefix("docs/")
    return linked(text, below, anchor)


def _sources(works: Mapping[str, Work]) -> Iterator[str]:
    if works:
        yield "## Sources\n\n" + "\n".join(f"- {line}" for line in sorted(map(cited_as, works.values())))

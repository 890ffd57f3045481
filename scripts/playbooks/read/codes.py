"""Codes: of playbooks, of their checks, and in the text that names a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playbooks.errors import Fault, fault_at
from playbooks.model import Check, Page, Place
from playbooks.read.pages import CHANGELOG, GROUP, INDEX, folder, kind
from playbooks.read.yaml import FrontMatter


def code_faults(pages: Sequence[Page], matters: Mapping[str, FrontMatter]) -> Iterator[Fault]:
    """Every fault between the codes that playbooks, checks and texts have."""
    yield from _playbook_faults(pages, matters)
    yield from _check_faults(pages, matters)
    yield from _mention_faults(pages, matters)


def _playbook_faults(pages: Sequence[Page], matters: Mapping[str, FrontMatter]) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for page in pages:
        matter = matters[page.path]
        code = str(matter.values.get("code", ""))
        if kind(page.path) == INDEX and owners.setdefault(code, page.path) != page.path:
            yield fault_at(matter.place("code"), "code of another playbook", code, f"{owners[code]} has it")


def _check_faults(pages: Sequence[Page], matters: Mapping[str, FrontMatter]) -> Iterator[Fault]:
    seen: dict[str, Place] = {}
    for page in pages:
        index = matters.get(f"{folder(page.path)}/index.md")
        if kind(page.path) == GROUP and index:
            for check in page.checks():
                yield from _one_check_s_faults(check, index.values, seen)


def _mention_faults(pages: Sequence[Page], matters: Mapping[str, FrontMatter]) -> Iterator[Fault]:
    playbooks = {str(matter.values.get("code")) for matter in matters.values()}  # 'ISO-8601' is of none
    known = {check.code for page in pages for check in page.checks()}
    retired = {code for matter in matters.values() for code in _retired(matter.values)}
    for page in pages:
        there = known | retired if kind(page.path) == CHANGELOG else known
        for mention in page.mentions:
            if mention.code not in there and mention.code[:3] in playbooks:
                what = "check that is retired" if mention.code in retired else "check that isn't there"
                yield fault_at(mention.place, what, mention.code, "name one of the checks of today")


def _one_check_s_faults(check: Check, index: Mapping[str, Any], seen: dict[str, Place]) -> Iterator[Fault]:
    first = seen.setdefault(check.code, check.place)
    if first != check.place:
        right = f"give it the playbook's next free number ({first.path}:{first.line} has this one)"
        yield fault_at(check.place, "check code stands twice", check.code, right)
    own = f"{index.get('code')}-"
    if not check.code.startswith(own):
        yield fault_at(check.place, "check code of another playbook", check.code, f"here they start with {own}")
    if check.code in _retired(index):
        yield fault_at(check.place, "check code is retired", check.code, "give it the playbook's next free number")


def _retired(index: Mapping[str, Any]) -> list[str]:
    return [str(entry.get("code")) for entry in index.get("retired") or [] if isinstance(entry, dict)]

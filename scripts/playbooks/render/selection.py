"""A part of the guide, as a guide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from playbooks.model import Guide
from playbooks.render.checklists import folder

LONGEST = 1024  # characters that products take as a description


def only(guide: Guide, names: Collection[str]) -> Guide:
    """The guide with the playbooks in these folders alone, and an agent that is called for these; all without names."""
    if not names:
        return guide
    sections = [
        replace(section, playbooks=tuple(book for book in section.playbooks if folder(book) in names))
        for section in guide.sections
    ]
    small = replace(guide, sections=tuple(section for section in sections if section.playbooks))
    called = " ".join(book.skill for book in small.playbooks())
    if len(called) > LONGEST:
        return small
    return replace(small, persona=replace(guide.persona, description=called))

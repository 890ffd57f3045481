"""What every passage is: a block without a text of its own, drawn from the guide."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar
from xml.etree.ElementTree import Element, SubElement

from pymdownx.blocks.block import Block

from playbooks.model import Guide


class Passage(Block):  # type: ignore[misc]  # PyMdown ships no types
    """A block without text of its own: what it shows comes from the guide."""

    CONFIG: ClassVar = {
        "guide": [None, "What reads the guide that the passage is drawn from"],
        "pdfs": [False, "Whether PDFs are made after the build"],
        "downloads": [False, "Whether the agent's zips are made after the build"],
    }

    @cached_property
    def guide(self) -> Guide:
        """The guide, read when the passage is drawn."""
        guide: Guide = self.config["guide"]()
        return guide

    def on_create(self, parent: Element) -> Element:
        """Begin the passage as an empty list."""
        return SubElement(parent, "ul", {"class": self.NAME})


def attachment_of(guide: Guide, path: str) -> str:
    """The text of a figure or template, by its path."""
    return next(attachment.text for attachment in guide.attachments if attachment.path == path)

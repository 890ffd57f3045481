"""`/// figure | name.svg`: a committed figure, as part of the page."""

from __future__ import annotations

import re
from html import escape
from typing import ClassVar
from xml.etree.ElementTree import Element, SubElement

from pymdownx.blocks.block import type_string

from playbooks.palette import PALETTE
from playbooks.site.passages.base import Passage, attachment_of
from playbooks.site.sources import link


class Figure(Passage):
    """A committed figure with its caption, inlined so that it follows the page's colours."""

    NAME = "figure"
    ARGUMENT = True
    OPTIONS: ClassVar = {"alt": ["", type_string]}

    def on_create(self, parent: Element) -> Element:
        """Begin the figure with its drawing; the block's own text becomes the caption."""
        name = self.argument.removesuffix(".svg")
        figure = SubElement(parent, "figure", {"class": "figure"})
        svg = attachment_of(self.guide, f"docs/assets/figures/{self.argument}")
        # Nobody looks for the numbers on an axis.
        drawing = SubElement(figure, "div", {"class": "figure__drawing", "data-search-exclude": ""})
        drawing.text = self.md.htmlStash.store(inlined(svg, name, self.options["alt"]))
        file = link(self.md, f"assets/figures/{self.argument}")
        SubElement(drawing, "a", {"class": "figure__open", "href": file}).text = "Open figure large"
        SubElement(figure, "figcaption")
        return figure

    def on_add(self, block: Element) -> Element:
        """Where the block's text goes."""
        return block[1]


def inlined(svg: str, name: str, alt: str) -> str:
    """The SVG with `alt` as its name, each colour as a variable of the page, each id behind `name`."""
    for variable, colour in PALETTE.items():
        svg = svg.replace(colour, f"var(--figure-{variable})")
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\1{name}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)

"""`/// calculator | name`: a form that answers a question with numbers."""

from __future__ import annotations

import json
from dataclasses import asdict
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbooks.calculators import CALCULATORS
from playbooks.calculators.definition import Calculator as Definition
from playbooks.calculators.definition import Choice, Field, Number
from playbooks.errors import Fault, FaultyError
from playbooks.render.markdown import author_year
from playbooks.site.passages.base import Passage
from playbooks.site.sources import link, page_path


class Calculator(Passage):
    """The fields, a place for the answer, and below them formula, assumptions, sources and the command."""

    NAME = "calculator"
    ARGUMENT = True

    def on_create(self, parent: Element) -> Element:
        """Begin the passage as a form."""
        return SubElement(parent, "form", {"class": self.NAME, "id": f"{self.NAME}-{self.argument}"})

    def on_end(self, block: Element) -> None:
        """Fill the form from the calculator's definition; raises FaultyError for one that isn't there."""
        definition = CALCULATORS.get(self.argument)
        if definition is None:
            path = f"docs/{page_path(self.md)}"
            right = f"one of {', '.join(CALCULATORS)}"
            raise FaultyError([Fault(path, 1, "no such calculator", self.argument, right)])
        block.set(
            "data-calculator", json.dumps(asdict(definition) | {"fields": _fields(definition)}, ensure_ascii=False)
        )
        block.set("autocomplete", "off")
        title = SubElement(block, "p", {"class": "calculator__title"})
        SubElement(title, "strong").text = AtomicString(f"{definition.title}.")
        title[-1].tail = AtomicString(f" {definition.question}")
        fields = SubElement(block, "div", {"class": "calculator__fields"})
        for field in definition.fields:
            _draw(fields, f"{block.get('id')}-{field.name}", field)
        SubElement(block, "div", {"class": "calculator__answer"})
        self._about(block, definition)

    def _about(self, block: Element, definition: Definition) -> None:
        details = SubElement(block, "details")
        SubElement(details, "summary").text = AtomicString("Formula, assumptions, source")
        for lines in (definition.formula, definition.assumptions):
            listing = SubElement(details, "ul")
            for line in lines:
                SubElement(listing, "li").text = AtomicString(line)
        sources = SubElement(details, "p")
        sources.text = AtomicString("Source: ")
        works = {work.key: work for work in self.guide.works}
        for key in definition.sources:
            target = SubElement(sources, "a", {"href": link(self.md, f"references.md#{key}")})
            target.text = AtomicString(author_year(works[key]))
            target.tail = AtomicString("; ")
        sources[-1].tail = AtomicString(". On a terminal: ")
        given = " ".join(f"--{field.name} {field.example}" for field in definition.fields if isinstance(field, Number))
        command = SubElement(sources, "code", {"class": "calculator__command"})
        command.text = AtomicString(f"python scripts/compute.py {definition.name} {given}")


def _fields(definition: Definition) -> list[dict[str, object]]:
    return [asdict(field) | {"example": field.example} for field in definition.fields]


def _draw(parent: Element, name: str, field: Field) -> None:
    """One field: its label, what is typed, and its hint."""
    kind = f"calculator__field calculator__field--{field.kind}"
    box = SubElement(parent, "div", {"class": kind, "data-search-exclude": ""})  # labels without a space between them
    SubElement(box, "label", {"for": name}).text = AtomicString(field.label)
    about = {"id": name, "name": field.name} | ({"aria-describedby": f"{name}-hint"} if field.hint else {})
    if isinstance(field, Choice):
        select = SubElement(box, "select", about)
        for value, label in field.options.items():
            SubElement(select, "option", {"value": value}).text = AtomicString(label)
    elif isinstance(field, Number):
        SubElement(box, "input", about | {"inputmode": "decimal", "value": field.example})
    else:
        SubElement(box, "textarea", about | {"rows": "4", "spellcheck": "false"}).text = AtomicString(field.example)
    if field.hint:
        SubElement(box, "small", {"id": f"{name}-hint"}).text = AtomicString(field.hint)

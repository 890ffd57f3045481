"""`mkdocs.yml`: the nav, and which guide this is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from playbooks.errors import Fault
from playbooks.grammar import VERSION
from playbooks.model import Move, Place
from playbooks.read.source import Source, unseen_faults
from playbooks.read.yaml import compose

TEXT = "tag:yaml.org,2002:str"
# What `extra.guide` holds. Unquoted, YAML would make 2026.10 the number 2026.1.
FORMS = {
    "version": (VERSION.pattern, 'numbers with dots between, in quotes, such as "2026.12"'),
    "date": (r"\d{4}-\d{2}-\d{2}", "a day, YYYY-MM-DD, in quotes"),
}


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A page in the nav: its path below `docs/`, and the titles above it."""

    path: str
    trail: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Config:
    """What the guide takes from `mkdocs.yml`: every page of the nav in its order, version, date, and moves."""

    nav: tuple[NavEntry, ...] = ()
    version: str = ""
    date: dt.date = dt.date.min
    moves: tuple[Move, ...] = ()


def configuration(source: Source, faults: list[Fault]) -> Config:
    """The strict reading of `mkdocs.yml`; a fault for each thing that is missing or broken."""
    root = compose(source.text, source.path, faults)
    if root is None:
        return Config()
    nav = tuple(_nav(root, source.path, faults))
    guide = _below(_below(root, "extra"), "guide")
    version, date = (_text(guide, key, source.path, faults) for key in FORMS)
    moves = tuple(_moves(_below(_below(root, "extra"), "redirects"), source.path))
    return Config(nav, version, dt.date.fromisoformat(date) if date else dt.date.min, moves)


def _nav(root: yaml.Node, path: str, faults: list[Fault]) -> Iterator[NavEntry]:
    nav = _below(root, "nav")
    if nav is None:
        faults.append(Fault(path, 1, "no nav", "", "list the pages under 'nav:'"))
        return
    for entry in _walk(nav, (), path):
        faults += unseen_faults(path, entry.place.line, "".join(entry.trail))
        yield entry


def _walk(node: yaml.Node, trail: tuple[str, ...], path: str) -> Iterator[NavEntry]:
    if isinstance(node, yaml.ScalarNode):
        yield NavEntry(str(node.value), trail, Place(path, node.start_mark.line + 1))
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _walk(child, trail, path)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*trail, str(key.value)), path)


def _moves(node: yaml.Node | None, path: str) -> Iterator[Move]:
    for old, new in node.value if isinstance(node, yaml.MappingNode) else ():
        yield Move(str(old.value), str(new.value), Place(path, old.start_mark.line + 1))


def _below(node: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def _text(guide: yaml.Node | None, key: str, path: str, faults: list[Fault]) -> str:
    """One value of the guide's; '', and a fault, where it is missing or of another form."""
    node = _below(guide, key)
    pattern, right = FORMS[key]
    line = node.start_mark.line + 1 if node else 1
    value = str(node.value) if isinstance(node, yaml.ScalarNode) and node.tag == TEXT else ""
    if re.fullmatch(pattern, value) and (key != "date" or is_day(value)):
        return value
    found = str(node.value)[:60] if isinstance(node, yaml.ScalarNode) else ""
    faults.append(Fault(path, line, f"guide's {key}", found, f"write 'extra: guide: {key}:', {right}"))
    return ""


def is_day(value: str) -> bool:
    """Whether a text is a day of the calendar, YYYY-MM-DD."""
    try:
        return bool(dt.date.fromisoformat(value))
    except ValueError:  # such as a 13th month
        return False

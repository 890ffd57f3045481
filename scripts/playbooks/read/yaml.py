"""YAML with the lines where things stand, and front matter read with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from playbooks.errors import Fault
from playbooks.model import Place
from playbooks.read.source import Source, unseen_faults

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A page's front matter: its values, the line of each key, and where the page's text starts."""

    path: str
    values: dict[str, Any]
    lines: dict[str, int]
    end: int

    def place(self, key: str) -> Place:
        """Where `key` stands, or the file's first line where it is missing."""
        return Place(self.path, self.lines.get(key, 1))


def front_matter(source: Source, faults: list[Fault]) -> FrontMatter | None:
    """The strict reading of a page's front matter; None, and a fault, where it is missing or broken."""
    lines = source.text.split("\n")
    end = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else 0
    if not end:
        faults.append(_front_fault(source.path, 1, lines[0], "missing or unclosed"))
        return None
    node = compose("\n" + "\n".join(lines[1:end]), source.path, faults)
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        faults.append(_front_fault(source.path, 2, lines[1], "not a mapping"))
        return None
    keys = [(str(key.value), key.start_mark.line + 1) for key, _ in node.value]
    for at, (key, line) in enumerate(keys):
        if key in dict(keys[:at]):
            faults.append(Fault(source.path, line, "front matter key stands twice", key, "keep one of the two"))
    values = {key: _value(node, at, source.path, faults) for at, (key, _) in enumerate(keys)}
    for key, value in values.items():
        faults += unseen_faults(source.path, dict(keys)[key], str(value))  # YAML's escapes can hide them
    return FrontMatter(source.path, values, dict(reversed(keys)), end + 1)


def load(text: str) -> Any:
    """The value of a text; raises YAMLError."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 (the safe loader, in C where there is one)


def compose(text: str, path: str, faults: list[Fault]) -> yaml.Node | None:
    """The tree of a text with its lines; None, and a fault, where it is no YAML."""
    try:
        return yaml.compose(text, Loader=LOADER) or yaml.MappingNode("tag:yaml.org,2002:map", [])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        faults.append(Fault(path, line, "broken YAML", error.problem or "", "quote a value that holds ': ' or '#'"))
    except (yaml.YAMLError, RecursionError) as error:
        faults.append(Fault(path, 1, "broken YAML", str(error), "one 'key: value' a line"))
    return None


def _value(mapping: yaml.MappingNode, at: int, path: str, faults: list[Fault]) -> Any:
    key, node = mapping.value[at]
    loader = LOADER("")
    try:
        return loader.construct_object(node, deep=True)
    except ValueError:  # such as a 13th month
        return str(node.value)
    except (yaml.YAMLError, TypeError, RecursionError) as error:
        problem = getattr(error, "problem", None) or str(error)
        right = "plain text, a list, or a date as YYYY-MM-DD"
        faults.append(Fault(path, key.start_mark.line + 1, f"front matter's '{key.value}'", problem, right))
        return None
    finally:
        loader.dispose()


def _front_fault(path: str, line: int, found: str, what: str) -> Fault:
    right = "a page starts with '---', 'key: value' lines and '---'"
    return Fault(path, line, f"front matter {what}", found, right)

"""`/// kind | argument` blocks, which the site draws, and the lines that no reader counts as words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import yaml

from playbooks.errors import Fault
from playbooks.model import Passage, Place
from playbooks.read.tree import Node
from playbooks.read.yaml import load

# Each kind of passage, and the folder that its argument stands in ('' is the page's own).
KINDS = {
    "gate": "",
    "references": None,
    "phases": None,
    "playbooks": None,
    "runs": None,
    "checklist": None,
    "figure": "docs/assets/figures",
    "template": "docs/assets/templates",
    "agent": "",
    "calculator": "",
}
NO_FILE = {"agent", "calculator"}  # kinds whose argument names no file
RIGHT = (
    "one of /// gate | PAGE, /// phases, /// playbooks, /// checklist, /// runs, /// figure | NAME.svg, "
    "/// template | NAME.txt, /// agent | TARGET, /// calculator | NAME, /// references, then '///'"
)
_OPEN = re.compile(r"/// (\S+)(?: \| (\S+))?")


def code_lines(nodes: Iterable[Node]) -> set[int]:
    """The numbers, from 0, of every line of these blocks of code."""
    blocks = (node.token.map for node in nodes if node.token.map)
    return {line for start, end in blocks for line in range(start, end)}


def passages(path: str, lines: Sequence[str], code: set[int], faults: list[Fault]) -> Iterator[Passage]:
    """Every passage of a page in its order; a fault for each that the site couldn't draw."""
    opened: int | None = None
    for at, line in enumerate(lines):
        match = _OPEN.fullmatch(line)
        if at in code or not line.startswith("///"):
            continue
        if line == "///" and opened is not None:
            opened = None
            continue
        if match and opened is None:
            opened = at
        if match and opened == at and match[1] in KINDS and (match[2] is None) == (KINDS[match[1]] is None):
            yield _passage(path, lines, at, match, faults)
        else:
            faults.append(Fault(path, at + 1, "not a passage", line, RIGHT))
    if opened is not None:
        faults.append(Fault(path, opened + 1, "passage without an end", lines[opened], "end it with a line '///'"))


def _passage(path: str, lines: Sequence[str], at: int, match: re.Match[str], faults: list[Fault]) -> Passage:
    alt = _alt(lines[at + 1]) if at + 1 < len(lines) else ""
    if match[1] == "figure" and not alt:
        right = (
            "below it, four spaces in: 'alt: what it says, with its numbers' (in double quotes where ': ' stands in it)"
        )
        faults.append(Fault(path, at + 1, "figure without a text alternative", match[2], right))
    return Passage(match[1], match[2] or "", alt, Place(path, at + 1))


def _alt(line: str) -> str:
    """The text alternative, as YAML, which is how PyMdown reads a block's options."""
    try:
        options = load(line) if line.startswith("    alt:") else None
    except yaml.YAMLError:
        return ""
    return str(options["alt"] or "") if isinstance(options, dict) else ""


def prose(lines: Sequence[str], start: int, end: int, skipped: set[int]) -> int:
    """The words between two lines, without those of headings, passages, real cases and the lines to skip."""
    count, inside, case = 0, False, False
    for at in range(start, end):
        line = lines[at]
        if at in skipped or line.startswith("#"):
            continue
        inside = line != "///" if line.startswith("///") else inside
        case = line.startswith("!!! example") or (case and line.startswith("    ")) or (case and not line)
        count += 0 if inside or case or line == "///" else len(line.replace("|", " ").split())
    return count

"""What a page's front matter must say, by the kind of page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from playbooks.errors import Fault
from playbooks.grammar import CODE, VERSION
from playbooks.read.pages import GROUP, INDEX, PERSONA, kind
from playbooks.read.yaml import FrontMatter

# Keys that Material itself reads, welcome on any page.
THEME = {"title", "description", "hide", "icon", "search", "status", "tags", "template"}
REQUIRED = {
    INDEX: ("code", "box", "summary", "skill"),
    GROUP: ("title",),
    PERSONA: ("name", "description", "tools"),
}
FORMS = {
    "code": (r"[A-Z]{3}", "three capitals, such as 'REP'"),
    "name": (r"[a-z0-9]+(-[a-z0-9]+)*(?<=.{3})(?<!.{51})", "3 to 50 of a-z, 0-9 and single hyphens"),
    "description": (r"\S.{9,1023}", "one line of 10 to 1,024 characters"),
    "tools": (r"[A-Za-z][\w-]*(, [A-Za-z][\w-]*)*", "names with commas between, such as 'Read, Bash'"),
    "summary": (r"\S.{0,119}", "one line of at most 120 characters"),
    "skill": (r"Use when \S.{39,491}", "one line of at most 500 characters that starts with 'Use when '"),
    "box": (r"\S.{0,38}", "one line of at most 39 characters"),
    "title": (r"\S.{0,39}", "one line of at most 40 characters"),
    "phase": (r"\S.{0,19}", "one line of at most 20 characters"),
    "output": (r"\S.{0,99}", "one line of at most 100 characters"),
}
# Keys that a kind of page may have besides.
OPTIONAL = {INDEX: {"retired", "complete"}, GROUP: {"phase", "output"}}
RETIRED = {
    "code": (CODE.pattern, "the code that the check had"),
    "guide": (VERSION.pattern, "the guide's version that no longer has it"),
    "reason": (r"\S.*", "one line"),
    "successor": (rf"({CODE.pattern})?", "the code of what took its place, or '' where there is none"),
}


def matter_faults(matter: FrontMatter) -> Iterator[Fault]:
    """Every key that is missing, unknown or of another form than its kind of page asks for."""
    required = REQUIRED.get(kind(matter.path), ())
    for key in required:
        if key not in matter.values:
            yield Fault(matter.path, 1, "front matter lacks a key", key, f"add '{key}:', {FORMS[key][1]}")
    known = THEME | {"reviewed", *required} | OPTIONAL.get(kind(matter.path), set())
    for key in matter.values.keys() - known:
        yield _fault(matter, key, "front matter key is unknown", key, f"one of {', '.join(sorted(known))}")
    for key in matter.values.keys() & FORMS.keys():
        pattern, right = FORMS[key]
        value = matter.values[key]
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield _fault(matter, key, f"front matter's '{key}'", value, right)
    if type(matter.values.get("reviewed")) is not dt.date:
        yield _fault(
            matter, "reviewed", "front matter's 'reviewed'", matter.values.get("reviewed"), "a date, YYYY-MM-DD"
        )
    if matter.values.get("complete", True) not in (True, False):
        yield _fault(matter, "complete", "front matter's 'complete'", matter.values["complete"], "true or false")
    yield from _retired_faults(matter)


def _retired_faults(matter: FrontMatter) -> Iterator[Fault]:
    entries = matter.values.get("retired", [])
    for entry in entries if isinstance(entries, list) else [entries]:
        keys = entry.keys() if isinstance(entry, dict) else set()
        if keys != RETIRED.keys() or not all(isinstance(value, str) for value in entry.values()):
            right = f"each with {', '.join(sorted(RETIRED))}, as text (successor '' where there is none)"
            yield _fault(matter, "retired", "retired check", entry, right)
            continue
        for key, (pattern, right) in RETIRED.items():
            if not re.fullmatch(pattern, entry[key]):
                yield _fault(matter, "retired", f"retired check's '{key}'", entry[key], right)


def _fault(matter: FrontMatter, key: str, what: str, found: Any, right: str) -> Fault:
    shown = "" if found is None else str(found)
    return Fault(matter.path, matter.place(key).line, what, shown[:80], right)

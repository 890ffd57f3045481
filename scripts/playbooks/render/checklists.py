"""A playbook's checks as JSON, as rows of a spreadsheet, and as task lists for GitHub."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Sequence
from posixpath import basename, dirname
from typing import Any

from playbooks.model import Check, Guide, Page, Playbook, Topic

Checklist = dict[str, Any]  # what a playbook's JSON holds, and `playbooks.runfile` takes

COLUMNS = ("playbook", "group", "topic", "code", "must", "check", "evidence to show", "settled", "evidence")
# What makes a spreadsheet take a cell for a formula; the wide forms are typed in East Asia.
FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# GitHub takes 65,536 characters in a pull request's text and 262,144 bytes in an issue's, and a browser sends
# each line's end as two characters.
LARGEST = 65536

_CODE = r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|`+"
_ENTITY = r"&(?:#0*(?:64|35)|#[xX]0*(?:40|23)|commat|num);"
_SIGN = rf"{_ENTITY}|[@#](?!\s|$)|(?<![a-zA-Z0-9])(?i:gh(?=[-\\&])|www(?=\.))|://"
_CALLING = re.compile(rf"\\[\\`&]|{_CODE}|(?P<sign>{_SIGN})|&#?\w+;")
_SIGNS = {"35": "#", "23": "#", "num": "#", "64": "@", "40": "@", "commat": "@"}
_APART = "&#8203;"  # a space without a width, written so that it is seen in the file


class TooLargeError(Exception):
    """Raised where GitHub couldn't take a group even alone; its text says which and how large it is."""


def slug(page: Page) -> str:
    """What names a group in files and on the command line: its page's file name."""
    return basename(page.path).removesuffix(".md")


def folder(playbook: Playbook) -> str:
    """What names a playbook in files and on the command line: its folder."""
    return basename(dirname(playbook.index.path))


def checklist(guide: Guide, playbook: Playbook, groups: Collection[str] = ()) -> Checklist:
    """A playbook's checks, or those of the groups with these file names, as plain lists and mappings."""
    return {
        "guide": guide.version,
        "date": guide.date.isoformat(),
        "playbook": folder(playbook),
        "code": playbook.code,
        "name": playbook.name,
        "groups": [_group(page) for page in playbook.groups if not groups or slug(page) in groups],
        "retired": [
            {"code": each.code, "guide": each.guide, "reason": each.reason, "successor": each.successor}
            for each in playbook.retired
        ],
    }


def _group(page: Page) -> dict[str, Any]:
    checks = [_check(topic, check) for topic in page.topics for check in topic.checks]
    return {"group": slug(page), "name": page.name, "phase": page.phase, "checks": checks}


def _check(topic: Topic, check: Check) -> dict[str, Any]:
    return {
        "code": check.code,
        "must": check.must,
        "text": check.text,
        "evidence": check.evidence,
        "topic": topic.name,
    }


def as_json(checklists: Sequence[Checklist]) -> list[str]:
    """One playbook as an object, several as an array of them."""
    data = checklists[0] if len(checklists) == 1 else list(checklists)
    return [json.dumps(data, indent=2, ensure_ascii=False) + "\n"]


def as_csv(checklists: Sequence[Checklist]) -> list[str]:
    """One row a check, with empty cells for what settles it; no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)  # as RFC 4180 has it
    writer.writerow(COLUMNS)
    for each in checklists:
        writer.writerows([plain_cell(cell) for cell in row] for row in _rows(each))
    return ["\ufeff" + text.getvalue()]  # Excel takes a file without the mark for another encoding


def _rows(each: Checklist) -> Iterator[tuple[str, ...]]:
    for group in each["groups"]:
        for check in group["checks"]:
            must = "Must" if check["must"] else ""
            asked = (check["code"], must, check["text"], check["evidence"])
            yield (each["playbook"], group["name"], check["topic"], *asked, "", "")


def plain_cell(text: str) -> str:
    """The text as a cell that no spreadsheet computes."""
    return f"'{text}" if FORMULA.match(text) else text


def as_github(checklists: Sequence[Checklist], largest: int = LARGEST) -> list[str]:
    """Task lists for an issue or a pull request, in as many parts as GitHub needs; raises TooLargeError."""
    return [part for each in checklists for part in _parts(each, largest)]


def _parts(each: Checklist, largest: int) -> list[str]:
    room = largest - _size(_opening(each, "part 999 of 999"))
    parts: list[str] = [""]
    for group in each["groups"]:
        text = _task_list(group)
        if _size(text) > room:
            what = f"{each['playbook']}: group '{group['group']}' alone has {_size(text)} characters"
            raise TooLargeError(f"{what}, and GitHub takes {room}; divide its page")
        if parts[-1] and _size(parts[-1] + text) > room:
            parts.append("")
        parts[-1] += text
    if len(parts) == 1:
        return [_opening(each) + parts[0]]
    return [_opening(each, f"part {at} of {len(parts)}") + part for at, part in enumerate(parts, 1)]


def _opening(each: Checklist, part: str = "") -> str:
    title = uncalling(each["name"]) + (f" ({part})" if part else "")
    return f"# {title}\n\nPlaybook `{each['playbook']}`, guide {each['guide']} of {each['date']}.\n"


def _task_list(group: dict[str, Any]) -> str:
    lines = ["", f"## {uncalling(group['name'])}", ""]
    for check in group["checks"]:
        must = "**Must.** " if check["must"] else ""
        lines.append(f"- [ ] `{check['code']}` {must}{uncalling(check['text'])}")
        lines.append(f"    - *Evidence:* {uncalling(check['evidence'])}")
    return "\n".join([*lines, ""])


def _size(text: str) -> int:
    return len(text.encode()) + text.count("\n")


def uncalling(text: str) -> str:
    """The Markdown without anything outside of code that GitHub takes for a name, an issue or an address.

    GitHub looks for these in what Markdown has made of the text, so that neither a backslash nor an entity hides
    one: only code does, or a character in between.
    """
    return _CALLING.sub(_apart, text)


def _apart(match: re.Match[str]) -> str:
    sign = match["sign"]
    if not sign:
        return match[0]
    if sign.startswith("&"):
        sign = _SIGNS[re.sub(r"^&(#[xX]?0*)?|;$", "", sign)]
    return f":{_APART}//" if sign == "://" else f"{sign}{_APART}"

"""The run file: reads, changes, judges and updates the record of one use of a playbook.

It needs Python alone and imports nothing of the project's, so that it can be copied into any repository and run
there: `python runfile.py --guide reproduction.json runs/*.md`. The guide's checks come to it as the JSON that
`export_checklists.py --format json` writes. The page on the run file has the grammar; `docs/assets/javascripts/
runfile.js` is the same in the browser, and the cases in `tests/cases/runs` hold the two equal.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

PART = ".part"  # ends the name of what is being written, or of what a kill left of it
LEFT = re.compile(rf"[a-z0-9_]{{8}}{re.escape(PART)}")  # the rest of such a name, as tempfile makes it
LARGEST = 1024 * 1024  # bytes; a run of 1,000 checks with a paragraph of evidence each is smaller
EVIDENCE, NOT_APPLICABLE, BLOCKED, REVIEWED = KINDS = ("Evidence", "Not applicable", "Blocked", "Reviewed")
REQUIRED = {
    "id": (r"[A-Za-z0-9-]{4,64}", "4 to 64 letters, digits and hyphens, never changed"),
    "run": (r"[^\n]*\S[^\n]*", "the run's name"),
    "playbook": (r"[a-z0-9-]+", "the playbook's folder, such as reproduction"),
    "guide": (r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}", 'the version of the guide, such as "2026.12"'),
    "started": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "the day, such as 2026-11-22"),
}

_KIND = rf"[-*+] \*{{0,2}}({'|'.join(KINDS)})\*{{0,2}}:"
_CODE = r"[A-Z][A-Z0-9]*-[0-9]+"
CHECK = re.compile(rf"[-*+] \[([ xX])\] `({_CODE})`(?: ([^\n]*))?")
DAMAGED = re.compile(r"[-*+] +\[[^\]]?\]? *`[A-Z][A-Z0-9]*-")
INDENTED = re.compile(rf" {{1,3}}[-*+] +\[[ xX]\] `{_CODE}`")
KNOWN = re.compile(rf"([ \t]+){_KIND}\*{{0,2}}[ \t]*([^\n]*)")
ESCAPABLE = re.compile(rf"([ \t]*)(\\*)({_KIND}[^\n]*)")
KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+([^\n]*))?")
SECOND = re.compile(r"(id|run|playbook|guide|started):")
HEADING = re.compile(r"#{1,6} +([^\n]*)")
FENCE = re.compile(r"(`{3,})[^`\n]*|(~{3,})[^\n]*")
PLAIN = re.compile(
    r"(?!(?:true|false|yes|no|null|on|off|y|n)$)[A-Za-z][^:#\n]*|[0-9]{4}-[0-9]{2}-[0-9]{2}", re.IGNORECASE
)
# What a terminal would obey, or what can't be written as UTF-8.
COMMANDING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

COUNTS = ("settled", "total", "met", "musts")
# What mends each shortfall.
RIGHT = {
    "is missing": "bring the run to the guide with --update",
    "is open": "tick it with its evidence, or with 'Not applicable: why'",
    "is blocked": "it stays open until it is met",
    "is ticked, yet blocked": "open it again, or delete 'Blocked:'",
    "is ticked without evidence": "add '- Evidence:' below it: a path, a number, a command and its output",
    "is not applicable without a reason": "say why after 'Not applicable:'",
    "has no review": "somebody else adds '- Reviewed: who, when' below it",
}

Checklist = Mapping[str, Any]  # one playbook, as its JSON has it


class RunError(Exception):
    """Raised where a text is no run, with the line from 1 and what right looks like."""

    def __init__(self, line: int, what: str, found: str, right: str) -> None:
        self.line = line
        short = found[:60]
        super().__init__(f"{line}: {what}: '{short}'; {right}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One check in a run; `lines` are the known ones (kind and text), `note` is all else below it.

    `start` and `end` are the places of its lines in the file, from 0.
    """

    code: str
    ticked: bool
    text: str
    lines: tuple[tuple[str, str], ...]
    note: str
    start: int
    end: int

    @property
    def must(self) -> bool:
        """Whether the file itself marks the check as a Must."""
        return self.text.startswith("**Must.**")

    def said(self, kind: str) -> list[str]:
        """What stands in the lines of one kind, empty ones included."""
        return [text for each, text in self.lines if each == kind]

    def shortfall(self) -> str:
        """Why a gate doesn't pass the check, or nothing where it does."""
        if any(self.said(BLOCKED)):
            return "is ticked, yet blocked" if self.ticked else "is blocked"
        if not self.ticked:
            return "is open"
        if self.said(NOT_APPLICABLE):
            return "" if any(self.said(NOT_APPLICABLE)) else "is not applicable without a reason"
        return "" if any(self.said(EVIDENCE)) else "is ticked without evidence"


@dataclass(frozen=True, slots=True)
class Run:
    """A run as its file has it: the front matter's values, and the checks by code, in their order."""

    head: Mapping[str, str]
    entries: Mapping[str, Entry]
    places: Mapping[str, int]  # the front matter's keys, and '' for its closing line, from 0
    headings: Mapping[str, int]  # the first place of each, from 0


# Reading


def parse(text: str) -> Run:
    """The run that a text holds; raises RunError at the first thing that is wrong."""
    lines = _lines(text)
    head, places = _head(lines)
    entries: dict[str, Entry] = {}
    headings: dict[str, int] = {}
    at = places[""] + 1
    while at < len(lines):
        row = _row(lines[at])
        _refuse(lines, at)
        fence = FENCE.fullmatch(row)
        check = CHECK.fullmatch(row)
        if fence:
            at = _after_fence(lines, at, fence[1] or fence[2])
        elif check:
            entry = _entry(lines, at, check)
            if entry.code in entries:
                first = entries[entry.code].start + 1
                raise RunError(at + 1, f"check stands twice, first in line {first}", entry.code, "keep one of the two")
            entries[entry.code] = entry
            at = entry.end
        else:
            heading = HEADING.fullmatch(row.rstrip(" \t"))
            if heading:
                headings.setdefault(heading[1], at)
            at += 1
    return Run(head, entries, places, headings)


def _lines(text: str) -> list[str]:
    """The lines with their ends; other characters that end a line elsewhere don't here."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _row(line: str) -> str:
    return re.sub(r"\r?\n?$", "", line, count=1)


def _head(lines: Sequence[str]) -> tuple[dict[str, str], dict[str, int]]:
    right = "a run begins with '---', its front matter and '---'"
    if not lines or _row(lines[0]).removeprefix("\ufeff") != "---":
        raise RunError(1, "not a run", _row(lines[0]) if lines else "", right)
    head: dict[str, str] = {}
    places: dict[str, int] = {}
    for at, line in enumerate(lines[1:], 1):
        if _row(line) == "---":
            _complete(head, places)
            return head, places | {"": at}
        key, value = _pair(_row(line), at)
        if key in head:
            raise RunError(at + 1, "key stands twice in the front matter", key, "keep one of the two")
        head[key], places[key] = value, at
    raise RunError(1, "front matter is never closed", _row(lines[0]), right)


def _pair(row: str, at: int) -> tuple[str, str]:
    pair = KEY.fullmatch(row.rstrip(" \t"))
    value = _unquoted(pair[2] or "") if pair else None
    if pair is None or value is None:
        raise RunError(at + 1, "not a line of front matter", row, "write 'key: value', one a line")
    return pair[1], value


def _unquoted(value: str) -> str | None:
    if value.startswith('"'):
        inside = re.fullmatch(r'"((?:[^"\\\n]|\\["\\])*)"', value)
        return re.sub(r"\\(.)", r"\1", inside[1]) if inside else None
    if value.startswith("'"):
        inside = re.fullmatch(r"'((?:[^'\n]|'')*)'", value)
        return inside[1].replace("''", "'") if inside else None
    return value


def _complete(head: Mapping[str, str], places: Mapping[str, int]) -> None:
    for key, (pattern, right) in REQUIRED.items():
        if key not in head:
            raise RunError(1, "the front matter lacks", key, f"add '{key}:', {right}")
        if not re.fullmatch(pattern, head[key]):
            raise RunError(places[key] + 1, f"not the value of '{key}'", head[key], f"write {right}")


def _refuse(lines: Sequence[str], at: int) -> None:
    """Raises RunError where a line shows that the file is damaged."""
    row = _row(lines[at])
    if row == "---" and at + 1 < len(lines) and SECOND.match(lines[at + 1]):
        raise RunError(at + 1, "second front matter", _row(lines[at + 1]), "one file holds one run: keep them apart")
    if row.startswith(("<<<<<<< ", ">>>>>>> ")):
        raise RunError(at + 1, "unsettled merge conflict", row, "settle it, and delete the marks")
    if DAMAGED.match(row) and not CHECK.fullmatch(row):
        raise RunError(at + 1, "damaged check", row, "write '- [ ] `REP-17` text'")
    if INDENTED.match(row):
        raise RunError(at + 1, "indented check", row, "begin its line with '- ['")


def _after_fence(lines: Sequence[str], at: int, mark: str) -> int:
    for end in range(at + 1, len(lines)):
        row = _row(lines[end]).rstrip(" \t")
        if len(row) >= len(mark) and not row.strip(mark[0]):
            return end + 1
    raise RunError(at + 1, "block of code is never closed", _row(lines[at]), f"close it with '{mark}'")


def _entry(lines: Sequence[str], start: int, check: re.Match[str]) -> Entry:
    end = start + 1
    while end < len(lines) and re.match(r"[ \t]|\r?\n?$", lines[end]):
        _refuse(lines, end)
        end += 1
    while end > start + 1 and _blank(lines[end - 1]):
        end -= 1
    known, note = _below([_row(line) for line in lines[start + 1 : end]])
    return Entry(check[2], check[1] != " ", check[3] or "", known, note, start, end)


def _blank(row: str) -> bool:
    return not row.strip(" \t\r\n")


def _below(rows: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], str]:
    """The known lines below a check, and its note."""
    pieces = list(_pieces(rows))
    note = tidy("\n".join(text for kind, text, _, _ in pieces if not kind))
    return tuple((kind, text) for kind, text, _, _ in pieces if kind), note


def _pieces(rows: Sequence[str]) -> Iterator[tuple[str, str, int, int]]:
    """Each known line with what continues it, and each other line alone: kind, text, start and end."""
    at = 0
    while at < len(rows):
        known = KNOWN.fullmatch(rows[at])
        if known is None:
            yield "", _plain(rows[at], 4), at, at + 1
            at += 1
            continue
        end, width = _continued(rows, at, _width(known[1])), _width(known[1])
        rest = [_plain(row, width + 2) for row in rows[at + 1 : end]]
        yield known[2], tidy("\n".join([known[3], *rest])), at, end
        at = end


def _continued(rows: Sequence[str], at: int, width: int) -> int:
    end = at + 1
    while end < len(rows) and not KNOWN.fullmatch(rows[end]) and (_blank(rows[end]) or _width(rows[end]) > width):
        end += 1
    while _blank(rows[end - 1]) and end > at + 1:
        end -= 1
    return end


def _width(row: str) -> int:
    """The columns of white space that a row begins with; a tab is four."""
    lead = row[: len(row) - len(row.lstrip(" \t"))]
    return len(lead) + 3 * lead.count("\t")


def _plain(row: str, columns: int) -> str:
    """The row without so many columns of white space, and without the mark that keeps it from being a known line."""
    while columns > 0 and row[:1] in (" ", "\t"):
        columns -= 4 if row[0] == "\t" else 1
        row = row[1:]
    marked = ESCAPABLE.fullmatch(row)
    return marked[1] + marked[2][1:] + marked[3] if marked else row


def tidy(text: str) -> str:
    """The text as it can be written and read again: no white space at ends of lines, none around it."""
    rows = [row.rstrip(" \t") for row in re.split(r"\r\n|\r|\n", text)]
    return "\n".join(rows).strip("\n").lstrip(" \t")


# Changing


def apply(text: str, edit: Mapping[str, Any], checklist: Checklist) -> str:
    """The text after one edit: 'tick', 'put', 'note', 'head' or 'update'; raises RunError.

    Only the lines that the edit is about change.
    """
    match edit["do"]:
        case "head":
            return _with_head(text, edit["key"], edit["value"])
        case "update":
            return updated(text, checklist)
    if edit["code"] not in parse(text).entries:
        text = _with_checks(text, checklist, [edit["code"]])
    entry = parse(text).entries.get(edit["code"])
    if entry is None:
        raise RunError(1, "no such check", edit["code"], f"a check of the run, or of guide {checklist['guide']}")
    match edit["do"]:
        case "tick":
            return _ticked(text, entry, ticked=edit["ticked"])
        case "put":
            return _rewritten(text, entry, _put(entry, edit["kind"], edit["texts"]), entry.note)
        case "note":
            return _rewritten(text, entry, entry.lines, tidy(edit["text"]))
    raise RunError(1, "unknown edit", edit["do"], "one of tick, put, note, head, update")


def _ticked(text: str, entry: Entry, *, ticked: bool) -> str:
    lines = _lines(text)
    if entry.ticked != ticked:
        line = lines[entry.start]
        lines[entry.start] = line[:3] + ("x" if ticked else " ") + line[4:]  # '- [x]'
    return "".join(lines)


def _put(entry: Entry, kind: str, texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    wanted = list(dict.fromkeys(text for text in map(tidy, texts) if text))
    kept = [line for line in entry.lines if line[0] != kind or line[1] in wanted]
    return (*kept, *((kind, text) for text in wanted if (kind, text) not in kept))


def _rewritten(text: str, entry: Entry, known: tuple[tuple[str, str], ...], note: str) -> str:
    """The text with other lines below a check: as few as can be, or all where those would read otherwise."""
    lines = _lines(text)
    rows = [_row(line) for line in lines[entry.start + 1 : entry.end]]
    fewest = _fewest(rows, entry, known, note)
    plain = [row for kind, said in known for row in _drawn(kind, said, "    ")]
    plain += ["", *_noted(note)] if note else []
    right = _below(fewest) == (known, note) and not any(map(INDENTED.match, fewest))
    return _spliced(lines, entry.start + 1, entry.end, fewest if right else plain)


def _fewest(rows: Sequence[str], entry: Entry, known: tuple[tuple[str, str], ...], note: str) -> list[str]:
    more = list(known)
    kept: list[str] = []
    last, indent = -1, "    "
    for kind, said, start, end in _pieces(rows):
        if kind and (kind, said) not in more:
            continue
        if kind:
            more.remove((kind, said))
            last, indent = len(kept) + end - start, rows[start][: len(rows[start]) - len(rows[start].lstrip(" \t"))]
        if kind or note.startswith(entry.note):
            kept += rows[start:end]
    at = last if last >= 0 else len(kept)
    kept[at:at] = [row for kind, said in more for row in _drawn(kind, said, indent)]
    added = _noted(note.removeprefix(entry.note))
    # An empty line, so that Markdown doesn't join the note to what stands above it.
    return kept + ([""] if added and not entry.note else []) + added


def _drawn(kind: str, text: str, indent: str) -> list[str]:
    first, *rest = text.split("\n")
    return [f"{indent}- {kind}: {first}".rstrip(" "), *(_marked(row, f"{indent}  ") for row in rest)]


def _noted(note: str) -> list[str]:
    note = note.strip("\n")
    return [_marked(row, "    ") for row in note.split("\n")] if note else []


def _marked(row: str, indent: str) -> str:
    known = ESCAPABLE.fullmatch(row)
    return indent + (f"{known[1]}\\{known[2]}{known[3]}" if known else row) if row else ""


def _spliced(lines: list[str], start: int, end: int, rows: Iterable[str]) -> str:
    """The lines with some replaced, in the file's own line ends; one that ended without gets its end."""
    mark = "\r\n" if lines[0].endswith("\r\n") else "\n"
    fresh = [row + mark for row in rows]
    if fresh and not lines[start - 1].endswith("\n"):
        lines[start - 1] += mark
    return "".join([*lines[:start], *fresh, *lines[end:]])


def _with_head(text: str, key: str, value: str | None) -> str:
    """The text with one value of its front matter set, or taken out where it is None."""
    places = parse(text).places
    start = places.get(key, places[""])
    rows = [] if value is None else [f"{key}: {quoted(value)}"]
    after = _spliced(_lines(text), start, start + (key in places), rows)
    parse(after)
    return after


def quoted(value: str) -> str:
    """The value as a YAML reader takes it for text, too."""
    value = " ".join(re.split(r"[ \t\r\n]+", value)).strip(" ")
    if PLAIN.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def started(checklist: Checklist, head: Mapping[str, str]) -> str:
    """An empty run of a playbook; `head` has its id, its name as 'run', the day as 'started', and perhaps 'groups'."""
    head = {
        "id": head["id"],
        "run": head["run"],
        "playbook": checklist["playbook"],
        "guide": checklist["guide"],
        **{key: head[key] for key in ("groups", "started") if head.get(key)},
    }
    text = "".join(["---\n", *(f"{key}: {quoted(value)}\n" for key, value in head.items()), "---\n"])
    return updated(text, checklist)


def updated(text: str, checklist: Checklist) -> str:
    """The run brought to the guide: its version, checks that are new, and wordings that changed, the old one kept.

    Raises RunError where the run follows a newer guide.
    """
    run = parse(text)
    newer = ahead(run, checklist)
    if newer:
        raise newer
    codes = [check["code"] for _, check in asked(run, checklist)]
    reworded = [(run.entries[check["code"]], check) for _, check in asked(run, checklist) if _reworded(run, check)]
    # From the last to the first, so that each place is still where it was read.
    for entry, check in sorted(reworded, key=lambda pair: -pair[0].start):
        text = _worded(text, entry, check, run.head["guide"])
    text = _with_checks(text, checklist, [code for code in codes if code not in run.entries])
    return text if run.head["guide"] == checklist["guide"] else _with_head(text, "guide", checklist["guide"])


def ahead(run: Run, checklist: Checklist) -> RunError | None:
    """What is wrong where a run follows a newer guide than the one at hand."""

    def numbers(guide: str) -> list[int]:
        parts = [int(part) for part in guide.split(".")]
        return parts + [0] * (9 - len(parts))

    theirs, ours = run.head["guide"], str(checklist["guide"])
    right = f"bring the checks up to guide {theirs}"
    newer = numbers(theirs) > numbers(ours)
    return RunError(run.places["guide"] + 1, "newer than the guide at hand", ours, right) if newer else None


def _reworded(run: Run, check: Mapping[str, Any]) -> bool:
    entry = run.entries.get(check["code"])
    return entry is not None and entry.text != _wording(check)


def _wording(check: Mapping[str, Any]) -> str:
    return ("**Must.** " if check["must"] else "") + str(check["text"])


def _worded(text: str, entry: Entry, check: Mapping[str, Any], guide: str) -> str:
    said = f"- Guide {guide} said: {entry.text}"
    text = _rewritten(text, entry, entry.lines, f"{entry.note}\n{said}".lstrip("\n") if entry.text else entry.note)
    lines = _lines(text)
    box = lines[entry.start][: lines[entry.start].index("`")]
    return _spliced(lines, entry.start, entry.start + 1, [f"{box}`{entry.code}` {_wording(check)}"])


def _with_checks(text: str, checklist: Checklist, codes: Iterable[str]) -> str:
    """The text with checks of the guide that it lacks, each below its neighbour or under its group's heading."""
    run, lines, codes = parse(text), _lines(text), set(codes)
    rooms: dict[int, list[str]] = {}
    for group in checklist["groups"]:
        at, heading = _room(run, lines, group)
        for check in group["checks"]:
            if check["code"] in run.entries:
                at = run.entries[check["code"]].end
            elif check["code"] in codes:
                above = ["", *heading] if heading and (at in rooms or at > run.places[""] + 1) else heading
                rooms.setdefault(at, []).extend([*above, f"- [ ] `{check['code']}` {_wording(check)}"])
                heading = []
    for at in sorted(rooms, reverse=True):
        lines = _lines(_spliced(lines, at, at, rooms[at]))
    return "".join(lines)


def _room(run: Run, lines: Sequence[str], group: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Where the first check of a group goes, and the heading that has to be written above it."""
    present = [run.entries[check["code"]].start for check in group["checks"] if check["code"] in run.entries]
    if present:
        return min(present), []
    if group["name"] in run.headings:
        return run.headings[group["name"]] + 1, []
    return len(lines), [f"## {group['name']}"]


# Judging


def asked(run: Run, checklist: Checklist) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The guide's checks that a run is about, each behind its group: all, or those of the groups that it names."""
    names = [name.strip(" ") for name in run.head.get("groups", "").split(",") if name.strip(" ")]
    return [
        (group, check)
        for group in checklist["groups"]
        if not names or group["group"] in names
        for check in group["checks"]
    ]


def progress(run: Run, checklist: Checklist) -> dict[str, Any]:
    """How far a run is: counts for all, and a group; codes that are open, new, retired, or unknown to the guide."""
    known = {check["code"] for group in checklist["groups"] for check in group["checks"]}
    retired = [retired["code"] for retired in checklist["retired"] if retired["code"] in run.entries]
    unknown = [code for code in run.entries if code not in known and code not in retired]
    rows = [(group["group"], group["name"], check["code"], check["must"]) for group, check in asked(run, checklist)]
    rows += [("", "Other checks", code, run.entries[code].must) for code in unknown]
    groups: dict[str, dict[str, Any]] = {}
    for group, name, code, must in rows:
        count = groups.setdefault(group, {"group": group, "name": name, **dict.fromkeys(COUNTS, 0)})
        count["total"] += 1
        count["settled"] += code in run.entries and run.entries[code].ticked
        count["musts"] += must
        count["met"] += must and code in run.entries and not run.entries[code].shortfall()
    return {
        **{key: sum(count[key] for count in groups.values()) for key in COUNTS},
        "groups": list(groups.values()),
        "open": [code for _, _, code, must in rows if _is_open(run.entries.get(code), must=must)],
        "new": [code for _, _, code, _ in rows if code not in run.entries],
        "retired": retired,
        "unknown": unknown,
    }


def _is_open(entry: Entry | None, *, must: bool) -> bool:
    return entry is None or not entry.ticked or (must and bool(entry.shortfall()))


def faults(run: Run, checklist: Checklist, *, reviewed: bool = False) -> list[RunError]:
    """Each Must that a gate doesn't pass, by its line; with `reviewed`, those that nobody else looked at, too."""
    musts = [check["code"] for _, check in asked(run, checklist) if check["must"]]
    musts += [code for code in progress(run, checklist)["unknown"] if run.entries[code].must]
    found = [_fault(run, code, reviewed=reviewed) for code in musts]
    return sorted((fault for fault in found if fault), key=lambda fault: fault.line)


def _fault(run: Run, code: str, *, reviewed: bool) -> RunError | None:
    entry = run.entries.get(code)
    if entry is None:
        return RunError(run.places["guide"] + 1, f"{code} is not in the run", run.head["guide"], RIGHT["is missing"])
    what = entry.shortfall()
    if not what and reviewed and not any(entry.said(REVIEWED)):
        what = "has no review"
    found = next(filter(None, entry.said(BLOCKED)), entry.text.removeprefix("**Must.** "))
    return RunError(entry.start + 1, f"{code} {what}", found, RIGHT[what]) if what else None


# The command


def main(argv: Sequence[str], checklists: Iterable[Checklist] = ()) -> int:
    """Reads, judges and updates the run files that `argv` names; returns 0, or 1 where one doesn't pass."""
    options = _options(argv, needs_guide=not checklists)
    try:
        known = {each["playbook"]: each for each in [*checklists, *map(_checklist, options.guide or ())]}
    except (OSError, ValueError) as error:
        _say(sys.stderr, f"{error}\n")
        return 1
    results = [_result(file, known, options) for file in options.files]
    if options.json:
        sys.stdout.write(json.dumps(results, indent=2) + "\n")
    else:
        _say(sys.stdout, "\n".join(_table(result) for result in results if result["progress"]))
        _say(sys.stderr, "".join(f"{fault}\n" for result in results for fault in result["faults"]))
    return int(any(result["faults"] for result in results))


def _say(stream: TextIO, text: str) -> None:
    """Writes what a terminal doesn't obey, and what it can't show as its escape."""
    text = COMMANDING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def _options(argv: Sequence[str], *, needs_guide: bool) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Print how far each run is, and each Must that is open, or ticked without evidence.",
        epilog="Exits with 0 where every run passes, 1 where one doesn't, 2 on wrong use.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a run file")
    parser.add_argument(
        "--guide", action="append", metavar="JSON", required=needs_guide, help="a playbook's checks, as exported"
    )
    parser.add_argument("--reviewed", action="store_true", help="ask for a review of each Must, too")
    parser.add_argument("--update", action="store_true", help="bring each run to the guide, in its place; lose nothing")
    parser.add_argument("--json", action="store_true", help="print all that is known of the runs as JSON")
    return parser.parse_args(argv)


def _checklist(name: str) -> Checklist:
    try:
        checklist: Checklist = json.loads(Path(name).read_text(encoding="utf-8"))
        progress(parse(started(checklist, {"id": "test", "run": "test", "started": "2000-01-01"})), checklist)
    except (KeyError, TypeError, AttributeError, RunError) as error:
        raise ValueError(f"{name}:1: not a playbook's checks: {error}; export them with --format json") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name}:1: not JSON: {error}; export it again") from error
    return checklist


def _result(file: str, checklists: Mapping[str, Checklist], options: argparse.Namespace) -> dict[str, Any]:
    """All that is known of one file; its faults as text with their place."""
    result: dict[str, Any] = {"file": file, "head": None, "progress": None, "updated": False, "faults": []}
    try:
        text = read(file)
        run = parse(text)
        checklist = _checklist_of(run, checklists)
        if options.update and updated(text, checklist) != text:
            replace(Path(file).resolve(), updated(text, checklist))  # what a symlink leads to, not the link
            run, result["updated"] = parse(updated(text, checklist)), True
    except RunError as error:
        return result | {"faults": [f"{file}:{error}"]}
    except OSError as error:
        return result | {"faults": [f"{file}:1: {error.strerror}"]}
    found = [f"{file}:{fault}" for fault in faults(run, checklist, reviewed=options.reviewed)]
    return result | {"head": dict(run.head), "progress": progress(run, checklist), "faults": found}


def _checklist_of(run: Run, checklists: Mapping[str, Checklist]) -> Checklist:
    checklist = checklists.get(run.head["playbook"])
    if checklist is None:
        right = f"one of {', '.join(checklists)}"
        raise RunError(run.places["playbook"] + 1, "no such playbook", run.head["playbook"], right)
    newer = ahead(run, checklist)
    if newer:
        raise newer
    names = [group["group"] for group in checklist["groups"]]
    for name in filter(None, (name.strip(" ") for name in run.head.get("groups", "").split(","))):
        if name not in names:
            raise RunError(run.places["groups"] + 1, "no such group", name, f"one of {', '.join(names)}")
    return checklist


def read(file: str) -> str:
    """The text of a file; raises RunError where it is too large or no text, and OSError."""
    with Path(file).open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise RunError(1, "larger than a run can be", f"more than {LARGEST} bytes", "name a run file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RunError(
            line, "not UTF-8 text", data[error.start :][:1].hex(), "name a run file, or save it as UTF-8"
        ) from error


def _table(result: Mapping[str, Any]) -> str:
    head, found = result["head"], result["progress"]
    rows = [*found["groups"], {**found, "name": "all"}]
    width = max(len(row["name"]) for row in rows)
    lines = [f"{result['file']}: {head['run']} ({head['playbook']}, guide {head['guide']})"]
    lines += [
        f"  {row['name']:{width}}  {row['settled']:4} of {row['total']:3}"
        f"  {row['met']:3} of {row['musts']:2} {'Must' if row['musts'] == 1 else 'Musts'}"
        for row in rows
    ]
    for what in ("new", "retired", "unknown"):
        lines += [f"  {what}: {', '.join(found[what])}"] if found[what] else []
    return "\n".join([*lines, *(["  updated to this guide"] if result["updated"] else [])]) + "\n"


def replace(file: Path, content: str | bytes) -> None:
    """Writes beside the file and moves over it, so that a kill leaves the old text or the new; raises OSError.

    What an earlier kill left beside it goes.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    beginning = f".{file.name}."
    for left in file.parent.iterdir():
        if left.name.startswith(beginning) and LEFT.fullmatch(left.name, len(beginning)):
            left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=beginning, suffix=PART)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(file.stat().st_mode if file.exists() else 0o644)
        beside.replace(file)
    except BaseException:
        beside.unlink()
        raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

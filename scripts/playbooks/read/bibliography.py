"""`docs/references.bib`, as works."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from playbooks.errors import Fault
from playbooks.model import Work
from playbooks.read.source import Source

ADDRESSES = {"doi": "https://doi.org/{}", "eprint": "https://arxiv.org/abs/{}", "url": "{}"}
VENUES = ("journal", "booktitle", "publisher", "institution", "howpublished")
KEY = re.compile(r"[a-z][a-z0-9-]*\d{4}[a-z0-9-]*")

# BibTeX as people share it: no strings, preambles or sums of values, and braces at most three deep. A plus behind
# a star or plus never gives back what it took, so that a broken entry is refused at once.
_BRACED = r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
_FIELD = re.compile(rf'\s*+(\w+)\s*+=\s*+({_BRACED}|"[^"]*+"|\d++)\s*+(?:,|(?=\}}))')
_ENTRY = re.compile(rf"@\w+\s*\{{\s*([^\s,{{}}]+)\s*,((?:{_FIELD.pattern})*+)\s*\}}\s*")
_COMMENT = re.compile(r"^%.*$", re.MULTILINE)
_AND, _COMMA = (re.compile(rf"\s*{between}\s*(?![^{{}}]*\}})") for between in (r"\sand\s", ","))
_NAME = re.compile(r"[^,]*\S[^,]*,(?:[^,]+,)?[^,]*\S[^,]*|\{.*\}|[^\s,]+")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the file: its fields without the marks around their values, where it starts, and its text."""

    key: str
    fields: Mapping[str, str]
    line: int
    text: str

    def names(self) -> list[str]:
        """The authors, each as it is written."""
        return [" ".join(name.split()) for name in _AND.split(self.fields.get("author", ""))]


def works(source: Source, faults: list[Fault]) -> tuple[Work, ...] | None:
    """Every work of the bibliography, in its order; None, and faults, where an entry can't be cited."""
    found: list[Fault] = []
    entries: dict[str, _Entry] = {}
    for line, text in _parts(source.text):
        entry = _entry(line, text)
        if entry is None or entry.key in entries:
            what = "work stands twice" if entry else "broken BibTeX"
            found.append(Fault(source.path, line, what, text.split("\n")[0][:60], "mend or delete this entry"))
        else:
            entries[entry.key] = entry
            found += _faults(entry, source.path)
    faults += found
    return None if found else tuple(map(_work, entries.values()))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """What starts with an '@' at a line's start, and what stands above the first, each with its line."""
    line = 1
    for part in re.split(r"^(?=@)", _COMMENT.sub("", text), flags=re.MULTILINE):
        if part.strip():
            yield line, part
        line += part.count("\n")


def _entry(line: int, text: str) -> _Entry | None:
    match = _ENTRY.fullmatch(text)
    pairs = [(name, value.strip()) for name, value in _FIELD.findall(text, match.start(2))] if match else []
    fields = {name: value if value.isdecimal() else value[1:-1].strip() for name, value in pairs}
    return _Entry(match[1], fields, line, text) if match and len(fields) == len(pairs) else None


def _faults(entry: _Entry, path: str) -> Iterator[Fault]:
    line, fields = entry.line, entry.fields
    if not KEY.fullmatch(entry.key):
        yield Fault(path, line, "key of a work", entry.key, "family name, year and a word, such as 'he2016deep'")
    for missing in {"title", "author", "year"} - fields.keys():
        yield Fault(path, line, f"work without {missing}", entry.key, f"add '{missing} = {{…}}'")
    if not ADDRESSES.keys() & fields.keys():
        yield Fault(path, line, "work without an identifier", entry.key, "add 'doi', 'eprint' (arXiv) or 'url'")
    for name in entry.names() if "author" in fields else ():
        if not _NAME.fullmatch(name):
            right = "write 'Family, Given', or an organisation in braces, with 'and' between two"
            yield Fault(path, line, "author of a work", name[:60], right)
    for at, text in enumerate(entry.text.split("\n") if "\\" in entry.text else ()):
        if "\\" in text:
            yield Fault(path, line + at, "LaTeX in a work", text.strip()[:60], "write the character itself, as UTF-8")


def _work(entry: _Entry) -> Work:
    fields = entry.fields
    people = [_COMMA.split(name) for name in entry.names()]  # family, junior if any, given
    identifier = next(name for name in ADDRESSES if name in fields)
    return Work(
        key=entry.key,
        title=_plain(fields["title"]),
        authors=tuple(_plain(_spoken(*name)) for name in people),
        families=tuple(_plain(name[0]) for name in people),
        year=_plain(fields["year"]),
        venue=_plain(next((fields[name] for name in VENUES if name in fields), "")),
        url=ADDRESSES[identifier].format(fields[identifier]),
    )


def _spoken(family: str, *others: str) -> str:
    *junior, given = others or ("",)
    return " ".join(part for part in (given, family, *junior) if part)


def _plain(text: str) -> str:
    return text.replace("{", "").replace("}", "").replace("~", " ")

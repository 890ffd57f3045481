"""`docs/references.bib`, as works."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import NameParts, SeparateCoAuthors, SplitNameParts
from bibtexparser.model import Block, DuplicateBlockKeyBlock, Entry

from playbooks.errors import Fault
from playbooks.model import Work
from playbooks.read.source import Source

ADDRESSES = {"doi": "https://doi.org/{}", "eprint": "https://arxiv.org/abs/{}", "url": "{}"}
VENUES = ("journal", "booktitle", "publisher", "institution", "howpublished")
KEY = re.compile(r"[a-z][a-z0-9-]*\d{4}[a-z0-9-]*")

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it prints what we report as faults


def works(source: Source, faults: list[Fault]) -> tuple[Work, ...] | None:
    """Every work of the bibliography, in its order; None, and faults, where an entry can't be cited."""
    names = [SeparateCoAuthors(), SplitNameParts()]
    library = parse_string(source.text, append_middleware=names)
    found = [_failed(block, source.path) for block in library.failed_blocks]
    found += [fault for entry in library.entries for fault in _faults(entry, source.path)]
    faults += found
    return None if found else tuple(_work(entry) for entry in library.entries)


def _failed(block: Block, path: str) -> Fault:
    what = "work stands twice" if isinstance(block, DuplicateBlockKeyBlock) else "broken BibTeX"
    first = (block.raw or "").strip().split("\n")[0]
    return Fault(path, (block.start_line or 0) + 1, what, first[:60], "mend or delete this entry")


def _faults(entry: Entry, path: str) -> Iterator[Fault]:
    line, fields = (entry.start_line or 0) + 1, entry.fields_dict
    if not KEY.fullmatch(entry.key):
        yield Fault(path, line, "key of a work", entry.key, "family name, year and a word, such as 'he2016deep'")
    for missing in {"title", "author", "year"} - fields.keys():
        yield Fault(path, line, f"work without {missing}", entry.key, f"add '{missing} = {{…}}'")
    if not ADDRESSES.keys() & fields.keys():
        yield Fault(path, line, "work without an identifier", entry.key, "add 'doi', 'eprint' (arXiv) or 'url'")
    for at, text in enumerate((entry.raw or "").split("\n")):
        if "\\" in text:
            yield Fault(path, line + at, "LaTeX in a work", text.strip()[:60], "write the character itself, as UTF-8")


def _work(entry: Entry) -> Work:
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    people: list[NameParts] = fields["author"]
    identifier = next(name for name in ADDRESSES if name in fields)
    return Work(
        key=entry.key,
        title=_plain(fields["title"]),
        authors=tuple(_plain(" ".join(name.first + name.von + name.last + name.jr)) for name in people),
        families=tuple(_plain(" ".join(name.von + name.last)) for name in people),
        year=_plain(fields["year"]),
        venue=_plain(next((fields[name] for name in VENUES if name in fields), "")),
        url=ADDRESSES[identifier].format(fields[identifier]),
    )


def _plain(text: str) -> str:
    return text.replace("{", "").replace("}", "").replace("~", " ")

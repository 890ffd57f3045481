"""From the files to the model: source, parse, validate, assemble."""

from __future__ import annotations

from pathlib import Path

from playbooks.errors import Fault, FaultyError
from playbooks.model import Attachment, Guide, Page, Work
from playbooks.read.assemble import assemble
from playbooks.read.attachments import attachment_faults
from playbooks.read.config import Config, configuration
from playbooks.read.matter import matter_faults
from playbooks.read.parse import parse_page
from playbooks.read.source import read_source, source_paths, symlink_faults
from playbooks.read.validate import validate
from playbooks.read.yaml import FrontMatter, front_matter


def read(root: Path, *, cited: bool = True) -> Guide:
    """The guide that stands under `root` (`mkdocs.yml` and `docs/`); raises FaultyError.

    Without `cited`, the bibliography is left unread: the agent cites nothing, and its export is in a hurry.
    """
    faults: list[Fault] = []
    source = read_source(root, root / "mkdocs.yml", faults)
    config = configuration(source, faults) if source else Config()
    works = _works(root, faults) if cited else None
    faults += symlink_faults(root)
    files = source_paths(root)
    sources = [source for file in files if (source := read_source(root, file, faults))]
    pages: dict[str, Page] = {}
    matters: dict[str, FrontMatter] = {}
    for source in sources:
        matter = front_matter(source, faults) if source.path.endswith(".md") else None
        if matter:
            matters[source.path] = matter
            pages[source.path] = parse_page(source, matter, faults)
            faults += matter_faults(matter)
    shown = tuple(Attachment(source.path, source.text) for source in sources if not source.path.endswith(".md"))
    present = {file.relative_to(root).as_posix() for file in files}
    faults += validate(config, present, list(pages.values()), matters, works)
    faults += attachment_faults(pages.values(), shown)
    if faults:
        raise FaultyError(faults)
    return assemble(config, pages, matters, works or (), shown)


def _works(root: Path, faults: list[Fault]) -> tuple[Work, ...] | None:
    from playbooks.read.bibliography import works  # noqa: PLC0415 (a library to load, for those who cite alone)

    bib = read_source(root, root / "docs/references.bib", faults)
    return works(bib, faults) if bib else None

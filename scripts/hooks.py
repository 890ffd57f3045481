"""The thin hook: MkDocs events, handed on to the playbooks' own code."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from playbooks.errors import Fault, FaultyError
from playbooks.site.preview import outdated
from playbooks.site.sources import guide_of

STYLES = "assets/stylesheets/site.css"  # beside the sheets that it is made of, whose addresses it keeps


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001 (as below)
    """Leave out MkDocs' warning of a wrong menu, which `on_nav` mends."""
    if dirty:
        logging.getLogger("mkdocs.commands.build").addFilter(lambda record: "'dirty' build" not in str(record.msg))


def on_pre_build(config: MkDocsConfig) -> None:
    """Stop a build whose sources are faulty with the faults themselves, not with a traceback."""
    try:
        guide_of(_root(config))  # which the extension doesn't read again
    except FaultyError as error:
        raise PluginError(f"\n{error}") from error


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Send all style sheets as one, and remove what an edit left outdated: MkDocs builds that again."""
    _join_styles(files, config)
    pages = {file.src_uri: Path(file.abs_dest_path) for file in files.documentation_pages()}
    built = {path: page.stat().st_mtime for path, page in pages.items() if page.is_file()}  # none, but while serving
    for path in outdated(_changed(config) if built else {}, built):
        pages[path].unlink()


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001 (MkDocs passes them by name)
    """Name each page in the menu: while serving, MkDocs knows no page that it doesn't build again."""
    guide = guide_of(_root(config))
    labels = {page.path: page.label for page in guide.pages}
    labels |= {book.index.path: book.label for book in guide.playbooks()}  # whose front matter has none
    for page in nav.pages:
        page.title = labels[f"docs/{page.file.src_uri}"]


def _root(config: MkDocsConfig) -> Path:
    """The folder of mkdocs.yml as the extension names it, though `-f` may name it otherwise: one guide is kept."""
    return Path(config.config_file_path).resolve().parent


def _join_styles(files: Files, config: MkDocsConfig) -> None:
    """A phone shows nothing before it has each style sheet, and asks for each."""
    sheets = [_sheet(path, files, config) for path in config.extra_css]
    files.append(File.generated(config, STYLES, content="\n".join(sheet.content_string for sheet in sheets)))
    config.extra_css = [STYLES]


def _sheet(path: str, files: Files, config: MkDocsConfig) -> File:
    file = files.get_file_from_path(path)
    if file is None:
        lines = Path(config.config_file_path).read_text(encoding="utf-8").splitlines()
        line = next(at for at, text in enumerate(lines, 1) if path in text)
        raise PluginError(f"\n{Fault('mkdocs.yml', line, 'style sheet is not there', path, 'name a file below docs/')}")
    return file


def _changed(config: MkDocsConfig) -> dict[str, float]:
    """When each file that the site is made from last changed."""
    docs = Path(config.docs_dir)
    roots = [Path(config.config_file_path), docs, *map(Path, config.watch)]
    files = [roots[0], *(Path(folder, name) for root in roots for folder, _, names in os.walk(root) for name in names)]
    return {os.path.relpath(file, docs): file.stat().st_mtime for file in files if file.suffix != ".pyc"}

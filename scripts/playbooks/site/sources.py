"""What a page's conversion needs from outside: the guide, and which page it is."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from posixpath import dirname, relpath
from typing import Any

from markdown import Markdown

from playbooks.model import Guide
from playbooks.read import read
from playbooks.read.source import source_paths

ROOT = Path(__file__).resolve().parents[3]


def guide_of(root: Path) -> Guide:
    """The guide under `root`, read again only where a file has changed; raises FaultyError."""
    files = [root / "mkdocs.yml", root / "docs/references.bib", *source_paths(root)]
    return _read(root, tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists()))


def guide_for(md: Markdown, root: Path) -> Guide:
    """The guide for the page at hand; the files are looked at once a build in MkDocs, once a page in Zensical."""
    return _looked_up(md.treeprocessors["relpath"].files if _is_mkdocs(md) else md, root)  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def _looked_up(build: object, root: Path) -> Guide:  # noqa: ARG001 (the cache's key)
    return guide_of(root)


@lru_cache(maxsize=1)
def _read(root: Path, stamps: tuple[tuple[Path, int, int], ...]) -> Guide:  # noqa: ARG001 (the cache's key)
    return read(root)


def page_path(md: Markdown) -> str:
    """The path, below `docs/`, of the page that is being converted."""
    page = _page(md)
    return str(getattr(page, "src_uri", None) or page.path)


def page_url(md: Markdown) -> str:
    """The address, below the site's root, of the page that is being converted."""
    return str(_page(md).url).lstrip("/")


def page_meta(md: Markdown) -> dict[str, Any]:
    """The front matter of the page that is being converted, as its template will read it."""
    page = _page(md)
    meta: dict[str, Any] = (page.page if _is_mkdocs(md) else page).meta
    return meta


def _page(md: Markdown) -> Any:
    """The page at hand as its engine knows it: a File of MkDocs, or a Page of Zensical."""
    if _is_mkdocs(md):
        return md.treeprocessors["relpath"].file  # type: ignore[attr-defined]
    from zensical.extensions.context import ContextPreprocessor  # noqa: PLC0415 (there only where Zensical runs)

    context = ContextPreprocessor.from_markdown(md)
    if context is None:
        raise RuntimeError("neither MkDocs nor Zensical says which page this is")
    return context.page


def _is_mkdocs(md: Markdown) -> bool:
    return "relpath" in md.treeprocessors  # MkDocs puts its own link resolver there


def download(md: Markdown, target: str) -> str:
    """A link, in raw HTML, to a file that is made after the build, which no engine can check.

    MkDocs leaves it as it is; Zensical takes it for one from the page's source, and resolves it.
    """
    if not _is_mkdocs(md):
        return link(md, target)
    url = page_url(md)
    return relpath(target, (url if url.endswith("/") else dirname(url)) or ".")


def link(md: Markdown, target: str) -> str:
    """A link to `target` (below `docs/`, with its anchor) as the page at hand would write it."""
    path, _, anchor = target.partition("#")
    start = dirname(page_path(md)) or "."
    return relpath(path, start) + (f"#{anchor}" if anchor else "")

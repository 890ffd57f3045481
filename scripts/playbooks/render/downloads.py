"""What a built site offers beside its pages: each page as Markdown, llms.txt, and the agent's files as zips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from posixpath import dirname, relpath, splitext

from playbooks.content import Content
from playbooks.model import Guide, Page
from playbooks.render.agent import lists
from playbooks.render.bundle import bundle
from playbooks.render.descriptions import lead
from playbooks.render.markdown import standalone
from playbooks.render.targets import TARGETS

ABOUT = (
    "How a piece of machine-learning research is done well: playbooks with checks that a second person can confirm. "
    "Every page is here as Markdown."
)
AGENT = "assets/agent"  # where the zips stand
ALL = "all"


def downloads(guide: Guide) -> dict[str, Content]:
    """Every file by its path below the built site."""
    pages = {markdown_path(page): _page(guide, page) for page in guide.pages}
    drawn = {name: target.draw(guide, lists) for name, target in TARGETS.items()}
    drawn[ALL] = {path: text for files in drawn.values() for path, text in files.items()}
    zips = {f"{AGENT}/{name}.zip": bundle(files) for name, files in drawn.items()}
    return {"llms.txt": llms(guide), **pages, **zips}


def markdown_path(page: Page) -> str:
    """Where a page stands as Markdown: its HTML's name and '.md', as llmstxt.org has it."""
    return _markdown(page.path.removeprefix("docs/"))


def llms(guide: Guide) -> str:
    """The site's pages as llmstxt.org asks for them: one list a part of the site, each page with what it is for."""
    parts = [f"# ML Research Playbooks\n\n> {ABOUT}\n\nGuide {guide.version} of {guide.date.isoformat()}."]
    for name, pages in groupby(guide.pages, key=lambda page: _part(guide, page)):
        parts.append(f"## {name}\n\n" + "\n".join(_line(guide, page) for page in pages))
    return "\n\n".join(parts) + "\n"


def _part(guide: Guide, page: Page) -> str:
    folder = dirname(page.path)
    names = {dirname(book.index.path): book.name for book in guide.playbooks()}
    return names.get(folder) or folder.removeprefix("docs").strip("/").capitalize() or "Site"


def _line(guide: Guide, page: Page) -> str:
    about = re.split(r"(?<=[.!?])\s", lead(guide, page), maxsplit=1)[0]
    return f"- [{page.name}]({markdown_path(page)})" + (f": {about}" if about else "")


def _page(guide: Guide, page: Page) -> str:
    here = dirname(markdown_path(page))

    def linked(text: str, target: str, anchor: str) -> str:
        path = relpath(_markdown(target) if target.endswith(".md") else target, here or ".")
        return f"[{text}]({path}{'#' if anchor else ''}{anchor})"

    body = standalone(guide, page, linked).rstrip("\n")
    return "\n".join([body, "", *_foot(guide, page)])


def _foot(guide: Guide, page: Page) -> Iterator[str]:
    yield f"Guide {guide.version}, page reviewed {page.reviewed.isoformat()}."
    yield ""


def _markdown(path: str) -> str:
    stem = splitext(path)[0]
    return f"{stem}.html.md" if stem.split("/")[-1] == "index" else f"{stem}/index.html.md"

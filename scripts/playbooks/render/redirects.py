"""A page in place of each that moved, which leads on without a script."""

from __future__ import annotations

from html import escape
from posixpath import dirname, relpath

from playbooks.model import Guide

PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Moved: {name}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="{link}">
<meta http-equiv="refresh" content="0; url={link}">
<p>This page has moved to <a href="{link}">{name}</a>.</p>
</html>
"""


def redirects(guide: Guide) -> dict[str, str]:
    """The HTML at each earlier address, by its path below the built site."""
    names = {page.path.removeprefix("docs/"): page.name for page in guide.pages}
    return {built(move.old): _page(built(move.old), built(move.new), names[move.new]) for move in guide.moves}


def built(path: str) -> str:
    """Where a page stands in the built site, by its path below `docs/`."""
    stem = path.removesuffix(".md")
    return f"{stem}.html" if stem.split("/")[-1] == "index" else f"{stem}/index.html"


def _page(old: str, new: str, name: str) -> str:
    link = relpath(dirname(new) or ".", dirname(old) or ".") + "/"
    return PAGE.format(name=escape(name), link=escape(link))

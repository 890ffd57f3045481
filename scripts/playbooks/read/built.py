"""What a sheet is set with, and the built pages that sheets and headers are made from."""

from __future__ import annotations

import re
from pathlib import Path

from playbooks.errors import Fault, FaultyError
from playbooks.model import SheetStyle

# In the order in which the site loads them; the theme's own is left out.
STYLES = ("check", "page", "sheet")


def sheet_style(root: Path) -> SheetStyle:
    """The style sheets and fonts below `docs/assets/` that paper needs; raises OSError."""
    assets = root / "docs/assets"
    css = "\n".join((assets / f"stylesheets/{name}.css").read_text(encoding="utf-8") for name in STYLES)
    return SheetStyle(css, {file.name: file.read_bytes() for file in sorted((assets / "fonts").glob("*.woff2"))})


def built_checklist(site: Path, playbook: str) -> str:
    """The HTML of a playbook's built checklist; raises FaultyError where the site isn't built."""
    file = site / "playbooks" / playbook / "checklist/index.html"
    if not file.is_file():
        raise FaultyError(
            [Fault(str(file), 1, "page isn't built", playbook, "run 'make site', or name its folder: --site")]
        )
    return file.read_text(encoding="utf-8")


def built_pages(site: Path) -> list[str]:
    """The HTML of all pages of a built site, in order; raises FaultyError where there is none."""
    files = sorted(site.rglob("*.html"))
    if not files:
        raise _not_built(site)
    return [file.read_text(encoding="utf-8") for file in files]


def built_address(site: Path) -> str:
    """The address that a site was built for, as its first page has it; raises FaultyError where there is none."""
    file = site / "index.html"
    if not file.is_file():
        raise _not_built(site)
    canonical = re.search(r'<link rel="canonical" href="([^"]+)"', file.read_text(encoding="utf-8"))
    if not canonical:
        right = "build it with 'site_url' in mkdocs.yml"
        raise FaultyError([Fault(str(file), 1, "page says no address of its own", site.name, right)])
    return canonical[1]


def _not_built(site: Path) -> FaultyError:
    return FaultyError(
        [Fault(str(site), 1, "site isn't built", site.name, "run 'make site', or name its folder: --site")]
    )

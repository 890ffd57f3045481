"""Measures every page of the site behind nginx, prints a table, and exits with 1 where a figure falls short.

    python tests/audit_site.py [lighthouse] [pages] [markup]

`make audit` does all three: Lighthouse on six pages, axe-core and the policy on every page in each view, and the
Nu HTML checker on every page.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

import lighthouse
import nu
from chromium import find
from conftest import FLAGS, served_by_nginx
from walk import MEASURED, VIEWS, Walk, axe, paths_of


def by_lighthouse(address: str, _: Path) -> list[str]:
    """One line a page and device, marked where it is short."""
    faults = []
    names = (*lighthouse.CATEGORIES, "machine")
    print(f"{'Lighthouse, medians':24}{''.join(f'{name:>16}' for name in names)}", flush=True)
    for device, least in lighthouse.LEAST.items():
        for name, path in MEASURED.items():
            score = lighthouse.score(address + path, device)
            short = any(points < limit for points, limit in zip(score.medians, least, strict=True))
            line = f"{name + ', ' + device:24}{''.join(f'{points:16}' for points in (*score.medians, score.machine))}"
            print(line + (f"  short: {', '.join(score.short)}" if short else ""), flush=True)
            faults += [line] if short else []
    return faults


def by_page(address: str, site: Path) -> list[str]:
    """One line a view: how many pages were walked, and below it what was found."""
    faults = []
    paths = list(paths_of(site))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for view, settings in VIEWS.items():
            context = browser.new_context(**settings)
            walk = Walk(context.new_page(), address)
            found = {path: (walk.open(path), axe(walk.page)) for path in paths}
            context.close()
            broken, barriers = ([fault for each in found.values() for fault in each[at]] for at in (0, 1))
            print(f"{view:24}{len(paths)} pages: axe-core {len(barriers)}, policy {len(broken)}")
            print(*(f"    {fault}" for fault in broken + barriers), sep="\n", flush=True)
            faults += broken + barriers
        browser.close()
    return faults


def by_markup(_: str, site: Path) -> list[str]:
    """One line: how many errors all pages have, ours and the theme's, and below it ours."""
    ours, theirs = nu.errors(site)
    print(f"{'Nu HTML checker':24}{len(ours)} errors, and {len(theirs)} in the theme's own markup")
    print(*(f"    {fault}" for fault in ours), sep="\n", flush=True)
    return ours


PARTS: dict[str, Callable[[str, Path], list[str]]] = {
    "lighthouse": by_lighthouse,
    "pages": by_page,
    "markup": by_markup,
}


def main(parts: Sequence[str]) -> int:
    """Builds and serves the site, measures the parts, and says how many figures fall short."""
    faults = []
    with tempfile.TemporaryDirectory() as folder, served_by_nginx("mkdocs", Path(folder)) as address:
        for part in parts or PARTS:
            faults += PARTS[part](address, Path(folder, "site"))
    print(f"{len(faults)} fall short")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

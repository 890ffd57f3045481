"""While the wiki is served as it is written, an edit is built again with what draws from it, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import copy_sources
from playbooks.site.preview import outdated

BUILT = dict.fromkeys(["index.md", "runs/index.md", "runs/file.md", "agent/get.md"], 2.0)


@pytest.mark.parametrize(
    ("edited", "pages"),
    [
        ("runs/file.md", {"runs/index.md", "runs/file.md"}),
        ("index.md", set(BUILT)),
        ("agent/get.md", set(BUILT)),
        ("assets/templates/model-card.txt", set(BUILT)),
        ("../overrides/main.html", set(BUILT)),
    ],
)
def test_an_edit_leaves_its_folder_outdated_and_what_all_pages_share_leaves_all(edited: str, pages: set[str]) -> None:
    assert outdated(dict.fromkeys(BUILT, 1.0) | {edited: 3.0}, BUILT) == pages


def test_nothing_is_outdated_by_what_is_older() -> None:
    assert outdated(dict.fromkeys(BUILT, 1.0), BUILT) == set()


def test_an_edited_page_is_built_again_with_its_folder_and_the_menu_that_it_had(tmp_path: Path) -> None:
    sources = copy_sources(tmp_path)
    before = _preview(sources)
    page = sources / "docs/playbooks/reproduction/paper-analysis-and-understanding.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Give every symbol", "Give each symbol"), "utf-8")
    after = _preview(sources)
    changed = {path for path in before if before[path] != after[path]}
    group = Path("playbooks/reproduction/paper-analysis-and-understanding/index.html")
    assert {group, Path("playbooks/reproduction/checklist/index.html")} <= changed
    assert {path.parts[:2] for path in changed} == {group.parts[:2]}


def _preview(sources: Path) -> dict[Path, str]:
    """All pages of a site that is built on what stands there, as the server does after an edit."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--dirty", "--no-strict"]
    settings = {"PYTHONPATH": str(sources / "scripts"), "NO_MKDOCS_2_WARNING": "1"}  # the code that stands by the pages
    subprocess.run(command, cwd=sources, env=os.environ | settings, check=True)
    site = sources / "site"
    return {page.relative_to(site): page.read_text(encoding="utf-8") for page in site.rglob("*.html")}

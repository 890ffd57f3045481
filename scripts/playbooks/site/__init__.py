"""The Markdown extension that shows the playbooks, in MkDocs and in Zensical alike."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown

from playbooks.site.checks import Checks
from playbooks.site.citations import Citations
from playbooks.site.mentions import Mentions
from playbooks.site.metadata import Metadata
from playbooks.site.passages import Passages
from playbooks.site.runs import RunBar
from playbooks.site.sheets import Sheets
from playbooks.site.sources import ROOT, guide_for
from playbooks.site.steps import Steps


class Playbooks(Extension):
    """Checks with an id and a name, citations as links, and passages drawn from the model."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "root": [str(ROOT), "The folder that holds mkdocs.yml and docs/"],
            "pdfs": [False, "Whether checklists offer the PDFs that 'make site' makes after the build"],
            "downloads": [False, "Whether 'Get the agent' offers the zips that 'make site' makes after the build"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register what this package adds to a page's conversion, which raises FaultyError."""
        # Read when the first page asks: MkDocs loads its extensions before the hook can name a fault.
        guide = partial(guide_for, md, Path(self.getConfig("root")))
        # Before PyMdown's task list (25), which would put a stashed placeholder where the box goes.
        md.treeprocessors.register(Checks(md), "playbooks-checks", 26)
        # Before links (160), so that '[@key]' isn't one, and after code and escapes (190, 180).
        md.inlinePatterns.register(Citations(md, guide), "playbooks-citations", 176)
        # Before MkDocs resolves links (0), and while a heading is still where it stood.
        md.treeprocessors.register(RunBar(md, guide), "playbooks-runs", 27)
        md.treeprocessors.register(
            Steps(md, guide), "playbooks-steps", 26.5
        )  # above the bar, which stands there by now
        md.treeprocessors.register(Mentions(md, guide), "playbooks-mentions", 2)  # once code is code
        md.treeprocessors.register(Metadata(md, guide), "playbooks-metadata", 1)
        md.treeprocessors.register(Sheets(md, guide), "playbooks-sheets", 25.5)  # once the checks are drawn
        Passages(guide, pdfs=self.getConfig("pdfs"), downloads=self.getConfig("downloads")).extendMarkdown(md)


def makeExtension(**kwargs: Any) -> Playbooks:  # noqa: N802 (Python-Markdown's name)
    """The extension, as Python-Markdown asks a module for it."""
    return Playbooks(**kwargs)

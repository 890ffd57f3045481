"""Passages that are drawn from the model, as PyMdown blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension, BlocksProcessor

from playbooks.model import Guide
from playbooks.site.passages.agents import Agent
from playbooks.site.passages.calculators import Calculator
from playbooks.site.passages.cards import Playbooks
from playbooks.site.passages.checklists import Checklist
from playbooks.site.passages.figures import Figure
from playbooks.site.passages.gates import Gate, Phases
from playbooks.site.passages.references import References
from playbooks.site.passages.templates import Template
from playbooks.site.runs import Runs


class Passages(BlocksExtension):  # type: ignore[misc]  # the same
    """Registers the passages as PyMdown blocks."""

    def __init__(self, guide: Callable[[], Guide], *, pdfs: bool, downloads: bool) -> None:
        super().__init__()
        self._config: dict[str, Any] = {"guide": guide, "pdfs": pdfs, "downloads": downloads}

    def extendMarkdownBlocks(  # noqa: N802 (PyMdown's name)
        self,
        md: Markdown,  # noqa: ARG002 (which PyMdown passes)
        block_mgr: BlocksProcessor,
    ) -> None:
        """Make each passage known, with what it is drawn from."""
        for passage in (Agent, Calculator, Checklist, Figure, Gate, Phases, Playbooks, References, Runs, Template):
            block_mgr.register(passage, self._config)

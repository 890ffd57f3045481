"""The PDFs of several playbooks, drawn side by side from the built site."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from playbooks.model import Playbook
from playbooks.read.built import built_checklist, sheet_style
from playbooks.render.checklists import folder
from playbooks.render.pdf import PdfError, codes, pdf
from playbooks.runfile import Run

PANGO = "PDFs need Pango: on Debian and Ubuntu, apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def pdfs(books: Sequence[Playbook], root: Path, site: Path, paper: str, run: Run | None) -> dict[str, bytes]:
    """Each playbook's PDF by its file's name; raises FaultyError without a built page, and PdfError."""
    style = sheet_style(root)
    pages = {book: built_checklist(site, folder(book)) for book in books}
    for book, html in pages.items():
        _refuse_stale(book, html)
    with ProcessPoolExecutor(max_workers=min(len(books), os.cpu_count() or 1)) as pool:
        drawn = {
            f"{folder(book)}-{paper}.pdf": pool.submit(pdf, html, f"{book.name}: checklist", style, paper, run)
            for book, html in pages.items()
        }
        try:
            return {name: future.result() for name, future in drawn.items()}
        except OSError as error:  # what WeasyPrint raises where it finds no Pango
            raise PdfError(f"{error}\n{PANGO}") from error


def _refuse_stale(playbook: Playbook, html: str) -> None:
    """Raises PdfError where the built page hasn't each check of the sources, once and in their order."""
    if codes(html) != [check.code for group in playbook.groups for check in group.checks()]:
        raise PdfError(f"{folder(playbook)}: the built site is older than its sources; run 'make site'")

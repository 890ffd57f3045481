"""What a page is called and what it is about, for search engines and for whoever is sent its address."""

from __future__ import annotations

import re
from itertools import accumulate
from posixpath import basename

from playbooks.model import Guide, Page
from playbooks.render.markdown import inline, works_of

SHORTEST, LONGEST = 50, 160  # what search engines show whole


def title(guide: Guide, page: Page) -> str:
    """The page's name, which for a checklist says of what."""
    book = guide.playbook_of(page.path)
    return f"{book.label} checklist" if book and basename(page.path) == "checklist.md" else page.name


def description(guide: Guide, page: Page) -> str:
    """What a page is about, in 50 to 160 characters: a playbook's summary, or the first sentences of a page."""
    book = guide.playbook_of(page.path)
    if book and page.path == book.index.path:
        return book.summary
    text = _fitting(lead(guide, page) or (book.summary if book else ""))
    return text if len(text) >= SHORTEST and page.lead else _fitting(f"{title(guide, page)}: {text}")


def lead(guide: Guide, page: Page) -> str:
    """A page's first paragraph as plain text."""
    text = inline(works_of(guide, page), page, page.lead.replace("\n", " "), lambda text, _target, _anchor: text)
    return re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)


def _fitting(text: str) -> str:
    """As many whole sentences as fit, or the first one's words that do."""
    plain = re.sub(r"[`*]", "", text)
    starts = accumulate(re.split(r"(?<=[.!?]) ", plain), lambda before, sentence: f"{before} {sentence}")
    fitting = [start for start in starts if len(start) <= LONGEST]
    return fitting[-1] if fitting else plain[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:") + "…"

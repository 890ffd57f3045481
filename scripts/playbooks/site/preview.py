"""What an edit leaves outdated while the wiki is served as it is written (`mkdocs serve --dirty`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from posixpath import dirname


def outdated(changed: Mapping[str, float], built: Mapping[str, float]) -> set[str]:
    """The pages to build again, from when each source last changed and each page was last built, by path below `docs/`.

    A page draws from its folder's pages: it is outdated by any of them, and by whatever isn't a page in a folder. What
    it draws from other folders is left for the next start. A folder without an index page counts as none: the search
    takes what is built for all that stands below its first page.
    """
    newest: defaultdict[str, float] = defaultdict(float)
    for path, time in changed.items():
        folder = dirname(path)
        share = folder if path.endswith(".md") and f"{folder}/index.md" in changed else ""
        newest[share] = max(newest[share], time)
    return {path for path, time in built.items() if time < max(newest[dirname(path)], newest[""])}

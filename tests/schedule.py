"""Which test runs when, and in which process: none waits for a site that another process is still building."""

from __future__ import annotations

import re
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

PLACE = re.compile(r"\[((?:mkdocs|zensical) /[^-\]]*)")  # as the tests behind nginx are named
SITES = {"mkdocs_site", "zensical_site", "offline_site", "site", "address"}


class ByPlace(LoadScopeScheduling):  # type: ignore[misc] # xdist ships no types
    """Each test goes to the next process that is free; those of one place behind nginx to one that serves it."""

    def _split_scope(self, nodeid: str) -> str:
        place = PLACE.search(nodeid)
        return place[1] if place else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """The distribution of the tests over the processes, instead of xdist's own."""
    return ByPlace(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put those first that build a site, and what needs none before what needs one; otherwise the order stays."""
    items.sort(key=_turn)
    needing = [item for item in items if "zensical_site" in _fixtures(item)]
    for item in needing[:1]:  # which builds both
        items.remove(item)
        items.insert(0, item)


def _turn(item: pytest.Item) -> int:
    names = _fixtures(item)
    return 0 if "behind_nginx" in names else 2 if names & SITES else 1


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))

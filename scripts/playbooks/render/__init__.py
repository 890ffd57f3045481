"""From the model to text: pure functions, in three tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playbooks.model import Guide
from playbooks.render.agent import framed, lists
from playbooks.render.checklists import Checklist, as_csv, as_github, as_json
from playbooks.render.targets import TARGETS

__all__ = ["FORMATS", "LAYOUTS", "TARGETS"]

# How a layout draws the agent's definition.
LAYOUTS: Mapping[str, Callable[[Guide], str]] = {"lists": lists, "framed": framed}


@dataclass(frozen=True, slots=True)
class Format:
    """How checklists are written, and the files' ending; `joins` where several playbooks make one text."""

    ending: str
    joins: bool
    draw: Callable[[Sequence[Checklist]], list[str]]


# How checklists are written; a text that is too large for one comes in parts.
FORMATS: Mapping[str, Format] = {
    "github": Format("md", joins=False, draw=as_github),
    "json": Format("json", joins=True, draw=as_json),
    "csv": Format("csv", joins=True, draw=as_csv),
}

"""The figure of the architecture page: the way from the pages to everything that is made of them."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.axes import Axes

from figures.style import FIRST, INK, MUTED, canvas, svg

WIDTH, HEIGHT = 1.85, 0.6
# Each room's middle, its name, and what it is for.
ROOMS = {
    "sources": (1.0, 3.0, "docs/, mkdocs.yml", "what people write"),
    "read": (3.2, 3.0, "read", "strictly, or not at all"),
    "model": (5.4, 3.0, "model", "frozen, of no format"),
    "render": (7.6, 3.0, "render", "pure functions"),
    "engine": (1.0, 2.0, "MkDocs or Zensical", "pages, nav, search"),
    "site": (5.4, 2.0, "site", "a Markdown extension"),
    "write": (7.6, 2.0, "write", "never over edits"),
    "wiki": (5.4, 1.0, "wiki", "pages, runs, sheets"),
    "agent": (7.6, 1.0, "agent, checklists", "a file each"),
}
OURS = ("read", "model", "render", "write", "site")


def _room(axes: Axes, name: str) -> None:
    x, y, title, about = ROOMS[name]
    edge = FIRST if name in OURS else MUTED
    axes.plot(*_outline(x, y), color=edge, lw=1.4)
    axes.annotate(title, (x, y + 0.12), ha="center", va="center", color=INK, fontsize=8.5, weight="bold")
    axes.annotate(about, (x, y - 0.14), ha="center", va="center", color=MUTED, fontsize=7.5)


def _outline(x: float, y: float) -> tuple[list[float], list[float]]:
    left, right, low, high = x - WIDTH / 2, x + WIDTH / 2, y - HEIGHT / 2, y + HEIGHT / 2
    return [left, right, right, left, left], [low, low, high, high, low]


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.annotate(
        "", end, start, arrowprops={"arrowstyle": "-|>", "color": MUTED, "lw": 1.2, "shrinkA": 2, "shrinkB": 2}
    )


def _right(axes: Axes, left: str, right: str) -> None:
    (x, y, *_), (to, at, *_) = ROOMS[left], ROOMS[right]
    _arrow(axes, (x + WIDTH / 2, y), (to - WIDTH / 2, at))


def _down(axes: Axes, above: str, below: str) -> None:
    (x, y, *_), (to, at, *_) = ROOMS[above], ROOMS[below]
    _arrow(axes, (x, y - HEIGHT / 2), (to + (x - to) / 4, at + HEIGHT / 2))


def one_way_through() -> str:
    """Sources, readers, model, renderers, disk; and the engine that asks the same readers and renderers for a page."""
    figure, (axes,) = canvas(width=6.6, height=2.7)
    for name in ROOMS:
        _room(axes, name)
    for pair in (("sources", "read"), ("read", "model"), ("model", "render"), ("engine", "site")):
        _right(axes, *pair)
    for pair in (("sources", "engine"), ("model", "site"), ("render", "site"), ("site", "wiki")):
        _down(axes, *pair)
    for pair in (("render", "write"), ("write", "agent")):
        _down(axes, *pair)
    axes.set(xlim=(0, 8.6), ylim=(0.6, 3.4))
    axes.axis("off")
    return svg(figure)


FIGURES: dict[str, Callable[[], str]] = {"one-way-through": one_way_through}

"""How every figure looks: sizes, the page's own colours, and text that stays text."""

from __future__ import annotations

import io
import re
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from playbooks.palette import PALETTE

INK, MUTED, FAINT, FIRST, SECOND, THIRD = PALETTE.values()

STYLE: dict[Any, Any] = {  # the keys of matplotlib's rcParams
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 10,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "ml-research-playbooks",
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
}


def canvas(columns: int = 1, *, width: float = 4.8, height: float = 2.7) -> tuple[Figure, list[Axes]]:
    """A figure of `width` by `height` inches with `columns` axes side by side."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, [figure.add_subplot(1, columns, at + 1) for at in range(columns)]


NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
# What the page has already, or must not get: the page's own font, and no rule for every element.
UNWANTED = [
    (re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL), ""),
    (re.compile(r'<svg [^>]*?(viewBox="[^"]*")[^>]*>'), rf'<svg \1 {NAMESPACES} stroke-linejoin="round">'),
    (re.compile(r"font-family: [^;]*; "), "font-family: sans-serif; "),
    (re.compile(r"\s*\n\s*"), "\n"),
    (re.compile(r'\n(?=[MLCQz]\b|")'), " "),
]


def svg(figure: Figure) -> str:
    """The figure as SVG without what only a file of its own needs; the same bytes for the same drawing."""
    stream = io.StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    for pattern, replacement in UNWANTED:
        text = pattern.sub(replacement, text)
    return text.strip() + "\n"

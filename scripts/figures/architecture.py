"""The figures of the architecture playbook."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from figures.style import FIRST, INK, MUTED, SECOND, THIRD, canvas, svg


def attention_share_by_length() -> str:
    """The share of a block's forward FLOPs that is quadratic in the length, for three widths."""
    figure, (axes,) = canvas(width=5.6, height=3.1)
    lengths = np.geomspace(512, 262_144, 200)
    for width, colour, dashes, marker in (
        (1_024, FIRST, "-", "o"),
        (4_096, SECOND, "--", "s"),
        (8_192, THIRD, "-.", "^"),
    ):
        # 4 n² d of 24 n d² + 4 n² d: a feed-forward part of 4d, no grouped keys, the masked half counted.
        axes.plot(lengths, 100 * lengths / (lengths + 6 * width), dashes, color=colour, lw=1.6)
        axes.plot([6 * width], [50], marker, color=colour, ms=7)
    for text, offset, width, colour, side in (
        ("d = 1,024:\nn = 6,144", (-8, 8), 1_024, FIRST, "right"),
        ("d = 4,096:\nn = 24,576", (-8, 11), 4_096, SECOND, "center"),
        ("d = 8,192:\nn = 49,152", (9, -22), 8_192, THIRD, "left"),
    ):
        axes.annotate(text, (6 * width, 50), xytext=offset, textcoords="offset points", ha=side, color=colour)
    axes.axhline(50, color=MUTED, lw=1, ls=":")
    axes.set_xscale("log", base=2)
    ticks = [2**power for power in range(9, 19)]
    labels = ["512", *(f"{tick // 1_024}K" for tick in ticks[1:])]
    axes.set_xticks(ticks, labels)
    axes.minorticks_off()
    axes.set(xlabel="sequence length n, tokens", ylabel="quadratic part of the FLOPs, %", ylim=(0, 104))
    return svg(figure)


# Made up: milliseconds per image and accuracy in per cent, each design trained at several sizes.
BASELINE = ((4, 72.0), (8, 75.0), (12, 76.8), (20, 78.0), (32, 78.6))
NEW = ((6, 71.6), (12, 76.2), (20, 78.4), (32, 79.4))


def _front(points: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """The points that no other point beats in cost without losing quality, or the other way round."""
    return sorted(
        one for one in points if not any(other != one and other[0] <= one[0] and other[1] >= one[1] for other in points)
    )


def pareto_front_and_one_point() -> str:
    """Two designs at one size each, and the same two at all sizes with the front of both."""
    figure, (single, whole) = canvas(2, width=5.6, height=3.0)
    for at, (points, name, colour, marker) in enumerate(
        ((BASELINE, "baseline", FIRST, "o"), (NEW, "new", SECOND, "s"))
    ):
        cost, quality = points[1]
        single.plot([cost], [quality], marker, color=colour, ms=8)
        single.annotate(
            f"{name}: {quality:.1f}",
            (cost, quality),
            xytext=(10, -3),
            textcoords="offset points",
            color=colour,
        )
        whole.plot(*zip(*points, strict=True), ("-", "--")[at], color=colour, lw=1.0)
        for point in points:
            fill = colour if point in _front([*BASELINE, *NEW]) else "none"
            whole.plot(*[[each] for each in point], marker, color=colour, mfc=fill, ms=7)
    front = _front([*BASELINE, *NEW])
    costs, qualities = zip(*front, strict=True)
    whole.step([*costs, 36], [*qualities, qualities[-1]], where="post", color=MUTED, lw=3.5, alpha=0.35, zorder=0)
    whole.annotate("new", NEW[-1], xytext=(-2, 7), textcoords="offset points", ha="right", color=SECOND)
    whole.annotate("baseline", BASELINE[-1], xytext=(4, -15), textcoords="offset points", ha="right", color=FIRST)
    whole.annotate(
        "hollow: dominated",
        NEW[1],
        xytext=(16, -30),
        textcoords="offset points",
        color=INK,
        arrowprops={"arrowstyle": "-", "color": MUTED, "shrinkB": 5},
    )
    whole.annotate("grey steps: the front", (17, 71.9), color=INK)
    single.set(title="one size: 'new wins by 1.2'")
    whole.set(title="all sizes: from 20 ms on")
    for axes in (single, whole):
        axes.set(xlim=(0, 36), ylim=(70.8, 80.4), xlabel="latency, ms", xticks=range(0, 37, 8))
    single.set(ylabel="accuracy, %")
    return svg(figure)


FIGURES: dict[str, Callable[[], str]] = {
    "attention-share-by-length": attention_share_by_length,
    "pareto-front-and-one-point": pareto_front_and_one_point,
}

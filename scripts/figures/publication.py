"""The figures of the publication playbook."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

from figures.style import FIRST, INK, MUTED, SECOND, THIRD, canvas, svg

RUNS = {"baseline": [82.1, 83.4, 82.6, 83.9, 82.5], "ours": [83.0, 82.4, 84.6, 83.1, 83.9]}
CUT = 82.5  # where the misleading axis starts


def bars_and_dots() -> str:
    """The same runs of two methods as bars over a cut axis, and as dots with an interval."""
    figure, (bars, dots) = canvas(2, width=5.6, height=2.9)
    for at, (scores, colour, marker) in enumerate(zip(RUNS.values(), (MUTED, FIRST), "os", strict=True)):
        middle, runs = float(np.mean(scores)), len(scores)
        half = float(stats.t.ppf(0.975, runs - 1) * np.std(scores, ddof=1) / np.sqrt(runs))
        bars.bar(at, middle - CUT, bottom=CUT, width=0.6, color=colour)
        bars.text(at, middle + 0.02, f"{middle:.1f}", ha="center", color=INK)
        dots.plot(at - 0.12 + np.zeros(runs), scores, marker, color=colour, markerfacecolor="none")
        dots.errorbar(at + 0.12, middle, half, color=colour, marker="D", markersize=5, capsize=4, linewidth=1.6)
        dots.text(at, 81.35, f"{middle:.1f} ± {half:.1f}", ha="center", color=INK)
    bars.set(title="bars over a cut axis", ylim=(CUT, 83.6), yticks=[82.5, 83, 83.5])
    dots.set(title="runs, mean, 95 % interval", ylim=(81, 85), yticks=[81, 82, 83, 84, 85])
    for axes, right in ((bars, 1.5), (dots, 1.6)):
        axes.grid(visible=False, axis="x")
        axes.set(xlim=(-0.5, right), xticks=[0, 1], xticklabels=list(RUNS))
    bars.set_ylabel("accuracy in %")
    return svg(figure)


def _chosen_again(share: float, correlation: float) -> float:
    """The chance that a second committee accepts what the first accepted, both of them taking `share`."""
    edge = stats.norm.ppf(share)
    both = stats.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]]).cdf([edge, edge])
    return float(both / share)


def second_committee() -> str:
    """How the agreement of two committees falls with the share that they accept."""
    shares = np.linspace(0.02, 0.6, 59)
    figure, (axes,) = canvas(width=5.6)
    for correlation, colour, line, label, place in (
        (0.8, THIRD, "-.", "correlation 0.8", (3, 73)),
        (0.5, FIRST, "-", "correlation 0.5", (36, 51)),
        (0.0, MUTED, "--", "0: a lottery", (41, 33)),
    ):
        again = [_chosen_again(share, correlation) for share in shares] if correlation else shares
        axes.plot(100 * shares, 100 * np.array(again), line, color=colour, linewidth=1.8)
        axes.text(*place, label, color=colour)
    axes.plot(25.8, 50, "X", color=SECOND, markersize=9)
    axes.plot([25.8, 25.8], [11, 46], color=SECOND, linewidth=1, linestyle=":")
    axes.text(26.5, 8, "NeurIPS 2021: about half", color=SECOND)
    axes.set(xlim=(0, 60), ylim=(0, 100), xlabel="share of papers accepted, in %")
    axes.set_ylabel("chance that a second committee\naccepts it too, in %")
    return svg(figure)


FIGURES: dict[str, Callable[[], str]] = {"bars-and-dots": bars_and_dots, "second-committee": second_committee}

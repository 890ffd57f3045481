"""The figures of the optimization playbook's first three pages: design, bound, adapt."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma

import numpy as np
from scipy import special

from figures.style import FIRST, INK, MUTED, SECOND, THIRD, canvas, svg


def _found(trials: int, settings: int, best: float, cost: float) -> float:
    """Expected loss of the best of `trials` uniform draws from a ball of `settings` dimensions around the optimum.

    The loss is `best + cost * distance**2`, with the ball's radius as the unit of distance.
    """
    power = 2 / settings
    return best + cost * exp(lgamma(trials + 1) + lgamma(1 + power) - lgamma(trials + 1 + power))


def winner_at_equal_trials() -> str:
    """Which of two optimizers wins, by the number of tuning trials that both get."""
    figure, (axes,) = canvas(width=4.8, height=3.0)
    trials = range(1, 101)
    old = [_found(each, 2, 3.05, 0.16) for each in trials]
    new = [_found(each, 4, 3.00, 0.25) for each in trials]
    axes.plot(trials, old, "-", color=FIRST, lw=1.6)
    axes.plot(trials, new, "--", color=SECOND, lw=1.6)
    axes.annotate("baseline, 2 settings", (105, 3.068), ha="right", color=FIRST)
    axes.annotate("new, 4 settings", (30, 3.026), ha="right", color=SECOND)
    axes.plot([1, 20], [old[0], new[19]], "o", color=INK, ms=5)
    axes.annotate("", (20, new[19] + 0.002), xytext=(20, old[0]), arrowprops={"arrowstyle": "<->", "color": INK})
    axes.plot([1, 20], [old[0], old[0]], ":", color=MUTED, lw=1)
    axes.annotate("'gain' over an\nuntuned baseline", (21.5, 3.105), color=INK)
    axes.set(xscale="log", xlabel="tuning trials (log scale)", ylabel="expected loss of the best", ylim=(3.005, 3.175))
    axes.set(xticks=[1, 2, 5, 10, 20, 50, 100], xticklabels=["1", "2", "5", "10", "20", "50", "100"], xlim=(0.93, 110))
    axes.minorticks_off()
    return svg(figure)


def _calibrated_ece(items: int, bins: int, repeats: int, generator: np.random.Generator) -> float:
    """Mean ECE in points, equal-mass bins, when every confidence is right: Beta(8, 1), mean 0.89."""
    found = 0.0
    for _ in range(repeats):
        confidence = np.sort(generator.random(items) ** 0.125)  # Beta(8, 1) by its inverse
        gaps = confidence - (generator.random(items) < confidence)
        found += sum(abs(float(part.sum())) for part in np.array_split(gaps, bins)) / items
    return 100 * found / repeats


def calibration_floor() -> str:
    """The ECE that a perfectly calibrated model reports, by items and bins: formula and simulation."""
    figure, (axes,) = canvas(width=4.8, height=3.0)
    generator = np.random.default_rng(0)
    spread = 8 * special.beta(8.5, 1.5)  # the mean of sqrt(p(1 - p)) under Beta(8, 1)
    items = np.array([300, 1000, 3000, 10000, 30000])
    line = np.geomspace(300, 30000, 50)
    for bins, colour, dashes, marker, offset in (
        (100, SECOND, "-", "o", (6, 7)),
        (15, FIRST, "--", "s", (6, 7)),
        (5, THIRD, "-.", "^", (-34, -18)),
    ):
        axes.plot(line, 100 * spread * np.sqrt(2 * bins / (np.pi * line)), dashes, color=colour, lw=1.6)
        simulated = [_calibrated_ece(int(n), bins, 20, generator) for n in items]
        axes.plot(items, simulated, marker, color=colour, ms=5)
        axes.annotate(
            f"{bins} bins",
            (1000, 100 * spread * np.sqrt(2 * bins / (np.pi * 1000))),
            xytext=offset,
            textcoords="offset points",
            color=colour,
        )
    axes.set(xscale="log", yscale="log", xlabel="test items", ylabel="reported ECE, points", ylim=(0.2, 20))
    axes.set(xticks=items, xticklabels=["300", "1,000", "3,000", "10,000", "30,000"])
    axes.set(yticks=[0.3, 1, 3, 10], yticklabels=["0.3", "1", "3", "10"])
    axes.minorticks_off()
    return svg(figure)


def coverage_by_calibration_size() -> str:
    """The 90 % range of the coverage that one calibration set gives, for a target of 90 %."""
    figure, (axes,) = canvas(width=4.8, height=2.8)
    sizes = np.unique(np.round(np.geomspace(30, 10000, 120)).astype(int))
    ranks = np.ceil((sizes + 1) * 0.9)
    low, high = (100 * special.betaincinv(ranks, sizes + 1 - ranks, edge) for edge in (0.05, 0.95))
    axes.fill_between(sizes, low, high, color=FIRST, alpha=0.2, lw=0)
    axes.plot(sizes, low, "-", color=FIRST, lw=1.4)
    axes.plot(sizes, high, "-", color=FIRST, lw=1.4)
    axes.axhline(90, color=MUTED, lw=1, ls=":")
    for size in (100, 1000):
        rank = np.ceil((size + 1) * 0.9)
        edge = 100 * float(special.betaincinv(rank, size + 1 - rank, 0.05))
        axes.plot([size], [edge], "o", color=SECOND, ms=6)
        axes.annotate(
            f"n = {size:,}: {edge:.1f} %", (size, edge), xytext=(8, -9), textcoords="offset points", color=INK
        )
    axes.set(xscale="log", xlabel="calibration points n", ylabel="coverage of one split, %", ylim=(78, 100))
    axes.set(xticks=[30, 100, 300, 1000, 3000, 10000], xticklabels=["30", "100", "300", "1,000", "3,000", "10,000"])
    axes.minorticks_off()
    return svg(figure)


def above_two_over_step() -> str:
    """Gradient descent on (ab - 1)^2 / 2 from a sharpness above 2/step: the loss rises, then vanishes."""
    figure, (losses, sharpnesses) = canvas(2, width=5.2, height=2.7)
    step, a, b = 0.2, 3.5, 0.02
    loss, sharpness = [], []
    for _ in range(13):
        rest = a * b - 1
        loss.append(rest * rest / 2)
        middle, half, off = (a * a + b * b) / 2, (a * a - b * b) / 2, 2 * a * b - 1
        sharpness.append(middle + float(np.sqrt(half * half + off * off)))
        a, b = a - step * rest * b, b - step * rest * a
    losses.plot(loss, "o-", color=FIRST, ms=4, lw=1.4)
    losses.annotate("5.6 times the start", (3, loss[3]), xytext=(-6, 8), textcoords="offset points", color=INK)
    losses.set(title="loss", xlabel="step", ylim=(-0.15, 2.9))
    sharpnesses.plot(sharpness, "s-", color=SECOND, ms=4, lw=1.4)
    sharpnesses.axhline(2 / step, color=MUTED, lw=1, ls=":")
    sharpnesses.annotate(
        "2 / step size", (12, 2 / step), xytext=(0, 4), textcoords="offset points", ha="right", color=MUTED
    )
    sharpnesses.set(title="sharpness", xlabel="step", ylim=(0, 15))
    return svg(figure)


FIGURES: dict[str, Callable[[], str]] = {
    "winner-at-equal-trials": winner_at_equal_trials,
    "calibration-floor": calibration_floor,
    "coverage-by-calibration-size": coverage_by_calibration_size,
    "above-two-over-step": above_two_over_step,
}

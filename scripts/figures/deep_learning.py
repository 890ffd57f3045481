"""The figures of the deep-learning playbook on generating, acting and relating."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

from figures.style import FIRST, INK, MUTED, SECOND, THIRD, canvas, svg

ANGLES = (np.arange(2000) + 0.5) * np.pi / 2000


def _mean_root(ratio: float) -> float:
    """Mean root of a white sample covariance's eigenvalues, by Marchenko-Pastur; `ratio` is features / samples."""
    eigenvalues = 1 + ratio + 2 * ratio**0.5 * np.cos(ANGLES)
    return float(2 / 2000 * np.sum(np.sin(ANGLES) ** 2 / np.sqrt(eigenvalues)))


def _frechet(samples: float, scale: float, features: int = 2048) -> float:
    """Expected Fréchet distance to white features, in per cent of their variance, of a generator `scale` as wide."""
    return 100 * (scale**2 / samples + 1 + scale**2 - 2 * scale * _mean_root(features / samples))


def frechet_by_samples() -> str:
    """The Fréchet distance of a perfect and of a shrunken generator, by the number of samples."""
    figure, (axes,) = canvas(width=4.8, height=3.0)
    samples = np.geomspace(1000, 200_000, 120)
    for scale, colour, dashes, label, place in (
        (1.0, FIRST, "-", "perfect generator", (6500, 0.27)),
        (0.9, SECOND, "--", "10 % too narrow", (27_000, 2.9)),
    ):
        axes.plot(samples, [_frechet(n, scale) for n in samples], dashes, color=colour, lw=1.7)
        axes.annotate(label, place, color=colour)
    axes.axhline(1, color=MUTED, lw=1, ls=":")
    axes.annotate("its true distance, 1 %", (1050, 1.08), color=MUTED)
    low, high = 1000.0, 50_000.0
    for _ in range(60):  # below the crossing, the narrow generator scores better
        middle = (low * high) ** 0.5
        low, high = (middle, high) if _frechet(middle, 0.9) < _frechet(middle, 1.0) else (low, middle)
    crossing = (low, _frechet(low, 1.0))
    axes.plot(*crossing, "o", color=INK, ms=6)
    axes.annotate(f"they cross at {round(low, -2):,.0f}", crossing, xytext=(8, 6), textcoords="offset points")
    axes.set(xscale="log", yscale="log", xlim=(1000, 200_000), ylim=(0.2, 80))
    axes.set(xlabel="samples (2,048 features)", ylabel="Fréchet distance, % of variance")
    axes.set_xticks([1000, 5000, 10_000, 50_000, 200_000], ["1,000", "5,000", "10,000", "50,000", "200,000"])
    axes.set_yticks([0.3, 1, 3, 10, 30], ["0.3", "1", "3", "10", "30"])
    axes.minorticks_off()
    return svg(figure)


def _wrong(seeds: int, gap: float, *, best: bool) -> float:
    """How often, in per cent, the worse of two agents wins by its mean or by its best seed; `gap` in deviations."""
    at = np.linspace(-8, 10, 4001)
    if not best:
        return 100 * float(stats.norm.cdf(-gap * (seeds / 2) ** 0.5))
    top = seeds * stats.norm.pdf(at) * stats.norm.cdf(at) ** (seeds - 1)
    return 100 * float(np.sum(top * stats.norm.cdf(at - gap) ** seeds) * (at[1] - at[0]))


def wrong_winner_by_seeds() -> str:
    """How often the worse of two agents wins, by the number of seeds and by what is reported of them."""
    figure, (axes,) = canvas(width=4.8, height=2.9)
    seeds = list(range(1, 21))
    for best, colour, dashes, marker, label, place in (
        (True, SECOND, "--", "s", "by the best seed", (10.3, 13)),
        (False, FIRST, "-", "o", "by the mean of the seeds", (5.5, 6.3)),
    ):
        wrong = [_wrong(each, 1.0, best=best) for each in seeds]
        axes.plot(seeds, wrong, dashes, marker=marker, ms=4, color=colour, lw=1.6)
        axes.annotate(label, place, color=colour)
    axes.annotate("11 %", (3, _wrong(3, 1.0, best=False)), xytext=(-4, -13), textcoords="offset points", ha="right")
    axes.annotate("17 %", (3, _wrong(3, 1.0, best=True)), xytext=(4, 6), textcoords="offset points")
    axes.set(xlabel="seeds of each agent", ylabel="the worse agent wins, %", xlim=(0.4, 20.6), ylim=(0, 27))
    axes.set_xticks([1, 3, 5, 10, 15, 20])
    return svg(figure)


def mrr_by_ties() -> str:
    """The reciprocal rank of a true entity that ties with others at the top, by how ties are ranked."""
    figure, (axes,) = canvas(width=4.8, height=3.0)
    tied = np.arange(1, 1001)
    for value, colour, dashes, label in (
        (np.ones(len(tied)), SECOND, "-", "best rank"),
        (np.cumsum(1 / tied) / tied, INK, ":", "random, expected"),
        (2 / (1 + tied), FIRST, "--", "mean of both"),
        (1 / tied, THIRD, "-.", "worst rank"),
    ):
        axes.plot(tied, value, dashes, color=colour, lw=1.7, label=label)
    axes.legend(loc="lower left", handlelength=2.6, frameon=False, labelcolor=INK)
    axes.set(xscale="log", yscale="log", xlim=(1, 1000), ylim=(0.0009, 1.3))
    axes.set(xlabel="entities tied at the top, of 1,000", ylabel="MRR")
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    axes.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    axes.minorticks_off()
    return svg(figure)


ADD, MULTIPLY, READ_WEIGHT, STATE = 0.1, 0.2, 1.25, 5.0  # pJ at 45 nm, as on the page


def _break_even(steps: np.ndarray, reuse: float, fan_in: int = 1152) -> np.ndarray:
    """The spike rate, in per cent, below which the spiking layer needs less than the 8-bit dense one."""
    dense = MULTIPLY + ADD + READ_WEIGHT / reuse
    return 100 * np.maximum(dense - steps * STATE / fan_in, 0) / (steps * (ADD + READ_WEIGHT))


def break_even_spike_rate() -> str:
    """Where a spiking layer begins to save energy, with and without its memory accesses."""
    figure, (axes,) = canvas(width=4.8, height=3.2)
    steps = np.arange(1, 17)
    for rate, colour, dashes, marker, label, place in (
        (100 * (MULTIPLY + ADD) / (ADD * steps), SECOND, "-", "o", "arithmetic only", (8.3, 42)),
        (_break_even(steps, 1), FIRST, "--", "s", "weights read", (9.3, 13.6)),
        (_break_even(steps, 16), THIRD, "-.", "^", "dense layer reuses each 16 times", (5.4, 6.3)),
    ):
        axes.plot(steps, rate, dashes, marker=marker, ms=4, color=colour, lw=1.5)
        axes.annotate(label, place, color=colour)
    axes.axhline(100, color=MUTED, lw=1, ls=":")
    axes.set(yscale="log", xlim=(0.7, 16.4), ylim=(0.9, 330), xticks=[1, 2, 4, 6, 8, 10, 12, 14, 16])
    axes.set_yticks([1, 3, 10, 30, 100, 300], ["1", "3", "10", "30", "100", "300"])
    axes.minorticks_off()
    axes.set(xlabel="time steps T", ylabel="break-even spike rate, %")
    return svg(figure)


FIGURES: dict[str, Callable[[], str]] = {
    "frechet-by-samples": frechet_by_samples,
    "wrong-winner-by-seeds": wrong_winner_by_seeds,
    "mrr-by-ties": mrr_by_ties,
    "break-even-spike-rate": break_even_spike_rate,
}

"""The figures of the experiments playbook."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

from figures.style import FIRST, INK, MUTED, SECOND, THIRD, canvas, svg


def _power(gap: float, runs: int) -> float:
    """Power of a two-sided two-sample t-test at 5 % for `runs` a method and a gap in standard deviations."""
    freedom, shift = 2 * runs - 2, gap * (runs / 2) ** 0.5
    critical = stats.t.ppf(0.975, freedom)
    return float(stats.nct.sf(critical, freedom, shift) + stats.nct.cdf(-critical, freedom, shift))


def power_by_runs() -> str:
    """How power grows with the runs per method, for three gaps."""
    figure, (axes,) = canvas(width=4.8, height=3.0)
    runs = list(range(2, 21))
    for gap, colour, dashes, marker, enough, label in (
        (2.0, FIRST, "-", "o", 6, (5.6, 92)),
        (1.5, SECOND, "--", "s", 9, (12.3, 71.5)),
        (1.0, THIRD, "-.", "^", 17, (20.6, 64)),
    ):
        power = [100 * _power(gap, each) for each in runs]
        axes.plot(runs, power, dashes, color=colour, lw=1.6)
        axes.plot([enough], [power[runs.index(enough)]], marker, color=colour, ms=7)
        axes.annotate(f"{gap:g} SD: {enough} runs", label, ha="right", color=colour)
    axes.axhline(80, color=MUTED, lw=1, ls=":")
    axes.annotate("80 %", (1.6, 80), xytext=(0, -11), textcoords="offset points", color=MUTED)
    axes.set(xlabel="runs per method", ylabel="power, %", ylim=(0, 104), xlim=(1.5, 20.8), xticks=range(2, 21, 2))
    return svg(figure)


RUNS = {"A": (75.4, 76.2, 76.9, 75.8, 75.7), "B": (76.1, 75.9, 76.3, 75.6, 76.1)}


def best_run_and_all_runs() -> str:
    """Two methods with the same mean: each one's best run on a cut axis, and all five runs with intervals."""
    figure, (best, every) = canvas(2, width=5.2, height=2.8)
    for at, (scores, colour, marker) in enumerate(zip(RUNS.values(), (FIRST, SECOND), ("o", "s"), strict=True)):
        top, mean = max(scores), float(np.mean(scores))
        best.bar([at], [top], width=0.55, color=colour)
        best.annotate(f"{top:.1f}", (at, top), xytext=(0, 3), textcoords="offset points", ha="center", color=INK)
        half = float(stats.t.ppf(0.975, len(scores) - 1) * stats.sem(scores))
        every.errorbar([at + 0.16], [mean], yerr=[half], fmt="_", color=INK, ms=12, capsize=4, lw=1.3)
        every.plot(at + np.linspace(-0.22, -0.06, len(scores)), scores, marker, color=colour, ms=5)
        every.annotate(f"{mean:.1f}", (at + 0.16, mean), xytext=(9, -3), textcoords="offset points", color=INK)
    best.set(title="best run, cut axis", ylim=(76, 77.05), ylabel="accuracy, %")
    every.set(title="every run, 95 % interval", ylim=(74.4, 77.6))
    for axes in (best, every):
        axes.set(xticks=[0, 1], xticklabels=[f"method {name}" for name in RUNS], xlim=(-0.55, 1.6))
        axes.set_axisbelow(True)
        axes.grid(visible=False, axis="x")
    return svg(figure)


def false_alarms_by_family() -> str:
    """The chance of at least one false alarm among k independent tests of useless ideas, with and without Holm."""
    figure, (axes,) = canvas(width=4.8, height=2.8)
    tests = np.arange(1, 41)
    axes.plot(tests, 100 * (1 - 0.95**tests), "-", color=SECOND, lw=1.6)
    axes.plot(tests, 100 * (1 - (1 - 0.05 / tests) ** tests), "--", color=FIRST, lw=1.6)
    for k in (3, 10, 20):
        chance = 100 * (1 - 0.95**k)
        axes.plot([k], [chance], "o", color=SECOND, ms=6)
        axes.annotate(f"{k} tests: {chance:.0f} %", (k, chance), xytext=(9, -9), textcoords="offset points", color=INK)
    axes.annotate("uncorrected", (30, 78.5), xytext=(-8, 8), textcoords="offset points", ha="right", color=SECOND)
    axes.annotate("Holm: never above 5 %", (30, 5), xytext=(0, 5), textcoords="offset points", ha="center", color=FIRST)
    axes.set(xlabel="tests of ideas that do nothing", ylabel="at least one 'win', %", ylim=(0, 100), xlim=(0, 41))
    return svg(figure)


FIGURES: dict[str, Callable[[], str]] = {
    "power-by-runs": power_by_runs,
    "best-run-and-all-runs": best_run_and_all_runs,
    "false-alarms-by-family": false_alarms_by_family,
}

"""The figures of the foundation-models playbook."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from figures.style import FAINT, FIRST, INK, MUTED, SECOND, THIRD, canvas, svg


def exact_match_by_size() -> str:
    """One smooth per-token accuracy, seen as exact match for answers of 1, 5 and 20 tokens, and as log-probability."""
    figure, (exact, loss) = canvas(2, width=5.8, height=3.0)
    exponents = [8 + at / 10 for at in range(31)]
    sizes = [10**each for each in exponents]
    right = [1 - 0.5 * 10 ** (-0.45 * (each - 8)) for each in exponents]
    for tokens, colour, dashes, at, offset in (
        (1, FIRST, "-", 10, (0, 6)),
        (5, SECOND, "--", 14, (5, -14)),
        (20, THIRD, "-.", 20, (7, -12)),
    ):
        exact.plot(sizes, [round(100 * each**tokens, 4) for each in right], dashes, color=colour, lw=1.6)
        loss.plot(sizes, [round(-tokens * math.log(each), 5) for each in right], dashes, color=colour, lw=1.6)
        name = "1 token" if tokens == 1 else f"{tokens} tokens"
        point = (sizes[at], 100 * right[at] ** tokens)
        side = "right" if tokens == 1 else "left"
        exact.annotate(name, point, xytext=offset, textcoords="offset points", color=colour, ha=side)
        point = (sizes[7], -tokens * math.log(right[7]))
        loss.annotate(name, point, xytext=(3, 4), textcoords="offset points", color=colour)
    exact.set(title="exact match, %", ylim=(0, 103), xscale="log", xlabel="parameters")
    loss.set(title="-log p of the answer, nats", xscale="log", yscale="log", xlabel="parameters", ylim=(0.01, 30))
    for axes in (exact, loss):
        axes.set(xticks=[1e8, 1e9, 1e10, 1e11], xticklabels=["0.1B", "1B", "10B", "100B"])
        axes.minorticks_off()
    loss.set(yticks=[0.01, 0.1, 1, 10], yticklabels=["0.01", "0.1", "1", "10"])
    return svg(figure)


# runs of a ladder, constants of a law, log10 of the extrapolated FLOPs, the true irreducible loss
RUNS, CONSTANTS, TARGET, LEAST = 12, 3, 23.0, 1.8


def _true(exponent: float) -> float:
    return LEAST + 1.1 * 10 ** (-0.15 * (exponent - 18))


def _fit(points: list[tuple[float, float]]) -> tuple[float, float, float]:
    """E, k and g of `E + k C^-g` by relative least squares, with g and E from a grid."""
    best = (math.inf, 0.0, 0.0, 0.0)
    for slope in range(4, 61):
        g = slope / 200
        shape = [10 ** (-g * (each - 18)) for each, _ in points]
        w = [1 / loss**2 for _, loss in points]
        # weighted least squares in E and k, by sums in a fixed order
        s0, s1 = sum(w), sum(a * b for a, b in zip(w, shape, strict=True))
        s2 = sum(a * b * b for a, b in zip(w, shape, strict=True))
        t0 = sum(a * y for a, (_, y) in zip(w, points, strict=True))
        t1 = sum(a * b * y for a, b, (_, y) in zip(w, shape, points, strict=True))
        k = (s0 * t1 - s1 * t0) / (s0 * s2 - s1 * s1)
        least = max(0.0, (t0 - k * s1) / s0)
        k = (t1 - least * s1) / s2
        error = sum(a * (y - least - k * b) ** 2 for a, b, (_, y) in zip(w, shape, points, strict=True))
        best = min(best, (error, least, k, g))
    return best[1:]


def _ladder(span: float, seed: int) -> tuple[list[tuple[float, float]], list[float], list[float], list[float]]:
    """Runs from 1e18 FLOPs over `span` decades with 0.3 % noise; where the bootstrapped law goes."""
    random = np.random.default_rng(seed)
    noise = [float(each) for each in random.standard_normal(RUNS)]
    points = [
        (18 + span * at / (RUNS - 1), _true(18 + span * at / (RUNS - 1)) * (1 + 0.003 * each))
        for at, each in enumerate(noise)
    ]
    laws = []
    for _ in range(200):
        drawn = [points[int(each)] for each in random.integers(RUNS, size=RUNS)]
        if len({each for each, _ in drawn}) > CONSTANTS:
            laws.append(_fit(drawn))
    where = [18 + at * (TARGET - 18) / 25 for at in range(26)]
    low, high = [], []
    for each in where:
        losses = sorted(least + k * 10 ** (-g * (each - 18)) for least, k, g in laws)
        low.append(round(losses[int(0.05 * len(losses))], 4))
        high.append(round(losses[int(0.95 * len(losses)) - 1], 4))
    return points, where, low, high


def extrapolation_by_ladder() -> str:
    """The 90 % bootstrap interval of an extrapolated loss from a short and from a long ladder of runs."""
    figure, both = canvas(2, width=5.8, height=3.0)
    for axes, span, colour in zip(both, (1.5, 3.0), (SECOND, FIRST), strict=True):
        points, where, low, high = _ladder(span, 7)
        flops = [10**each for each in where]
        axes.fill_between(flops, low, high, color=colour, alpha=0.25, lw=0)
        axes.plot(flops, low, color=colour, lw=1)
        axes.plot(flops, high, color=colour, lw=1)
        axes.plot(flops, [round(_true(each), 5) for each in where], "--", color=INK, lw=1.2)
        axes.plot([10**each for each, _ in points], [round(loss, 5) for _, loss in points], "o", color=colour, ms=4)
        end, width = (flops[-1], high[-1]), f"{high[-1] - low[-1]:.2f} wide"
        axes.annotate(width, end, xytext=(0, 14), textcoords="offset points", ha="right")
        axes.set(title=f"12 runs over {span:g} decades", xscale="log", xlabel="training FLOPs", ylim=(1.75, 3.0))
        axes.set(xticks=[1e18, 1e20, 1e22], xticklabels=["1e18", "1e20", "1e22"])
        axes.minorticks_off()
    both[0].set_ylabel("loss")
    both[1].annotate("dashed: true law", (1e18, 1.8), xytext=(4, 3), textcoords="offset points", color=MUTED)
    return svg(figure)


STAGES = ("none", "ZeRO-1", "ZeRO-2", "ZeRO-3")


def memory_by_zero_stage() -> str:
    """Gigabytes a device for 7 billion parameters on 8 devices, by part and ZeRO stage."""
    figure, (axes,) = canvas(width=4.8, height=3.1)
    billions, ranks = 7, 8
    parts = (
        ("fp32 weights and moments", 12, 1, FIRST),
        ("gradients", 2, 2, SECOND),
        ("weights, 16 bits", 2, 3, THIRD),
    )
    floor = [0.0] * 4
    for label, size, first, colour in parts:
        heights = [billions * size / (ranks if at >= first else 1) for at in range(4)]
        axes.bar(range(4), heights, 0.58, bottom=floor, color=colour, label=label)
        floor = [below + height for below, height in zip(floor, heights, strict=True)]
    kept = 34 * 4096 * 4096 * 32 / 1e9  # 32 layers of width 4096, 4,096 tokens, attention's core recomputed
    axes.bar(
        range(4), [kept] * 4, 0.58, bottom=floor, color=FAINT, edgecolor=MUTED, hatch="///", lw=0.6, label="activations"
    )
    for at, below in enumerate(floor):
        axes.annotate(
            f"{below + kept:.0f}", (at, below + kept), xytext=(0, 3), textcoords="offset points", ha="center", color=INK
        )
    axes.axhline(80, color=MUTED, lw=1, ls=":")
    axes.annotate("80 GB device", (3.45, 80), xytext=(0, 3), textcoords="offset points", ha="right", color=MUTED)
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1], loc="upper right", frameon=False, labelcolor=INK, fontsize=8)
    axes.set(ylabel="GB a device", ylim=(0, 168), xticks=range(4), xticklabels=STAGES, xlim=(-0.5, 3.5))
    axes.set_axisbelow(True)
    axes.grid(visible=False, axis="x")
    return svg(figure)


def smallest_difference_by_questions() -> str:
    """The smallest accuracy difference seen with 80 % power by n questions: unpaired, paired, paired in clusters."""
    figure, (axes,) = canvas(width=4.8, height=3.0)
    questions = np.geomspace(50, 20000, 60)
    factor = 1.959964 + 0.841621  # two-sided 5 %, power 80 %
    for variance, colour, dashes, label, at, shift, side in (
        (2 * 0.7 * 0.3, SECOND, "--", "two separate samples", 230, (6, 8), "left"),
        (0.15 * (1 + 9 * 0.1), THIRD, "-.", "paired, ten a passage", 2600, (8, 10), "left"),
        (0.15, FIRST, "-", "paired, one by one", 290, (-2, -26), "right"),
    ):
        axes.plot(questions, 100 * factor * np.sqrt(variance / questions), dashes, color=colour, lw=1.6)
        level = 100 * factor * (variance / at) ** 0.5
        axes.annotate(label, (at, level), xytext=shift, textcoords="offset points", color=colour, ha=side)
    for variance, colour, marker, shift, side in (
        (2 * 0.7 * 0.3, SECOND, "s", (9, 3), "left"),
        (0.15, FIRST, "o", (-9, -6), "right"),
    ):
        level = 100 * factor * (variance / 1000) ** 0.5
        axes.plot([1000], [level], marker, color=colour, ms=6)
        axes.annotate(f"{level:.1f}", (1000, level), xytext=shift, textcoords="offset points", ha=side, color=INK)
    axes.set(xlabel="questions", ylabel="smallest difference, points", xscale="log", yscale="log", ylim=(0.6, 40))
    axes.set(xticks=[50, 100, 300, 1000, 3000, 10000], xticklabels=["50", "100", "300", "1,000", "3,000", "10,000"])
    axes.set(yticks=[1, 2, 5, 10, 20], yticklabels=["1", "2", "5", "10", "20"])
    axes.minorticks_off()
    return svg(figure)


FIGURES: dict[str, Callable[[], str]] = {
    "exact-match-by-size": exact_match_by_size,
    "extrapolation-by-ladder": extrapolation_by_ladder,
    "memory-by-zero-stage": memory_by_zero_stage,
    "smallest-difference-by-questions": smallest_difference_by_questions,
}

"""The figures of the reproduction playbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from figures.style import FIRST, INK, MUTED, SECOND, THIRD, canvas, svg

Floats = NDArray[Any]  # of float32 or float64


def _prediction_factor(runs: Floats) -> Floats:
    factor: Floats = stats.t.ppf(0.975, runs - 1) * np.sqrt(1 + 1 / runs)
    return factor


def verdict_by_runs() -> str:
    """How far from your mean the paper's number may lie, by your runs, and the verdict that follows."""
    runs = np.arange(3, 17, dtype=np.float64)
    factor = _prediction_factor(runs)
    gain = 6.0  # that the paper claims, in standard deviations of a run
    narrow = factor < gain / 2
    figure, (axes,) = canvas()
    axes.plot(runs, factor, color=INK, linewidth=1.8)
    axes.axvline(5.5, ymax=0.5, color=MUTED, linewidth=1, linestyle=":")
    for distance, colour in ((3.5, SECOND), (1.2, FIRST)):
        axes.axhline(distance, color=colour, linewidth=1, linestyle="--")
        inside = distance < factor
        verdicts = ((~inside, "X", colour), (inside & narrow, "o", colour), (inside & ~narrow, "o", "none"))
        for chosen, marker, face in verdicts:
            axes.plot(runs[chosen], np.full(chosen.sum(), distance), marker, color=colour, markerfacecolor=face)
    axes.text(11, 4.3, "outside: gap or disagreement", ha="center", color=SECOND)
    axes.text(10.5, 1.75, "inside, and narrower than the gain: matched", ha="center", color=FIRST)
    axes.text(2.85, 0.25, "inside, but wide:\ninconclusive", color=MUTED)
    axes.text(16.2, 3.72, "paper at 3.5", ha="right", color=SECOND)
    axes.text(16.2, 0.68, "paper at 1.2", ha="right", color=FIRST)
    axes.text(3.5, 4.6, "edge of the 95 %\nprediction interval", color=INK)
    axes.set(xlim=(2.7, 16.3), ylim=(0, 5.4), xticks=[3, 4, 5, 6, 8, 10, 12, 14, 16])
    axes.set(xlabel="your runs", ylabel="distance from your mean,\nin standard deviations")
    return svg(figure)


STEPS, WARM_UP, BATCH = 600, 50, 16
ROUNDING = 1e-12  # below this, two losses in float64 are the same


def _product(left: Floats, right: Floats) -> Floats:
    """A matrix product summed in a fixed order, so that every machine draws the same curve."""
    product: Floats = np.cumsum(left[:, :, None] * right[None, :, :], axis=1, dtype=left.dtype)[:, -1]
    return product


def _loss_and_gradients(weights: list[Floats], inputs: Floats, targets: Floats) -> tuple[float, list[Floats]]:
    """One hidden layer with softsign, mean squared error."""
    before = _product(inputs, weights[0]) + weights[1]
    hidden = before / (1 + np.abs(before))
    error = _product(hidden, weights[2]) - targets
    count = error.dtype.type(len(error))
    back = _product(2 * error / count, weights[2].T) / (1 + np.abs(before)) ** 2
    gradients = [_product(inputs.T, back), np.cumsum(back, axis=0)[-1], _product(hidden.T, 2 * error / count)]
    return float(np.cumsum(error**2)[-1] / count), gradients


def _rate(step: int, end: int) -> float:
    """Linear warm-up, then a linear decay to zero at `end`."""
    return 0.02 * min(step / WARM_UP, max(end - step, 0) / (end - WARM_UP))


def _losses(dtype: type = np.float64, *, bias: bool = True, beta: float = 0.999, end: int = STEPS) -> Iterator[float]:
    """The loss on all data after 0, 1, 2, ... steps of Adam; the arguments are what a port can get wrong."""
    random = np.random.default_rng(0)
    inputs: Floats = random.normal(size=(128, 4)).round(3).astype(dtype)
    targets = inputs[:, :1] * inputs[:, 1:2] + inputs[:, 2:3]
    weights = [random.normal(size=shape).round(3).astype(dtype) / 2 for shape in ((4, 8), (8,), (8, 1))]
    first, second = [w * 0 for w in weights], [w * 0 for w in weights]
    orders = [random.permutation(128)[:BATCH] for _ in range(STEPS)]
    for step, rows in enumerate(orders, start=1):
        yield _loss_and_gradients(weights, inputs, targets)[0]
        gradients = _loss_and_gradients(weights, inputs[rows], targets[rows])[1]
        if not bias:
            gradients[1] = gradients[1] * 0
        first = [dtype(0.9) * m + dtype(0.1) * g for m, g in zip(first, gradients, strict=True)]
        second = [dtype(beta) * v + dtype(1 - beta) * g**2 for v, g in zip(second, gradients, strict=True)]
        scales = dtype(1 - 0.9**step), dtype(1 - beta**step)
        moves = [m / scales[0] / (np.sqrt(v / scales[1]) + dtype(1e-8)) for m, v in zip(first, second, strict=True)]
        weights = [w - dtype(_rate(step, end)) * move for w, move in zip(weights, moves, strict=True)]
    yield _loss_and_gradients(weights, inputs, targets)[0]


def where_two_implementations_part() -> str:
    """How far a port's loss is from the original's, by step, for three bugs and for none."""
    original = np.array(list(_losses()))
    ports = [
        (list(_losses(bias=False)), FIRST, "-", "o", "one bias gets no gradient", (1.05, 4e-2)),
        (list(_losses(beta=0.99)), SECOND, "--", "s", "beta2 of 0.99, not 0.999", (2.3, 2.2e-6)),
        (list(_losses(end=500)), THIRD, "-.", "^", "schedule ends\nat 500, not 600", (60, 3e-5)),
        (list(_losses(np.float32)), MUTED, ":", "", "no bug, float32 for float64", (3, 8e-8)),
    ]
    figure, (axes,) = canvas()
    steps = np.arange(STEPS + 1)
    for port, colour, line, marker, label, place in ports:
        apart = np.maximum.accumulate(np.abs(np.array(port) / original - 1))
        shown = (steps > 0) & (apart > ROUNDING)
        axes.loglog(steps[shown], apart[shown], color=colour, linestyle=line, linewidth=1.6)
        axes.plot(steps[shown][:1], apart[shown][:1], marker, color=colour, markersize=6)
        axes.text(*place, label, color=colour, va="top")
    axes.set(xlim=(0.9, 800), ylim=(1e-8, 10), xticks=[1, 2, 10, 50, 100, 600])
    axes.set_xticklabels(["1", "2", "10", "50", "100", "600"])
    axes.set_xticks([], minor=True)
    axes.set(xlabel="optimizer steps", ylabel="largest relative difference\nof the losses so far")
    return svg(figure)


FIGURES: dict[str, Callable[[], str]] = {
    "verdict-by-runs": verdict_by_runs,
    "where-two-implementations-part": where_two_implementations_part,
}

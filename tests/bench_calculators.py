"""Simulates how often the 95 % intervals of `compare` and `tasks` hold the truth, and how often `compare` warns.

Prints the shares, and says which miss 93 to 97 %; never fails.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import trim_mean

from playbooks.calculators.compute.compare import compare, interval
from playbooks.calculators.compute.tasks import interval as interval_of_iqm

SETS, AT_ONCE, WARNED = 2000, 250, 50
TASKS, SPREAD, RESAMPLES, MANY = 10, 0.3, 1000, 200_000
SIZES = (5, 10, 30)
RUNS = (3, 5, 10)  # of each task
TARGET = (0.93, 0.97)
Array = NDArray[np.float64]

# Scores around 0 as their true mean, by the shape of their distribution.
SHAPES: dict[str, Callable[[np.random.Generator, tuple[int, int]], Array]] = {
    "normal": lambda random, shape: random.normal(size=shape),
    "skewed (exponential)": lambda random, shape: random.exponential(size=shape) - 1,
    "long-tailed (lognormal)": lambda random, shape: random.lognormal(size=shape) - np.exp(0.5),
}


def scores(shape: str, count: int, *, pairs: bool) -> tuple[Array, Array]:
    """Scores of both methods, a column a data set: a is 0 where paired, and else a third as spread as b.

    Two independent methods of the same skew and spread would hide it: their difference isn't skewed.
    """
    random = np.random.default_rng(20261123)
    b = SHAPES[shape](random, (count, SETS))
    return (np.zeros_like(b) if pairs else SHAPES[shape](random, (count, SETS)) / 3), b


def coverage(a: Array, b: Array, *, pairs: bool) -> float:
    """The share of data sets whose interval holds 0."""
    samples = [b - a] if pairs else [-a, b]
    held = []
    for start in range(0, SETS, AT_ONCE):
        low, high = interval([sample[:, start : start + AT_ONCE] for sample in samples])
        held.append((low <= 0) & (high >= 0))
    return float(np.concatenate(held).mean())


def warned(a: Array, b: Array, *, pairs: bool) -> float:
    """The share of the first data sets where the calculator says that its interval is too narrow."""
    found = [compare(tuple(a[:, at]), tuple(b[:, at]), "yes" if pairs else "no").warnings for at in range(WARNED)]
    return sum(bool({"narrow", "skewed"} & set(each)) for each in found) / WARNED


def coverage_of_iqm(shape: str, runs: int) -> float:
    """The share of tables whose interval holds the interquartile mean of the same tasks with endless runs."""
    random = np.random.default_rng(20261123)
    levels = random.gamma(2, 0.4, (TASKS, 1))  # how far a method gets on each task
    truth = trim_mean((levels + SPREAD * SHAPES[shape](random, (TASKS, MANY))).ravel(), 0.25)
    tables = (list(levels + SPREAD * SHAPES[shape](random, (TASKS, runs))) for _ in range(SETS))
    held = [low <= truth <= high for low, high in (interval_of_iqm(table, RESAMPLES) for table in tables)]
    return float(np.mean(held))


def missed(share: float) -> str:
    """What is said of a share outside of the target."""
    return "" if TARGET[0] <= share <= TARGET[1] else ", misses 93 to 97 %"


def main() -> None:
    """Print one line a simulation."""
    print(f"the 95 % interval of tasks, {TASKS} tasks, {SETS} tables each")
    for shape in SHAPES:
        for runs in RUNS:
            share = coverage_of_iqm(shape, runs)
            print(f"{shape}, {runs} runs a task: {100 * share:.1f} %{missed(share)}", flush=True)
    print(f"the 95 % interval of compare, {SETS} data sets each; warned: of {WARNED}")
    for shape in SHAPES:
        for pairs in (True, False):
            for count in SIZES:
                a, b = scores(shape, count, pairs=pairs)
                share = coverage(a, b, pairs=pairs)
                kind = "paired" if pairs else "independent"
                said = warned(a, b, pairs=pairs)
                print(f"{shape}, {kind}, n = {count}: {100 * share:.1f} %, warned {100 * said:.0f} %{missed(share)}")


if __name__ == "__main__":
    main()

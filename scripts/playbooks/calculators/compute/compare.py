"""Two methods, by NumPy's resampling and SciPy's distributions."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

from playbooks.calculators.definition import Answer, InputError, Result

Array = NDArray[np.float64]
DRAWS, SEED = 10_000, 20261123
NARROW, SEEN, SKEWED = 8, 30, 0.15  # where simulations find the interval too narrow: tests/bench_calculators.py
BLOCK = 1_000_000  # numbers that a resampling holds at once
EVEN = 1e-12  # of the largest score: what differs by less is equal, but for how doubles round
SLACK = 1e-13  # the same for sums, of the sum of all sizes


def compare(a: tuple[float, ...], b: tuple[float, ...], paired: str) -> Result:
    """How far b's scores lie above a's, and how sure that is; raises InputError for pairs that don't match."""
    pairs = paired == "yes"
    if pairs and len(a) != len(b):
        raise InputError({"b": f"{len(b)} scores for the {len(a)} of a: pairs need as many, in the same order."})
    one, other = np.array(a), np.array(b)
    means = [math.fsum(scores) / len(scores) for scores in (a, b)]
    samples = [other - one] if pairs else [-one, other]
    widest = max(float(np.ptp(sample)) for sample in samples)
    flat = widest <= EVEN * max(map(abs, (*a, *b)))
    low = high = means[1] - means[0]
    if not flat:
        low, high = (float(end[0]) for end in interval([sample[:, None] for sample in samples]))
    p, test = _flipped(samples[0]) if pairs else _split(*sorted((one, other), key=len))
    outputs: dict[str, Answer] = {
        "n_a": len(a),
        "n_b": len(b),
        "mean_a": means[0],
        "mean_b": means[1],
        "difference": means[1] - means[0],
        "low": low,
        "high": high,
        "p": p,
        "test": test,
        "improvement": _improvement(one, other, pairs=pairs),
    }
    ways = 2 ** len(a) if pairs else math.comb(len(a) + len(b), len(a))
    fewest = min(len(a), len(b))
    holds = {
        "few": 2 / ways > 0.05,  # noqa: PLR2004 (the level at which most papers claim)
        "narrow": not flat and fewest < NARROW,
        "skewed": not flat and fewest >= NARROW and (fewest < SEEN or _skewness(samples, widest) > SKEWED),
        "equal": flat,
    }
    return Result(outputs, tuple(name for name, held in holds.items() if held))


def interval(samples: list[Array]) -> tuple[Array, Array]:
    """Both ends of the expanded percentile interval of the samples' means added up, for each column."""
    random = np.random.default_rng(SEED)
    means = np.sum([_means(random, sample) for sample in samples], axis=0)
    level = _level(samples)
    means.sort(axis=0)
    return _quantile(means, level), _quantile(means, 1 - level)


def _blocks(count: int) -> list[int]:
    """How many draws of `count` numbers are held at once, time after time."""
    rows = max(1, BLOCK // count)
    return [min(rows, DRAWS - start) for start in range(0, DRAWS, rows)]


def _means(random: np.random.Generator, sample: Array) -> Array:
    """The means of all resamples, a row for each, of each column."""
    count = len(sample)
    shares = np.full(count, 1 / count)
    return np.concatenate([random.multinomial(count, shares, rows) @ sample for rows in _blocks(count)]) / count


def _level(samples: list[Array]) -> Array:
    """The lower level for each column: Hesterberg's, with Welch's degrees of freedom where there are two samples."""
    sizes = np.array([[len(sample)] for sample in samples])
    errors = np.maximum([sample.var(axis=0, ddof=1) for sample in samples], np.finfo(float).tiny) / sizes
    shares = errors / errors.sum(axis=0)
    free = 1 / (shares**2 / (sizes - 1)).sum(axis=0)
    narrow = (shares * (sizes - 1) / sizes).sum(axis=0)
    level: Array = norm.cdf(t.ppf(0.025, free) / np.sqrt(narrow))
    return level


def _skewness(samples: list[Array], widest: float) -> float:
    """How skewed the resampled means are, whichever way."""
    centred = [(sample - sample.mean()) / widest for sample in samples]
    second, third = (sum((each**power).mean() / len(each) ** (power - 1) for each in centred) for power in (2, 3))
    return float(abs(third) / second**1.5)


def _quantile(rising: Array, level: Array) -> Array:
    """Each column's quantile, between two neighbours by their distance."""
    place = level * (len(rising) - 1)
    below = np.floor(place).astype(int)
    columns = np.arange(rising.shape[1])
    low, high = rising[below, columns], rising[np.minimum(below + 1, len(rising) - 1), columns]
    found: Array = low + (place - below) * (high - low)
    return found


def _flipped(differences: Array) -> tuple[float, str]:
    """The p of the sign-flip test, and which flips it counts."""
    count = len(differences)
    slack = SLACK * np.abs(differences).sum()
    if 2**count <= DRAWS:
        bits = np.arange(2**count)[:, None] >> np.arange(count) & 1
        return _p((2 * bits - 1) @ differences, differences.sum(), slack, drawn=0), f"all {2**count} sign flips"
    random = np.random.default_rng(SEED)
    sums = [(2 * random.integers(0, 2, (rows, count)) - 1) @ differences for rows in _blocks(count)]
    return _p(np.concatenate(sums), differences.sum(), slack, drawn=1), f"{DRAWS} sign flips drawn"


def _split(fewer: Array, more: Array) -> tuple[float, str]:
    """The p of the permutation test, and which splits of all scores it counts."""
    pool = np.concatenate([fewer, more])
    slack = SLACK * np.abs(pool).sum()
    ways = math.comb(len(pool), len(fewer))
    if ways <= DRAWS:
        sums = pool[np.array(list(combinations(range(len(pool)), len(fewer))))].sum(axis=1)
        return _p(sums, fewer.sum(), slack, drawn=0), f"all {ways} splits"
    random = np.random.default_rng(SEED)
    mixed = (random.permuted(np.tile(pool, (rows, 1)), axis=1) for rows in _blocks(len(pool)))
    sums = np.concatenate([each[:, : len(fewer)].sum(axis=1) for each in mixed])
    return _p(sums, fewer.sum(), slack, drawn=1), f"{DRAWS} splits drawn"


def _p(sums: Array, observed: float, slack: float, *, drawn: int) -> float:
    """Twice the share of sums in the smaller tail; the observed one counts besides where the others were drawn."""
    count = min((sums >= observed - slack).sum(), (sums <= observed + slack).sum())
    return min(1.0, 2 * float(count + drawn) / (len(sums) + drawn))


def _improvement(a: Array, b: Array, *, pairs: bool) -> float:
    """The share of pairs, or of all of b's scores with all of a's, where b's is higher; ties count half."""
    if pairs:
        return float(((b > a) + 0.5 * (b == a)).mean())
    rising = np.sort(a)
    return float((np.searchsorted(rising, b, "left") + np.searchsorted(rising, b, "right")).mean() / (2 * len(a)))

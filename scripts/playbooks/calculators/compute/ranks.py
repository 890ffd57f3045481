"""Ranks of methods over tasks: Friedman's and Iman and Davenport's statistics and Nemenyi's critical difference."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, f, rankdata, studentized_range

ALPHA = 0.05
NONE, UNBOUNDED = "none", "unbounded"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranks:
    """The mean rank of each method, the statistics of all of them, and whether any were tied."""

    means: tuple[float, ...]
    chi2: float
    p: float
    f: float | str
    pf: float
    cd: float
    tied: bool


def ranked(scores: Floats) -> Ranks:
    """Ranks of the scores of a table with a row for each of several tasks and a column for each of several methods.

    The highest score is ranked 1.
    """
    tasks, methods = scores.shape
    ranks = rankdata(-scores, axis=1)
    groups = [sorted(Counter(row).values()) for row in ranks.tolist()]
    ties = sum(each**3 - each for row in groups for each in row)
    correction = 1 - ties / (tasks * (methods**3 - methods))
    means = ranks.mean(axis=0)
    plain = 12 * tasks / (methods * (methods + 1)) * float(((means - (methods + 1) / 2) ** 2).sum())
    statistic = plain / correction if correction else 0.0
    free = methods - 1
    cd = studentized_range.ppf(1 - ALPHA, methods, np.inf) / math.sqrt(2)
    cd *= math.sqrt(methods * (methods + 1) / (6 * tasks))
    found: float | str
    if correction and (ranks == ranks[0]).all():
        found, pf = UNBOUNDED, (math.prod(map(math.factorial, groups[0])) / math.factorial(methods)) ** (tasks - 1)
    else:
        found = (tasks - 1) * statistic / (tasks * free - statistic)
        pf = float(f.sf(found, free, free * (tasks - 1)))
    return Ranks(tuple(means.tolist()), statistic, float(chi2.sf(statistic, free)), found, pf, float(cd), ties > 0)

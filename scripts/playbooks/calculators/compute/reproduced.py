"""Did it reproduce, by SciPy's t and normal distributions."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import fmean, stdev

from scipy.integrate import quad
from scipy.stats import norm, t

from playbooks.calculators.definition import Answer, InputError, Result

FEW, MOST_MORE, DIGITS = 5, 500, 15
CAUSE = "the cause: compare evaluation, data, initial loss, one step, schedule and rounding, in this order"


def reproduced(
    *,
    reported: float,
    kind: str,
    averaged: int,
    spread: float | None,
    gain: float,
    baseline: float | None,
    better: str,
    scores: tuple[float, ...],
) -> Result:
    """The verdict on a reported number; raises InputError where a spread can't be one."""
    _possible(kind, averaged, spread)
    sign = 1 if better == "higher" else -1
    # From the first score on, so that equal scores have that very mean.
    count, mean = len(scores), scores[0] + fmean(score - scores[0] for score in scores)
    own = stdev(scores) if min(scores) < max(scores) else 0.0
    half = _half(own, 1 if kind == "best" else averaged, spread)
    middle = mean + (sign * own * largest(averaged) if kind == "best" else 0)
    low, high = middle - half(count), middle + half(count)
    equal = low == high
    inside = _rounds(mean, reported) if equal else low <= reported <= high
    ends = [mean - float(t.isf(0.025, count - 1)) * own / math.sqrt(count)]
    ends.append(2 * mean - ends[0])
    bar = reported - sign * gain if baseline is None else baseline
    holds = all(sign * end > sign * bar for end in ends)
    narrow = high - low < gain
    verdict = ("matched" if narrow else "inconclusive") if inside else "gap" if holds else "disagreement"
    outputs: dict[str, Answer] = {
        "verdict": verdict,
        "runs": count,
        "mean": mean,
        "from": ends[0],
        "to": ends[1],
        "low": low,
        "high": high,
        "difference": middle - reported,
        "least": low - reported,
        "most": high - reported,
        "conclusion": "holds" if holds else "isn't shown",
        "settle": _settle(verdict, half, count, gain),
    }
    held = {
        "few": count < FEW and not equal,
        "equal": equal,
        "open": verdict == "disagreement" and any(sign * end > sign * bar for end in ends),
        "best": kind == "best",
    }
    return Result(outputs, tuple(name for name, holds_ in held.items() if holds_))


def largest(count: int) -> float:
    """The mean of the largest of so many standard normal numbers."""
    # Over the numbers' share u below the largest, by parts: nothing is ever huge.
    above = quad(lambda x: -math.expm1(count * norm.logcdf(x)), 0, 12, epsabs=1e-12, limit=200)[0]
    below = quad(lambda x: math.exp(count * norm.logcdf(x)), -12, 0, epsabs=1e-12, limit=200)[0]
    return float(above - below)


def _possible(kind: str, averaged: int, spread: float | None) -> None:
    if spread is not None and kind == "best":
        raise InputError({"spread": "The best of several runs has no spread of its own: leave this empty."})
    if spread is not None and averaged == 1:
        raise InputError({"spread": "One run has no spread: write how many runs it is of, or leave this empty."})


def _half(own: float, averaged: int, spread: float | None) -> Callable[[int], float]:
    """Half of the interval that a number such as the paper's falls into, by the number of your runs."""

    def half(count: int) -> float:
        if spread is None:
            return float(t.isf(0.025, count - 1)) * own * math.sqrt(1 / averaged + 1 / count)
        # As a share of the larger, whose square could be too small to be told from 0.
        unit = max(own, spread) or 1.0
        ours, theirs = (own / unit) ** 2 / count, (spread / unit) ** 2 / averaged
        if not ours + theirs:
            return 0.0
        free = (ours + theirs) ** 2 / (ours**2 / (count - 1) + theirs**2 / (averaged - 1))
        return float(t.isf(0.025, free)) * unit * math.sqrt(ours + theirs)

    return half


def _rounds(mean: float, reported: float) -> bool:
    """Whether a number rounds to the digits that another is written with."""
    digits = next((at for at in range(DIGITS) if float(f"{reported:.{at}f}") == reported), DIGITS)
    return abs(mean - reported) <= 0.5 * 10.0**-digits * (1 + 1e-9)


def _settle(verdict: str, half: Callable[[int], float], count: int, gain: float) -> str:
    if verdict == "matched":
        return "nothing more"
    if verdict != "inconclusive":
        return CAUSE
    more = next((at for at in range(1, MOST_MORE + 1) if 2 * half(count + at) < gain), None)
    if more is None:
        return f"not even {MOST_MORE} more runs of yours: ask the authors for more of theirs, or look at a larger gain"
    return f"{more} more run{'s' * (more > 1)} of yours: if the spread stays, the interval gets narrower than the gain"

"""Error bars of an evaluation, by statsmodels' interval of a proportion and SciPy's normal distribution."""

from __future__ import annotations

import math

from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from playbooks.calculators.definition import InputError, Result

FEW_QUESTIONS, FEW_EITHER, FEW_SOURCES = 300, 10, 30


def questions(
    *, score: float, questions: int, size: float, icc: float, correlation: float, alpha: float, power: float
) -> Result:
    """How sure a score is, and the smallest gap that shows; raises InputError where the formulas say nothing."""
    _possible(score, questions, size)
    effect = 1 + (size - 1) * icc
    worth = questions / effect
    plain = math.sqrt(score * (1 - score) / questions)
    low, high = proportion_confint(score * worth, worth, alpha=alpha, method="wilson")
    differing = 2 * score * (1 - score) * (1 - correlation)
    reach = float(norm.isf(alpha / 2) + norm.ppf(power))
    unpaired, paired = (reach * math.sqrt(variance / worth) for variance in (2 * score * (1 - score), differing))
    outputs = {
        "plain": 100 * plain,
        "error": 100 * plain * math.sqrt(effect),
        "low": float(low),
        "high": float(high),
        "worth": worth,
        "unpaired": 100 * unpaired,
        "paired": 100 * paired,
        "differing": differing,
    }
    holds = {
        "small": worth < FEW_QUESTIONS,
        "edge": min(score, 1 - score) * worth < FEW_EITHER,
        "sources": size > 1 and questions / size < FEW_SOURCES,
        "room": score + paired > 1,
    }
    return Result(outputs, tuple(name for name, held in holds.items() if held))


def _possible(score: float, questions: int, size: float) -> None:
    faults = {}
    if score in (0, 1):
        faults["score"] = (
            "At 0 and 1 the formulas promise no error, though up to 3 in n may be otherwise (95 %): "
            "write a score between."
        )
    if size > questions:
        faults["size"] = f"A source can't have more than all {questions} questions: write {questions} or less."
    if faults:
        raise InputError(faults)

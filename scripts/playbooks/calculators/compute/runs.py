"""Runs needed, by statsmodels' power of the t-test."""

from __future__ import annotations

from collections.abc import Callable

from statsmodels.stats.power import TTestIndPower, TTestPower

from playbooks.calculators.definition import InputError, Result

MOST = 100_000
FEW, MANY = 5, 200


def runs(sd: float, gap: float, paired: str, alpha: float, power: float) -> Result:
    """The runs per method whose power reaches `power`; raises InputError where no number of them does."""
    solver = TTestPower() if paired == "yes" else TTestIndPower()

    def reached(count: int) -> float:
        return float(solver.power(gap / sd, count, alpha))

    found = _smallest(lambda count: reached(count) >= power)
    if found is None:
        raise InputError(
            {"gap": f"This gap would take more than {MOST} runs: write a larger gap, or a smaller spread."}
        )
    warnings = ("few",) if found < FEW else ("many",) if found > MANY else ()
    outputs = {"runs": found, "reached": reached(found), "effect": gap / sd, "seen": reached(FEW)}
    return Result(outputs, warnings)


def _smallest(enough: Callable[[int], bool]) -> int | None:
    """The smallest count from 2 up that is enough, if `MOST` is."""
    low, high = 1, 2
    while high < MOST and not enough(high):
        low, high = high, min(2 * high, MOST)
    if not enough(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high

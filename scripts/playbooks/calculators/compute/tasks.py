"""Many tasks and runs: SciPy's trimmed mean, resampled by NumPy, and the ranks over tasks."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from scipy.stats import trim_mean

from playbooks.calculators.compute.ranks import ALPHA, NONE, Floats, Ranks, ranked
from playbooks.calculators.definition import Answer, InputError, Result
from playbooks.calculators.shown import shown

Row = tuple[str, str, str, float]
Cells = dict[str, dict[str, Floats]]
RESAMPLES, AT_ONCE, SEED = 10_000, 2_000_000, 1
MOST_METHODS, LARGEST, MOST_PAIRS = 30, 1e12, 10
FEW_RUNS, FEW_TASKS, FAR = 3, 10, 10


def tasks(scores: tuple[Row, ...], better: str) -> Result:
    """The interquartile mean and the mean rank of each method; raises InputError where a score is missing or twice."""
    cells = _cells(scores)
    names = list(next(iter(cells.values())))
    found = [_method(method, list(of.values())) for method, of in cells.items()]
    ranks = _ranks(cells, names, better) if len(cells) > 1 and len(names) > 1 else None
    for at, row in enumerate(found):
        row["rank"] = ranks.means[at] if ranks else NONE
    pick = max if better == "higher" else min
    outputs: dict[str, Answer] = {
        "best": _best(pick(found, key=lambda row: float(row["iqm"]))),
        "tasks": len(names),
        "chi2": ranks.chi2 if ranks else NONE,
        "p": ranks.p if ranks else NONE,
        "f": ranks.f if ranks else NONE,
        "pf": ranks.pf if ranks else NONE,
        "cd": ranks.cd if ranks else NONE,
        "apart": _apart(list(cells), ranks) if ranks else NONE,
        "methods": tuple(found),
    }
    return Result(outputs, _warnings(cells, names, ranks))


def resampled(by_task: list[Floats], resamples: int = RESAMPLES) -> Floats:
    """The interquartile means of so many tables, each of which draws every task's runs anew."""
    random = np.random.default_rng(SEED)
    size = max(1, AT_ONCE // sum(map(len, by_task)))
    means = []
    for begun in range(0, resamples, size):
        count = min(size, resamples - begun)
        drawn = [runs[random.integers(0, len(runs), (count, len(runs)))] for runs in by_task]
        means.append(trim_mean(np.concatenate(drawn, axis=1), 0.25, axis=1))
    return np.concatenate(means)


def interval(by_task: list[Floats], resamples: int = RESAMPLES) -> tuple[float, float]:
    """The 95 % interval of the interquartile mean, for tasks of which one has two runs or more.

    Widened, since drawing n runs with replacement divides their squares by n, and not by n - 1.
    """
    scores = np.concatenate(by_task)
    iqm = float(trim_mean(scores, 0.25))
    wider = math.sqrt(len(scores) / (len(scores) - len(by_task)))
    low, high = iqm + wider * (np.quantile(resampled(by_task, resamples), (0.025, 0.975)) - iqm)
    return float(low), float(high)


def _cells(rows: tuple[Row, ...]) -> Cells:
    """The scores of each method on each task, both in the order of their first line."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for line, (method, task, run, score) in enumerate(rows, 2):
        cell = found.setdefault(method, {}).setdefault(task, {})
        if not abs(score) <= LARGEST:
            _refuse(f"Line {line} has a score beyond 1e12: write it in a larger unit.")
        if run in cell:
            _refuse(f"Line {line} has run '{run}' of '{method}' on '{task}' again: number its runs apart.")
        cell[run] = score
    if not found:
        _refuse("No line follows the first: add one for each run.")
    if len(found) > MOST_METHODS:
        _refuse(f"{len(found)} methods are more than {MOST_METHODS}, the most that this takes.")
    names = list(dict.fromkeys(task for _, task, _, _ in rows))
    for method, of in found.items():
        for task in names:
            if task not in of:
                _refuse(f"'{method}' has no score on '{task}': add its runs, or take the task out.")
    return {method: {task: np.array(list(of[task].values())) for task in names} for method, of in found.items()}


def _refuse(sentence: str) -> None:
    raise InputError({"scores": sentence})


def _method(method: str, by_task: list[Floats]) -> dict[str, float | int | str]:
    scores = np.concatenate(by_task)
    row: dict[str, float | int | str] = {"method": method, "scores": len(scores)}
    row["iqm"] = float(trim_mean(scores, 0.25))
    row["low"] = row["high"] = NONE
    if max(map(len, by_task)) > 1:
        low, high = interval(by_task)
        row |= {"low": low, "high": high}
    return row


def _best(row: dict[str, float | int | str]) -> str:
    iqm, low, high = (shown("number", row[name]) for name in ("iqm", "low", "high"))
    return f"{row['method']}, {iqm}" + ("" if low == NONE else f" ({low} to {high})")


def _ranks(cells: Cells, names: list[str], better: str) -> Ranks:
    """Ranks of the means; those that differ by less than 12 digits tell are tied, however they were summed."""
    sign = 1 if better == "higher" else -1
    table = []
    for task in names:
        step = max(max(float(abs(of[task]).max()) for of in cells.values()) * 1e-12, 1e-300)
        table.append([sign * math.floor(math.fsum(of[task]) / len(of[task]) / step + 0.5) for of in cells.values()])
    return ranked(np.array(table, dtype=float))


def _apart(methods: list[str], ranks: Ranks) -> str:
    if ranks.pf >= ALPHA:
        return "none, as the ranks as a whole don't differ (p of F)"
    order = sorted(range(len(methods)), key=lambda at: ranks.means[at])
    pairs = [
        f"{methods[one]} before {methods[other]}"
        for place, one in enumerate(order)
        for other in order[place + 1 :]
        if ranks.means[other] - ranks.means[one] >= ranks.cd
    ]
    more = f", and {len(pairs) - MOST_PAIRS} more" if len(pairs) > MOST_PAIRS else ""
    return ", ".join(pairs[:MOST_PAIRS]) + more or "none"


def _warnings(cells: Cells, names: list[str], ranks: Ranks | None) -> tuple[str, ...]:
    runs = {len(scores) for of in cells.values() for scores in of.values()}
    reach = [max(float(abs(of[task]).max()) for of in cells.values()) for task in names]
    some = [each for each in reach if each]
    holds = {
        "scale": bool(some) and max(some) > FAR * min(some),
        "few": min(runs) < FEW_RUNS,
        "uneven": any(len(one) != len(other) for of in cells.values() for one, other in pairwise(of.values())),
        "small": ranks is not None and len(names) <= FEW_TASKS,
        "two": ranks is not None and len(cells) == 2,  # noqa: PLR2004 (two is two)
        "ties": ranks is not None and ranks.tied,
    }
    return tuple(name for name, held in holds.items() if held)

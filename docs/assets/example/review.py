"""The reviewer's own computation, with the standard library alone and nothing of reproduce.py: python review.py."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations, product
from math import exp, lgamma, log, sqrt
from pathlib import Path
from statistics import NormalDist

HERE = Path(__file__).resolve().parent
NAMES = ["C4.5", "C4.5+m", "C4.5+cf", "C4.5+m+cf"]
N, K = 14, 4
NORMAL = NormalDist()
# Table 5 of the paper, for 2 to 10 classifiers, as printed.
PRINTED = {
    "5(a), 0.05": "1.960 2.343 2.569 2.728 2.850 2.949 3.031 3.102 3.164",
    "5(a), 0.10": "1.645 2.052 2.291 2.459 2.589 2.693 2.780 2.855 2.920",
    "5(b), 0.05": "1.960 2.241 2.394 2.498 2.576 2.638 2.690 2.724 2.773",
    "5(b), 0.10": "1.645 1.960 2.128 2.241 2.326 2.394 2.450 2.498 2.539",
}


def integral(function: Callable[[float], float], low: float, high: float, steps: int = 1200) -> float:
    """Simpson's rule."""
    width = (high - low) / steps
    inner = sum((4 if i % 2 else 2) * function(low + i * width) for i in range(1, steps))
    return width / 3 * (function(low) + inner + function(high))


def inverse(function: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Where a rising function has a value, by bisection."""
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < target else (low, middle)
    return (low + high) / 2


def range_below(q: float, k: int) -> float:
    """The chance that the range of k standard normal values is below q."""
    density = NORMAL.pdf
    return k * integral(lambda z: density(z) * (NORMAL.cdf(z) - NORMAL.cdf(z - q)) ** (k - 1), -8, 8 + q)


def f_below(x: float, a: int, b: int) -> float:
    """The chance that an F of a and b degrees of freedom is below x; t = u squared keeps the integrand smooth."""
    beta = lgamma(a / 2) + lgamma(b / 2) - lgamma((a + b) / 2)
    edge = a * x / (a * x + b)

    def density(u: float) -> float:
        return 0.0 if u == 0 else 2 * exp((a - 1) * log(u) + (b / 2 - 1) * log(1 - u * u) - beta)

    return integral(density, 0, sqrt(edge))


def cut(value: float, digits: int, how: str) -> str:
    """The value with so many decimals."""
    return str(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=how))


def own_ranks(texts: list[str]) -> list[Fraction]:
    """Ranks by counting who is better and who is equal, on the printed text."""
    values = [Fraction(text) for text in texts]
    return [1 + sum(other > one for other in values) + Fraction(values.count(one) - 1, 2) for one in values]


def friedman(rows: list[list[Fraction]]) -> tuple[list[Fraction], Fraction, Fraction]:
    """Mean ranks, chi-square by Friedman's sums of ranks, F; all exact."""
    sums = [sum(column, Fraction(0)) for column in zip(*rows, strict=True)]
    n, k = len(rows), len(sums)
    chi2 = 12 * sum((one * one for one in sums), Fraction(0)) / (n * k * (k + 1)) - 3 * n * (k + 1)
    return [one / n for one in sums], chi2, (n - 1) * chi2 / (n * (k - 1) - chi2)


def ties(rows: list[list[Fraction]]) -> Fraction:
    """The divisor that corrects for ties."""
    groups = [row.count(one) for row in rows for one in set(row)]
    return 1 - Fraction(sum(size**3 - size for size in groups), len(rows) * (K**3 - K))


def hand() -> Iterator[str]:
    """Two data sets, five classifiers, by hand: ranks 1 2 3 4 5 and 2 1 4 3 5, so sums 3 3 7 7 10."""
    rows = [[Fraction(one) for one in row] for row in ([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])]
    yield f"by hand, N = 2, k = 5: 12 x 216 / 60 - 36 = 7.2; here {float(friedman(rows)[1])}"


def wilcoxon(first: list[str], second: list[str]) -> tuple[Fraction, Fraction]:
    """R+ and R- with zeros split, exact."""
    gaps = [Fraction(b) - Fraction(a) for a, b in zip(first, second, strict=True)]
    size = [abs(gap) for gap in gaps]
    rank = [1 + sum(other < one for other in size) + Fraction(size.count(one) - 1, 2) for one in size]
    zero = sum((r for r, gap in zip(rank, gaps, strict=True) if gap == 0), Fraction(0)) / 2
    plus = sum((r for r, gap in zip(rank, gaps, strict=True) if gap > 0), zero)
    return plus, sum(rank, Fraction(0)) - plus


def tail(at_most: int) -> Fraction:
    """The exact chance that the smaller sum of 14 signed ranks is at most so much, both sides."""
    ways = {0: 1}
    for rank in range(1, N + 1):
        grown = dict(ways)
        for total, count in ways.items():
            grown[total + rank] = grown.get(total + rank, 0) + count
        ways = grown
    return Fraction(2 * sum(count for total, count in ways.items() if total <= at_most), 2**N)


def lines() -> Iterator[str]:
    """What the reviewer found."""
    with (HERE / "table6.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    auc = [[row[f"auc {name}"] for name in NAMES] for row in table]
    given = [[Fraction(row[f"rank {name}"]) for name in NAMES] for row in table]
    fresh = [own_ranks(row) for row in auc]
    yield from hand()
    yield f"{len(table)} data sets, {len(set(map(tuple, auc)))} different rows, {sum(map(len, auc))} AUCs"
    yield f"each printed row of ranks adds up to 10: {all(sum(row) == 10 for row in given)}"  # noqa: PLR2004
    parted = [row["dataset"] for row, a, b in zip(table, given, fresh, strict=True) if a != b]
    yield f"printed ranks are not those of the printed AUCs in: {', '.join(parted)}"
    for name, rows in (("printed ranks", given), ("ranks of printed AUCs", fresh)):
        means, chi2, f = friedman(rows)
        yield f"{name}: means {', '.join(f'{float(one):.4f}' for one in means)}"
        corrected = float(chi2 / ties(rows))
        yield f"  chi-square {chi2} = {float(chi2):.4f}, F {f} = {float(f):.4f}, corrected {corrected:.4f}"
    means = friedman(given)[0]
    se = sqrt(K * (K + 1) / (6 * N))
    edge = inverse(lambda x: f_below(x, K - 1, (K - 1) * (N - 1)), 0.95, 0.1, 20)
    yield f"critical F {edge:.4f}, SE {se:.4f}"
    for name, q in (
        ("Nemenyi 0.05", inverse(lambda x: range_below(x, K), 0.95, 0.1, 9) / sqrt(2)),
        ("Nemenyi 0.10", inverse(lambda x: range_below(x, K), 0.90, 0.1, 9) / sqrt(2)),
        ("Bonferroni 0.05", NORMAL.inv_cdf(1 - 0.05 / 6)),
    ):
        yield f"{name}: q {q:.4f}, CD {q * se:.4f}"
    for name, mean in list(zip(NAMES, means, strict=True))[1:]:
        z = float(means[0] - mean) / se
        yield f"{name}: z {z:.4f}, p {2 * (1 - NORMAL.cdf(z)):.4f}"
    columns = [list(column) for column in zip(*auc, strict=True)]
    plus, minus = wilcoxon(columns[0], columns[1])
    chances = ", ".join(f"{most}: {float(tail(most)):.4f}" for most in (12, 21, 22))
    yield f"C4.5+m against C4.5: R+ {plus}, R- {minus}; exact two-sided chance of a smaller sum up to {chances}"
    yield from left_out(given)
    yield from orders(auc)
    values = [[Fraction(text) for text in row] for row in auc]
    gaps = [max(abs(x - y) for x, y in zip(a, b, strict=True)) for a, b in combinations(values, 2)]
    yield f"the two rows nearest to each other differ by {float(min(gaps))} in some column"
    yield from table_5()


def left_out(given: list[list[Fraction]]) -> Iterator[str]:
    """Friedman and Bonferroni-Dunn without each data set in turn."""
    edge = inverse(lambda x: f_below(x, K - 1, (K - 1) * (N - 2)), 0.95, 0.1, 20)
    cd = NORMAL.inv_cdf(1 - 0.05 / 6) * sqrt(K * (K + 1) / (6 * (N - 1)))
    found = [friedman(given[:i] + given[i + 1 :]) for i in range(N)]
    chi2 = [float(one[1]) for one in found]
    rejected = sum(one[2] > edge for one in found)
    beaten = [[name for name, mean in zip(NAMES, one[0], strict=True) if one[0][0] - mean >= cd] for one in found]
    yield f"one left out: chi-square {min(chi2):.2f} to {max(chi2):.2f}, F above {edge:.4f} in {rejected} of {N}"
    counts = ", ".join(f"{name} {sum(name in one for one in beaten)}" for name in NAMES[1:])
    alone = beaten.count([NAMES[-1]])
    yield f"  beat C4.5 by CD {cd:.4f}: {counts}; {NAMES[-1]} alone {alone}, none {beaten.count([])}"


def row_orders(texts: list[str]) -> list[list[Fraction]]:
    """Each row of ranks that values printed alike could have had."""
    found = set()
    for nudges in product(range(K), repeat=K):
        nudged = [Fraction(text) + Fraction(nudge, 10**6) for text, nudge in zip(texts, nudges, strict=True)]
        found.add(tuple(own_ranks([str(one) for one in nudged])))
    return [list(one) for one in found]


def orders(auc: list[list[str]]) -> Iterator[str]:
    """Friedman for each order of values printed alike."""
    edge = inverse(lambda x: f_below(x, K - 1, (K - 1) * (N - 1)), 0.95, 0.1, 20)
    found = [friedman(list(rows)) for rows in product(*map(row_orders, auc))]
    chi2 = [float(one[1]) for one in found]
    rejected = sum(one[2] > edge for one in found)
    yield f"orders: {len(found)}, chi-square {min(chi2):.2f} to {max(chi2):.2f}, F above {edge:.4f} in {rejected}"


def critical(name: str, k: int) -> float:
    """One value of Table 5."""
    alpha = float(name[-4:])
    if "(b)" in name:
        return NORMAL.inv_cdf(1 - alpha / (2 * (k - 1)))
    return inverse(lambda x: range_below(x, k), 1 - alpha, 0.1, 9) / sqrt(2)


def table_5() -> Iterator[str]:
    """How Table 5 was cut to three decimals, since a cut is the suspected cause of CD 1.16."""
    for name, text in PRINTED.items():
        odd = []
        for k, printed in enumerate(text.split(), 2):
            value = critical(name, k)
            from_table = float(cut(value * sqrt(2), 3, ROUND_HALF_UP)) / sqrt(2)
            if printed != cut(value, 3, ROUND_HALF_UP):
                down, read = (cut(value, 3, ROUND_DOWN), cut(from_table, 3, ROUND_HALF_UP))
                odd.append(
                    f"{k} classifiers {printed}: {value:.4f} (cut off {down}, from a range of 3 decimals {read})"
                )
        yield f"Table {name}: {9 - len(odd)} of 9 are rounded; {'; '.join(odd) or 'all'}"


if __name__ == "__main__":
    sys.stdout.buffer.write(("\n".join(lines()) + "\n").encode())

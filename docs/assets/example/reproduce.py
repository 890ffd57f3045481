"""Repeats the worked example of Demšar (2006), section 3.2.2, from its Table 6: python reproduce.py."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import itertools
import json
import math
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import stats

HERE = Path(__file__).resolve().parent
CONFIG: dict[str, Any] = json.loads((HERE / "config.json").read_text(encoding="utf-8"))
NAMES: list[str] = CONFIG["classifiers"]
CONTROL: int = NAMES.index(CONFIG["control"])
OTHERS = [j for j in range(len(NAMES)) if j != CONTROL]
ALPHA: float = CONFIG["alpha"]
LOOSE: float = CONFIG["loose_alpha"]
NEAR: float = CONFIG["near"]
PAPER = "paper"  # the arm that follows guess G1

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """Table 6: AUCs in thousandths, since equal differences must tie (G6), and the printed ranks."""

    rows: list[str]
    auc: Ints
    printed: Floats


def read_table(file: Path) -> Table:
    """The table as the CSV has it."""
    with file.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    auc = np.array([[round(1000 * float(line[f"auc {name}"])) for name in NAMES] for line in lines])
    printed = np.array([[float(line[f"rank {name}"]) for name in NAMES] for line in lines])
    return Table([line["dataset"] for line in lines], auc, printed)


def ranked(table: Table, apart: dict[str, list[str]]) -> Floats:
    """Ranks within each row, 1 for the highest AUC (G5), averaged on ties but for those named in `apart` (G1)."""
    scores = table.auc.astype(float)
    for row, names in apart.items():
        for place, name in enumerate(names):
            scores[table.rows.index(row), NAMES.index(name)] -= place / 1000  # less than the last printed digit
    return np.asarray(stats.rankdata(-scores, axis=1), dtype=float)


@dataclass(frozen=True)
class Analysis:
    """Everything that section 3.2.2 computes from ranks."""

    ranks: Floats

    @property
    def n(self) -> int:
        """Data sets."""
        return len(self.ranks)

    @property
    def k(self) -> int:
        """Classifiers."""
        return int(self.ranks.shape[1])

    @property
    def means(self) -> Floats:
        """Average ranks."""
        return np.asarray(self.ranks.mean(axis=0))

    @property
    def chi2(self) -> float:
        """Eq. 1, without a correction for ties (G2) and without rounding the mean ranks (G3)."""
        n, k = self.n, self.k
        return float(12 * n / (k * (k + 1)) * ((self.means**2).sum() - k * (k + 1) ** 2 / 4))

    @property
    def corrected(self) -> float:
        """Eq. 1, corrected for ties: not in the paper, what packages print."""
        counts = [np.unique(row, return_counts=True)[1] for row in self.ranks]
        ties = sum(float((count**3 - count).sum()) for count in counts)
        return self.chi2 / (1 - ties / (self.n * self.k * (self.k**2 - 1)))

    @property
    def f(self) -> float:
        """Eq. 2, Iman and Davenport."""
        return (self.n - 1) * self.chi2 / (self.n * (self.k - 1) - self.chi2)

    @property
    def critical_f(self) -> float:
        """What F must exceed."""
        return float(stats.f.ppf(1 - ALPHA, self.k - 1, (self.k - 1) * (self.n - 1)))

    @property
    def se(self) -> float:
        """The root in eq. 3 and 4."""
        return math.sqrt(self.k * (self.k + 1) / (6 * self.n))

    @property
    def z(self) -> Floats:
        """Eq. 4 against the control: positive where the other one is better."""
        return np.asarray((self.means[CONTROL] - self.means) / self.se)

    @property
    def p(self) -> Floats:
        """Two-sided (G4)."""
        return np.asarray(2 * stats.norm.sf(np.abs(self.z)))


def nemenyi(alpha: float, k: int) -> float:
    """Table 5(a)."""
    return float(stats.studentized_range.ppf(1 - alpha, k, math.inf)) / math.sqrt(2)


def bonferroni(alpha: float, k: int) -> float:
    """Table 5(b)."""
    return float(stats.norm.ppf(1 - alpha / (2 * (k - 1))))


Arms = dict[str, Analysis]
Q = {alpha: nemenyi(alpha, len(NAMES)) for alpha in (ALPHA, LOOSE)}
DUNN = bonferroni(ALPHA, len(NAMES))


def holm(p: Sequence[float], alpha: float) -> set[int]:
    """The places of the hypotheses that Holm's step-down procedure rejects."""
    rejected: set[int] = set()
    for step, place in enumerate(sorted(range(len(p)), key=lambda place: p[place])):
        if p[place] >= alpha / (len(p) - step):
            break
        rejected.add(place)
    return rejected


def beats_control(analysis: Analysis) -> set[int]:
    """The classifiers whose mean rank is better than the control's by Bonferroni-Dunn's difference."""
    return {j for j in OTHERS if analysis.means[CONTROL] - analysis.means[j] >= DUNN * analysis.se}


def decisions(analysis: Analysis) -> dict[str, bool]:
    """Whether each thing that the paper concludes from the example holds."""
    means, k = analysis.means, analysis.k
    pairs = {alpha: set[tuple[int, int]]() for alpha in Q}
    for alpha, q in Q.items():
        pairs[alpha] = {
            (i, j) for i, j in itertools.combinations(range(k), 2) if abs(means[i] - means[j]) >= q * analysis.se
        }
    m, both = NAMES.index("C4.5+m"), NAMES.index("C4.5+m+cf")
    return {
        "Friedman, F: the classifiers differ": analysis.f > analysis.critical_f,
        f"Nemenyi {ALPHA:.2f}: no pair differs": not pairs[ALPHA],
        f"Nemenyi {LOOSE:.2f}: C4.5 differs from +m and +m+cf alone": pairs[LOOSE] == {(CONTROL, m), (CONTROL, both)},
        f"Bonferroni-Dunn {ALPHA:.2f}: C4.5+m+cf alone beats C4.5": beats_control(analysis) == {both},
        f"Holm {ALPHA:.2f}: C4.5+m and C4.5+m+cf differ from C4.5": {
            OTHERS[i] for i in holm(list(analysis.p[OTHERS]), ALPHA)
        }
        == {m, both},
    }


def differences(auc: Ints, first: int, second: int) -> Ints:
    """What the second is ahead, in thousandths (G6); of an odd number of zeros one is left out (3.1.3)."""
    gaps = auc[:, second] - auc[:, first]
    zeros = np.flatnonzero(gaps == 0)
    return np.delete(gaps, zeros[0]) if len(zeros) % 2 else gaps


def signed_ranks(gaps: Ints) -> tuple[float, float]:
    """R+ and R- of section 3.1.3; the ranks of zero differences are split evenly."""
    ranks = stats.rankdata(np.abs(gaps))
    half = ranks[gaps == 0].sum() / 2
    return float(ranks[gaps > 0].sum() + half), float(ranks[gaps < 0].sum() + half)


def computed(analysis: Analysis, table: Table) -> dict[str, float]:
    """Each number of reported.csv, by its name there."""
    found = {f"rank {name}": float(mean) for name, mean in zip(NAMES, analysis.means, strict=True)}
    found |= {"chi-square": analysis.chi2, "F": analysis.f, "critical F": analysis.critical_f, "SE": analysis.se}
    for alpha, q in Q.items():
        found |= {f"q Nemenyi {alpha:.2f}": q, f"CD Nemenyi {alpha:.2f}": q * analysis.se}
    found |= {f"q Bonferroni {ALPHA:.2f}": DUNN, f"CD Bonferroni {ALPHA:.2f}": DUNN * analysis.se}
    for j in OTHERS:
        found |= {f"z {NAMES[j]}": float(analysis.z[j]), f"p {NAMES[j]}": float(analysis.p[j])}
    plus, minus = signed_ranks(differences(table.auc, CONTROL, NAMES.index("C4.5+m")))
    return found | {"R+ of C4.5+m against C4.5": plus, "R- of C4.5+m against C4.5": minus}


def orders(size: int) -> Iterator[tuple[int, ...]]:
    """Every way to order `size` things, ties allowed: the level of each, best first."""
    for levels in itertools.product(range(size), repeat=size):
        if set(levels) == set(range(max(levels) + 1)):
            yield levels


def reorderings(table: Table) -> Iterator[Floats]:
    """The ranks for every order of values that are printed alike, all rows against each other."""
    choices: list[list[Floats]] = []
    for row in table.auc:
        options = [row.astype(float)]
        for value, count in zip(*np.unique(row, return_counts=True), strict=True):
            if count > 1:
                places = np.flatnonzero(row == value)
                options = [spread(option, places, levels) for option in options for levels in orders(int(count))]
        choices.append([np.asarray(stats.rankdata(-option)) for option in options])
    yield from (np.array(rows) for rows in itertools.product(*choices))


def spread(row: Floats, places: NDArray[np.intp], levels: tuple[int, ...]) -> Floats:
    """The row with values that were equal lowered by their level."""
    lowered = row.copy()
    lowered[places] -= np.array(levels) / 1000
    return lowered


def title(text: str) -> Iterator[str]:
    """A heading."""
    yield from ("", text, "-" * len(text))


def evaluation() -> Iterator[str]:
    """The formulas on published examples that aren't the target."""
    yield from title("1. Evaluation alone, on published examples that aren't the target")
    for check in CONFIG["checks"]:
        other = Analysis(np.asarray(stats.rankdata(-np.array(check["treatments"]).T, axis=1)))
        ours = other.corrected if check["corrected"] else other.chi2
        yield f"{check['name']:35} published {check['published']:<16} ours {ours:.6f}"


def data(table: Table, arms: Arms) -> Iterator[str]:
    """Counts, duplicates and ranks against what the paper prints."""
    yield from title("2. Data")
    n, k = table.auc.shape
    widest = [np.abs(a - b).max() for a, b in itertools.combinations(table.auc, 2)]
    alike = [row for row, auc in zip(table.rows, table.auc, strict=True) if len(set(auc)) < k]
    yield f"data sets {n}, classifiers {k}; F has {k - 1} and {(k - 1) * (n - 1)} degrees of freedom"
    near = sum(gap <= 1000 * NEAR for gap in widest)
    yield f"rows equal to another: {widest.count(0)}; within {NEAR} in all columns: {near}"
    yield f"rows with values printed alike: {', '.join(alike)}"
    for name, arm in arms.items():
        other = np.argwhere(arm.ranks != table.printed)
        cells = [f"{table.rows[i]}, {NAMES[j]} is {arm.ranks[i, j]}, not {table.printed[i, j]:.0f}" for i, j in other]
        yield f"{name}: {n * k - len(cells)} of {n * k} printed ranks come out; {'; '.join(cells) or 'none differs'}"


def numbers(table: Table, arms: Arms) -> Iterator[str]:
    """Each reported number beside both arms, with its verdict."""
    yield from title("3. Reported and reproduced")
    yield (f"{'':28}{'reported':>8}" + "".join(f"{name:>12}  {'verdict':8}" for name in arms)).rstrip()
    with (HERE / CONFIG["reported"]).open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            cells = []
            for arm in arms.values():
                value = computed(arm, table)[line["name"]]
                matched = f"{value:.{line['decimals']}f}" == line["reported"]
                outside = "gap" if all(decisions(arm).values()) else "disagreement"
                cells.append(f"{value:12.4f}  {'matched' if matched else outside:8}")
            yield f"{line['name']:28}{line['reported']:>8}{''.join(cells)}".rstrip()


def variants(arms: Arms) -> Iterator[str]:
    """The same statistic as packages compute it, and from the rounded values that the paper prints."""
    yield from title("4. The same test, corrected for ties, and from rounded values")
    for name, arm in arms.items():
        theirs = stats.friedmanchisquare(*(-arm.ranks).T)
        yield f"{name}: chi-square {arm.chi2:.4f}, corrected {arm.corrected:.4f}, SciPy {theirs.statistic:.4f}"
    arm = next(iter(arms.values()))
    n, k, means, se = arm.n, arm.k, np.round(arm.means, 3), round(arm.se, 3)
    chi2 = 12 * n / (k * (k + 1)) * ((means**2).sum() - k * (k + 1) ** 2 / 4)
    z = [(means[CONTROL] - means[j]) / se for j in OTHERS]
    yield f"from mean ranks of three decimals: chi-square {chi2:.4f}"
    yield f"and SE of three decimals: z {', '.join(f'{one:.4f}' for one in z)}"
    yield f"and those z of three decimals: p {', '.join(f'{2 * stats.norm.sf(round(one, 3)):.4f}' for one in z)}"


def reach(table: Table, arms: Arms) -> Iterator[str]:
    """Which conclusions survive another order of values printed alike, and each data set left out."""
    yield from title("5. How far it carries")
    paper = arms[PAPER]
    many = {
        "orders": [Analysis(ranks) for ranks in reorderings(table)],
        "left out": [Analysis(np.delete(paper.ranks, i, axis=0)) for i in range(paper.n)],
    }
    for name, some in many.items():
        values = [arm.chi2 for arm in some]
        yield f"{name}: {len(some)} tables, chi-square {min(values):.2f} to {max(values):.2f}"
    for name, arm in arms.items():
        yield f"orders that are '{name}': {sum((arm.ranks == other.ranks).all() for other in many['orders'])}"
    found = {name: [decisions(arm) for arm in some] for name, some in many.items()}
    yield f"{'the paper concludes':60}" + "".join(f"{name:>12}" for name in (*arms, *many))
    for name in decisions(paper):
        cells = ["yes" if decisions(arm)[name] else "no" for arm in arms.values()]
        cells += [f"{sum(one[name] for one in some)}/{len(some)}" for some in found.values()]
        yield f"{name:60}" + "".join(f"{cell:>12}" for cell in cells)
    for name, some in many.items():
        above = [beats_control(arm) for arm in some]
        words = (f"{NAMES[j]} {sum(j in one for one in above)}" for j in OTHERS)
        yield f"{name}, Bonferroni-Dunn, how often each beats C4.5: {', '.join(words)}; none {above.count(set())}"
    for name in decisions(paper):
        lost = [row for row, one in zip(table.rows, found["left out"], strict=True) if not one[name]]
        yield f"lost without any one of: {name.split(':')[0]}: {', '.join(lost) or 'none'}"


def pairwise(table: Table) -> Iterator[str]:
    """The tests that don't depend on the other classifiers."""
    yield from title("6. Pairwise Wilcoxon signed-ranks tests with Holm, as Benavoli et al. (2016) advise")
    gaps = [differences(table.auc, CONTROL, j) for j in OTHERS]
    options: dict[str, Any] = {"zero_method": "zsplit", "method": "asymptotic", "correction": False}
    p = [float(stats.wilcoxon(gap, **options).pvalue) for gap in gaps]
    rejected = holm(p, ALPHA)
    for place, j in enumerate(OTHERS):
        plus, minus = signed_ranks(gaps[place])
        verdict = "differs" if place in rejected else "not shown to differ"
        yield f"{NAMES[j]:10} against C4.5: R+ {plus:5.1f}, R- {minus:4.1f}, p = {p[place]:.4f}: {verdict}"


def git(*words: str) -> str:
    """What git says of this folder."""
    return subprocess.run(["git", *words], cwd=HERE, check=True, capture_output=True, text=True).stdout.strip()


def record(file: Path) -> None:
    """Writes what this run was, beside its results; refuses uncommitted changes."""
    if changes := git("status", "--porcelain", "--untracked-files=no", "--", "."):
        sys.exit(f"not recorded: commit these first\n{changes}")
    inputs = ("reproduce.py", "config.json", CONFIG["data"], CONFIG["reported"])
    fields = {
        "commit": git("rev-parse", "HEAD"),
        "started": dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        "command": f"python reproduce.py --record {file.name}",
        "seed": CONFIG["seed"],
        "sha256": {name: hashlib.sha256((HERE / name).read_bytes()).hexdigest() for name in inputs},
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
        "machine": f"{platform.system()} {platform.machine()}",
    }
    file.write_text(json.dumps(fields, indent=4) + "\n", encoding="utf-8")


def main(argv: Sequence[str]) -> None:
    """Prints everything, the same bytes each time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", type=Path, metavar="FILE", help="write commit, checksums and versions there")
    options = parser.parse_args(argv)
    if options.record:
        record(options.record)
    table = read_table(HERE / CONFIG["data"])
    arms = {PAPER: Analysis(ranked(table, CONFIG["apart"])), "as printed": Analysis(ranked(table, {}))}
    parts = (evaluation(), data(table, arms), numbers(table, arms), variants(arms), reach(table, arms), pairwise(table))
    lines = ["Demšar (2006), section 3.2.2: the worked example, from Table 6", *itertools.chain(*parts)]
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    main(sys.argv[1:])

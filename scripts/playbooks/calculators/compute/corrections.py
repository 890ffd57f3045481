"""Several tests, by statsmodels' corrections."""

from __future__ import annotations

from collections.abc import Mapping

from statsmodels.stats.multitest import multipletests

from playbooks.calculators.definition import Answer, Result


def corrections(p: tuple[float, ...], alpha: float) -> Result:
    """Each p-value with those that Holm and Benjamini and Hochberg adjust it to, and how many are rejected."""
    by_holm, holm, *_ = multipletests(p, alpha, method="holm")
    by_bh, bh, *_ = multipletests(p, alpha, method="fdr_bh")
    rows: tuple[Mapping[str, float | int | str], ...] = tuple(
        {
            "row": at + 1,
            "p": value,
            "holm": float(holm[at]),
            "bh": float(bh[at]),
            "rejected": ", ".join([*["Holm"] * bool(by_holm[at]), *["BH"] * bool(by_bh[at])]) or "none",
        }
        for at, value in enumerate(p)
    )
    outputs: dict[str, Answer] = {
        "tests": len(p),
        "raw": sum(value <= alpha for value in p),
        "holm": int(by_holm.sum()),
        "bh": int(by_bh.sum()),
        "rows": rows,
    }
    holds = {"zero": 0 in p, "none": not by_holm.any() and not by_bh.any()}
    return Result(outputs, tuple(name for name, held in holds.items() if held))

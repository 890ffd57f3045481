"""Runs needed: how many runs a method gets for a gap to be seen."""

from __future__ import annotations

from playbooks.calculators.definition import Calculator, Choice, Number, Output

RUNS = Calculator(
    name="runs",
    title="Runs needed",
    question="How many runs does each method need for a gap that matters to be seen?",
    fields=(
        Number(
            name="sd",
            label="Spread between runs",
            example="0.8",
            above=0,
            most=1e9,
            hint="Standard deviation of the score over seeds; where runs are paired, of the differences.",
        ),
        Number(
            name="gap", label="Smallest gap that matters", example="0.5", above=0, most=1e9, hint="In the score's unit."
        ),
        Choice(
            name="paired",
            label="Runs",
            options={"no": "independent", "yes": "paired"},
            hint="Paired: both methods share each run's seed, split or questions.",
        ),
        Number(
            name="alpha", label="α", example="0.05", least=1e-6, most=0.5, hint="How often a gap is seen where none is."
        ),
        Number(
            name="power",
            label="Power",
            example="0.8",
            least=0.5,
            most=0.9999,
            hint="How often a gap of that size is seen.",
        ),
    ),
    outputs=(
        Output(name="runs", label="Runs per method", shown="integer"),
        Output(name="reached", label="Power at that number", shown="percent"),
        Output(name="effect", label="Gap in spreads"),
        Output(name="seen", label="Power with 5 runs", shown="percent"),
    ),
    sentence=(
        "We ran {runs} runs per method, so that a two-sided t-test ({paired}, α = {alpha}) finds a gap of {gap} at a "
        "standard deviation of {sd} with a power of {reached}."
    ),
    warnings={
        "few": "below 5 runs the t-test leans on normal scores, and one odd run decides: run 5 at least.",
        "many": "more runs than most teams can pay for: pair the runs, lessen the spread, or look for a larger gap.",
    },
    formula=(
        "power(n) = 1 − F(t; ν, δ) + F(−t; ν, δ); F: noncentral t distribution, t: its quantile 1 − α/2 at δ = 0",
        "independent: δ = gap / sd · √(n/2), ν = 2n − 2; paired: δ = gap / sd · √n, ν = n − 1",
        "runs = the smallest n whose power is at least the power asked for",
    ),
    assumptions=(
        "Scores are close to normal and equally spread in both methods.",
        "The spread is known: one from 5 pilot runs is multiplied by 1.56 first (its one-sided 80 % limit).",
        "One comparison: with several, divide α by their number.",
    ),
    sources=("colas2018how",),
)

"""Error bars of an evaluation: how sure a score is, and which gap between two models its questions can show."""

from __future__ import annotations

from playbooks.calculators.definition import Calculator, Number, Output

QUESTIONS = Calculator(
    name="questions",
    title="Error bars of an evaluation",
    question="How sure is a score, and how small a gap between two models can so many questions show?",
    fields=(
        Number(
            name="score",
            label="Score",
            example="0.7",
            least=0,
            most=1,
            hint="Share of questions answered right, from 0 to 1.",
        ),
        Number(name="questions", label="Questions", example="1000", least=2, most=1e9, whole=True),
        Number(
            name="size",
            label="Questions a source",
            example="1",
            least=1,
            most=1e6,
            hint="How many share a passage, a document or a template, on average; 1 where none do.",
        ),
        Number(
            name="icc",
            label="Correlation within a source, ρ",
            example="0.1",
            least=0,
            most=1,
            hint="0: a source's questions are as unlike as any; 1: all of them are one question. "
            "Not used where each stands alone.",
        ),
        Number(
            name="correlation",
            label="Correlation between two models",
            example="0.5",
            least=0,
            most=0.999,
            hint="Of right and wrong on the same questions, from a pilot; 0.5 is a guess. Below is the share that "
            "exactly one of the two then gets right, which you can count.",
        ),
        Number(
            name="alpha",
            label="α",
            example="0.05",
            least=1e-6,
            most=0.5,
            hint="How often a gap is seen where none is; the interval holds 1 − α.",
        ),
        Number(
            name="power",
            label="Power",
            example="0.8",
            least=0.5,
            most=0.9999,
            hint="How often a gap of the smallest size is seen.",
        ),
    ),
    outputs=(
        Output(name="plain", label="Standard error as if each question stood alone, points"),
        Output(name="error", label="Standard error by source, points"),
        Output(name="low", label="Wilson interval, from", shown="percent"),
        Output(name="high", label="Wilson interval, to", shown="percent"),
        Output(name="worth", label="Separate questions that these are worth", shown="integer"),
        Output(name="unpaired", label="Smallest gap, each model with questions of its own, points"),
        Output(name="paired", label="Smallest gap, both models with the same questions, points"),
        Output(name="differing", label="Questions that exactly one of the two gets right", shown="percent"),
    ),
    sentence=(
        "A score of {score} on {questions} questions has a standard error of {error} points (Wilson interval {low} to "
        "{high}, α = {alpha}; {size} a source, ρ = {icc}); with a power of {power} they show a gap of {paired} points "
        "between two models that answer the same questions (correlation {correlation}), and of {unpaired} points on "
        "separate ones."
    ),
    warnings={
        "small": "these are worth fewer than 300 separate questions, and both gaps lean on the normal distribution: "
        "take an exact or Bayesian interval.",
        "edge": "fewer than 10 separate questions are right, or wrong: read the Wilson interval, not the standard "
        "error or the gaps.",
        "sources": "with fewer than 30 sources the normal distribution is too sure: compute errors by source, and take "
        "Student's t with one degree of freedom less than sources.",
        "room": "a model that is better by the smallest gap would score above 1: these questions can't show any gain.",
    },
    formula=(
        "standard error = √(p (1 − p) / n); by source: times √(1 + (m − 1) ρ), with m questions a source",
        "Wilson interval: of p among n / (1 + (m − 1) ρ) questions",
        "smallest gap = (z at 1 − α/2 + z at the power) × √(ω² (1 + (m − 1) ρ) / n)",
        "separate questions: ω² = 2 p (1 − p); the same: ω² = 2 p (1 − p) (1 − r), the share exactly one gets right",
    ),
    assumptions=(
        "Answers are right or wrong, one a question, and the questions stand for all that could have been asked.",
        "Both models score close to p; the gap is small beside it.",
        "Sources of unequal sizes count as m = Σ size² / Σ size, which is more than their mean.",
        "One ρ serves the score and the models' difference: where a pilot gives two, compute with each.",
        "One comparison: with several, divide α by their number.",
    ),
    sources=("miller2024adding", "bowyer2025position"),
)

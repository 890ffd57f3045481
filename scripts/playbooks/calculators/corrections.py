"""Several tests: the p-values of a family, corrected by Holm and by Benjamini and Hochberg."""

from __future__ import annotations

from playbooks.calculators.definition import Calculator, Number, Output, Rows, Scores

CORRECTIONS = Calculator(
    name="corrections",
    title="Several tests",
    question="Which of several differences hold once all of their tests are counted?",
    fields=(
        Scores(
            name="p",
            label="p-values",
            example="0.001 0.008 0.012 0.021 0.034 0.042 0.21 0.6",
            largest=2000,
            least=0,
            most=1,
            hint="Of every test of the family, those that you don't report as well; between spaces, lines or commas.",
        ),
        Number(
            name="alpha",
            label="α",
            example="0.05",
            least=1e-6,
            most=0.5,
            hint="Holm: the chance of one false claim or more. Benjamini-Hochberg: the share of false claims that is "
            "expected.",
        ),
    ),
    outputs=(
        Output(name="tests", label="Tests in the family", shown="integer"),
        Output(name="raw", label="At or below α as they stand", shown="integer"),
        Output(name="holm", label="Rejected by Holm", shown="integer"),
        Output(name="bh", label="Rejected by Benjamini-Hochberg", shown="integer"),
        Rows(
            name="rows",
            label="Adjusted p-values, in the order pasted",
            columns=(
                Output(name="row", label="Test", shown="integer"),
                Output(name="p", label="p", shown="p"),
                Output(name="holm", label="Holm", shown="p"),
                Output(name="bh", label="Benjamini-Hochberg", shown="p"),
                Output(name="rejected", label="Rejected by", shown="text"),
            ),
        ),
    ),
    sentence=(
        "Of a family of {tests} tests, {raw} had p ≤ {alpha}; rejected after Holm's correction: {holm} "
        "(family-wise error {alpha}); after Benjamini and Hochberg's: {bh} (false discovery rate {alpha})."
    ),
    warnings={
        "zero": "no test gives a p of exactly 0: it was rounded, or counted from resamples without the observed one; "
        "write its upper bound, such as (count + 1) / (draws + 1).",
        "none": "nothing is rejected, which doesn't show that nothing differs: report each difference with its "
        "interval.",
    },
    formula=(
        "sorted p(1) ≤ … ≤ p(m); Holm: adjusted p(i) = min(1, the largest of (m − j + 1) p(j) over j ≤ i)",
        "Benjamini-Hochberg: adjusted p(i) = min(1, the smallest of m p(j) / j over j ≥ i)",
        "rejected: Holm up to the first p(i) > α / (m − i + 1); Benjamini-Hochberg up to the last p(i) ≤ α i / m",
    ),
    assumptions=(
        "The family was fixed before scores were seen, and no test of it is left out.",
        "Each p-value is valid by itself.",
        "Holm holds however the tests depend on one another.",
        "Benjamini-Hochberg holds where they are independent, or depend positively.",
    ),
    sources=("holm1979simple", "benjamini1995controlling"),
)

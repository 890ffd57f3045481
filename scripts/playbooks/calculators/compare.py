"""Two methods: how far one scores above the other, and how sure that is."""

from __future__ import annotations

from playbooks.calculators.definition import Calculator, Choice, Output, Scores

LARGEST = 2000

COMPARE = Calculator(
    name="compare",
    title="Two methods",
    question="Does b score higher than a, by how much, and could it be luck?",
    fields=(
        Scores(
            name="a",
            label="Scores of a",
            example="71.2 70.4 72.8 69.9 71.5 70.8 72.1 70.1 71.9 70.6",
            largest=LARGEST,
            hint="One for each run, such as the baseline's final accuracy for each seed.",
        ),
        Scores(
            name="b",
            label="Scores of b",
            example="72.0 71.5 72.9 71.1 71.4 71.9 73.0 70.9 72.2 71.8",
            largest=LARGEST,
            hint="Where runs are paired, in the order of a's.",
        ),
        Choice(
            name="paired",
            label="Runs",
            options={"yes": "paired", "no": "independent"},
            hint="Paired: each score of b shares its seed, split or questions with the score of a at its place.",
        ),
    ),
    outputs=(
        Output(name="n_a", label="Scores of a", shown="integer"),
        Output(name="n_b", label="Scores of b", shown="integer"),
        Output(name="mean_a", label="Mean of a"),
        Output(name="mean_b", label="Mean of b"),
        Output(name="difference", label="Difference, b − a"),
        Output(name="low", label="95 % interval of the difference, from"),
        Output(name="high", label="95 % interval of the difference, to"),
        Output(name="p", label="Permutation test, two-sided p", shown="p"),
        Output(name="test", label="The test counts", shown="text"),
        Output(name="improvement", label="Probability of improvement", shown="percent"),
    ),
    sentence=(
        "b scored {mean_b} on average (n = {n_b}) and a {mean_a} (n = {n_a}; {paired} runs): a difference of "
        "{difference} (95 % interval {low} to {high}, expanded percentile bootstrap; two-sided permutation p: {p}, "
        "{test}), with a probability of improvement of {improvement}."
    ),
    warnings={
        "few": "with so few scores no p can fall to 0.05, however far apart the methods are: run more before you claim "
        "anything.",
        "narrow": "with fewer than 8 scores the interval is too narrow: in simulations of 5 pairs it held the true "
        "difference in 93 % of data sets where differences were normal, and in 82 % where they were lognormal.",
        "skewed": "where scores are skewed the interval is too narrow, and fewer than 30 don't show whether they are: "
        "in simulations of lognormal differences it held the true one in 86 % of data sets of 10, and in 90 % of 30.",
        "equal": "nothing varies, so the interval has no width, and says nothing of further runs.",
    },
    formula=(
        "interval: quantiles q and 1 − q of 10,000 resampled differences of means; percentile bootstrap: q = 0.025",
        "expanded (Hesterberg): q = Φ(t · √(n / (n − 1))), with t the quantile 0.025 of Student's t, n − 1 degrees",
        "independent: Welch's degrees of freedom, and q = Φ(t / √(Σ w (n − 1) / n)), w: a method's share of s² / n",
        "both ends are drawn, each with a standard error of about 1 % of the interval's width",
        "paired p: b − a keeps or flips each sign; independent p: all scores are split anew into sets of these sizes",
        "p = 2 × the smaller tail: count / ways of all ways to do so where they are 10,000 or fewer",
        "else (count + 1) / (draws + 1) of 10,000 drawn: near 0.05 p then has a standard error of 0.003",
        "probability of improvement: share of pairs with b > a, ties half; independent: Mann-Whitney's U / (n m)",
    ),
    assumptions=(
        "Scores, or pairs, are independent of one another: runs, not the steps, items or folds of one run.",
        "Independent runs: where both the spreads and the numbers of scores differ, p tests more than the means.",
        "A fixed seed gives the same scores the same digits; the terminal draws other numbers than the browser.",
        "One comparison: with several, correct their p-values.",
    ),
    sources=("hesterberg2015what", "phipson2010permutation", "agarwal2021deep"),
)

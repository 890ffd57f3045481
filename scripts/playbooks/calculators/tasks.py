"""Many tasks and runs: the middle half of all scores with its interval, and the ranks over tasks."""

from __future__ import annotations

from playbooks.calculators.definition import Calculator, Choice, Output, Rows, Table

# Made up, and telling: the mean is Alpha's, by one task; the middle half and the ranks are Gamma's.
_RUNS = {
    "Alpha": {
        "maze": "0.31 0.35 0.28",
        "cart": "0.62 0.58 0.66",
        "swim": "0.41 0.44 0.39",
        "walk": "0.22 0.27 0.19",
        "reach": "0.52 0.49 0.55",
        "stack": "4.80 5.30 5.10",
    },
    "Beta": {
        "maze": "0.36 0.33 0.41",
        "cart": "0.70 0.66 0.72",
        "swim": "0.45 0.47 0.40",
        "walk": "0.33 0.29 0.36",
        "reach": "0.50 0.57 0.54",
        "stack": "1.90 2.20 1.70",
    },
    "Gamma": {
        "maze": "0.48 0.52 0.45",
        "cart": "0.81 0.78 0.84",
        "swim": "0.58 0.61 0.55",
        "walk": "0.44 0.40 0.47",
        "reach": "0.66 0.63 0.70",
        "stack": "2.10 2.40 2.60",
    },
}
_EXAMPLE = "\n".join(
    [
        "method,task,run,score",
        *(
            f"{method},{task},{run},{score}"
            for method, tasks in _RUNS.items()
            for task, scores in tasks.items()
            for run, score in enumerate(scores.split(), 1)
        ),
    ]
)

TASKS = Calculator(
    name="tasks",
    title="Many tasks and runs",
    question="Which method is better over many tasks, and how sure is that after so few runs of each?",
    fields=(
        Table(
            name="scores",
            label="Scores",
            example=_EXAMPLE,
            columns=("method", "task", "run", "score"),
            numeric=("score",),
            hint="A CSV, pasted or dropped here: the columns method, task, run and score, a line a run; "
            "scores of all tasks on one scale.",
        ),
        Choice(name="better", label="Better is", options={"higher": "a higher score", "lower": "a lower score"}),
    ),
    outputs=(
        Output(name="best", label="Best interquartile mean", shown="text"),
        Output(name="tasks", label="Tasks", shown="integer"),
        Output(name="chi2", label="Friedman χ² of the ranks"),
        Output(name="p", label="p of χ²", shown="p"),
        Output(name="f", label="Iman-Davenport F"),
        Output(name="pf", label="p of F", shown="p"),
        Output(name="cd", label="Critical difference of mean ranks, Nemenyi, 0.05"),
        Output(name="apart", label="Mean ranks further apart", shown="text"),
        Rows(
            name="methods",
            label="Interquartile mean (IQM) with its 95 % interval, and mean rank (1 is best)",
            columns=(
                Output(name="method", label="Method", shown="text"),
                Output(name="scores", label="Scores", shown="integer"),
                Output(name="iqm", label="IQM"),
                Output(name="low", label="from"),
                Output(name="high", label="to"),
                Output(name="rank", label="Mean rank"),
            ),
        ),
    ),
    sentence=(
        "Over {tasks} tasks the best interquartile mean is that of {best}, with a 95 % interval by stratified "
        "bootstrap over runs (10,000 resamples, widened); mean ranks (Friedman χ² {chi2}, p {p}; "
        "Iman-Davenport F {f}, p {pf}) further apart than {cd} (Nemenyi, α = 0.05): {apart}."
    ),
    warnings={
        "scale": "the largest scores of two tasks differ by more than 10 times: if the tasks don't share a scale, "
        "normalise first, or the interquartile mean leaves out whole tasks.",
        "few": "a method has fewer than 3 runs on a task: the interval sees hardly any of the spread between them, "
        "and is too narrow.",
        "uneven": "tasks have different numbers of runs: those with more weigh more in the interquartile mean.",
        "small": "with 10 tasks or fewer the p of χ² is rough: go by the p of F, and add tasks.",
        "two": "for two methods Wilcoxon's signed-rank test over the tasks sees more than ranks do.",
        "ties": "methods tie on a task: they share its ranks, and χ² is corrected for that, which makes it larger "
        "than Demšar's formula has it; the critical difference isn't corrected.",
    },
    formula=(
        "IQM = mean of the middle half of a method's scores: the ⌊n / 4⌋ lowest and highest are left out",
        "interval: 2.5 % and 97.5 % quantiles of 10,000 IQMs, each with every task's runs drawn anew, with replacement",
        "widened: their distances from the IQM × √(scores / (scores − tasks)); drawing divides by n, not by n − 1",
        "profile: the share of a task's runs that are better than τ, averaged over tasks",
        "ranks: of the means over runs, by task; N tasks, k methods, groups of t tied ones",
        "χ² = 12 N / (k (k + 1)) × Σ (mean rank − (k + 1) / 2)², divided by 1 − Σ (t³ − t) / (N (k³ − k))",
        "F = (N − 1) χ² / (N (k − 1) − χ²), with k − 1 and (k − 1) (N − 1) degrees of freedom",
        "where every task ranks alike, F has no bound, and p is 1 / (k! / Π t!) to the power of N − 1",
        "critical difference = q / √2 × √(k (k + 1) / (6 N)); q: 0.95 quantile of the studentized range of k, ν = ∞",
    ),
    assumptions=(
        "The tasks are the ones that you speak about: the interval is over runs alone, and no other task is in it.",
        "Runs are independent, and each method has its own: pairs by seed aren't used.",
        "Ranks take the tasks as a sample of independent ones; what spread the runs have isn't used.",
        "Pairs are named only where the p of F is below 0.05.",
        "Whether two ranks are apart depends on the other methods, too: test the pair that you claim by Wilcoxon's.",
    ),
    sources=("agarwal2021deep", "demsar2006statistical", "benavoli2016should"),
)

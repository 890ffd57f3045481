"""Did it reproduce: a verdict on one reported number, by the page's rules."""

from __future__ import annotations

from playbooks.calculators.definition import Calculator, Choice, Number, Output, Scores

REPRODUCED = Calculator(
    name="reproduced",
    title="Reproduced",
    question="Do your runs match a reported number, and if they can't tell, what would settle it?",
    fields=(
        Number(name="reported", label="Reported number", example="84.1", least=-1e12, most=1e12),
        Choice(
            name="kind",
            label="It is",
            options={"mean": "the mean", "best": "the best"},
            hint="The paper says which; where it doesn't, judge with both.",
        ),
        Number(
            name="averaged",
            label="Of so many runs",
            example="1",
            least=1,
            most=1e6,
            whole=True,
            hint="1 where it is one run, or the paper doesn't say.",
        ),
        Number(
            name="spread",
            label="Their standard deviation",
            example="",
            least=0,
            most=1e12,
            optional=True,
            hint="Between those runs; empty where the paper has none, and yours stands for it.",
        ),
        Number(
            name="gain",
            label="Gain that the paper claims",
            example="1.5",
            above=0,
            most=1e12,
            hint="Over its baseline; or the smallest gap that matters to you.",
        ),
        Number(
            name="baseline",
            label="Baseline in your hands",
            example="",
            least=-1e12,
            most=1e12,
            optional=True,
            hint="Its mean score; empty: the reported number without the gain.",
        ),
        Choice(name="better", label="Better is", options={"higher": "a higher score", "lower": "a lower score"}),
        Scores(
            name="scores",
            label="Your runs",
            example="83.6 83.9 83.4 83.8 83.7",
            hint="A score a run, not rounded. A number without randomness: paste it twice.",
        ),
    ),
    outputs=(
        Output(name="verdict", label="Verdict", shown="text"),
        Output(name="runs", label="Your runs", shown="integer"),
        Output(name="mean", label="Your mean"),
        Output(name="from", label="95 % interval of your mean, from"),
        Output(name="to", label="95 % interval of your mean, to"),
        Output(name="low", label="95 % of numbers such as the paper's would lie from"),
        Output(name="high", label="95 % of numbers such as the paper's would lie up to"),
        Output(name="difference", label="Your mean less the reported number"),
        Output(name="least", label="95 % interval of the difference, from"),
        Output(name="most", label="95 % interval of the difference, to"),
        Output(name="conclusion", label="The paper's conclusion, in your runs", shown="text"),
        Output(name="settle", label="What would settle it", shown="text"),
    ),
    sentence=(
        "Reported is {reported} ({kind} of {averaged} run or runs); our {runs} runs have a mean of {mean} "
        "(95 % interval {from} to {to}), and a number such as the reported one falls between {low} and {high} in 95 % "
        "of cases. Against a gain of {gain} the verdict is: {verdict}. What would settle it: {settle}."
    ),
    warnings={
        "few": "three or four runs can hardly contradict anything: run 5 at least.",
        "equal": "your runs are all equal: this judges a number without randomness, which matches where yours rounds "
        "to the digits printed, zeros at the end left out (for 84.0 look yourself). Were the seeds really different?",
        "open": "the interval of your mean holds the baseline: 'disagreement' says that your runs don't show the "
        "paper's conclusion, not that it is wrong.",
        "best": "the best of several is judged as one run whose mean is shifted; it spreads less than that, so the "
        "interval is a little wide.",
    },
    formula=(
        "m ± t × s × √(1/r + 1/n): t with n − 1 degrees of freedom; m, s and n of your runs, r runs in the paper",
        "with the paper's own spread v: m ± t × √(s²/n + v²/r), with Welch's degrees of freedom",
        "the best of r: m moves by s × the mean of the largest of r standard normal numbers (1.16 for five), and r = 1",
        "matched: inside, and the interval narrower than the gain; inconclusive: inside, and not narrower",
        "gap: outside, and the paper's conclusion holds in your runs; disagreement: outside, and it doesn't",
        "the difference, with its interval: the same interval, the reported number (and the move) subtracted",
    ),
    assumptions=(
        "You wrote down number, criterion and runs before the first full run.",
        "Scores are roughly normal; where the paper names no spread, its runs spread as yours.",
        "The conclusion holds where all of your mean's 95 % interval is better than the baseline.",
        "Ten reported numbers that are all right leave one outside in 40 % of reproductions: name the headline number.",
        "Matched is not equal: for that the whole interval of the difference has to lie inside a margin.",
    ),
    sources=("belz2022quantified",),
)

"""The calculators: what each asks, answers and says. How they compute is in `compute`, for commands alone."""

from playbooks.calculators.compare import COMPARE
from playbooks.calculators.corrections import CORRECTIONS
from playbooks.calculators.questions import QUESTIONS
from playbooks.calculators.runs import RUNS

CALCULATORS = {each.name: each for each in (RUNS, QUESTIONS, CORRECTIONS, COMPARE)}

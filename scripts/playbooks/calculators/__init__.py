"""The calculators: what each asks, answers and says. How they compute is in `compute`, for commands alone."""

from playbooks.calculators.compare import COMPARE
from playbooks.calculators.corrections import CORRECTIONS
from playbooks.calculators.questions import QUESTIONS
from playbooks.calculators.reproduced import REPRODUCED
from playbooks.calculators.runs import RUNS
from playbooks.calculators.tasks import TASKS
from playbooks.calculators.training import TRAINING

CALCULATORS = {each.name: each for each in (RUNS, COMPARE, CORRECTIONS, TASKS, REPRODUCED, QUESTIONS, TRAINING)}

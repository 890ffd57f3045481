"""How each calculator computes, with SciPy and statsmodels, which the site does without."""

from collections.abc import Callable

from playbooks.calculators.compute.compare import compare
from playbooks.calculators.compute.corrections import corrections
from playbooks.calculators.compute.questions import questions
from playbooks.calculators.compute.reproduced import reproduced
from playbooks.calculators.compute.runs import runs
from playbooks.calculators.compute.tasks import tasks
from playbooks.calculators.compute.training import training
from playbooks.calculators.definition import Result

COMPUTE: dict[str, Callable[..., Result]] = {
    "runs": runs,
    "compare": compare,
    "corrections": corrections,
    "tasks": tasks,
    "reproduced": reproduced,
    "questions": questions,
    "training": training,
}

"""How each calculator computes, with SciPy and statsmodels, which the site does without."""

from collections.abc import Callable

from playbooks.calculators.compute.compare import compare
from playbooks.calculators.compute.corrections import corrections
from playbooks.calculators.compute.questions import questions
from playbooks.calculators.compute.runs import runs
from playbooks.calculators.definition import Result

COMPUTE: dict[str, Callable[..., Result]] = {
    "runs": runs,
    "questions": questions,
    "corrections": corrections,
    "compare": compare,
}

"""How the tests of each calculator ask its script, in a page that holds nothing else, and compare the answers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from guides import ROOT
from playbooks.calculators.definition import InputError, Result

SCRIPTS = ROOT / "docs/assets/javascripts"
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANSWER = """async ([name, values]) => {
    try { return await researchCalculators.compute[name](values); }
    catch (error) {
        if (!(error instanceof researchCalculators.InputError)) throw error;
        return {faults: error.faults};
    }
}"""

Ask = Callable[[str, Mapping[str, Any]], dict[str, Any]]


@contextmanager
def asked(browser: Browser, *scripts: str) -> Iterator[Ask]:
    """What a calculator's script answers to values, by the calculator's name."""
    page = browser.new_page()
    for script in ("vendor/jstat.min.js", "calculators/inputs.js", *scripts):
        page.add_script_tag(path=SCRIPTS / script)
    yield lambda name, values: page.evaluate(ANSWER, [name, dict(values)])
    page.close()


def same(
    compute: Callable[..., Result],
    found: dict[str, Any],
    values: Mapping[str, Any],
    near: float = 1e-7,
    floor: float = 1e-12,
) -> None:
    """Fail where Python answers these values otherwise than the browser did, or either with what is no number."""
    try:
        result = compute(**values)
    except InputError as error:
        assert found == {"faults": error.faults}
        return
    assert "faults" not in found, found
    assert found["warnings"] == list(result.warnings)
    assert set(found["outputs"]) == set(result.outputs)
    for name, answer in result.outputs.items():
        equal(found["outputs"][name], answer, near, floor)
    drawn = [number for each in found["plot"]["series"] for point in each["points"] for number in point]
    assert drawn
    assert all(isinstance(number, (int, float)) and math.isfinite(number) for number in drawn)


def equal(found: object, answer: object, near: float, floor: float = 1e-12) -> None:
    """Fail where two answers differ: numbers by more than `near` of their size and by more than `floor`."""
    if isinstance(answer, tuple):
        assert isinstance(found, list)
        assert len(found) == len(answer)
        for one, other in zip(found, answer, strict=True):
            assert set(one) == set(other)
            for name in other:
                equal(one[name], other[name], near, floor)
    elif isinstance(answer, str):
        assert found == answer
    else:
        assert isinstance(answer, (int, float))
        assert math.isfinite(answer)
        assert found == pytest.approx(answer, rel=near, abs=floor)

"""Several tests, against p-values corrected by hand and by SciPy, and in the browser."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from scipy.stats import false_discovery_control

from calculators import SETTINGS, Ask, asked, same
from playbooks.calculators import CALCULATORS
from playbooks.calculators.compute.corrections import corrections
from playbooks.calculators.definition import InputError
from playbooks.calculators.inputs import values

# The 15 p-values of Benjamini and Hochberg (1995), section 4: they reject 4 at 0.05, and Bonferroni and Holm 3.
PUBLISHED = (
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
)


@pytest.fixture(scope="module", autouse=True)
def _little_garbage() -> Iterator[None]:
    """Leave what is there out of the collection of garbage that statsmodels does with each correction."""
    gc.freeze()
    yield
    gc.unfreeze()


def rows(*p: float, alpha: float = 0.05) -> Any:
    return corrections(p, alpha).outputs["rows"]


def test_the_published_family_loses_as_many_tests_as_its_authors_say() -> None:
    found = corrections(PUBLISHED, 0.05).outputs
    assert (found["tests"], found["raw"], found["holm"], found["bh"]) == (15, 9, 3, 4)


def test_holm_multiplies_by_the_tests_that_are_left_and_never_falls() -> None:
    assert [row["holm"] for row in rows(0.03, 0.01, 0.04)] == pytest.approx([0.06, 0.03, 0.06])


def test_benjamini_and_hochberg_s_values_are_scipy_s() -> None:
    assert [row["bh"] for row in rows(*PUBLISHED)] == pytest.approx(false_discovery_control(PUBLISHED))


def test_a_row_says_which_corrections_reject_it() -> None:
    assert [row["rejected"] for row in rows(0.04, 0.001, 0.03, 0.9)] == ["none", "Holm, BH", "none", "none"]
    assert [row["rejected"] for row in rows(0.03, 0.001, 0.03)] == ["BH", "Holm, BH", "BH"]


def test_benjamini_and_hochberg_reject_all_that_holm_rejects() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        found = corrections(tuple(rng.beta(0.3, 1, rng.integers(2, 30)).tolist()), 0.05).outputs
        assert found["holm"] <= found["bh"] <= found["raw"]  # type: ignore[operator]


def test_what_the_answer_does_not_bear_is_said() -> None:
    assert corrections((0.01, 0.5), 0.05).warnings == ()
    assert corrections((0.0, 0.5), 0.05).warnings == ("zero",)
    assert corrections((0.03, 0.5), 0.05).warnings == ("none",)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("0.03", "1 of the 2 numbers that it takes: paste more."),
        ("0.03 1.2", "Number 2, '1.2', is too large: write 1 or less."),
        ("-0.1 0.2", "Number 1, '-0.1', is too small: write 0 or more."),
        ("0.5 " * 100_000, "100000 numbers are more than 2000, the most that this takes."),
    ],
    ids=["one", "above 1", "below 0", "100,000"],
)
def test_what_is_no_family_of_p_values_is_refused(typed: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        values(CALCULATORS["corrections"], {"p": typed})
    assert refused.value.faults == {"p": says}


@pytest.fixture(scope="module")
def ask(browser: Browser) -> Iterator[Ask]:
    with asked(browser, "calculators/corrections.js") as page:
        yield page


# Ties, both ends, and values that stand on a threshold.
P = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, 0.05, 0.025, 0.01, 0.05 / 3]))


@SETTINGS
@given(p=st.lists(P, min_size=2, max_size=60), alpha=st.one_of(st.just(0.05), st.floats(1e-6, 0.5)))
def test_the_browser_answers_as_python_does(ask: Ask, p: list[float], alpha: float) -> None:
    same(corrections, ask("corrections", {"p": p, "alpha": alpha}), {"p": tuple(p), "alpha": alpha}, near=1e-12)


def test_the_browser_takes_the_largest_family(ask: Ask) -> None:
    family = tuple(np.random.default_rng(2).beta(0.3, 1, 2000).tolist())
    same(corrections, ask("corrections", {"p": family, "alpha": 0.05}), {"p": family, "alpha": 0.05}, near=1e-12)

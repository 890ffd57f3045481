"""Error bars of an evaluation, against other ways to the same numbers, and in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from scipy.stats import binomtest
from statsmodels.stats.power import normal_sample_size_one_tail

from calculators import SETTINGS, Ask, asked, same
from playbooks.calculators import CALCULATORS
from playbooks.calculators.compute.questions import questions
from playbooks.calculators.definition import InputError
from playbooks.calculators.inputs import values

EXAMPLE = values(CALCULATORS["questions"], {})
# The correlation at which the models of the page's figure disagree on 15 % of the questions.
ON_THE_PAGE = 1 - 0.15 / (2 * 0.7 * 0.3)


def outputs(**changed: Any) -> dict[str, Any]:
    return dict(questions(**EXAMPLE | changed).outputs)


def warnings(**changed: Any) -> tuple[str, ...]:
    return questions(**EXAMPLE | changed).warnings


def test_the_gaps_are_those_of_the_page_and_its_figure() -> None:
    found = outputs(score=0.7, questions=1000, correlation=ON_THE_PAGE)
    assert f"{found['unpaired']:.1f} {found['paired']:.1f}" == "5.7 3.4"
    assert found["differing"] == pytest.approx(0.15)
    assert found["paired"] == pytest.approx(280 * (0.15 / 1000) ** 0.5, rel=0.001)


def test_ten_questions_a_passage_widen_the_gap_as_the_page_says() -> None:
    alone, together = outputs(size=1.0), outputs(size=10.0, icc=0.1)
    assert together["paired"] / alone["paired"] == pytest.approx(1.9**0.5)


def test_the_interval_is_wilson_s_as_scipy_has_it() -> None:
    found = outputs(score=0.8, questions=50, alpha=0.1)
    low, high = binomtest(40, 50).proportion_ci(0.9, method="wilson")
    assert (found["low"], found["high"]) == pytest.approx((low, high))


def test_so_many_questions_are_what_a_gap_of_the_smallest_size_needs() -> None:
    found = outputs(score=0.6, questions=400, correlation=0.3, alpha=0.01, power=0.9)
    for gap, variance in ((found["unpaired"], 0.48), (found["paired"], 0.48 * 0.7)):
        needed = normal_sample_size_one_tail(gap / 100, 0.9, 0.005, std_null=variance**0.5)
        assert needed == pytest.approx(400)


def test_the_error_by_source_is_that_of_a_mean_of_correlated_answers() -> None:
    block = np.full((5, 5), 0.2) + 0.8 * np.eye(5)  # 5 questions a source, correlated by 0.2
    covariance = 0.7 * 0.3 * np.kron(np.eye(20), block)
    found = outputs(score=0.7, questions=100, size=5.0, icc=0.2)
    assert found["error"] == pytest.approx(100 * (covariance.sum() / 100**2) ** 0.5)


def test_the_share_that_one_model_gets_right_alone_is_that_of_two_correlated_answers() -> None:
    both_right = 0.7**2 + 0.5 * 0.7 * 0.3
    assert outputs(score=0.7, correlation=0.5)["differing"] == pytest.approx(2 * (0.7 - both_right))


def test_sources_of_one_question_each_leave_everything_as_it_is() -> None:
    assert outputs(size=1.0, icc=0.9) == outputs(size=1.0, icc=0.0)


def test_a_source_s_questions_that_are_all_one_count_once() -> None:
    assert outputs(questions=1000, size=10.0, icc=1.0)["worth"] == pytest.approx(100)


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_a_score_without_spread_is_refused(score: float) -> None:
    with pytest.raises(InputError) as refused:
        outputs(score=score)
    assert set(refused.value.faults) == {"score"}


def test_a_source_of_more_than_all_questions_is_refused() -> None:
    with pytest.raises(InputError, match="write 100 or less"):
        outputs(questions=100, size=101.0)


def test_what_the_answer_does_not_bear_is_said() -> None:
    assert warnings() == ()
    assert warnings(questions=299) == ("small",)
    assert warnings(score=0.995) == ("edge", "room")
    assert warnings(questions=2900, size=100.0, icc=0.01) == ("sources",)
    assert "room" in warnings(score=0.9, questions=50)


@pytest.fixture(scope="module")
def ask(browser: Browser) -> Iterator[Ask]:
    with asked(browser, "calculators/questions.js") as page:
        yield page


@SETTINGS
@given(
    score=st.floats(0, 1),
    questions_=st.integers(2, 10**9),
    size=st.one_of(st.just(1.0), st.floats(1, 1e6)),
    icc=st.floats(0, 1),
    correlation=st.floats(0, 0.999),
    alpha=st.floats(1e-6, 0.5),
    power=st.floats(0.5, 0.9999),
)
def test_the_browser_answers_as_python_does(ask: Ask, questions_: int, **given_values: float) -> None:
    asked_for = given_values | {"questions": questions_}
    same(questions, ask("questions", asked_for), asked_for)

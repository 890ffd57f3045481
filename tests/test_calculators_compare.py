"""Two methods, against SciPy's tests and intervals, and in the browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from scipy.stats import bootstrap, mannwhitneyu, norm, permutation_test, t, ttest_1samp, ttest_ind

from calculators import SETTINGS, Ask, asked, equal
from playbooks.calculators import CALCULATORS
from playbooks.calculators.compute.compare import compare
from playbooks.calculators.definition import InputError
from playbooks.calculators.inputs import values

Numbers = Sequence[float]


def outputs(a: Numbers, b: Numbers, paired: str = "no") -> Any:
    return compare(tuple(map(float, a)), tuple(map(float, b)), paired).outputs


def warnings(a: Numbers, b: Numbers, paired: str = "no") -> tuple[str, ...]:
    return compare(tuple(map(float, a)), tuple(map(float, b)), paired).warnings


def normal(seed: int, count: int, shift: float = 0.0) -> list[float]:
    found: list[float] = np.random.default_rng(seed).normal(shift, 1, count).round(3).tolist()
    return found


def gap(b: Any, a: Any, axis: int = -1) -> Any:
    return np.mean(b, axis=axis) - np.mean(a, axis=axis)


@pytest.mark.parametrize(("paired", "sizes"), [("yes", (9, 9)), ("no", (6, 5)), ("no", (3, 12)), ("no", (2, 139))])
def test_a_p_that_counts_every_way_is_scipy_s(paired: str, sizes: tuple[int, int]) -> None:
    a, b = normal(1, sizes[0]), normal(2, sizes[1], 0.8)
    kind = "samples" if paired == "yes" else "independent"
    expected = permutation_test((b, a), gap, permutation_type=kind, n_resamples=10_000, vectorized=True).pvalue
    assert outputs(a, b, paired)["p"] == pytest.approx(expected, rel=1e-12)
    assert outputs(a, b, paired)["test"].startswith("all ")


@pytest.mark.parametrize(("paired", "size"), [("yes", 14), ("no", 8), ("yes", 300), ("no", 300)])
def test_a_p_of_drawn_ways_is_near_that_of_student_s_t(paired: str, size: int) -> None:
    a, b = normal(3, size), normal(4, size, 1.5 / size**0.5)
    test = ttest_1samp(np.subtract(b, a), 0) if paired == "yes" else ttest_ind(b, a)
    assert outputs(a, b, paired)["p"] == pytest.approx(test.pvalue, abs=0.03)
    assert outputs(a, b, paired)["test"].startswith("10000 ")


def test_a_drawn_p_is_never_0() -> None:
    assert outputs([0, 1] * 20, [100, 101] * 20)["p"] == pytest.approx(2 / 10_001)


def test_ties_that_doubles_round_apart_are_ties() -> None:
    a, b = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0.2, 0.3, 0.4, 0.5, 0.6, 0.5]
    assert outputs(a, b, "yes")["p"] == outputs([10 * x for x in a], [10 * x for x in b], "yes")["p"] == 14 / 64


@pytest.mark.parametrize("size", [10, 30, 200])
@pytest.mark.parametrize("paired", ["yes", "no"])
def test_the_interval_is_scipy_s_percentile_interval_at_the_wider_level(paired: str, size: int) -> None:
    a, b = normal(5, size), normal(6, size)
    shares = np.var(a) / (np.var(a) + np.var(b))
    free = (size - 1) if paired == "yes" else (size - 1) / (shares**2 + (1 - shares) ** 2)
    level = norm.cdf(t.ppf(0.025, free) * (size / (size - 1)) ** 0.5)
    data, statistic = ((np.subtract(b, a),), np.mean) if paired == "yes" else ((b, a), gap)
    expected = bootstrap(
        data, statistic, n_resamples=50_000, confidence_level=1 - 2 * level, method="percentile", rng=7
    ).confidence_interval
    found = outputs(a, b, paired)
    error = (expected.high - expected.low) / 4
    assert (found["low"], found["high"]) == pytest.approx((expected.low, expected.high), abs=0.25 * error)


def test_the_interval_of_normal_scores_is_close_to_student_s() -> None:
    a, b = normal(8, 100), normal(9, 100)
    expected = ttest_ind(b, a, equal_var=False).confidence_interval()
    found = outputs(a, b)
    assert (found["low"], found["high"]) == pytest.approx((expected.low, expected.high), abs=0.04)


def test_the_probability_of_improvement_counts_ties_half() -> None:
    a, b = [1, 2, 2, 3, 5], [2, 2, 4]
    assert outputs(a, b)["improvement"] == pytest.approx(mannwhitneyu(b, a).statistic / 15)
    assert outputs([1, 2, 3, 4], [2, 2, 3, 1], "yes")["improvement"] == 0.5


def test_the_same_scores_give_the_same_digits() -> None:
    a, b = normal(10, 40), normal(11, 40)
    assert outputs(a, b) == outputs(a, b)


def test_too_few_scores_for_any_p_of_0_05_are_told() -> None:
    assert "few" in warnings([1, 2, 3, 4, 5], [9, 9.5, 9, 8, 9], "yes")
    assert "few" not in warnings([1, 2, 3, 4, 5, 6], [9, 9.5, 9, 8, 9, 9], "yes")
    assert "few" in warnings([1, 2, 3], [7, 8, 9])
    assert "few" not in warnings([1, 2, 3, 4], [7, 8, 9, 6])


def test_an_interval_that_simulations_find_too_narrow_is_told() -> None:
    assert "narrow" in warnings(normal(1, 7), normal(2, 7))
    assert "skewed" in warnings(normal(1, 8), normal(2, 8))
    assert warnings(normal(1, 30), normal(2, 30)) == ()
    assert warnings([0.0] * 30, np.exp(normal(3, 30)).tolist(), "yes") == ("skewed",)


@pytest.mark.parametrize("paired", ["yes", "no"])
def test_scores_that_are_all_equal_have_no_interval_and_no_gap(paired: str) -> None:
    found = outputs([0.7] * 8, [0.7] * 8, paired)
    assert (found["difference"], found["low"], found["high"], found["p"], found["improvement"]) == (0, 0, 0, 1, 0.5)
    assert "equal" in warnings([0.7] * 8, [0.7] * 8, paired)


def test_a_gap_that_is_the_same_in_every_pair_has_no_interval() -> None:
    found = outputs([0.1, 0.2, 0.6, 0.7], [0.2, 0.3, 0.7, 0.8], "yes")
    assert found["low"] == found["high"] == found["difference"] == pytest.approx(0.1)


def test_pairs_of_unequal_number_are_refused_at_the_field() -> None:
    with pytest.raises(InputError) as refused:
        outputs([1, 2, 3], [1, 2], "yes")
    assert refused.value.faults == {"b": "2 scores for the 3 of a: pairs need as many, in the same order."}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("0.7", "1 of the 2 numbers that it takes: paste more."),
        ("0.5 " * 100_000, "100000 numbers are more than 2000, the most that this takes."),
    ],
    ids=["one", "100,000"],
)
def test_too_few_and_too_many_scores_are_refused(typed: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        values(CALCULATORS["compare"], {"a": typed})
    assert refused.value.faults == {"a": says}


@pytest.fixture(scope="module")
def ask(browser: Browser) -> Iterator[Ask]:
    with asked(browser, "calculators/resampling.js", "calculators/compare.js") as page:
        yield page


RESAMPLED = {"low", "high"}
# Three decimals, as scores have them, and round ones that tie; far from 0 as well.
SCORE = st.one_of(st.integers(-9, 9).map(float), st.integers(-99_999, 99_999).map(lambda value: value / 1000))
OFFSET = st.sampled_from([0.0, 0.0, 100.0, 1e9])


@SETTINGS
@given(
    a=st.lists(SCORE, min_size=2, max_size=12),
    b=st.lists(SCORE, min_size=2, max_size=12),
    paired=st.sampled_from(["yes", "no"]),
    offset=OFFSET,
)
def test_the_browser_answers_as_python_does_but_for_what_is_drawn(
    ask: Ask, a: list[float], b: list[float], paired: str, offset: float
) -> None:
    a, b = ([value + offset for value in scores] for scores in (a, b))
    found = ask("compare", {"a": a, "b": b, "paired": paired})
    try:
        result = compare(tuple(a), tuple(b), paired)
    except InputError as error:
        assert found == {"faults": error.faults}
        return
    drawn = RESAMPLED | ({"p"} if str(result.outputs["test"]).endswith("drawn") else set())
    assert found["warnings"] == list(result.warnings)
    assert set(found["outputs"]) == set(result.outputs)
    for name in set(result.outputs) - drawn:
        equal(found["outputs"][name], result.outputs[name], 1e-12)
    alike(found["outputs"], result.outputs)


@pytest.mark.parametrize("paired", ["yes", "no"])
@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([1e12, -1e12, 1e12], [-1e12, -1e12, 1e12]),
        ([1e-200, 3e-200, 2e-200], [0, 5e-200, 1e-200]),
        ([1e-300, 0, 0], [0, 0, 0]),
        ([0.5, 0.5, 0.5, 0.5], [0.1, 0.9, 0.4, 0.7]),
        ([1e12, 1e12 + 1, 1e12], [1e-12, 0, 1e-12]),
        ([1, 2], [3, 5]),
    ],
    ids=["huge", "tiny", "tiniest", "one constant", "far apart", "two of each"],
)
def test_scores_of_absurd_size_are_answered_with_numbers_in_both_languages(
    ask: Ask, a: list[float], b: list[float], paired: str
) -> None:
    result = compare(tuple(map(float, a)), tuple(map(float, b)), paired)
    found = ask("compare", {"a": a, "b": b, "paired": paired})
    assert found["warnings"] == list(result.warnings)
    for name in set(result.outputs) - {"test"}:
        assert np.isfinite([result.outputs[name], found["outputs"][name]]).all(), name
    for name in set(result.outputs) - RESAMPLED:
        equal(found["outputs"][name], result.outputs[name], 1e-12)


def alike(found: Any, expected: Any) -> None:
    """Fail where drawn numbers differ by more than chance: ends by an eighth of the width, p by six errors."""
    width = expected["high"] - expected["low"]
    for end in RESAMPLED:
        assert found[end] == pytest.approx(expected[end], abs=width / 8 + 1e-9 * (1 + abs(expected[end])))
    tail = max(expected["p"] / 2, 1e-3)
    assert found["p"] == pytest.approx(expected["p"], abs=2 * 6 * (2 * tail * (1 - tail) / 10_000) ** 0.5)


@pytest.mark.parametrize("size", [14, 30, 400])
@pytest.mark.parametrize("paired", ["yes", "no"])
def test_drawn_numbers_differ_between_the_languages_by_chance_alone(ask: Ask, paired: str, size: int) -> None:
    a, b = normal(12, size), normal(13, size, 2 / size**0.5)
    found = ask("compare", {"a": a, "b": b, "paired": paired})["outputs"]
    expected = outputs(a, b, paired)
    alike(found, expected)
    width = expected["high"] - expected["low"]
    for end in RESAMPLED:
        assert found[end] == pytest.approx(expected[end], abs=width / 20)


def test_the_browser_takes_the_most_scores(ask: Ask) -> None:
    found = ask("compare", {"a": normal(16, 2000), "b": normal(17, 2000, 1), "paired": "no"})["outputs"]
    assert found["low"] < found["difference"] < found["high"]
    assert found["p"] == pytest.approx(2 / 10_001)


def test_the_browser_gives_the_same_digits_each_time(ask: Ask) -> None:
    given_scores = {"a": normal(14, 50), "b": normal(15, 50), "paired": "no"}
    assert ask("compare", given_scores) == ask("compare", given_scores)


def test_the_plot_has_every_score_and_both_means(ask: Ask) -> None:
    plot = ask("compare", {"a": [1, 2, 3], "b": [4, 5], "paired": "no"})["plot"]
    drawn = [[y for _, y in each["points"]] for each in plot["series"]]
    assert plot["names"] == ["a", "b"]
    assert drawn == [[1, 2, 3], [4, 5], [2, 4.5]]

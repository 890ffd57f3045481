"""Did it reproduce: the page's own numbers, SciPy asked in another way, and the browser."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from scipy.stats import ttest_1samp, ttest_ind, ttest_ind_from_stats

from calculators import SETTINGS, Ask, asked, same
from playbooks.calculators import CALCULATORS
from playbooks.calculators.compute.reproduced import largest, reproduced
from playbooks.calculators.definition import InputError
from playbooks.calculators.inputs import values

EXAMPLE = values(CALCULATORS["reproduced"], {})
RUNS = (83.6, 83.9, 83.4, 83.8, 83.7)


def outputs(**changed: Any) -> dict[str, Any]:
    return dict(reproduced(**EXAMPLE | changed).outputs)


def warnings(**changed: Any) -> tuple[str, ...]:
    return reproduced(**EXAMPLE | changed).warnings


def test_the_example_is_the_page_s_with_its_verdict() -> None:
    found = outputs()
    assert f"{found['low']:.2f} {found['high']:.2f} {found['high'] - found['low']:.2f}" == "83.09 84.27 1.17"
    assert found["verdict"] == "matched"


@pytest.mark.parametrize(("count", "k"), [(3, 4.97), (5, 3.04), (6, 2.78), (10, 2.37), (20, 2.14)])
def test_the_interval_has_the_factors_of_the_page_s_table(count: int, k: float) -> None:
    scores = np.random.default_rng(0).normal(size=count)
    found = outputs(scores=tuple(scores))
    assert (found["high"] - found["mean"]) / scores.std(ddof=1) == pytest.approx(k, abs=0.005)


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({"gain": 1.18}, "matched"),
        ({"gain": 1.17}, "inconclusive"),
        ({"reported": 84.3}, "gap"),
        ({"reported": 85.5}, "disagreement"),
        ({"reported": 84.3, "baseline": 83.5}, "disagreement"),
        ({"reported": 83.0, "better": "lower"}, "gap"),
        ({"reported": 81.0, "better": "lower"}, "disagreement"),
    ],
)
def test_each_verdict_follows_the_page_s_rule(changed: dict[str, Any], verdict: str) -> None:
    assert outputs(**changed)["verdict"] == verdict


def test_the_mean_s_interval_is_that_of_a_t_test() -> None:
    found, theirs = outputs(), ttest_1samp(RUNS, 0).confidence_interval()
    assert (found["from"], found["to"]) == pytest.approx((theirs.low, theirs.high))


def test_a_mean_of_as_many_runs_is_judged_as_by_a_t_test_with_one_spread() -> None:
    """At the paper's spread taken as yours the interval has n - 1 degrees of freedom, and √(1/r + 1/n)."""
    found = outputs(averaged=4)
    assert (found["high"] - found["low"]) / (outputs()["high"] - outputs()["low"]) == pytest.approx(
        math.sqrt((1 / 4 + 1 / 5) / (1 + 1 / 5))
    )


def test_a_spread_of_the_paper_makes_it_welch_s_interval() -> None:
    theirs = (84.1, 83.7, 84.0, 83.6, 83.9, 84.2)
    found = outputs(reported=float(np.mean(theirs)), averaged=6, spread=float(np.std(theirs, ddof=1)))
    interval = ttest_ind(RUNS, theirs, equal_var=False).confidence_interval()
    assert (found["least"], found["most"]) == pytest.approx((interval.low, interval.high))
    p = ttest_ind_from_stats(
        np.mean(RUNS), np.std(RUNS, ddof=1), 5, np.mean(theirs), np.std(theirs, ddof=1), 6, equal_var=False
    ).pvalue
    assert (found["verdict"] == "matched") == (p > 0.05)


@pytest.mark.parametrize(("count", "moved"), [(1, 0), (2, 1 / math.sqrt(math.pi)), (5, 1.16296), (1000, 3.24144)])
def test_the_best_of_several_is_expected_as_far_above_as_the_tables_of_order_statistics_say(
    count: int, moved: float
) -> None:
    assert largest(count) == pytest.approx(moved, abs=1e-5)


def test_the_best_of_five_moves_the_interval_to_the_better_side() -> None:
    spread = float(np.std(RUNS, ddof=1))
    assert outputs(kind="best", averaged=5)["low"] - outputs()["low"] == pytest.approx(1.163 * spread, abs=1e-3)
    lower = outputs(kind="best", averaged=5, better="lower")
    assert lower["low"] - outputs()["low"] == pytest.approx(-1.163 * spread, abs=1e-3)


def test_the_runs_that_would_settle_it_do_where_the_spread_stays() -> None:
    found = outputs(gain=0.9)
    assert found["verdict"] == "inconclusive"
    more = int(found["settle"].split()[0])
    spread = float(np.std(RUNS, ddof=1))
    widths = []
    for count in (5 + more - 1, 5 + more):
        even = np.array([1.0, -1.0] * (count // 2) + [0.0] * (count % 2))
        scores = 83.68 + even * spread / even.std(ddof=1)
        again = outputs(scores=tuple(scores), gain=0.9)
        widths.append(again["high"] - again["low"])
    assert widths[0] >= 0.9 > widths[1]


def test_no_number_of_runs_settles_a_gain_below_the_paper_s_own_doubt() -> None:
    assert outputs(gain=0.1)["settle"].startswith("not even 500 more runs of yours")


@pytest.mark.parametrize(
    ("reported", "verdict"), [(84.1, "matched"), (84.06, "disagreement"), (84.04, "disagreement"), (83.0, "gap")]
)
def test_a_number_without_randomness_matches_where_yours_rounds_to_its_digits(reported: float, verdict: str) -> None:
    changed = {"scores": (84.05001, 84.05001), "reported": reported, "gain": 1.0, "baseline": 84.05001}
    if verdict == "gap":
        changed["baseline"] = 83.0
    assert outputs(**changed)["verdict"] == verdict
    assert warnings(**changed)[0] == "equal"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"spread": 0.2}, "One run has no spread: write how many runs it is of, or leave this empty."),
        (
            {"spread": 0.2, "averaged": 5, "kind": "best"},
            "The best of several runs has no spread of its own: leave this empty.",
        ),
    ],
)
def test_a_spread_that_cannot_be_one_is_refused(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as refused:
        outputs(**changed)
    assert refused.value.faults == {"spread": says}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"scores": "83.6"}, "1 of the 2 numbers that it takes: paste more."),
        ({"scores": "83.6 NaN"}, "Number 2, 'NaN', is not a number: write one such as 0.8."),
        ({"spread": "-1"}, "'-1' is too small: write 0 or more."),
        ({"gain": "0"}, "'0' is too small: write a number above 0."),
        ({"averaged": "1e9"}, "'1e9' is too large: write 1000000 or less."),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(typed: dict[str, str], says: str) -> None:
    with pytest.raises(InputError) as refused:
        values(CALCULATORS["reproduced"], typed)
    assert list(refused.value.faults.values()) == [says]


def test_what_the_answer_does_not_bear_is_said() -> None:
    assert warnings() == ()
    assert warnings(scores=RUNS[:4]) == ("few",)
    assert warnings(reported=84.3, baseline=83.5) == ("open",)
    assert warnings(kind="best", averaged=3) == ("best",)


@pytest.fixture(scope="module")
def ask(browser: Browser) -> Iterator[Ask]:
    with asked(browser, "calculators/resampling.js", "calculators/reproduced.js") as page:
        yield page


HUNDREDTHS = st.integers(-20_000, 20_000).map(lambda number: number / 100)


@SETTINGS
@given(
    reported=HUNDREDTHS,
    kind=st.sampled_from(["mean", "best"]),
    averaged=st.one_of(st.just(1), st.integers(1, 10**6)),
    spread=st.one_of(st.none(), st.floats(0, 100)),
    gain=st.floats(1e-6, 1e3),
    baseline=st.one_of(st.none(), HUNDREDTHS),
    better=st.sampled_from(["higher", "lower"]),
    scores=st.one_of(
        st.lists(HUNDREDTHS, min_size=2, max_size=30),
        st.lists(st.integers(-30, 30).map(lambda number: 80 + number / 100), min_size=2, max_size=30),
        st.builds(lambda score, count: [score] * count, HUNDREDTHS, st.integers(2, 9)),
    ),
)
def test_the_browser_answers_as_python_does(ask: Ask, **given_values: Any) -> None:
    assume(given_values["spread"] is None or given_values["averaged"] > 1 or given_values["kind"] == "mean")
    sizes = (*given_values["scores"], given_values["reported"], given_values["spread"] or 0)
    floor = 1e-7 * max(map(abs, sizes))  # an end of the interval near 0 is a difference of two such numbers
    same(reproduced, ask("reproduced", given_values), given_values, near=1e-6, floor=floor)

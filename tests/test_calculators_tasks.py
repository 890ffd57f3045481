"""Many tasks and runs, against published numbers and SciPy's own tests, and in the browser."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, FilePayload, Locator, expect
from scipy.stats import bootstrap, friedmanchisquare, trim_mean

from calculators import SETTINGS, Ask, asked, equal
from guides import ROOT
from playbooks.calculators import CALCULATORS
from playbooks.calculators.compute.ranks import ranked
from playbooks.calculators.compute.tasks import resampled, tasks
from playbooks.calculators.definition import InputError
from playbooks.calculators.inputs import values

EXAMPLE: Any = values(CALCULATORS["tasks"], {})["scores"]
CLASSIFIERS = ("C4.5", "C4.5+m", "C4.5+cf", "C4.5+m+cf")
Rows = tuple[tuple[str, str, str, float], ...]


def demsar(kind: str) -> np.ndarray:
    with (ROOT / "docs/assets/example/table6.csv").open(encoding="utf-8", newline="") as stream:
        return np.array([[float(row[f"{kind} {each}"]) for each in CLASSIFIERS] for row in csv.DictReader(stream)])


def rows_of(table: np.ndarray) -> Rows:
    """A line for each method, task and run of an array with these three axes, or for one run each of two."""
    runs = table.reshape(*table.shape[:2], -1)
    return tuple(
        (f"m{method}", f"t{task}", f"r{run}", float(score)) for (method, task, run), score in np.ndenumerate(runs)
    )


def outputs(rows: Rows, better: str = "higher") -> dict[str, Any]:
    return dict(tasks(rows, better).outputs)


def some(methods: int, count: int, runs: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.6, 0.1, (methods, count, runs))


def test_the_ranks_that_demsar_printed_give_the_statistics_that_he_printed() -> None:
    printed = demsar("rank")
    found = ranked(-printed)
    assert [f"{each:.3f}" for each in found.means] == ["3.143", "2.000", "2.893", "1.964"]
    assert f"{found.cd:.2f}" == "1.25"
    ties = 3 * (2**3 - 2) + (4**3 - 4)  # three pairs, and all four on 'mushroom'
    assert f"{found.chi2 * (1 - ties / (14 * (4**3 - 4))):.2f}" == "9.28"


def test_the_scores_that_demsar_printed_give_scipy_s_statistic() -> None:
    scores = demsar("auc")
    found = outputs(rows_of(scores.T))
    statistic, p = friedmanchisquare(*scores.T)
    assert (found["chi2"], found["p"]) == (pytest.approx(statistic), pytest.approx(p))
    assert f"{found['chi2']:.2f} {found['cd']:.2f}" == "10.95 1.25"
    assert found["f"] == pytest.approx(13 * statistic / (14 * 3 - statistic))


def test_lower_is_better_turns_the_ranks_and_the_best_around() -> None:
    high, low = outputs(EXAMPLE), outputs(EXAMPLE, "lower")
    assert [row["rank"] for row in low["methods"]] == pytest.approx([4 - row["rank"] for row in high["methods"]])
    assert (high["best"][:5], low["best"][:5]) == ("Gamma", "Alpha")
    assert low["chi2"] == pytest.approx(high["chi2"])


def test_tasks_that_rank_alike_have_the_share_of_such_rankings_as_p() -> None:
    found = outputs(rows_of(np.array([[3.0, 30, 9], [2, 20, 8], [1, 10, 7]])))
    assert (found["f"], found["pf"]) == ("unbounded", pytest.approx((1 / 6) ** 2))
    assert found["chi2"] == pytest.approx(6)


def test_methods_that_tie_everywhere_differ_in_nothing() -> None:
    found = outputs(rows_of(np.ones((3, 4, 3))))
    assert (found["chi2"], found["p"], found["f"], found["pf"]) == (0, 1, 0, 1)
    assert {row["rank"] for row in found["methods"]} == {2}


def test_means_that_differ_by_rounding_alone_are_tied() -> None:
    table = np.array([[[0.1, 0.2, 0.3]], [[0.3, 0.2, 0.1]], [[0.2, 0.2, 0.2]]]).repeat(2, axis=1)
    assert {row["rank"] for row in outputs(rows_of(table))["methods"]} == {2}


def test_the_interval_is_scipy_s_widened_where_one_task_is_resampled() -> None:
    scores = some(1, 1, 30)
    (row,) = outputs(rows_of(scores))["methods"]
    theirs = bootstrap(
        (scores[0, 0],), lambda runs, axis: trim_mean(runs, 0.25, axis), method="percentile", rng=2
    ).confidence_interval
    width = theirs.high - theirs.low
    for end, other in ((row["low"], theirs.low), (row["high"], theirs.high)):
        assert end == pytest.approx(row["iqm"] + math.sqrt(30 / 29) * (other - row["iqm"]), abs=0.05 * width)


def test_tasks_are_not_mixed_when_runs_are_drawn_anew() -> None:
    apart = np.array([[[1.0, 1, 1], [2, 2, 2], [5, 5, 5], [9, 9, 9]]])
    (row,) = outputs(rows_of(apart))["methods"]
    assert row["low"] == row["iqm"] == row["high"]


def test_one_run_a_task_has_no_interval_and_one_method_no_ranks() -> None:
    found = outputs(rows_of(some(1, 5, 1)))
    (row,) = found["methods"]
    assert (row["low"], row["high"], row["rank"], found["chi2"], found["apart"]) == ("none",) * 5
    assert math.isfinite(row["iqm"])


def test_one_score_is_its_own_mean() -> None:
    (row,) = outputs((("A", "t", "1", 0.7),))["methods"]
    assert row["iqm"] == 0.7


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((), "No line follows the first: add one for each run."),
        ((("A", "t", "1", math.inf),), "Line 2 has a score beyond 1e12: write it in a larger unit."),
        (
            (("A", "t", "1", 1.0), ("A", "t", "1", 2.0)),
            "Line 3 has run '1' of 'A' on 't' again: number its runs apart.",
        ),
        (
            (("A", "t", "1", 1.0), ("A", "u", "1", 2.0), ("B", "u", "1", 2.0)),
            "'B' has no score on 't': add its runs, or take the task out.",
        ),
        (
            tuple((f"m{at}", "t", "1", 1.0) for at in range(31)),
            "31 methods are more than 30, the most that this takes.",
        ),
    ],
    ids=["nothing", "infinite", "twice", "missing", "many"],
)
def test_a_table_that_cannot_be_used_is_refused_alike_in_both_languages(ask: Ask, rows: Rows, says: str) -> None:
    with pytest.raises(InputError) as refused:
        tasks(rows, "higher")
    assert refused.value.faults == {"scores": says}
    if not rows or math.isfinite(rows[0][-1]):  # JSON has no infinity
        assert ask("tasks", {"scores": rows, "better": "higher"}) == {"faults": {"scores": says}}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (some(3, 11, 3), ()),
        (some(3, 11, 2), ("few",)),
        (some(3, 10, 3), ("small",)),
        (some(2, 11, 3), ("two",)),
        (some(3, 11, 3) * np.geomspace(1, 100, 11)[None, :, None], ("scale",)),
        (some(3, 11, 3).round(0), ("ties",)),
    ],
    ids=["none", "few", "small", "two", "scale", "ties"],
)
def test_what_the_answer_does_not_bear_is_said(table: np.ndarray, expected: tuple[str, ...]) -> None:
    assert tasks(rows_of(table), "higher").warnings == expected


def test_tasks_with_more_runs_than_others_are_named() -> None:
    assert tasks(rows_of(some(3, 11, 3))[:-1], "higher").warnings == ("few", "uneven")


def test_a_hundred_thousand_lines_are_refused_with_their_limit() -> None:
    text = "method,task,run,score\n" + "A,t,1,0.5\n" * 100_000
    with pytest.raises(InputError, match="100000 lines are more than 20000, the most that this takes"):
        values(CALCULATORS["tasks"], {"scores": text})


@pytest.fixture(scope="module")
def ask(browser: Browser) -> Iterator[Ask]:
    scripts = ("shown", "resampling", "ranks", "tasks")
    with asked(browser, *(f"calculators/{each}.js" for each in scripts)) as page:
        yield page


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    """Scores of up to two decimals, so that ties come up, in tables with gaps now and then."""
    methods, count = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    size = draw(st.sampled_from([1, 10, 1000]))
    score = st.integers(-5 * size, 20 * size).map(lambda number: number / 100)
    runs = draw(st.integers(1, 4))
    rows = [
        (f"m{method}", f"t{task}", str(run), draw(score))
        for method in range(methods)
        for task in range(count)
        for run in range(runs)
    ]
    return tuple(draw(st.one_of(st.just(rows), st.permutations(rows), st.just(rows[:-1] or rows))))


def by_task(rows: Rows, method: str) -> list[np.ndarray]:
    names = dict.fromkeys(task for _, task, _, _ in rows)
    return [np.array([row[3] for row in rows if row[:2] == (method, task)]) for task in names]


@settings(SETTINGS, max_examples=40)
@given(rows=tables(), better=st.sampled_from(["higher", "lower"]))
def test_the_browser_answers_as_python_does(ask: Ask, rows: Rows, better: str) -> None:
    found = ask("tasks", {"scores": rows, "better": better})
    try:
        result = tasks(rows, better)
    except InputError as error:
        assert found == {"faults": error.faults}
        return
    assert found["warnings"] == list(result.warnings)
    theirs: dict[str, Any] = found["outputs"]
    ours: dict[str, Any] = dict(result.outputs)
    assert theirs.pop("best").split(", ")[0] == str(ours.pop("best")).split(", ")[0]
    assert set(theirs) == set(ours)
    for one, other in zip(theirs.pop("methods"), ours.pop("methods"), strict=True):
        within_chance(rows, one, other)
    for name, answer in ours.items():
        equal(theirs[name], answer, 1e-7 if name not in {"p", "pf"} else 1e-5)
    assert all(0 <= share <= 1 for each in found["plot"]["series"] for _, share in each["points"])


def within_chance(rows: Rows, found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Fail where a method's numbers differ, its interval's ends by more than 5 standard errors of a difference."""
    drawn = {name: (found.pop(name), expected[name]) for name in ("low", "high")}
    equal([found], ({name: expected[name] for name in found},), 1e-7)
    if drawn["low"][1] == "none":
        assert {each for pair in drawn.values() for each in pair} == {"none"}
        return
    runs = by_task(rows, found["method"])
    means = expected["iqm"] + math.sqrt(sum(map(len, runs)) / sum(len(each) - 1 for each in runs)) * (
        resampled(runs) - expected["iqm"]
    )
    error = 5 * math.sqrt(2 * 0.025 * 0.975 / len(means))
    for share, name in ((0.025, "low"), (0.975, "high")):
        from_, to = np.quantile(means, (max(share - error, 0), min(share + error, 1)))
        assert from_ - 1e-9 <= drawn[name][0] <= to + 1e-9


@pytest.mark.parametrize("methods", [2, 3, 5, 10, 30])
def test_the_critical_difference_is_scipy_s(ask: Ask, methods: int) -> None:
    rows = rows_of(some(methods, 12, 1))
    found = ask("tasks", {"scores": rows, "better": "higher"})
    assert found["outputs"]["cd"] == pytest.approx(outputs(rows)["cd"], rel=1e-7)


def test_the_browser_s_intervals_are_python_s_within_chance(ask: Ask) -> None:
    rows = rows_of(some(2, 20, 10))
    found = ask("tasks", {"scores": rows, "better": "higher"})["outputs"]["methods"]
    for one, other in zip(found, outputs(rows)["methods"], strict=True):
        width = other["high"] - other["low"]
        assert (one["low"], one["high"]) == pytest.approx((other["low"], other["high"]), abs=0.04 * width)


CSV = "method,task,run,score\n" + "\n".join(f"{m},t{t},{r},0.{m}{t}{r}" for m in "12" for t in "123" for r in "123")


@pytest.fixture
def form(browser: Browser, address: str) -> Iterator[Locator]:
    page = browser.new_page()
    page.goto(f"{address}calculators/")
    found = page.locator("#calculator-tasks")
    expect(found.locator("dd").first).to_contain_text("Gamma")
    yield found
    page.close()


def file_of(text: str) -> FilePayload:
    return {"name": "scores.csv", "mimeType": "text/csv", "buffer": text.encode()}


def test_a_chosen_file_is_answered(form: Locator) -> None:
    form.locator("[type=file]").set_input_files(file_of(CSV))
    expect(form.locator("dd").first).to_contain_text("2, 0.2220")
    expect(form.locator("textarea")).to_have_value(CSV)


def test_a_dropped_file_is_answered_and_its_text_stays_text(form: Locator) -> None:
    html = CSV.replace("2,t", "<img src=x onerror=alert(1)>,t")
    dropped = form.page.evaluate_handle(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "scores.csv"));
            return data;
        }""",
        html,
    )
    form.locator("textarea").dispatch_event("drop", {"dataTransfer": dropped})
    expect(form.locator("dd").first).to_contain_text("<img src=x onerror=alert(1)>, 0.2220")
    assert form.locator("img").count() == 0


def test_a_file_that_is_too_large_is_refused_at_its_field(form: Locator) -> None:
    form.locator("[type=file]").set_input_files(file_of(CSV + "\n" * 2_000_000))
    expect(form.locator("[role=alert]").first).to_have_text("scores.csv is larger than 2 MB, the most that this reads.")


def test_a_hundred_thousand_lines_in_the_page_are_refused_with_their_limit(form: Locator) -> None:
    form.locator("[type=file]").set_input_files(file_of("method,task,run,score\n" + "A,t,1,0.5\n" * 100_000))
    said = "scores.csv has 100000 lines, more than 20000, the most that this takes."
    expect(form.locator("[role=alert]").first).to_have_text(said)
    expect(form.locator("textarea")).to_have_value(re.compile("^method,task,run,score\nAlpha,maze"))

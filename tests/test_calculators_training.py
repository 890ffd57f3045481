"""What a training takes, against published trainings and this wiki's own pages, and in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from calculators import SETTINGS, Ask, asked, same
from playbooks.calculators import CALCULATORS
from playbooks.calculators.compute.training import training
from playbooks.calculators.definition import Choice, InputError, Number
from playbooks.calculators.inputs import values

EXAMPLE = values(CALCULATORS["training"], {})
GPT3 = {"parameters": 174.6e9, "tokens": 300e9, "layers": 96, "hidden": 12288, "heads": 96, "length": 2048}
ZERO = {"parameters": 7.5e9, "devices": 64}  # the model of the ZeRO paper's first figure
# The layers of the page on efficient training, and its model on 8 devices.
PAGE = {"layers": 32, "hidden": 4096, "heads": 32, "length": 4096, "batch": 1, "vocabulary": 128_000}


def outputs(**changed: Any) -> dict[str, Any]:
    return dict(training(**EXAMPLE | changed).outputs)


def parts(**changed: Any) -> dict[str, float]:
    return {row["part"]: row["size"] for row in outputs(**changed)["parts"]}


def states(**changed: Any) -> float:
    """GB of weights, gradients and optimizer state."""
    found = parts(**changed)
    return found["weights"] + found["gradients"] + found["optimizer state"]


def warnings(**changed: Any) -> tuple[str, ...]:
    return training(**EXAMPLE | changed).warnings


def test_gpt_3_took_as_many_flops_as_its_report_says() -> None:
    assert f"{outputs(**GPT3)['dense']:.2e}" == "3.14e+23"


@pytest.mark.parametrize(("stage", "published"), [("0", 120), ("1", 31.4), ("2", 16.6), ("3", 1.9)])
def test_each_stage_of_zero_leaves_what_its_paper_says(stage: str, published: float) -> None:
    assert round(states(**ZERO, sharding=stage), 1) == published


@pytest.mark.parametrize(("hidden", "heads", "layers", "saved"), [(12288, 96, 96, 0.70), (20480, 128, 105, 0.65)])
def test_selective_recomputation_saves_the_published_share_of_activations(
    hidden: int, heads: int, layers: int, saved: float
) -> None:
    shape = {"hidden": hidden, "heads": heads, "layers": layers, "length": 2048}
    kept, left = (parts(**shape, checkpointing=name)["activations"] for name in ("none", "selective"))
    assert round(1 - left / kept, 2) == saved


def test_a_published_training_of_175_billion_parameters_took_34_days() -> None:
    # 140 TFLOP/s a device with all layers recomputed, a quarter of which the MFU leaves out (Narayanan and others).
    measured = {"peak": 312.0, "utilisation": 140 * 0.75 / 312, "devices": 1024, "checkpointing": "full"}
    assert outputs(**GPT3 | measured)["days"] == pytest.approx(34, rel=0.03)


def test_llama_3_1_405b_takes_the_hours_on_the_page_within_7_percent_of_the_reported_ones() -> None:
    shape = {"parameters": 405e9, "tokens": 15.6e12, "layers": 126, "hidden": 16384, "heads": 128, "length": 8192}
    hours = outputs(**shape, utilisation=0.4)["hours"]
    assert hours == pytest.approx(28_840_734, rel=1e-6)
    assert 30.84e6 / hours == pytest.approx(1.07, abs=0.005)


def test_the_planned_model_costs_what_the_page_says() -> None:
    found = outputs()
    assert round(found["hours"], -1) == 37_430
    assert f"{found['attention']:.0%} {found['cost'] / 1e6:.2f} {found['energy']:.0f}" == "16% 0.09 31"


def test_activations_and_recomputed_flops_are_those_of_the_page() -> None:
    dense = 12 * 32 * 4096**2  # the page counts the layers alone
    for name, size, more in (("none", "104.2", "0.0%"), ("selective", "18.3", "4.8%"), ("full", "1.1", "33.3%")):
        found = outputs(**PAGE, parameters=dense, checkpointing=name)
        assert f"{parts(**PAGE, checkpointing=name)['activations']:.1f}" == size
        assert f"{found['hardware'] / found['flops'] - 1:.1%}" == more
    assert f"{parts(**PAGE)['logits']:.1f}" == "4.2"


@pytest.mark.parametrize(("stage", "on_the_page"), [("0", 112.0), ("1", 38.5), ("2", 26.25), ("3", 14.0)])
def test_seven_billion_parameters_on_8_devices_are_those_of_the_page(stage: str, on_the_page: float) -> None:
    assert states(parameters=7e9, devices=8, sharding=stage) == pytest.approx(on_the_page)


@pytest.mark.parametrize(
    ("precision", "optimizer", "bytes_each"),
    [
        ("mixed", "adamw", 16),
        ("mixed32", "adamw", 18),
        ("fp32", "adamw", 16),
        ("mixed", "adamw8", 10),
        ("mixed", "momentum", 12),
        ("mixed", "adafactor", 8 + 8 / 4096),
    ],
)
def test_each_precision_and_optimizer_holds_its_bytes(precision: str, optimizer: str, bytes_each: float) -> None:
    assert states(parameters=1e9, precision=precision, optimizer=optimizer) == pytest.approx(bytes_each)


def test_recomputation_takes_no_time_off_the_mfu_s_account() -> None:
    assert outputs(checkpointing="full")["hours"] == outputs()["hours"]


def test_the_parts_make_up_the_memory() -> None:
    found = outputs(checkpointing="full")
    assert sum(row["size"] for row in found["parts"]) == pytest.approx(found["need"])
    assert sum(row["share"] for row in found["parts"]) == pytest.approx(1)


def test_changes_stand_in_order_each_with_less_memory_than_the_one_above() -> None:
    rows = outputs(batch=8, checkpointing="none", precision="fp32")["changes"]
    assert [row["change"] for row in rows] == [
        "as it is",
        "fused attention",
        "16-bit mixed precision",
        "ZeRO-1",
        "ZeRO-2",
        "micro-batch 1, accumulated",
        "ZeRO-3",
        "every layer recomputed",
        "8-bit moments",
    ]
    sizes = [row["size"] for row in rows]
    assert sizes == sorted(set(sizes), reverse=True)


def test_each_change_needs_what_the_calculator_says_of_it_alone() -> None:
    for at, row in enumerate(outputs()["changes"][1:4], 1):
        assert row["size"] == outputs(sharding=str(at))["need"]


def test_the_first_change_that_fits_is_named_and_none_where_all_fits_or_nothing_does() -> None:
    assert outputs()["first"] == "ZeRO-1"
    assert warnings() == ("over",)
    assert outputs(sharding="1")["first"] == "none needed"
    assert warnings(sharding="1") == ()
    assert outputs(memory=4.0)["first"] == "none of these"
    assert warnings(memory=4.0) == ("nothing",)


def test_another_optimizer_is_not_told_to_keep_8_bit_moments() -> None:
    assert "8-bit moments" not in [row["change"] for row in outputs(optimizer="momentum")["changes"]]


def test_what_the_answer_does_not_bear_is_said() -> None:
    assert warnings(sharding="1", devices=1, memory=200.0) == ("alone",)
    assert warnings(sharding="1", layers=12) == ("shape",)
    assert warnings(sharding="1", tokens=60e9) == ("tokens",)
    assert warnings(sharding="1", utilisation=0.6) == ("hoped",)


def test_more_heads_than_numbers_are_refused() -> None:
    with pytest.raises(InputError, match=r"heads: .* write 64 or less"):
        outputs(hidden=64, heads=65)


def test_a_utilisation_above_the_peak_with_what_is_recomputed_is_refused() -> None:
    with pytest.raises(InputError, match=r"utilisation: .* write 0\.75 or less"):
        outputs(utilisation=0.8, checkpointing="full")
    assert outputs(utilisation=0.75, checkpointing="full")


@pytest.fixture(scope="module")
def ask(browser: Browser) -> Iterator[Ask]:
    with asked(browser, "calculators/training.js") as page:
        yield page


def anything(field: Number | Choice) -> st.SearchStrategy[Any]:
    """What the field takes, its ends included; numbers are spread over their magnitudes."""
    if isinstance(field, Choice):
        return st.sampled_from(tuple(field.options))
    least = field.least if field.least is not None else 1e-3
    if field.whole:
        powers = st.floats(0, 1).map(lambda share: int((least or 1) * (field.most / (least or 1)) ** share))
        return st.one_of(st.sampled_from([int(least), int(field.most)]), powers)
    return st.one_of(st.sampled_from([least, field.most]), st.floats(least, field.most))


FIELDS = {each.name: each for each in CALCULATORS["training"].fields if isinstance(each, (Number, Choice))}


@SETTINGS
@given(st.fixed_dictionaries({name: anything(field) for name, field in FIELDS.items()}))
def test_the_browser_answers_as_python_does(ask: Ask, asked_for: dict[str, Any]) -> None:
    same(training, ask("training", asked_for), asked_for)


LIKELY = {
    "parameters": st.sampled_from([1.3e9, 6.7e9, 70e9, 405e9]),
    "devices": st.sampled_from([1, 8, 64, 1024]),
    "batch": st.integers(1, 8),
    "memory": st.sampled_from([24.0, 40.0, 80.0, 141.0]),
    **{name: anything(FIELDS[name]) for name in ("precision", "optimizer", "sharding", "checkpointing")},
}


@SETTINGS
@given(st.fixed_dictionaries(LIKELY))
def test_the_browser_says_the_same_of_trainings_that_people_plan(ask: Ask, changed: dict[str, Any]) -> None:
    asked_for = EXAMPLE | changed
    same(training, ask("training", asked_for), asked_for)

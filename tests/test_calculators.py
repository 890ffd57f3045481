"""The calculators' frame: what is typed is read, refused and shown alike in Python and in the browser."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from guides import CASES, ROOT
from playbooks.calculators import CALCULATORS
from playbooks.calculators.compute import COMPUTE
from playbooks.calculators.definition import Choice, Field, InputError, Number, Scores, Table
from playbooks.calculators.inputs import values
from playbooks.calculators.shown import shown
from playbooks.model import Guide

SCRIPTS = ROOT / "docs/assets/javascripts/calculators"
DEFAULTS: dict[str, tuple[type[Field], dict[str, Any]]] = {
    "number": (Number, {"most": 1000, "example": "3"}),
    "choice": (Choice, {"options": {"no": "No", "yes": "Yes"}}),
    "scores": (Scores, {"example": "1 2"}),
    "table": (Table, {"example": "", "columns": ("method", "score"), "numeric": ("score",)}),
}


def cases(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((CASES / f"calculators/{name}.yml").read_text(encoding="utf-8"))
    return loaded


def field_of(given: dict[str, Any]) -> Field:
    kind, defaults = DEFAULTS[given["kind"]]
    return kind(**{"name": "it", "label": "It"} | defaults | given)


class Asked:
    """A calculator of one field, as far as reading asks for one."""

    def __init__(self, field: Field) -> None:
        self.fields = (field,)


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    for name in ("inputs.js", "shown.js"):
        page.add_script_tag(path=SCRIPTS / name)
    yield page
    page.close()


READ = """([field, text]) => {
    try { return {reads: researchCalculators.values([field], {it: text}).it}; }
    catch (error) { return {says: error.faults.it}; }
}"""


@pytest.mark.parametrize("case", cases("faults"), ids=lambda case: f"{case['field']['kind']}: {case['typed'][:20]!r}")
def test_what_cannot_be_used_is_refused_with_the_same_sentence_in_both_languages(
    case: dict[str, Any], blank: Page
) -> None:
    field = field_of(case["field"])
    with pytest.raises(InputError) as refused:
        values(Asked(field), {"it": case["typed"]})  # type: ignore[arg-type]
    assert refused.value.faults == {"it": case["says"]}
    assert blank.evaluate(READ, [asdict(field) | {"example": field.example}, case["typed"]]) == {"says": case["says"]}


@pytest.mark.parametrize("case", cases("values"), ids=lambda case: f"{case['field']['kind']}: {case['typed'][:20]!r}")
def test_what_is_typed_is_read_alike_in_both_languages(case: dict[str, Any], blank: Page) -> None:
    field = field_of(case["field"])
    found = values(Asked(field), {"it": case["typed"]})["it"]  # type: ignore[arg-type]
    assert json.loads(json.dumps(found)) == case["reads"]
    assert blank.evaluate(READ, [asdict(field) | {"example": field.example}, case["typed"]]) == {"reads": case["reads"]}


@pytest.mark.parametrize("case", cases("shown"), ids=lambda case: case["text"])
def test_an_answer_is_shown_alike_in_both_languages(case: dict[str, Any], blank: Page) -> None:
    assert shown(case["how"], case["value"]) == case["text"]
    said = blank.evaluate("([how, value]) => researchCalculators.shown(how, value)", [case["how"], case["value"]])
    assert said == case["text"]


def test_each_calculator_computes_answers_its_own_example_and_names_works_that_are_there(guide: Guide) -> None:
    known = {work.key for work in guide.works}
    assert set(COMPUTE) == set(CALCULATORS)
    for name, calculator in CALCULATORS.items():
        result = COMPUTE[name](**values(calculator, {}))
        assert set(result.outputs) == {output.name for output in calculator.outputs}
        assert set(result.warnings) <= set(calculator.warnings)
        assert set(calculator.sources) <= known
        assert calculator.sources


def test_the_command_says_what_is_wrong_with_each_field_and_ends_with_1() -> None:
    command = [sys.executable, str(ROOT / "scripts/compute.py"), "runs", "--sd", "0,8", "--gap", "-1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "--sd: '0,8' has a comma: write 0.8, or no comma at all.",
        "--gap: '-1' is too small: write a number above 0.",
    ]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_a_link_holds_the_inputs(page: Page, address: str) -> None:
    page.goto(f"{address}calculators/#calculator-runs?sd=2&gap=3")
    expect(page.locator("#calculator-runs dd").first).to_have_text("9")
    expect(page.locator("#calculator-runs [name=sd]")).to_have_value("2")


def test_a_calculator_answers_after_instant_navigation(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("a[href*='calculators/']").first.click()
    expect(page.locator("#calculator-runs dd").first).to_have_text("42")


def test_a_fault_stands_at_its_field_and_no_answer_beside_it(page: Page, address: str) -> None:
    page.goto(f"{address}calculators/")
    form = page.locator("#calculator-runs")
    form.locator("[name=sd]").fill("0,8")
    expect(form.locator("[role=alert]").first).to_have_text("'0,8' has a comma: write 0.8, or no comma at all.")
    expect(form.locator("dd")).to_have_count(0)
    expect(form.locator("[name=sd]")).to_have_attribute("aria-invalid", "true")


def test_an_answer_becomes_evidence_of_a_check_of_the_open_run(page: Page, address: str) -> None:
    page.goto(f"{address}playbooks/experiments/experimental-design-principles/")
    page.get_by_role("button", name="Start a run").click()
    page.get_by_role("textbox", name="Name").fill("Is it noise?")
    page.get_by_role("button", name="Start", exact=True).click()
    page.goto(f"{address}calculators/")
    form = page.locator("#calculator-runs")
    form.get_by_role("button", name="Use as evidence").click()
    page.get_by_role("dialog").get_by_role("combobox").select_option(index=0)
    page.get_by_role("button", name="Write it down").click()
    expect(form.locator(".calculator__status")).to_contain_text("It stands as evidence of EXP-")
    kept = page.evaluate("researchRuns.store.list()[0].text")
    assert "Evidence: We ran 42 runs per method" in kept
    assert "compute.py runs --sd 0.8 --gap 0.5" in kept


def test_only_pages_with_a_calculator_load_its_scripts(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}runs/")
    page.wait_for_load_state("networkidle")
    assert not any("calculators/" in url or "jstat" in url for url in asked)

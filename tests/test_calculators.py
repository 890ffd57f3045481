"""The calculators' frame: what is typed is read, refused and shown alike in Python and in the browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from conftest import served
from guides import CASES, ROOT
from playbooks.calculators import CALCULATORS
from playbooks.calculators.compute import COMPUTE
from playbooks.calculators.definition import Choice, Field, InputError, Number, Scores, Table
from playbooks.calculators.inputs import values
from playbooks.calculators.shown import shown
from playbooks.model import Guide
from walk import let_navigate

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
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_a_link_holds_the_inputs(page: Page, address: str) -> None:
    page.goto(f"{address}calculators/#calculator-runs?sd=2&gap=3")
    expect(page.locator("#calculator-runs dd").first).to_have_text("9")
    expect(page.locator("#calculator-runs [name=sd]")).to_have_value("2")


def test_a_link_that_is_opened_on_its_own_page_fills_the_fields(page: Page, address: str) -> None:
    page.goto(f"{address}calculators/")
    answer = page.locator("#calculator-runs dd").first
    expect(answer).to_have_text("42")
    page.evaluate("location.hash = '#calculator-runs?sd=2&gap=3'")
    expect(answer).to_have_text("9")


def test_a_sentence_that_is_copied_right_after_typing_is_of_the_new_inputs(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}calculators/")
    form = page.locator("#calculator-runs")
    expect(form.locator("dd").first).to_have_text("42")
    form.evaluate("""form => {
        const input = form.elements.namedItem("gap");
        input.value = "0.8";
        input.dispatchEvent(new Event("input", { bubbles: true }));
        [...form.querySelectorAll("button")].find(({ textContent }) => textContent === "Copy as a sentence").click();
    }""")
    expect(form.locator(".calculator__status")).to_have_text("The sentence is copied.")
    assert "0.8" in page.evaluate("navigator.clipboard.readText()")
    page.wait_for_timeout(300)  # an answer that comes later says nothing over it
    expect(form.locator(".calculator__status")).to_have_text("The sentence is copied.")


@pytest.mark.parametrize("name", CALCULATORS)
def test_the_link_that_is_copied_holds_all_inputs(name: str, page: Page, address: str) -> None:
    page.goto(f"{address}calculators/")
    form = page.locator(f"#calculator-{name}")
    field = form.locator("input, textarea").first
    changed = f"{field.input_value()} " if field.evaluate("e => e.tagName") == "TEXTAREA" else "0.9e0"
    field.fill(changed if name != "training" else "7e9")
    page.wait_for_timeout(400)  # an answer that comes between the button's press and its release may move it away
    form.get_by_role("button", name="Copy link").click()
    expect(form.locator(".calculator__status")).to_have_text("The link with these inputs is copied.")
    texts = "form => Object.fromEntries(new FormData(form))"
    other = page.context.new_page()
    other.goto(page.evaluate("navigator.clipboard.readText()"))
    copy = other.locator(f"#calculator-{name}")
    expect(copy.locator(".calculator__sentence")).not_to_be_empty()
    assert copy.evaluate(texts) == form.evaluate(texts)


def test_the_sentence_that_is_copied_is_the_one_in_sight(page: Page, address: str) -> None:
    page.goto(f"{address}calculators/")
    form = page.locator("#calculator-questions")
    form.get_by_role("button", name="Copy as a sentence").click()
    expect(form.locator(".calculator__status")).to_have_text("The sentence is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("A score of 0.7 on 1000 questions")
    expect(form.locator(".calculator__sentence")).to_have_text(copied)


def test_a_calculator_is_mounted_once_on_each_page_that_instant_navigation_reaches(
    page: Page, address: str, mkdocs_site: Path
) -> None:
    let_navigate(page, mkdocs_site, address)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{address}playbooks/experiments/experimental-design-principles/")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.still = true")
    page.locator("a[href*='calculators/']").first.evaluate("link => link.click()")
    page.wait_for_url("**/calculators/")
    for name in CALCULATORS:
        form = page.locator(f"#calculator-{name}")
        expect(form.locator("dd")).not_to_have_count(0)
        expect(form.locator(".calculator__actions")).to_have_count(1)
    page.go_back()
    page.wait_for_url("**/experimental-design-principles/")
    expect(page.locator("#calculator-compare")).to_have_count(0)  # the page that is left has the same form
    expect(page.locator("#calculator-runs dd").first).to_have_text("42")
    expect(page.locator("#calculator-runs .calculator__actions")).to_have_count(1)
    page.locator("#calculator-runs [name=sd]").fill("0")
    expect(page.locator("#calculator-runs [role=alert]").first).to_have_text(re.compile("too small"))
    assert page.evaluate("window.still") is True  # it never loaded a page anew
    assert failures == []


def test_a_calculator_works_as_the_other_engine_builds_it(page: Page, zensical_site: Path) -> None:
    with served(zensical_site) as address:
        page.goto(f"{address}calculators/")
        for name in CALCULATORS:
            expect(page.locator(f"#calculator-{name} dd")).not_to_have_count(0)


def test_the_keyboard_alone_reaches_fields_answer_and_copy(page: Page, address: str) -> None:
    page.goto(f"{address}calculators/")
    form = page.locator("#calculator-runs")
    expect(form.locator("dd").first).to_have_text("42")
    form.locator("[name=sd]").focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    expect(form.locator("dd").first).to_have_text("9")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(form.locator("dd").first).to_have_text("6")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Copy as a sentence")).to_be_focused()
    page.keyboard.press("Enter")
    expect(form.locator(".calculator__status")).to_have_text("The sentence is copied.")


@pytest.mark.parametrize("name", CALCULATORS)
def test_a_plot_has_a_name_that_says_its_axes_and_answer(name: str, page: Page, address: str) -> None:
    page.goto(f"{address}calculators/")
    form = page.locator(f"#calculator-{name}")
    sentence = form.locator(".calculator__sentence").text_content()
    expect(form.get_by_role("img", name=re.compile("^Plot of "))).to_have_attribute(
        "aria-label", re.compile(f"{re.escape(str(sentence))}$")
    )


def test_lines_of_a_plot_are_named_where_there_are_several(page: Page, address: str) -> None:
    page.goto(f"{address}calculators/")
    plot = page.locator("#calculator-questions .plot")
    expect(plot).to_contain_text("questions of its own")
    expect(plot).to_contain_text("the same questions")


def test_nothing_scrolls_sideways_at_320_pixels(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{address}calculators/")
    for name in CALCULATORS:
        expect(page.locator(f"#calculator-{name} .plot")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_fault_stands_at_its_field_and_no_answer_beside_it(page: Page, address: str) -> None:
    page.goto(f"{address}calculators/")
    form = page.locator("#calculator-runs")
    form.locator("[name=sd]").fill("0,8")
    expect(form.locator("[role=alert]").first).to_have_text("'0,8' has a comma: write 0.8, or no comma at all.")
    expect(form.locator("dd")).to_have_count(0)
    field = form.locator("[name=sd]")
    expect(field).to_have_attribute("aria-invalid", "true")
    described = "e => e.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).textContent)"
    assert field.evaluate(described)[-1] == "'0,8' has a comma: write 0.8, or no comma at all."
    field.fill("0.8")
    expect(form.locator("dd").first).to_have_text("42")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert len(field.evaluate(described)) == 1


def test_an_answer_becomes_evidence_of_a_check_of_the_open_run(page: Page, address: str) -> None:
    page.goto(f"{address}playbooks/experiments/experimental-design-principles/")
    page.get_by_role("button", name="Start a run").click()
    page.get_by_role("textbox", name="Name").fill("Is it noise?")
    page.get_by_role("button", name="Start", exact=True).click()
    page.goto(f"{address}calculators/")
    form = page.locator("#calculator-runs")
    page.set_viewport_size({"width": 320, "height": 800})
    form.get_by_role("button", name="Use as evidence").click()
    assert page.locator("dialog[open]").evaluate("dialog => dialog.scrollWidth - dialog.clientWidth") == 0
    expect(page.locator("dialog[open] option").first).to_have_text(re.compile(r"^EXP-\d+ (Must\. )?\w"))
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

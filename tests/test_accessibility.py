"""axe-core finds nothing on any kind of page, in light and dark, on a phone and a desktop, with a run and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from conftest import without_search
from test_runs import BOOK, GROUP, box, evidence, start

KINDS = [
    "",
    BOOK,
    GROUP,
    "runs/",
    "runs/file/",
    "calculators/",
    "templates/reproduction-report/",
    "agent/get/",
    "references/",
]


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[390, 1280], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, scheme: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 844}, color_scheme="dark" if scheme == "dark" else "light"
    )
    yield without_search(context).new_page()
    context.close()


def found(page: Page) -> list[tuple[str, str]]:
    """Each thing that axe-core finds on the page as it stands: its rule, and the element."""
    page.wait_for_load_state("networkidle")
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => 0)))")
    violations = Axe().run(page).response["violations"]
    return [(rule["id"], node["html"][:120]) for rule in violations for node in rule["nodes"]]


def test_axe_finds_nothing_on_any_kind_of_page(page: Page, address: str) -> None:
    for path in KINDS:
        page.goto(address + path)
        assert found(page) == [], path


def test_axe_finds_nothing_at_a_calculator_s_fault_and_in_what_it_rests_on(page: Page, address: str) -> None:
    page.goto(f"{address}calculators/#calculator-training?batch=2,5")
    expect(page.locator("#calculator-training [role=alert]").filter(visible=True)).to_have_count(1)
    for summary in page.locator("form.calculator summary").all():
        summary.click()
    assert found(page) == []


def test_axe_finds_nothing_where_a_run_is_open(page: Page, address: str) -> None:
    start(page, address)
    box(page, "REP-01").check()
    evidence(page, "REP-01", "notes.md")
    box(page, "REP-02").check()
    assert found(page) == []
    for menu in page.locator(".run-bar summary").all():
        menu.click()
        assert found(page) == []
    page.goto(address + BOOK)
    assert found(page) == []
    page.goto(address + "runs/")
    assert found(page) == []
    page.get_by_role("button", name="Rename").click()
    assert found(page) == []

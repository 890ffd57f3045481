"""axe-core finds nothing on any kind of page, in light and dark, on a phone and a desktop, with a run and without.

`make audit` walks every page, each in light and dark, on a phone and a desktop.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import without_search
from test_runs import BOOK, box, evidence, start
from walk import KINDS, VIEWS, axe


@pytest.fixture(params=["light phone", "dark desktop"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**VIEWS[request.param])
    yield without_search(context).new_page()
    context.close()


@pytest.mark.parametrize("path", [*KINDS, "404.html"])
def test_axe_finds_nothing_on_any_kind_of_page(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    assert axe(page) == []


def test_axe_finds_nothing_at_a_calculator_s_fault_and_in_what_it_rests_on(page: Page, address: str) -> None:
    page.goto(f"{address}calculators/#calculator-training?batch=2,5")
    expect(page.locator("#calculator-training [role=alert]").filter(visible=True)).to_have_count(1)
    for summary in page.locator("form.calculator summary").all():
        summary.click()
    assert axe(page) == []


def test_axe_finds_nothing_where_a_run_is_open(page: Page, address: str) -> None:
    start(page, address)
    box(page, "REP-01").check()
    evidence(page, "REP-01", "notes.md")
    box(page, "REP-02").check()
    assert axe(page) == []
    for menu in page.locator(".run-bar summary").all():
        menu.click()
        assert axe(page) == []
    page.goto(address + BOOK)
    assert axe(page) == []
    page.goto(address + "runs/")
    assert axe(page) == []
    page.get_by_role("button", name="Rename").click()
    assert axe(page) == []

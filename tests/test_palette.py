"""Light and dark: as the system has it until somebody chooses, before anything is drawn, and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import without_search
from guides import ROOT

SCHEME = "document.body.dataset.mdColorScheme"
BARS = "[...document.querySelectorAll('meta[name=theme-color]')].map(each => each.content)"
# What the theme has in the place of ours, as it was when ours were written.
THEIRS = {
    "palette.html": "fb935107ae7d3d7475965019eec36c1ad72bf1d154254dab2474921fcd2710e3",
    "javascripts/palette.html": "8790389765ea6036effddba548b15093bb05bdc75624eaeaf8b13f3c24be4ab5",
}


Open = Callable[[Literal["light", "dark"]], Page]


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """What opens the start page for a system that is set to one scheme."""
    with ExitStack() as stack:

        def opened(system: Literal["light", "dark"]) -> Page:
            context = stack.enter_context(closing(without_search(browser.new_context(color_scheme=system))))
            page = context.new_page()
            page.goto(address)
            return page

        yield opened


def shown(page: Page, scheme: str) -> None:
    """Assert that a scheme is shown, by the page and by the browser around it, with the button that leads out of it."""
    here, there, colour = {"default": ("light", "dark", "#f7f6f2"), "slate": ("dark", "light", "#1b2024")}[scheme]
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    assert set(page.evaluate(BARS)) == {colour}
    assert page.evaluate("document.documentElement.style.colorScheme") == here
    expect(page.get_by_role("button", name=f"Switch to {there} mode")).to_be_visible()
    expect(page.get_by_role("button", name=f"Switch to {here} mode")).to_be_hidden()


@pytest.mark.parametrize(("system", "scheme"), [("light", "default"), ("dark", "slate")])
def test_a_first_visit_is_as_the_system_has_it(opened: Open, system: Literal["light", "dark"], scheme: str) -> None:
    shown(opened(system), scheme)


def test_a_dark_page_is_dark_before_anything_is_drawn(opened: Open) -> None:
    page = opened("dark")
    page.route("**/*.js", lambda route: route.abort())  # all that comes after the page itself
    page.reload()
    assert page.evaluate(SCHEME) == "slate"


def test_the_keyboard_changes_it_and_keeps_its_place(opened: Open) -> None:
    page = opened("light")
    page.get_by_role("button", name="Switch to dark mode").press("Enter")
    shown(page, "slate")
    page.keyboard.press("Enter")
    shown(page, "default")


def test_a_choice_outlives_the_page_and_the_system_s_change(opened: Open) -> None:
    page = opened("light")
    page.get_by_role("button", name="Switch to dark mode").click()
    page.reload()
    shown(page, "slate")
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light")
    shown(page, "slate")


def test_without_a_choice_an_open_page_follows_the_system(opened: Open) -> None:
    page = opened("light")
    page.emulate_media(color_scheme="dark")
    shown(page, "slate")


def test_a_choice_that_is_no_choice_is_none(opened: Open) -> None:
    page = opened("dark")
    page.evaluate("__md_set('__palette', {color: {scheme: '<img>'}})")
    page.reload()
    shown(page, "slate")


def test_without_scripts_there_is_no_button(browser: Browser, address: str) -> None:
    with closing(browser.new_context(java_script_enabled=False)) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".palette").filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("engine", ["material", "zensical"])
@pytest.mark.parametrize("partial", THEIRS)
def test_the_theme_s_own_is_what_ours_took_the_place_of(engine: str, partial: str) -> None:
    spec = find_spec(engine)
    assert spec
    assert spec.origin
    theirs = Path(spec.origin).parent / "templates/partials" / partial
    assert hashlib.sha256(theirs.read_bytes()).hexdigest() == THEIRS[partial], f"read {theirs} again, then mend ours"
    assert len((ROOT / "overrides/partials" / partial).read_text(encoding="utf-8").splitlines()) < 40

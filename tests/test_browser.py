"""The site in a real browser: no error, no other host, boxes with names, and sheets on paper."""

from __future__ import annotations

from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from playbooks.model import Guide
from walk import GROUP, KINDS, wide


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 1280, "height": 900}).new_page()


@pytest.mark.parametrize("path", ["", GROUP])
def test_a_page_opens_without_an_error_and_without_another_host(page: Page, address: str, path: str) -> None:
    said: list[ConsoleMessage] = []
    asked: list[Request] = []
    page.on("console", lambda message: said.append(message))  # noqa: PLW0108 (Playwright marks what it is given)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 (the same)
    page.goto(address + path, wait_until="networkidle")
    assert [message.text for message in said if message.type in ("error", "warning")] == []
    assert {urlparse(request.url).netloc for request in asked} == {urlparse(address).netloc}


def test_each_box_is_found_by_its_check_s_text(page: Page, address: str, guide: Guide) -> None:
    page.goto(address + GROUP)
    group = next(found for found in guide.pages if found.path == f"docs/{GROUP.rstrip('/')}.md")
    for check in group.checks():
        box = page.get_by_role("checkbox", name=f"{check.code} {'Must. ' if check.must else ''}{check.text}")
        assert box.count() == 1, check.code


def test_a_click_on_the_text_ticks_the_box(page: Page, address: str) -> None:
    page.goto(address + GROUP)
    page.get_by_text("Give every symbol on the path").click()
    assert page.locator("#rep-01-box").is_checked()


def test_search_finds_a_topic(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_placeholder("Search").first.fill("missing detail inference strategies")
    found = page.locator(".md-search-result__item a").first
    found.wait_for()
    assert GROUP in (found.get_attribute("href") or "")


def test_a_printed_group_page_has_boxes_codes_and_evidence_lines_and_no_navigation(page: Page, address: str) -> None:
    page.goto(address + GROUP)
    page.emulate_media(media="print")
    for gone in (".md-header", ".md-tabs", ".md-sidebar", ".md-footer", ".check .headerlink", ".md-content__button"):
        assert not any(found.is_visible() for found in page.locator(gone).all()), gone
    boxes = page.locator(".check__box").all()
    lines = page.locator(".check__line").all()
    assert len(boxes) == len(lines) == 13
    for box in boxes:
        shape = box.bounding_box()
        assert shape is not None
        assert shape["width"] == pytest.approx(shape["height"])
        assert box.evaluate("e => getComputedStyle(e).borderTopColor") == "rgb(0, 0, 0)"
    assert all(line.is_visible() for line in lines)
    assert page.get_by_text("REP-13").is_visible()


def test_no_kind_of_page_is_wider_than_a_small_phone_a_desktop_or_half_of_one(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/search/**", lambda route: route.abort())  # a large index that no width hangs on
    found = []
    # 640 is what a page is told of 1280 at twice the size. Outside: the theme's search box takes a while to follow.
    for width in (320, 640, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for path in KINDS:
            page.goto(address + path, wait_until="domcontentloaded")
            found += [(path, width, each) for each in wide(page)]
    assert found == []


def test_a_figure_is_drawn_in_the_page_s_colours_and_has_a_name(page: Page, address: str) -> None:
    page.goto(address + "playbooks/reproduction/reproduction-validation-protocols/")
    drawing = page.get_by_role("img", name="prediction interval")
    assert drawing.count() == 1
    dark = page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    assert dark is None
    colour = drawing.locator("text").first.evaluate("e => getComputedStyle(e).fill")
    assert colour != "rgb(31, 35, 40)"


def test_a_template_is_shown_and_downloads_as_markdown(page: Page, address: str) -> None:
    page.goto(address + "templates/reproduction-report/")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download reproduction-report.md").click()
    assert started.value.suggested_filename == "reproduction-report.md"
    assert started.value.path().read_text(encoding="utf-8").startswith("# Reproduction report\n")


def test_the_theme_finds_the_style_sheets_as_it_would_have_them(page: Page, address: str) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(address + GROUP)
    sheets = page.locator("link[rel=stylesheet]").evaluate_all("each => each.map(it => it.getAttribute('href'))")
    assert sheets
    assert [sheet for sheet in sheets if not sheet.startswith(address)] == []


def test_a_file_of_the_agent_is_laid_out_and_copied_once_it_is_open(page: Page, address: str) -> None:
    page.goto(f"{address}agent/get/")
    closed = page.locator(".agent details").first
    text = closed.locator("pre")
    assert text.evaluate("pre => pre.offsetHeight") == 0
    closed.locator("summary").click()
    expect(text).to_be_in_viewport()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    closed.locator(".md-code__button").first.click()
    expect(page.locator(".md-dialog")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == text.locator("code").inner_text().splitlines()

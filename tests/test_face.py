"""The site's face: what each page says of itself, where it stands, and that it is read with ease."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import without_search
from playbooks.model import Guide
from playbooks.render.descriptions import LONGEST, SHORTEST
from test_runs import BOOK
from test_site import article, html_of, one, soup_of, text_of
from walk import let_navigate

GROUP = f"{BOOK}reproduction-validation-protocols/"
LINE = """element => {
    const range = document.createRange(), rows = new Map();
    for (const text of [...element.childNodes].filter(node => node.nodeType === 3))
        for (let at = 0; at < text.length; at++) {
            range.setStart(text, at); range.setEnd(text, at + 1);
            const top = Math.round(range.getBoundingClientRect().top);
            rows.set(top, (rows.get(top) ?? 0) + 1);
        }
    const full = [...rows.values()].slice(0, -1);
    return full.length > 1 ? full.reduce((sum, each) => sum + each) / full.length : 0;
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield without_search(context).new_page()
    context.close()


def test_each_page_has_a_description_of_its_own_of_fitting_length(guide: Guide, site: Path) -> None:
    shown = {}
    for each in guide.pages:
        metas = soup_of(html_of(site, each.path)).select("meta[name=description]")
        assert len(metas) == 1, each.path
        shown[each.path] = str(metas[0]["content"])
    assert {path: text for path, text in shown.items() if not SHORTEST <= len(text) <= LONGEST} == {}
    assert [text for text, times in Counter(shown.values()).items() if times > 1] == []


def test_no_two_pages_have_one_title(guide: Guide, site: Path) -> None:
    titles = Counter(one(soup_of(html_of(site, each.path)), "title").get_text() for each in guide.pages)
    assert [title for title, times in titles.items() if times > 1] == []


def test_whoever_is_sent_a_page_sees_its_name_its_address_and_the_card(guide: Guide, site: Path) -> None:
    for each in guide.pages:
        soup = soup_of(html_of(site, each.path))
        said = {str(meta["property"]): str(meta["content"]) for meta in soup.select("meta[property]")}
        assert said["og:title"], each.path
        assert said["og:description"] == one(soup, "meta[name=description]")["content"], each.path
        assert said["og:url"] == one(soup, "link[rel=canonical]")["href"], each.path
        assert (site / "assets" / said["og:image"].partition("/assets/")[2]).is_file(), each.path


def test_each_page_of_a_playbook_shows_its_phases_and_marks_itself(guide: Guide, site: Path) -> None:
    for playbook in guide.playbooks():
        for group in playbook.groups:
            steps = article(site, group).select(".steps li a")
            phases = [each.phase or each.label for each in playbook.groups]
            assert [str(step.contents[0]) for step in steps] == phases
            assert [step.get("aria-current") for step in steps].index("page") == playbook.groups.index(group)


def test_the_checklist_is_the_last_step(guide: Guide, site: Path) -> None:
    lists = [each for each in guide.pages if each.path.endswith("/checklist.md")]
    assert [text_of(one(article(site, each), ".steps [aria-current=page]")) for each in lists] == ["Checklist"] * 8


def test_the_start_page_has_a_card_for_each_playbook_with_what_it_is_for(guide: Guide, site: Path) -> None:
    start = next(each for each in guide.pages if each.path == "docs/index.md")
    cards = article(site, start).select(".playbook")
    assert [(one(card, "a").get_text(), one(card, ".playbook__summary").get_text()) for card in cards] == [
        (playbook.label, playbook.summary) for playbook in guide.playbooks()
    ]


def test_the_page_for_lost_addresses_leads_to_each_playbook(guide: Guide, site: Path) -> None:
    shown = {str(link["href"]) for link in one(soup_of(site / "404.html"), "article").select("li a")}
    assert shown == {f"/{dirname(book.index.path).removeprefix('docs/')}/" for book in guide.playbooks()}


def test_the_faults_of_the_theme_s_own_markup_are_mended(site: Path) -> None:
    for file in site.rglob("*.html"):
        assert soup_of(file).select('[tabindex=""], [role=dialog]:not([aria-label])') == [], file


def test_the_page_for_lost_addresses_opens_the_search(page: Page, address: str) -> None:
    page.goto(address + "404.html")
    page.get_by_label("Words from the page").fill("seeds")
    page.keyboard.press("Enter")
    expect(page.locator(".md-search__input")).to_have_value("seeds")


LARGE = "document.fullscreenElement?.querySelector('svg').getBoundingClientRect().width > innerWidth / 2"


def test_a_figure_opens_large_and_closes_by_keyboard(page: Page, address: str) -> None:
    page.goto(address + GROUP)
    link = page.locator(".figure__open").first
    link.press("Enter")
    page.wait_for_function(LARGE)
    expect(link).to_have_text("Close")
    page.keyboard.press("Enter")
    page.wait_for_function("!document.fullscreenElement")
    expect(link).to_have_text("Open figure large")
    expect(link).to_be_focused()


def test_a_figure_opens_large_on_a_page_that_instant_navigation_reaches(
    page: Page, address: str, mkdocs_site: Path
) -> None:
    let_navigate(page, mkdocs_site, address)
    page.goto(address + BOOK, wait_until="networkidle")
    page.evaluate("window.still = true")
    page.locator(f"a[href$='/{GROUP}']").first.evaluate("link => link.click()")
    page.wait_for_url(f"**/{GROUP}")
    link = page.locator(".figure__open").first
    expect(link).to_be_visible()
    page.wait_for_function("Boolean(document.querySelector('.figure__open').onclick)")
    link.click()
    page.wait_for_function(LARGE)
    assert page.evaluate("window.still") is True


def test_a_figure_is_its_own_file_where_nothing_can_be_large(page: Page, address: str) -> None:
    page.add_init_script("Object.defineProperty(document, 'fullscreenEnabled', { value: false })")
    page.goto(address + GROUP)
    page.locator(".figure__open").first.press("Enter")
    page.wait_for_url("**/assets/figures/*.svg")
    expect(page.locator("svg").first).to_be_visible()


def test_what_an_anchor_leads_to_is_not_below_the_header_or_the_bar(page: Page, address: str) -> None:
    for anchor in ("statistical-significance-validation", "rep-37"):
        page.goto(f"{address}{GROUP}#{anchor}")
        page.reload()
        page.wait_for_load_state("networkidle")
        bar = page.locator(".run-bar").bounding_box()
        target = page.locator(f"#{anchor}").bounding_box()
        assert bar
        assert target
        assert target["y"] >= bar["y"] + bar["height"], anchor


def test_a_full_line_of_running_text_has_at_most_75_characters_on_average(page: Page, address: str) -> None:
    page.goto(address + GROUP)
    lengths = [text.evaluate(LINE) for text in page.locator("article > p:not(:has(*))").all()]
    full = [length for length in lengths if length]
    assert 60 <= sum(full) / len(full) <= 75


def test_evidence_stands_right_below_its_check(page: Page, address: str) -> None:
    page.goto(f"{address}{BOOK}checklist/")
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        gaps = page.locator(".check:has(ul)").evaluate_all(
            """checks => checks.map(check => check.querySelector("ul").getBoundingClientRect().top
                - check.querySelector(".check__label").getBoundingClientRect().bottom)"""
        )
        assert gaps
        assert max(gaps) < 14, width  # less than a line


def test_the_bar_covers_what_scrolls_beneath_it_from_edge_to_edge(page: Page, address: str) -> None:
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + GROUP)
        page.locator(".highlight").first.evaluate("block => scrollTo(0, block.getBoundingClientRect().top - 60)")
        covered = page.evaluate(
            """() => {
                const bar = document.querySelector(".run-bar").getBoundingClientRect();
                const block = document.querySelector(".highlight").getBoundingClientRect();
                return [block.left + 1, block.right - 1].map(x =>
                    !!document.elementFromPoint(x, bar.top + bar.height / 2).closest(".run-bar"));
            }"""
        )
        assert covered == [True, True], width


def test_who_asks_for_less_motion_gets_none(browser: Browser, address: str) -> None:
    context = without_search(browser.new_context(reduced_motion="reduce"))
    page = context.new_page()
    page.goto(address + GROUP)
    longest = page.evaluate("""Math.max(...[...document.querySelectorAll("*")].map(getComputedStyle).flatMap(
        style => [style.transitionDuration, style.animationDuration]
            .flatMap(times => times.split(",").map(parseFloat))))""")
    context.close()
    assert longest <= 0.0001

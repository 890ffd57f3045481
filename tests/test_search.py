"""The site's search answers what researchers type: the right page is among its first three results."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from guides import CASES

FIRST = 3
LEAST = 40  # of the questions: all of them


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and the page that should answer, with the topic's anchor behind it where a topic does."""

    text: str
    page: str

    @property
    def path(self) -> str:
        return self.page.partition("#")[0]

    @property
    def anchor(self) -> str:
        return self.page.partition("#")[2]


def questions() -> list[Question]:
    cases: dict[str, Any] = yaml.safe_load((CASES / "search.yml").read_text(encoding="utf-8"))
    return [Question(case["ask"], case["page"]) for asked in cases.values() for case in asked]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def articles(page: Page) -> Locator:
    """The link of each result, one a page; those to its topics follow it."""
    return page.locator(".md-search-result__item > a:first-child")


def found(page: Page, address: str, text: str) -> list[str]:
    """The paths of the first pages that the search shows, best first."""
    field, said = page.get_by_placeholder("Search").first, page.locator(".md-search-result__meta")
    for typed, answer in (("", "Type to start searching"), (text, re.compile(r"\bmatching document"))):
        field.fill(typed)
        field.press("End")  # the theme searches when a key is let go
        expect(said).to_have_text(answer)
    root = urlparse(address).path
    links = [urlparse(str(link.get_attribute("href"))) for link in articles(page).all()[:FIRST]]
    return [link.path.removeprefix(root) for link in links]


def test_there_are_forty_questions_of_two_to_six_words_and_each_page_is_there(mkdocs_site: Path) -> None:
    asked = questions()
    assert len({question.text for question in asked}) == 40
    assert [question.text for question in asked if not 2 <= len(question.text.split()) <= 6] == []
    for question in asked:
        html = (mkdocs_site / question.path / "index.html").read_text(encoding="utf-8")
        assert f'id="{question.anchor}"' in html or not question.anchor, question


def test_what_is_found_is_text_without_signs_labels_or_the_numbers_on_an_axis(mkdocs_site: Path) -> None:
    index = json.loads((mkdocs_site / "search/search_index.json").read_text(encoding="utf-8"))
    text = " ".join(entry["text"] for entry in index["docs"])
    noise = ("¶", "Open figure large", "Spread between runs", "seeds of each agent")
    assert [found for found in noise if found in text] == []
    assert "Reported by its best seed" in text  # the same figure's caption


def test_each_question_finds_its_page_among_the_first_three(
    page: Page, address: str, record_property: Callable[[str, object], None]
) -> None:
    page.goto(address)
    page.get_by_placeholder("Search").first.click()
    asked = questions()
    shown = {question: found(page, address, question.text) for question in asked}
    missed = {question: paths for question, paths in shown.items() if question.path not in paths}
    record_property(f"search, page among the first {FIRST}", f"{len(asked) - len(missed)} of {len(asked)} questions")
    lines = [f"{question.text}: {question.page}, not {', '.join(paths)}" for question, paths in missed.items()]
    assert len(asked) - len(missed) >= LEAST, "\n".join(["the right page isn't among the first three:", *lines])


@pytest.mark.parametrize("query", ["", "?h=seed", "?q=seed"])
def test_the_index_is_sent_once_somebody_searches(page: Page, address: str, query: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    with page.expect_response("**/search_index.json") if query else nullcontext():
        page.goto(f"{address}{query}")
        page.wait_for_function("window.document$")  # the theme's script has run, and asked for all that it wants
        page.wait_for_load_state("networkidle")
    assert ("search_index.json" in asked) is bool(query)
    with page.expect_response("**/search_index.json") if not query else nullcontext():
        page.get_by_placeholder("Search").first.hover()
    assert asked.count("search_index.json") == 1

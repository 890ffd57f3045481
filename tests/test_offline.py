"""What 'make offline' makes: a zip whose pages work from a folder, in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from conftest import copy_sources, once
from guides import ROOT
from test_site import soup_of

NAME = "ml-research-playbooks"
GROUP = "playbooks/reproduction/paper-analysis-and-understanding.html"
OPENED = ("index.html", "playbooks/reproduction/index.html", GROUP, "runs/index.html", "agent/get.html")


@pytest.fixture(scope="module")
def offline_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked zip, in a folder whose name a URL has to escape."""
    return once(tmp_path_factory, "offline", _unpacked)


def _unpacked(folder: Path) -> Path:
    sources = folder / "sources"
    sources.mkdir()
    copy_sources(sources)
    shutil.copy(ROOT / "Makefile", sources)
    stamp = f"{sys.prefix}/site.stamp"  # set up already: these tests run in it
    command = ["make", f"--old-file={stamp}", f"VENV={sys.prefix}", "offline"]
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(command, cwd=sources, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    unpacked = folder / "a folder #1 ü"
    with ZipFile(sources / f"{NAME}.zip") as archive:
        archive.extractall(unpacked)
    return unpacked / NAME


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_no_page_says_an_error_or_asks_for_anything_outside_the_folder(page: Page, offline_site: Path) -> None:
    said: list[ConsoleMessage] = []
    asked: list[Request] = []
    page.on("console", lambda message: said.append(message))  # noqa: PLW0108 (Playwright marks what it is given)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 (the same)
    for path in OPENED:
        page.goto((offline_site / path).as_uri(), wait_until="networkidle")
    assert [message.text for message in said if message.type in ("error", "warning")] == []
    outside = {
        request.url for request in asked if not request.url.startswith((offline_site.as_uri(), "data:", "blob:"))
    }
    assert outside <= {"about:blank"}


def test_each_link_and_file_of_each_page_is_there(offline_site: Path) -> None:
    missing = []
    for file in sorted(offline_site.rglob("*.html")):
        if file.name == "404.html":
            continue  # which only a server sends
        for element in soup_of(file).select("[href], [src]"):
            target = urldefrag(str(element.get("href") or element.get("src"))).url
            if target and ":" not in target and not (file.parent / unquote(target)).is_file():
                missing.append((file.relative_to(offline_site).as_posix(), target))
    assert missing == []


def test_links_lead_from_page_to_page(page: Page, offline_site: Path) -> None:
    page.goto((offline_site / "index.html").as_uri())
    page.locator("article a[href$='playbooks/reproduction/index.html']").first.click()
    page.wait_for_url("**/playbooks/reproduction/index.html")
    page.locator(".md-footer__link--next").click()
    page.wait_for_url(f"**/{GROUP}")
    expect(page.locator("h1")).to_contain_text("Paper Analysis")


def test_search_finds_a_topic_and_leads_to_it(page: Page, offline_site: Path) -> None:
    page.goto((offline_site / "runs/index.html").as_uri())
    page.get_by_placeholder("Search").first.click()
    page.keyboard.type("missing detail inference strategies")
    page.locator(".md-search-result__item a").filter(has_text="Missing detail inference").first.click()
    page.wait_for_url(f"**/{GROUP}**")
    expect(page.locator("#missing-detail-inference-strategies")).to_be_visible()


def test_ticks_outlive_the_page(page: Page, offline_site: Path) -> None:
    page.goto((offline_site / GROUP).as_uri())
    run = page.get_by_role("region", name="Run")
    run.get_by_role("button", name="Start a run").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Offline")
    page.get_by_role("dialog").get_by_role("button", name="Start").click()
    page.locator("#rep-01-box").check()
    page.reload()
    expect(page.locator("#rep-01-box")).to_be_checked()
    page.goto((offline_site / "runs/index.html").as_uri())
    expect(page.get_by_text("Offline", exact=True).first).to_be_visible()


def test_a_page_prints_without_its_navigation(page: Page, offline_site: Path) -> None:
    page.goto((offline_site / GROUP).as_uri())
    page.emulate_media(media="print")
    expect(page.locator(".md-header")).to_be_hidden()
    expect(page.locator(".check__box").first).to_be_visible()
    assert page.pdf().startswith(b"%PDF")

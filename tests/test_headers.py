"""The headers that the build writes, and the site behind nginx under them, in a real browser."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from conftest import served_by_nginx
from export_headers import export_headers
from playbooks.render.headers import HEADERS, NGINX, headers, inline_hashes, server_files
from walk import GROUP, KINDS, MISSING, Walk

PLACES = (("mkdocs", "/team/ml/"), ("zensical", "/"))


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[tuple[str, str]], str]]:
    """What builds and serves a place when it is first asked for, until all tests are done."""
    with ExitStack() as stack:

        @cache
        def address(place: tuple[str, str]) -> str:
            engine, path = place
            return stack.enter_context(served_by_nginx(engine, tmp_path_factory.mktemp("nginx"), path))

        yield address


# One process serves each place, by its name here: pages know their own port.
@pytest.fixture(params=PLACES, ids=" ".join)
def behind_nginx(request: pytest.FixtureRequest, opened: Callable[[tuple[str, str]], str]) -> str:
    """The address of a site that was built for it, as nginx serves it with what the build wrote."""
    return opened(request.param)


@pytest.fixture
def walk(browser: Browser, behind_nginx: str) -> Iterator[Walk]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Walk(context.new_page(), behind_nginx)
    context.close()


@pytest.fixture
def page(walk: Walk) -> Page:
    return walk.page


def test_every_kind_of_page_breaks_no_policy_and_asks_no_other_host(walk: Walk) -> None:
    assert [fault for path in (*KINDS, MISSING) for fault in walk.open(path)] == []


def test_search_ticks_colours_and_instant_navigation_work_under_the_policy(page: Page, behind_nginx: str) -> None:
    page.goto(behind_nginx, wait_until="networkidle")
    page.get_by_role("button", name="Switch to dark mode").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.keyboard.press("/")
    page.locator("input:focus").wait_for()
    page.keyboard.type("missing detail inference strategies")
    page.locator(f"a[href*='{GROUP}']").filter(has_text="Missing detail inference").first.click()
    page.wait_for_url(f"**/{GROUP}**")
    page.wait_for_load_state("networkidle")
    page.locator("label[for=rep-01-box]").click()
    assert page.locator("#rep-01-box").is_checked()
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Next: Implementation").click()
    page.wait_for_url("**/implementation-strategy-development/")
    assert page.evaluate("window.same") is True  # the policy of the page before rules this one
    assert page.evaluate("window.violations") == []


def test_an_inline_script_that_is_not_the_site_s_is_refused(page: Page, behind_nginx: str) -> None:
    page.goto(behind_nginx)
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.foreign = 1'}))")
    page.wait_for_function("window.violations.length")
    assert page.evaluate("window.violations") == ["script-src-elem inline "]
    assert page.evaluate("window.foreign") is None


@pytest.mark.parametrize("path", ["", "no-such-page/", "assets/stylesheets/check.css", "llms.txt"])
def test_each_answer_has_all_headers(behind_nginx: str, path: str) -> None:
    try:
        answer = urllib.request.urlopen(behind_nginx + path)  # noqa: S310 (loopback)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        assert set(headers([])) <= set(answer.headers)
        assert answer.headers["Server"] == "nginx"


@pytest.mark.parametrize("path", [HEADERS, NGINX])
def test_what_is_for_servers_is_not_served(behind_nginx: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as caught:
        urllib.request.urlopen(behind_nginx + path)  # noqa: S310 (loopback)
    caught.value.close()


def test_an_address_without_its_last_slash_leads_to_the_page(behind_nginx: str) -> None:
    for path in ("", "runs/"):
        with urllib.request.urlopen((behind_nginx + path).rstrip("/")) as answer:  # noqa: S310 (loopback)
            assert answer.url.rstrip("/") == (behind_nginx + path).rstrip("/")
            assert answer.status == 200


def test_a_page_as_markdown_is_text_to_read(behind_nginx: str) -> None:
    with urllib.request.urlopen(f"{behind_nginx}{GROUP}index.html.md") as answer:  # noqa: S310 (loopback)
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_scripts_are_named_by_hash_and_nothing_unsafe_is_let_in(site: Path) -> None:
    hashes = inline_hashes(file.read_text(encoding="utf-8") for file in site.rglob("*.html"))
    policy = headers(hashes)["Content-Security-Policy"]
    (scripts,) = re.findall(r"script-src ([^;]+)", policy)
    assert scripts.split() == ["'self'", *hashes]
    assert len(hashes) > 2
    assert policy.count("unsafe") == 1
    assert "style-src 'self' 'unsafe-inline'" in policy


def test_both_files_hold_the_same_headers() -> None:
    files = server_files(["<script>go()</script>"], "/ml/", "/srv/site", "8080")
    for name, value in headers(inline_hashes(["<script>go()</script>"])).items():
        assert f"  {name}: {value}\n" in str(files[HEADERS])
        assert f'    add_header {name} "{value}" always;\n' in str(files[NGINX])
    assert str(files[HEADERS]).startswith("/ml/*\n")


def test_a_block_of_data_and_a_script_with_an_address_need_no_hash() -> None:
    assert inline_hashes(['<script type="application/json">{}</script><script src="a.js"></script>']) == ()


def test_no_line_is_longer_than_hosts_take(site: Path) -> None:
    files = server_files([file.read_text(encoding="utf-8") for file in site.rglob("*.html")], "/", "/srv", "80")
    assert max(map(len, str(files[HEADERS]).splitlines())) <= 2000


def test_a_site_that_is_not_built_gets_no_headers(tmp_path: Path) -> None:
    done = CliRunner().invoke(export_headers, ["--site", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{tmp_path}:1: site isn't built")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--url=/a;b/", "--root=/srv/{x}", "--listen=80; deny all"])
def test_what_nginx_reads_as_its_own_is_refused(tmp_path: Path, option: str) -> None:
    done = CliRunner().invoke(export_headers, ["--site", str(tmp_path), option])
    assert done.exit_code == 2
    assert "a character that nginx reads as its own" in done.stderr

"""What a page of the site breaks in a real browser: `make test` asks one page of each kind, `make audit` all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

BOOK = "playbooks/reproduction/"
GROUP = f"{BOOK}paper-analysis-and-understanding/"
# The six that Lighthouse measures and the benchmark weighs.
MEASURED = {
    "start page": "",
    "playbook": BOOK,
    "group": GROUP,
    "checklist": f"{BOOK}checklist/",
    "runs": "runs/",
    "get the agent": "agent/get/",
}
# One page of each kind: parts of the site, kinds of a playbook's page, each passage.
KINDS = (
    *MEASURED.values(),
    "calculators/",
    "runs/example/",
    "runs/file/",
    "runs/gate/",
    "templates/",
    "templates/experiment-plan/",
    "agent/persona/",
    "references/",
    "contributing/",
)
MISSING = "no-such-page/"
# How a page may be looked at, as Playwright's settings of a context.
VIEWS: dict[str, dict[str, Any]] = {
    f"{scheme} {device}": {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
    for scheme in ("light", "dark")
    for device, width in (("phone", 360), ("desktop", 1280))
}
# What the browser itself says, gathered before any script of the page runs.
GATHER = """
window.violations = [];
addEventListener("securitypolicyviolation", ({violatedDirective: what, blockedURI, sample}) =>
  window.violations.push(`${what} ${blockedURI} ${sample}`));
"""
SETTLED = "Promise.all(document.getAnimations().map(each => each.finished.catch(() => 0)))"


class Walk:
    """Opens one page of a site after the other, and gathers what each breaks."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self._address = page, address
        self._said: list[str] = []
        page.add_init_script(GATHER)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._said.append(f"error: {error}"))
        page.on("request", self._follow)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "404 (Not Found)" not in message.text:
            self._said.append(f"console: {message.text}")

    def _follow(self, request: Request) -> None:
        asked = urlparse(request.url)
        if asked.netloc not in ("", urlparse(self._address).netloc):
            self._said.append(f"another host: {request.url}")

    def open(self, path: str) -> list[str]:
        """What a page breaks as it opens: its policy, its width, the rule of asking no other host; and what it says."""
        self._said.clear()
        self.page.goto(self._address + path, wait_until="networkidle")
        broken = [f"policy: {each}" for each in self.page.evaluate("window.violations")]
        return [f"/{path}: {each}" for each in (*self._said, *broken, *wide(self.page))]


def wide(page: Page) -> list[str]:
    """By how much the page is wider than its window, if it is."""
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{over} px wider than the window"] if over > 0 else []


def axe(page: Page) -> list[str]:
    """Each thing that axe-core finds on the page as it stands: its rule, and the element."""
    page.wait_for_load_state("networkidle")
    page.evaluate(SETTLED)
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{urlparse(page.url).path}: {rule['id']}: {node['html'][:120]}"
        for rule in violations
        for node in rule["nodes"]
    ]


def let_navigate(page: Page, site: Path, address: str) -> None:
    """Have the theme navigate instantly: it does so between pages of the sitemap, which has the public address."""
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    here = sitemap.replace("https://ml-research-playbooks.example/", address)
    page.route("**/sitemap.xml", lambda route: route.fulfill(body=here, content_type="text/xml"))


def paths_of(site: Path) -> Iterator[str]:
    """The path of every page of a built site, and of one that isn't there."""
    yield from (
        file.relative_to(site).as_posix().removesuffix("index.html") for file in sorted(site.rglob("index.html"))
    )
    yield MISSING

"""Times a tick in a run of many checks, with the processor slowed down, and prints it beside a run of 100.

    python tests/bench_browser.py [SITE]

The page is a real group page whose checks are multiplied; half of them have evidence. 'Main thread' is the time from
the click to the end of what it set off, layout included; 'frame' the time until the next frame has been drawn.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from chromium import find
from conftest import FLAGS, served
from guides import ROOT

PATH = "playbooks/reproduction/paper-analysis-and-understanding/"
SLOWDOWN = 4
TICKS = 15
TICK = """async code => {
    const box = document.querySelector(`#${code}-box`);
    box.scrollIntoView({ block: "center" });
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)));
    const start = performance.now();
    box.click();
    document.body.getBoundingClientRect(); // style and layout, too
    const main = performance.now() - start;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    return [main, performance.now() - start];
}"""


def page_of(html: str, count: int) -> str:
    """The page with so many checks, and a checklist that names them."""
    codes = [f"REP-{number:04}" for number in range(1, count + 1)]
    item = re.search(r'<li class="check[^"]*" id="rep-01">.*?</li>\s*</ul>\s*</li>', html, re.DOTALL)
    assert item
    items = "".join(item[0].replace("rep-01", code.lower()).replace("REP-01", code) for code in codes)
    checks = [
        {"code": code, "must": True, "text": "One thing to do, that a second person can confirm."} for code in codes
    ]
    data = re.search(r'data-checklist="([^"]*)"', html)
    assert data
    checklist: dict[str, Any] = json.loads(data[1].replace("&quot;", '"').replace("&amp;", "&"))
    checklist["groups"] = [{**checklist["groups"][0], "checks": checks}]
    text = json.dumps(checklist).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return html.replace(data[1], text).replace(item[0], items)


def measured(page: Page, address: str, html: str, count: int) -> tuple[float, float]:
    """The medians of main thread and frame, in milliseconds."""
    page.route(f"**/{PATH}", lambda route: route.fulfill(body=page_of(html, count), content_type="text/html"))
    page.goto(address + PATH)
    page.get_by_role("button", name="Start a run").click()
    page.get_by_role("textbox", name="Name").fill("Large")
    page.get_by_role("button", name="Start", exact=True).click()
    page.evaluate(
        """() => {
            const key = Object.keys(localStorage).find(key => key.includes(":run:"));
            let at = 0;
            const line = check => (at++ % 2 ? `${check}\\n    - Evidence: results/${at}.csv, 27.1` : check);
            localStorage.setItem(key, localStorage.getItem(key).replace(/- \\[ \\] .*/g, line));
        }"""
    )
    page.reload()
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    times = [page.evaluate(TICK, f"rep-{at * (count // TICKS - 1) + 1:04}") for at in range(TICKS)]
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    main, frame = zip(*times, strict=True)
    return statistics.median(main), statistics.median(frame)


def run(site: Path) -> None:
    """Prints a line for each size, and the ratio of the two."""
    html = (site / PATH / "index.html").read_text(encoding="utf-8")
    found = {}
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(shell=False), args=FLAGS)
        for count in (100, 1000):
            found[count] = measured(browser.new_page(), address, html, count)
            print(f"{count:5} checks: main thread {found[count][0]:6.1f} ms, frame {found[count][1]:6.1f} ms")
        browser.close()
    print(
        f"10 times the checks: {found[1000][0] / found[100][0]:.1f} times the main thread, slowed down {SLOWDOWN} times"
    )


if __name__ == "__main__":
    run(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site")

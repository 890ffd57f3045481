"""Times the resampling of many tasks and runs in Chromium, and prints the longest that it held the page.

    python tests/bench_resampling.py

Each is the least and the median of several: 'answer' is the time from asking to the answer, 'block' the longest that
the main thread let nothing else through, as a message that is posted again and again sees it, and 'processor' what the
main thread had of it, which a busy machine changes less.
"""

from __future__ import annotations

import statistics

import numpy as np
from playwright.sync_api import CDPSession, Page, sync_playwright

from chromium import find
from conftest import FLAGS
from guides import ROOT

SCRIPTS = ROOT / "docs/assets/javascripts"
NAMES = ("inputs", "shown", "resampling", "ranks", "tasks")
TIMES, LARGE = 7, 10_000
ASK = """async ([fields, scores]) => {
    const { port1, port2 } = new MessageChannel();
    let [last, block, over] = [performance.now(), 0, false];
    port1.onmessage = () => {
        const now = performance.now();
        block = Math.max(block, now - last);
        last = now;
        if (!over) port2.postMessage(null);
    };
    port2.postMessage(null);
    await researchCalculators.pause();
    const began = performance.now();
    let said = "answered";
    try {
        await researchCalculators.compute.tasks(researchCalculators.values(fields, { scores, better: "higher" }));
    } catch (error) { said = error.faults.scores; }
    const took = performance.now() - began;
    await researchCalculators.pause();
    over = true;
    return [took, block, said];
}"""
FIELDS = [
    {
        "kind": "table",
        "name": "scores",
        "columns": ["method", "task", "run", "score"],
        "numeric": ["score"],
        "largest": 20_000,
    },
    {"kind": "choice", "name": "better", "options": {"higher": ""}},
]


def table(methods: int, tasks: int, runs: int) -> str:
    """A CSV with so many of each."""
    scores = np.random.default_rng(0).normal(0.6, 0.1, (methods, tasks, runs))
    lines = [f"m{m},t{t},r{r},{score:.4f}" for (m, t, r), score in np.ndenumerate(scores)]
    return "\n".join(["method,task,run,score", *lines])


def measured(page: Page, methods: int, tasks: int, runs: int) -> str:
    """A line of what one size takes."""
    text = table(methods, tasks, runs)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    found = []
    for _ in range(TIMES if methods * tasks * runs < LARGE else 1):
        before = busy(session)
        took, block, said = page.evaluate(ASK, [FIELDS, text])
        found.append((took, block, 1000 * (busy(session) - before)))
    answer, block, cpu = (f"{min(each):6.1f} / {statistics.median(each):6.1f}" for each in zip(*found, strict=True))
    size = f"{methods} x {tasks} tasks x {runs} runs"
    return f"{size:25} answer {answer} ms, block {block} ms, processor {cpu} ms: {said}"


def busy(session: CDPSession) -> float:
    """The seconds that the page's main thread has had the processor."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


def run() -> None:
    """Prints a line for each size."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(shell=False), args=FLAGS)
        page = browser.new_page()
        for script in ("vendor/jstat.min.js", *(f"calculators/{name}.js" for name in NAMES)):
            page.add_script_tag(path=SCRIPTS / script)
        for size in ((1, 20, 10), (2, 20, 10), (10, 20, 10), (10, 200, 10), (10, 500, 20)):
            print(measured(page, *size))
        browser.close()


if __name__ == "__main__":
    run()

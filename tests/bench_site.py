"""Measures what the site costs over stock Material: the same pages and theme settings, without anything of ours.

    python tests/bench_site.py [build] [bytes] [growth]

Prints the build's time and memory, what six pages send to a browser that has nothing yet, and how a build grows with
ten times the playbooks, each beside its limit. Rounds are interleaved; processor time counts, since others may work on
the machine. Never fails.
"""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Response, sync_playwright

from bench_export import multiplied
from chromium import find
from conftest import FLAGS, served
from guides import ROOT
from walk import MEASURED

ROUNDS = 5
# What a configuration takes from ours, and what it leaves out: the extension is the last of ours in its list.
STOCK = """\
INHERIT: mkdocs.yml
strict: false
hooks: []
watch: []
extra_css: []
extra_javascript: []
theme:
  custom_dir: nothing
  favicon: assets/images/favicon.png
  icon:
    logo: material/library
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one build: seconds on the clock and of the processor, and the most memory that it held, in MiB."""

    wall: float
    processor: float
    memory: float


def prepared(into: Path, times: int = 1) -> Path:
    """A copy of the sources with `times` times the playbooks, and the configuration of stock Material beside ours."""
    multiplied(into, times)
    for name in ("overrides", "scripts"):
        shutil.copytree(ROOT / name, into / name)
    (into / "nothing").mkdir()
    ours = (into / "mkdocs.yml").read_text(encoding="utf-8")
    extensions = ours[ours.index("markdown_extensions:") : ours.index("  - playbooks.site:")]
    (into / "stock.yml").write_text(STOCK + extensions, encoding="utf-8")
    return into


def build(sources: Path, config: str) -> Cost:
    """What one build costs, as a whole process; the site is then in a folder by the configuration's name."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", f"{config}.yml", "-d", config]
    settings = {"PYTHONPATH": str(sources / "scripts"), "PDFS": "true", "DOWNLOADS": "true", "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=sources, env=os.environ | settings, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def by_build(sources: Path) -> None:
    """The medians of several builds of both, in turns."""
    rounds = [(build(sources, "mkdocs"), build(sources, "stock")) for _ in range(ROUNDS)]
    print(f"{'build, medians':28}{'ours':>9}{'stock':>9}{'ratio':>8}  limit")
    for name, limit in (("wall", "1.10"), ("processor", "1.10"), ("memory", "1.10")):
        ours, stock = (statistics.median(getattr(each[at], name) for each in rounds) for at in (0, 1))
        print(f"{name:28}{ours:9.2f}{stock:9.2f}{ours / stock:8.2f}  {limit}", flush=True)


def by_bytes(sources: Path) -> None:
    """What each page sends, with all that it loads; the search's index is named, since it outweighs the rest."""
    pages = {config: weighed(sources / config) for config in ("mkdocs", "stock")}
    print(f"{'KB sent, gzipped':28}{'ours':>9}{'stock':>9}{'over':>8}  limit")
    for what in (0, 1):
        for name in MEASURED:
            ours, stock = (pages[config][name][what] / 1000 for config in ("mkdocs", "stock"))
            rest = "" if what == 0 else ", but for the index"
            print(f"{name + rest:28}{ours:9.1f}{stock:9.1f}{ours - stock:8.1f}  15", flush=True)


def weighed(site: Path) -> dict[str, tuple[int, int]]:
    """The bytes of each page: all of them, and those that aren't the search's index."""
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(shell=False), args=FLAGS)
        found = {name: sent(browser, address + path) for name, path in MEASURED.items()}
        browser.close()
    return found


def sent(browser: Browser, url: str) -> tuple[int, int]:
    """The bytes that one page sends to a browser that has nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (Playwright marks what it is given)
    page.goto(url, wait_until="networkidle")
    sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers if answer.url.startswith("http")}
    context.close()
    return sum(sizes.values()), sum(size for url, size in sizes.items() if not url.endswith("search_index.json"))


def by_growth(sources: Path) -> None:
    """One build of each with ten times the playbooks, and its ratio to one of now."""
    print(f"{'processor time, s':28}{'once':>9}{'10 x':>9}{'ratio':>8}  limit")
    with tempfile.TemporaryDirectory() as folder:
        large = prepared(Path(folder), 10)
        for config, limit in (("mkdocs", "7"), ("stock", "")):
            once, ten = (build(each, config) for each in (sources, large))
            print(f"{config:28}{once.processor:9.1f}{ten.processor:9.1f}{ten.processor / once.processor:8.1f}  {limit}")
            print(
                f"{config + ', MiB':28}{once.memory:9.0f}{ten.memory:9.0f}{ten.memory / once.memory:8.1f}", flush=True
            )


PARTS = {"build": by_build, "bytes": by_bytes, "growth": by_growth}


def main() -> None:
    """Print one table a part."""
    with tempfile.TemporaryDirectory() as folder:
        sources = prepared(Path(folder))
        for config in ("mkdocs", "stock"):
            build(sources, config)
        for part in sys.argv[1:] or PARTS:
            PARTS[part](sources)


if __name__ == "__main__":
    main()

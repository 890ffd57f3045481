"""Times how soon an edit of one page is served by `mkdocs serve`, on this site and on stock Material.

    python tests/bench_serve.py

The same pages twice, in turns, as in bench_site.py; a browser reloads when the server has built, so the first answer
with the edit is what it would show. Never fails.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench_site import prepared
from nginx import free_port
from walk import GROUP

EDITS = 5
LIMIT = 0.3  # seconds over stock
PAGE = f"docs/{GROUP.rstrip('/')}.md"
PATIENCE, PAUSE = 120, 0.02


def serve(sources: Path, config: str, port: int) -> subprocess.Popen[bytes]:
    """A server of one configuration: ours as `make serve` starts it, stock as it comes."""
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-f", f"{config}.yml", "--dev-addr", f"127.0.0.1:{port}"]
    command += ["--dirty", "--no-strict"] if config == "mkdocs" else []
    settings = {"PYTHONPATH": str(sources / "scripts"), "NO_MKDOCS_2_WARNING": "1"}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=sources, env=os.environ | settings, stdout=quiet, stderr=quiet)


def until(port: int, path: str, token: str) -> float:
    """Seconds until the page is served with a word in it."""
    start = time.perf_counter()
    while time.perf_counter() - start < PATIENCE:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}") as answer:
                if token in answer.read().decode():
                    return time.perf_counter() - start
        except (urllib.error.URLError, ConnectionError):
            pass  # not listening yet
        time.sleep(PAUSE)
    raise TimeoutError(path)


def edited(sources: Path, port: int, token: str) -> float:
    """Seconds from writing a word into a page to the page with that word."""
    page = sources / PAGE
    text = re.sub(r" word\d+$", "", page.read_text(encoding="utf-8").rstrip("\n"))
    page.write_text(f"{text} {token}\n", encoding="utf-8")
    return until(port, GROUP, token)


def main() -> None:
    """Print the medians of several edits, and how much later ours shows one."""
    took: dict[str, list[float]] = {"mkdocs": [], "stock": []}
    for at in range(EDITS):
        for config, times in took.items():
            with tempfile.TemporaryDirectory() as folder:
                sources, port = prepared(Path(folder)), free_port()
                server = serve(sources, config, port)
                until(port, GROUP, "</html>")
                times.append(edited(sources, port, f"word{at}"))
                server.terminate()
                server.wait()
    ours, stock = (statistics.median(times) for times in took.values())
    print(f"an edit is served after {ours:.2f} s, by stock after {stock:.2f} s: {ours - stock:+.2f} s (limit {LIMIT})")


if __name__ == "__main__":
    main()

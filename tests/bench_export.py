"""Times the export as a whole process, with 1, 10 and 50 times the playbooks' pages.

Prints the median of several runs and its ratio to the first; compares nothing and never fails.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 5


def multiplied(into: Path, times: int) -> Path:
    """A copy of the sources whose playbooks stand `times` times, each copy under codes of its own."""
    shutil.copytree(ROOT / "docs", into / "docs")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    section = config[config.index("      - Novel Algorithm") : config.index("  - Calculators:")]
    sections = [section] + [copied(into, section, copy) for copy in range(1, times)]
    (into / "mkdocs.yml").write_text(config.replace(section, "".join(sections)), encoding="utf-8")
    return into


def copied(into: Path, section: str, copy: int) -> str:
    """One more copy of every playbook, and its part of the nav."""
    for at, folder in enumerate(sorted((ROOT / "docs/playbooks").iterdir())):
        target = into / "docs/playbooks" / f"{folder.name}-{copy}"
        shutil.copytree(folder, target)
        code = chr(ord("Z") - copy // 26) + chr(ord("A") + copy % 26) + chr(ord("A") + at)  # no playbook has a Z or Y
        for page in target.glob("*.md"):
            text = page.read_text(encoding="utf-8")
            own = re.sub(r"`[A-Z]{3}-", f"`{code}-", re.sub(r"(?m)^code: \w+", f"code: {code}", text))
            page.write_text(own, encoding="utf-8")
    return re.sub(r"playbooks/([a-z-]+)/", rf"playbooks/\1-{copy}/", section)


def seconds(sources: Path) -> float:
    """The median wall time of one export."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        command = [sys.executable, str(ROOT / "scripts/export_agent.py"), "--sources", str(sources)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print one line a size."""
    first = 0.0
    for times in (1, 10, 50):
        with tempfile.TemporaryDirectory() as folder:
            sources = multiplied(Path(folder), times)
            pages = len(list(sources.rglob("*.md")))
            took = seconds(sources)
        first = first or took
        print(f"{times:3d} x: {pages:5d} pages  {took:6.2f} s  {took / first:5.1f} times the first")


if __name__ == "__main__":
    main()

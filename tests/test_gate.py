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
from bs4 import BeautifulSoup

from guides import CASES, ROOT, tool
from playbooks.runfile import apply, parse

PAGE = ROOT / "docs/runs/gate.md"
FILE_PAGE = ROOT / "docs/runs/file.md"
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
        done = shell(line.replace("path/to/project", str(tmp_path)), ROOT)
        assert done.returncode == 0, done.stderr
    assert shell("git init -q && git add -A", tmp_path).returncode == 0
    return tmp_path


def settle(project: Path, *, reviewed: bool, but: str = "") -> None:
    """Ticks every check of the run but perhaps one, with evidence and perhaps with a review."""
    file = project / RUN
    text = file.read_text(encoding="utf-8")
    for code in (code for code in parse(text).entries if code != but):
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


@pytest.mark.parametrize(
    ("reviewed", "but", "said"),
    [
        (True, "", None),
        (True, "REP-04", f"{RUN}:18: REP-04 is open"),
        (False, "", f"{RUN}:9: REP-01 has no review"),
    ],
    ids=["every Must met and reviewed", "one Must open", "no review"],
)
def test_a_tag_waits_for_every_must_and_its_review(
    project: Path, *, reviewed: bool, but: str, said: str | None
) -> None:
    settle(project, reviewed=reviewed, but=but)
    for step in steps("push"):
        done = shell(step, project)
        assert done.returncode == (1 if said else 0), done.stderr
        assert (said or "") in done.stderr
        assert said or not done.stderr


def test_a_tag_is_held_where_there_is_no_run(project: Path) -> None:
    (project / RUN).unlink()
    assert [shell(step, project).returncode for step in steps("push")] == [1]


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


def test_a_push_that_changes_a_run_is_asked_and_one_of_a_tag_alone_is_left_to_ci(project: Path) -> None:
    shutil.copy(TEMPLATES / "pre-commit-config.yaml.txt", project / ".pre-commit-config.yaml")
    text = PAGE.read_text(encoding="utf-8")
    switch_on = tool("pre-commit") + re.findall(r"`pre-commit( install [^`]+)`", text)[0]
    skip = re.findall(r"`(SKIP=\S+) git push`", text)[0]
    home = {"PRE_COMMIT_HOME": str(project / "cache")}
    ada = "git -c user.name=Ada -c user.email=ada@example.org"
    for line in (
        "git init -q --bare far && git remote add origin far && printf 'far\\ncache\\n' >> .git/info/exclude",
        f"{switch_on} && git add -A && {ada} commit -qm run && git tag v1",
    ):
        assert shell(line, project, **home).returncode == 0
    held = shell("git push origin HEAD:main", project, **home)
    assert held.returncode == 1
    assert "REP-04 is open" in held.stdout + held.stderr
    assert shell(f"{skip} git push origin HEAD:main", project, **home).returncode == 0
    assert shell("git push origin v1", project, **home).returncode == 0


def test_each_file_is_shown_and_downloads_by_its_own_name(mkdocs_site: Path) -> None:
    page = BeautifulSoup((mkdocs_site / "runs/gate/index.html").read_text(encoding="utf-8"), "html.parser")
    boxes = page.select(".template")
    assert [box.a["download"] for box in boxes if box.a] == ["run-gate.yml", "pre-commit-config.yaml"]
    for box, name in zip(boxes, ("run-gate.yml.txt", "pre-commit-config.yaml.txt"), strict=True):
        assert box.code is not None
        assert box.code.get_text() == (TEMPLATES / name).read_text(encoding="utf-8")


def test_the_page_on_the_file_shows_a_run() -> None:
    example = re.findall(r"```text\n(---\n.*?)```", FILE_PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
    entries = parse(example).entries.values()
    assert [entry.shortfall() for entry in entries] == ["", "is blocked", ""]


@pytest.mark.parametrize("case", sorted((CASES / "runs").glob("fault-*.yml")), ids=lambda case: case.stem)
def test_the_page_on_the_file_names_each_damage(case: Path) -> None:
    fault = yaml.safe_load(case.read_text(encoding="utf-8"))["fault"].split(": ")[1]
    table = FILE_PAGE.read_text(encoding="utf-8").split("| it says |")[1]
    rows = [row.split(" | ")[0] for row in table.splitlines()]
    named = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert any(fault.startswith(name) for name in named), fault

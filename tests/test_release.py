"""The release workflow: valid, and its step that publishes the plugin run in a repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import copy_sources
from guides import ROOT, tool

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def git(where: Path, *args: str) -> str:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *args]
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=True)
    return done.stdout


def published(repository: Path, tag: str) -> None:
    """Runs the workflow's step as a runner would, with this Python in place of the one that it sets up."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    (step,) = [step["run"] for step in workflow["jobs"]["release"]["steps"] if "plugin" in step.get("name", "")]
    settings = os.environ | {"GITHUB_REF_NAME": tag, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["bash", "-euo", "pipefail", "-c", step.replace(".venv/bin/python", sys.executable)]
    done = subprocess.run(command, cwd=repository, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with these sources, and a bare one that it pushes to."""
    origin, clone = tmp_path / "origin.git", tmp_path / "clone"
    git(tmp_path, "init", "--quiet", "--bare", str(origin))
    clone.mkdir()
    copy_sources(clone)
    shutil.copy(ROOT / "LICENSE", clone)
    for args in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Sources"]):
        git(clone, *args)
    git(clone, "remote", "add", "origin", str(origin))
    return clone


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_each_workflow_is_valid_by_github_s_own_schema(file: Path) -> None:
    command = [tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_each_tag_is_one_commit_more_on_the_plugin_s_branch_and_main_stays_clean(repository: Path) -> None:
    published(repository, "v1")
    git(repository, "fetch", "--quiet", "origin")
    page = repository / "docs/agent/practices.md"
    page.write_text(page.read_text(encoding="utf-8").replace("State your assumptions", "Say what you assume"))
    published(repository, "v2")
    git(repository, "fetch", "--quiet", "origin")
    assert git(repository, "log", "--format=%s", "origin/plugin").splitlines() == ["Plugin of v2", "Plugin of v1"]
    files = git(repository, "ls-tree", "-r", "--name-only", "origin/plugin").splitlines()
    assert {"LICENSE", ".claude-plugin/marketplace.json"} < set(files)
    assert not any(file.startswith(("docs/", "scripts/")) for file in files)
    agent = git(repository, "show", "origin/plugin:plugins/ml-research-playbooks/agents/ml-researcher.md")
    assert "Say what you assume" in agent
    assert git(repository, "status", "--porcelain").split() == ["M", "docs/agent/practices.md"]

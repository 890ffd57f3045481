"""The code's floors: nothing imports upwards, and each command is documented."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from guides import ROOT

PACKAGE = ROOT / "scripts/playbooks"
# What each room may import of ours, besides itself.
FLOORS: dict[str, set[str]] = {
    "model": set(),
    "errors": {"model"},
    "palette": set(),
    "runfile": set(),
    "content": set(),
    "grammar": set(),
    "block": set(),
    "read": {"model", "errors", "grammar"},
    "render": {"model", "block", "content", "grammar", "runfile"},
    "pdfs": {"model", "read", "render", "runfile"},
    "write": {"block", "content", "runfile"},
    "calculators": set(),
    "site": {"calculators", "model", "content", "errors", "grammar", "palette", "read", "render"},
    "command": {"errors", "write"},
}
ABOVE = {
    "check_run.py",
    "compute.py",
    "draw_figures.py",
    "export_agent.py",
    "export_checklists.py",
    "export_downloads.py",
    "export_headers.py",
    "hooks.py",
    "lint_sources.py",
}


def rooms_imported_by(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {module.split(".")[1] for module in modules if module.startswith("playbooks.")}


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_nothing_imports_upwards(file: Path) -> None:
    room = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room != "__init__":
        assert rooms_imported_by(file) - {room} <= FLOORS[room]


# A run file's reader, judge and writer is one file that travels alone, so it is a command, too.
ALONE = "runfile.py"


def test_only_commands_and_the_hook_print_or_exit() -> None:
    talking = re.compile(r"\bprint\(|click\.echo|sys\.std|sys\.exit|SystemExit")
    speaking = {file.name for file in PACKAGE.rglob("*.py") if talking.search(file.read_text(encoding="utf-8"))}
    assert speaking == {"command.py", ALONE}


def test_only_the_writer_writes() -> None:
    writing = re.compile(r"write_text|write_bytes|os\.fdopen|\.mkdir\(|\.replace\(file\)|open\([^)]*[\"']w")
    found = {file.name for file in PACKAGE.rglob("*.py") if writing.search(file.read_text(encoding="utf-8"))}
    assert found == {ALONE}


def test_every_command_is_known() -> None:
    assert {file.name for file in PACKAGE.parent.glob("*.py")} == ABOVE


@pytest.mark.parametrize("command", sorted(ABOVE - {"hooks.py"}))
def test_each_command_is_named_in_the_readme(command: str) -> None:
    assert f"scripts/{command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_each_target_that_the_readme_names_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named <= targets


@pytest.mark.parametrize("file", ["requirements/site.txt", "requirements/test.txt"])
def test_each_requirement_is_pinned_with_hashes_and_names_no_registry(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    pinned = re.findall(r"^([a-z0-9-]+)==\S+.*\\\n    --hash=sha256:", text, re.MULTILINE | re.IGNORECASE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE | re.IGNORECASE))


@pytest.mark.parametrize("tools", ["audit", "clients"])
def test_each_package_of_the_tools_is_pinned_with_its_hash_and_names_no_registry(tools: str) -> None:
    lock = json.loads((ROOT / f"tests/{tools}/package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / f"tests/{tools}/package.json").read_text(encoding="utf-8"))
    assert lock["packages"][""]["dependencies"] == wanted["dependencies"]
    packages = [package for name, package in lock["packages"].items() if name]
    assert [package for package in packages if "resolved" in package or "integrity" not in package] == []

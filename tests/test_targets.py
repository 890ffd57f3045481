"""Each target's files: what is in them, what a person's edits survive, and who else accepts them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from export_agent import export_agent
from guides import ROOT, tool
from playbooks import runfile
from playbooks.block import BEGIN, END
from playbooks.model import Guide
from playbooks.render import LAYOUTS, TARGETS
from playbooks.runfile import PART
from playbooks.write import MANIFEST

GOLDEN = ROOT / "tests/data/targets"
RUNFILE = "scripts/runfile.py"  # our own source as it is, which no golden file need repeat
AGENTS = ["claude", "copilot", "cursor", "opencode", "gemini", "codex", "agents-md"]
SKILL = ".agents/skills/ml-alpha/SKILL.md"


def export(*args: object) -> Result:
    return CliRunner().invoke(export_agent, [str(arg) for arg in args])


def files_in(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file() and file.name != MANIFEST)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with every target of this guide's."""
    folder = tmp_path_factory.mktemp("everything")
    assert export("--target", "all", "--accept-loss", "--into", folder).exit_code == 0
    return folder


def text_of(project: Path, target: str) -> str:
    """The one file of a target that is the agent."""
    pattern = {"agents-md": "AGENTS.md"}.get(target, f"{TARGETS[target].roots[0]}*")
    (file,) = project.glob(pattern)
    return file.read_text(encoding="utf-8")


def parsed(project: Path, target: str) -> tuple[dict[str, Any], str]:
    """A target's keys and its prose."""
    text = text_of(project, target)
    if target == "codex":
        keys = tomllib.loads(text)
        return keys, keys["developer_instructions"]
    if target == "agents-md":
        return {}, text.split(BEGIN.decode())[1].split(END.decode())[0]
    _, matter, body = text.split("---\n", 2)
    return yaml.safe_load(matter), body.removeprefix("\n")


# What is written


@pytest.mark.parametrize("target", TARGETS)
def test_the_small_guide_makes_the_golden_files(small: Path, into: Path, target: str) -> None:
    done = export("--sources", small, "--target", target, "--accept-loss", "--into", into)
    assert done.exit_code == 0, done.output
    made = {path: text for path, text in files_in(into).items() if not path.endswith(RUNFILE)}
    assert made == files_in(GOLDEN / target)


@pytest.mark.parametrize("target", AGENTS)
def test_each_agent_holds_the_model_s_prose_and_names(guide: Guide, everything: Path, target: str) -> None:
    assert LAYOUTS["lists"](guide) in parsed(everything, target)[1]


@pytest.mark.parametrize("target", AGENTS)
def test_each_agent_has_the_persona_s_name_and_description(guide: Guide, everything: Path, target: str) -> None:
    keys, prose = parsed(everything, target)
    shown = str({**keys, "prose": prose})
    assert guide.persona.description in shown
    assert keys.get("name", guide.persona.name) == guide.persona.name


# What each product calls a tool, written down apart from the exporter's own table.
NAMES = {
    "claude": "Read Write Edit Bash Grep TodoWrite WebSearch mcp__context7__{}",
    "copilot": "read edit edit execute search todo web context7/{}",
    "opencode": "read edit edit bash grep todowrite websearch context7_{}",
    "gemini": "read_file write_file replace run_shell_command grep_search write_todos google_web_search "
    "mcp_context7_{}",
}


@pytest.mark.parametrize("target", NAMES)
def test_the_tools_are_the_persona_s_under_the_product_s_names(guide: Guide, everything: Path, target: str) -> None:
    keys, _ = parsed(everything, target)
    *plain, mcp = NAMES[target].split()
    wanted = {*plain, mcp.format("resolve-library-id"), mcp.format("get-library-docs")}
    found = keys.get("tools") or [name for name, what in keys["permission"].items() if what != "deny"]
    assert set(found.split(", ") if isinstance(found, str) else found) == wanted
    assert len(guide.persona.tools) == len(plain) + 2


def test_opencode_denies_whatever_it_is_not_told_to_allow(everything: Path) -> None:
    permission = parsed(everything, "opencode")[0]["permission"]
    assert next(iter(permission.items())) == ("*", "deny")


def test_cursor_gets_its_most_restrictive_switch(everything: Path) -> None:
    assert parsed(everything, "cursor")[0]["readonly"] is True


def test_copilot_s_body_is_within_its_limit(guide: Guide) -> None:
    assert all(len(draw(guide)) <= 30_000 for draw in LAYOUTS.values())


@pytest.mark.parametrize("target", ["codex", "agents-md"])
def test_an_agent_without_any_limit_is_refused_unless_that_is_accepted(small: Path, into: Path, target: str) -> None:
    done = export("--sources", small, "--target", target, "--target", "claude", "--into", into)
    assert done.exit_code == 1
    assert f"{target}: no place for the agent's list of tools" in done.stderr
    assert list(into.iterdir()) == []


@pytest.mark.parametrize("target", ["copilot", "opencode", "gemini"])
def test_a_tool_that_a_product_has_no_name_for_is_refused(small: Path, into: Path, target: str) -> None:
    page = small / "docs/agent/persona.md"
    page.write_text(page.read_text().replace("tools: Read, Bash", "tools: Read, Telepathy"))
    done = export("--sources", small, "--target", target, "--into", into)
    assert done.exit_code == 1
    assert "has no name for the tool 'Telepathy'" in done.stderr
    assert list(into.iterdir()) == []


@pytest.mark.parametrize("target", ["copilot", "opencode"])
def test_a_name_that_would_allow_more_than_the_agent_has_is_refused(small: Path, into: Path, target: str) -> None:
    page = small / "docs/agent/persona.md"
    page.write_text(page.read_text().replace("tools: Read, Bash", "tools: Read, Edit"))
    done = export("--sources", small, "--target", target, "--into", into)
    assert done.exit_code == 1
    assert "'edit' is 'Write', too, which the agent doesn't have" in done.stderr


def test_what_is_lost_is_said_for_each_target(into: Path) -> None:
    done = export("--target", "cursor", "--target", "copilot", "--into", into)
    assert [line.split(";")[0] for line in done.stderr.splitlines()] == [
        "cursor: no place for the list of tools: 'readonly: true': it reads and advises, and changes nothing",
        "copilot: no place for Grep alone: 'search', which finds files by name, too, as the agent's shell can",
        "copilot: no place for WebSearch alone: 'web', which fetches pages, too, as the agent's shell can",
    ]


def test_the_report_is_there_as_json(small: Path, into: Path) -> None:
    done = export("--sources", small, "--target", "cursor", "--into", into, "--json")
    report = json.loads(done.stdout)
    assert report["written"] == report["files"] == [".cursor/agents/alpha-agent.md"]
    assert [loss["target"] for loss in report["losses"]] == ["cursor"]


def test_one_playbook_alone_makes_a_small_agent_that_is_called_for_it(guide: Guide, into: Path) -> None:
    assert export("--target", "claude", "--playbook", "reproduction", "--into", into).exit_code == 0
    keys, prose = parsed(into, "claude")
    (playbook,) = [book for book in guide.playbooks() if book.code == "REP"]
    assert keys["description"] == playbook.skill
    assert re.findall(r"^### (.*)", prose, re.MULTILINE) == [playbook.name]


def test_an_unknown_playbook_is_wrong_use(into: Path) -> None:
    done = export("--playbook", "gardening", "--into", into)
    assert done.exit_code == 2
    assert "one of architecture, optimization" in done.stderr


# What is there already


def test_agents_md_keeps_all_outside_of_the_block_byte_for_byte(small: Path, into: Path) -> None:
    before = b"# Ours\r\n\r\nNo newline at the end, \xff no UTF-8"
    (into / "AGENTS.md").write_bytes(before)
    for word in ("well", "better"):
        page = small / "docs/agent/practices.md"
        page.write_text(page.read_text().replace("well", word))
        assert export("--sources", small, "--target", "agents-md", "--accept-loss", "--into", into).exit_code == 0
        text = (into / "AGENTS.md").read_bytes()
        head, _, rest = text.partition(BEGIN)
        assert head == before + b"\r\n\r\n"
        assert rest.endswith(END + b"\r\n")
        assert f"Do it {word}.".encode() in rest


def test_a_block_that_was_edited_by_hand_is_kept(small: Path, into: Path) -> None:
    command = ("--sources", small, "--target", "agents-md", "--accept-loss", "--into", into)
    export(*command)
    file = into / "AGENTS.md"
    file.write_text(file.read_text().replace("Do it well.", "Do it my way."))
    done = export(*command)
    assert done.exit_code == 1
    assert "edited by hand or not ours" in done.stderr
    assert "Do it my way." in file.read_text()


@pytest.mark.parametrize(
    "text", [BEGIN, END + b"\n" + BEGIN, BEGIN + END + BEGIN + END, b"<!-- ml-research-playbooks: start -->"]
)
def test_damaged_marks_are_an_error_with_their_line(small: Path, into: Path, text: bytes) -> None:
    (into / "AGENTS.md").write_bytes(b"Mine.\n" + text)
    done = export("--sources", small, "--target", "agents-md", "--accept-loss", "--into", into)
    assert done.exit_code == 1
    assert f"{into / 'AGENTS.md'}:2: " in done.stderr
    assert (into / "AGENTS.md").read_bytes() == b"Mine.\n" + text


def test_check_names_what_is_missing_stale_edited_and_left_over(small: Path, into: Path) -> None:
    command = ("--sources", small, "--target", "skills", "--target", "claude", "--into", into)
    export(*command)
    (into / SKILL).unlink()
    (into / SKILL).parent.joinpath("references/first.md").write_text("mine")
    page = small / "docs/agent/persona.md"
    page.write_text(page.read_text().replace("name: alpha-agent", "name: beta-agent"))
    before = files_in(into)
    report = json.loads(export(*command, "--check", "--json").stdout)
    assert report["stale"] == [
        ".agents/skills/ml-alpha/SKILL.md",
        ".agents/skills/ml-alpha/references/first.md",
        ".claude/agents/beta-agent.md",
    ]
    assert report["left"] == [".claude/agents/alpha-agent.md"]
    assert export(*command, "--check").exit_code == 1
    assert files_in(into) == before


def renamed(small: Path) -> None:
    page = small / "docs/agent/persona.md"
    page.write_text(page.read_text().replace("name: alpha-agent", "name: beta-agent"))


def test_prune_removes_what_is_left_over_and_the_folders_that_it_empties(small: Path, into: Path) -> None:
    export("--sources", small, "--target", "skills", "--into", into)
    (small / "docs/playbooks/alpha").rename(small / "docs/playbooks/gamma")
    for file in small.rglob("*.md"):
        file.write_text(file.read_text().replace("playbooks/alpha/", "playbooks/gamma/"))
    (small / "mkdocs.yml").write_text((small / "mkdocs.yml").read_text().replace("/alpha/", "/gamma/"))
    done = export("--sources", small, "--target", "skills", "--into", into, "--prune")
    assert done.exit_code == 0, done.output
    assert [folder.name for folder in (into / ".agents/skills").iterdir()] == ["ml-gamma"]
    assert export("--sources", small, "--target", "skills", "--into", into, "--check").exit_code == 0


def test_without_prune_what_is_left_over_is_named_and_stays(small: Path, into: Path) -> None:
    export("--sources", small, "--into", into)
    renamed(small)
    done = export("--sources", small, "--into", into)
    assert done.exit_code == 0
    left = into / ".claude/agents/alpha-agent.md"
    assert f"left over from an earlier export: {left}; --prune removes it" in done.stderr
    assert left.exists()


def test_prune_keeps_what_was_edited_and_force_removes_it(small: Path, into: Path) -> None:
    export("--sources", small, "--into", into)
    renamed(small)
    left = into / ".claude/agents/alpha-agent.md"
    left.write_text("mine")
    done = export("--sources", small, "--into", into, "--prune")
    assert "edited by hand; --prune --force removes it" in done.stderr
    assert left.read_text() == "mine"
    assert export("--sources", small, "--into", into, "--prune", "--force").exit_code == 0
    assert not left.exists()


def test_prune_leaves_alone_what_other_targets_and_other_tools_wrote(small: Path, into: Path) -> None:
    export("--sources", small, "--target", "gemini", "--into", into)
    other = into / ".claude/agents/somebody-else.md"
    other.parent.mkdir(parents=True)
    other.write_text("theirs")
    assert export("--sources", small, "--target", "claude", "--into", into, "--prune").exit_code == 0
    assert other.read_text() == "theirs"
    assert (into / ".gemini/agents/alpha-agent.md").exists()


def test_a_manifest_that_points_out_of_the_folder_is_refused(small: Path, into: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    (into / MANIFEST).write_text(json.dumps({".claude/agents/../../../precious": "sha256:0"}))
    done = export("--sources", small, "--into", into, "--prune", "--force")
    assert done.exit_code == 1
    assert (tmp_path / "precious").read_text() == "mine"


def test_out_of_space_leaves_each_file_old_or_new_and_the_next_call_finishes(
    small: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("--sources", small, "--target", "skills", "--into", into)
    writes = iter([None, None])

    def full(file: Path, content: str | bytes) -> None:
        if next(writes, file) is not None:  # made, since no test may fill a disk
            raise OSError(28, "No space left on device", str(file))
        runfile.replace(file, content)

    with monkeypatch.context() as patch:
        patch.setattr("playbooks.write.replace", full)
        done = export(*command)
    assert done.exit_code == 1
    assert "can't be written: No space left on device; nothing in it has changed" in done.stderr
    assert len(files_in(into)) == 2
    assert export(*command).exit_code == 0
    assert export(*command, "--check").exit_code == 0


@pytest.mark.parametrize("count", [1, 7, 20])
def test_a_kill_between_the_writes_of_all_targets_leaves_whole_files_and_the_next_call_finishes(
    small: Path, into: Path, count: int
) -> None:
    args = ["--sources", str(small), "--target", "all", "--accept-loss", "--into", str(into)]
    killed = (
        "import itertools, os, pathlib, runpy, signal, sys\n"
        "counter, replace = itertools.count(1), pathlib.Path.replace\n"
        f"def counted(self, target):\n"
        f"    os.kill(os.getpid(), signal.SIGKILL) if next(counter) == {count} else replace(self, target)\n"
        "pathlib.Path.replace = counted\n"
        f"sys.argv = ['export_agent.py', *{args!r}]\n"
        f"runpy.run_path({str(ROOT / 'scripts/export_agent.py')!r}, run_name='__main__')\n"
    )
    assert subprocess.run([sys.executable, "-c", killed], check=False, capture_output=True).returncode == -9
    whole = into.parent / "whole"
    whole.mkdir()
    assert export(*args[:-1], whole).exit_code == 0
    finished = files_in(whole)
    assert all(finished.get(path) == text for path, text in files_in(into).items() if not path.endswith(PART))
    assert export(*args).exit_code == 0
    assert export(*args, "--check").exit_code == 0
    assert files_in(into) == finished


def test_a_file_where_a_folder_must_be_stops_every_target_with_its_name(small: Path, into: Path) -> None:
    (into / ".agents").write_text("mine")
    done = export("--sources", small, "--target", "skills", "--into", into)
    assert done.exit_code == 1
    assert str(into / ".agents") in done.stderr
    assert (into / ".agents").read_text() == "mine"


def test_a_symlink_out_of_the_folder_stops_every_target(small: Path, into: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (into / ".agents").symlink_to(tmp_path / "outside")
    done = export("--sources", small, "--target", "all", "--accept-loss", "--into", into)
    assert done.exit_code == 1
    assert "a symlink leads out of" in done.stderr
    assert list((tmp_path / "outside").iterdir()) == []
    assert [path.name for path in into.iterdir()] == [".agents"]


# Skills


def skills_of(project: Path) -> list[Path]:
    return sorted((project / ".agents/skills").iterdir())


def test_each_playbook_is_one_skill(guide: Guide, everything: Path) -> None:
    assert len(skills_of(everything)) == len(list(guide.playbooks()))


def test_all_descriptions_together_stay_under_4000_characters(guide: Guide) -> None:
    assert sum(len(playbook.skill) for playbook in guide.playbooks()) < 4000


def test_each_description_says_when_and_when_not_and_which_sibling_instead(guide: Guide) -> None:
    for playbook in guide.playbooks():
        when, _, otherwise = playbook.skill.partition(" Not for ")
        assert when.startswith("Use when ")
        assert re.search(r"\(ml-[a-z-]+\)", otherwise), playbook.name


def body_of(skill: Path) -> str:
    return (skill / "SKILL.md").read_text(encoding="utf-8").split("---\n", 2)[2]


def test_each_skill_says_its_procedure_in_600_to_900_words(everything: Path) -> None:
    for skill in skills_of(everything):
        words = [word for word in body_of(skill).split() if re.search(r"\w", word)]
        assert 600 <= len(words) <= 900, (skill.name, len(words))


def test_each_skill_has_every_must_and_its_references_every_check(guide: Guide, everything: Path) -> None:
    for playbook, skill in zip(
        sorted(guide.playbooks(), key=lambda book: book.index.path), skills_of(everything), strict=True
    ):
        pages = "\n".join(file.read_text(encoding="utf-8") for file in (skill / "references").iterdir())
        for group in playbook.groups:
            assert f"# {group.name}\n" in pages
            for check in group.checks():
                assert check.evidence in pages
                assert check.text in pages
                assert (f"`{check.code}` {check.text}" in body_of(skill)) == check.must


def test_each_link_in_a_skill_leads_to_a_file_of_its_own(everything: Path) -> None:
    for file in (everything / ".agents/skills").rglob("*.md"):
        for target in re.findall(r"\]\(([^)\s]+)\)", file.read_text(encoding="utf-8")):
            path = target.partition("#")[0]
            assert "://" in target or not path or (file.parent / path).resolve().is_file(), (file, target)


def test_a_skill_says_where_a_command_of_the_wiki_s_is_to_be_found(everything: Path) -> None:
    pages = [page for skill in skills_of(everything) for page in skill.glob("references/*.md")]
    lines = [line for page in pages for line in page.read_text(encoding="utf-8").splitlines()]
    commands = [line for line in lines if "python scripts/" in line]
    assert len(commands) >= 7  # one a calculator
    assert [line for line in commands if not line.startswith("Calculator, in a clone of the wiki: ")] == []


def test_nothing_of_the_site_s_own_syntax_reaches_a_skill(everything: Path) -> None:
    own = re.compile(r"^(///|!!!|\?\?\?)|\[@|\x00", re.MULTILINE)
    for file in (everything / ".agents/skills").rglob("*.md"):
        assert not own.search(file.read_text(encoding="utf-8")), file


def test_a_copied_skill_gates_a_run_with_python_alone(everything: Path, tmp_path: Path) -> None:
    skill = shutil.copytree(everything / ".agents/skills/ml-reproduction", tmp_path / "skill")
    run = shutil.copy(skill / "assets/run.md", tmp_path / "run.md")
    command = [sys.executable, "-I", "-S", str(skill / "scripts/runfile.py"), "--guide"]
    done = subprocess.run(
        [*command, str(skill / "assets/checklist.json"), str(run)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": ""},
    )
    assert done.returncode == 1
    assert "REP-01 is open" in done.stderr
    assert "0 of 21 Musts" in done.stdout


# Who else accepts them


@pytest.mark.parametrize("command", [["agnix", "--strict"], ["skillsaw", "lint"]], ids=lambda command: command[0])
def test_independent_validators_accept_every_target(everything: Path, command: list[str]) -> None:
    done = subprocess.run(
        [tool(command[0]), *command[1:], "."], cwd=everything, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"0 errors|Errors: +0", done.stdout), done.stdout


def test_the_specification_s_own_validator_accepts_every_skill(everything: Path) -> None:
    for skill in [*skills_of(everything), *(everything / "plugins/ml-research-playbooks/skills").iterdir()]:
        done = subprocess.run(
            [tool("agentskills"), "validate", str(skill)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

"""The export command: what it writes, what it keeps, and how it fails."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from export_agent import export_agent
from guides import ROOT
from playbooks.runfile import PART
from playbooks.write import MANIFEST

AGENT = ".claude/agents/alpha-agent.md"


def export(*args: object) -> Result:
    return CliRunner().invoke(export_agent, [str(arg) for arg in args])


def edit(page: Path, old: str, new: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")


def test_without_a_folder_the_definition_is_printed(small: Path) -> None:
    done = export("--sources", small)
    assert done.exit_code == 0
    assert done.stdout == (ROOT / f"tests/data/targets/claude/{AGENT}").read_text(encoding="utf-8")


def test_the_framed_layout_draws_each_framework(small: Path) -> None:
    done = export("--sources", small, "--layout", "framed")
    assert done.stdout == (ROOT / "tests/data/small-agent-framed.md").read_text(encoding="utf-8")


def test_into_writes_what_is_printed(small: Path, into: Path) -> None:
    done = export("--sources", small, "--into", into)
    assert (done.exit_code, done.stdout) == (0, f"wrote {into / AGENT}\n")
    assert (into / AGENT).read_text(encoding="utf-8") == export("--sources", small).stdout


def test_check_passes_on_what_was_written(small: Path, into: Path) -> None:
    export("--sources", small, "--into", into)
    assert export("--sources", small, "--into", into, "--check").exit_code == 0


def test_check_shows_what_a_write_would_change_and_changes_nothing(small: Path, into: Path) -> None:
    export("--sources", small, "--into", into)
    before = (into / AGENT).read_bytes()
    edit(small / "docs/agent/practices.md", "Do it well.", "Do it better.")
    done = export("--sources", small, "--into", into, "--check")
    assert done.exit_code == 1
    assert "-1. **One Practice** - Do it well.\n+1. **One Practice** - Do it better.\n" in done.stdout
    assert (into / AGENT).read_bytes() == before


def test_check_on_an_empty_folder_shows_the_whole_file(small: Path, into: Path) -> None:
    done = export("--sources", small, "--into", into, "--check")
    assert done.exit_code == 1
    assert "+name: alpha-agent\n" in done.stdout
    assert list(into.iterdir()) == []


def test_a_stale_file_of_ours_is_replaced(small: Path, into: Path) -> None:
    export("--sources", small, "--into", into)
    edit(small / "docs/agent/practices.md", "Do it well.", "Do it better.")
    assert export("--sources", small, "--into", into).exit_code == 0
    assert "Do it better." in (into / AGENT).read_text(encoding="utf-8")


def test_a_file_edited_by_hand_is_kept_and_the_difference_shown(small: Path, into: Path) -> None:
    export("--sources", small, "--into", into)
    edit(into / AGENT, "Do it well.", "Do it my way.")
    done = export("--sources", small, "--into", into)
    assert done.exit_code == 1
    assert "-1. **One Practice** - Do it my way." in done.stderr
    assert "--force overwrites it" in done.stderr
    assert "Do it my way." in (into / AGENT).read_text(encoding="utf-8")


def test_a_file_that_was_never_ours_is_kept(small: Path, into: Path) -> None:
    (into / AGENT).parent.mkdir(parents=True)
    (into / AGENT).write_text("Somebody's own agent.\n")
    assert export("--sources", small, "--into", into).exit_code == 1
    assert (into / AGENT).read_text() == "Somebody's own agent.\n"


def test_force_overwrites_an_edited_file(small: Path, into: Path) -> None:
    export("--sources", small, "--into", into)
    edit(into / AGENT, "Do it well.", "Do it my way.")
    assert export("--sources", small, "--into", into, "--force").exit_code == 0
    assert "Do it well." in (into / AGENT).read_text(encoding="utf-8")


def test_a_crlf_checkout_counts_as_unedited(small: Path, into: Path) -> None:
    export("--sources", small, "--into", into)
    for file in (into / AGENT, into / MANIFEST):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert export("--sources", small, "--into", into, "--check").exit_code == 0
    edit(small / "docs/agent/practices.md", "Do it well.", "Do it better.")
    assert export("--sources", small, "--into", into).exit_code == 0


def test_a_clone_remembers_what_was_written(small: Path, into: Path, tmp_path: Path) -> None:
    export("--sources", small, "--into", into)
    clone = tmp_path / "clone"
    shutil.copytree(into, clone)
    edit(small / "docs/agent/practices.md", "Do it well.", "Do it better.")
    assert export("--sources", small, "--into", clone).exit_code == 0


def test_faulty_sources_write_nothing(small: Path, into: Path) -> None:
    edit(small / "docs/agent/persona.md", "name: alpha-agent", "name: ../evil")
    done = export("--sources", small, "--into", into)
    assert done.exit_code == 1
    assert done.stderr.startswith("docs/agent/persona.md:3: front matter's 'name': '../evil'; ")
    assert list(into.iterdir()) == []


def test_a_missing_folder_is_an_error(small: Path, into: Path) -> None:
    done = export("--sources", small, "--into", into / "nowhere")
    assert (done.exit_code, done.stderr) == (1, f"{into / 'nowhere'}: not a directory; create it, or name another\n")


def test_a_file_where_a_folder_must_be_is_an_error_and_stays(small: Path, into: Path) -> None:
    (into / ".claude").write_text("mine")
    done = export("--sources", small, "--into", into)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert [path.name for path in into.iterdir()] == [".claude"]
    assert (into / ".claude").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_an_error(small: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:  # root may write anywhere, so the refusal is made
        raise PermissionError(13, "Permission denied", str(into))

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    done = export("--sources", small, "--into", into)
    assert done.exit_code == 1
    assert done.stderr == f"{into}: can't be written: Permission denied; nothing in it has changed\n"


def test_a_symlink_out_of_the_folder_is_not_followed(small: Path, into: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (into / ".claude").symlink_to(outside)
    done = export("--sources", small, "--into", into)
    assert done.exit_code == 1
    assert "a symlink leads out of" in done.stderr
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("manifest", ["{", "[]", "\x00"])
def test_a_damaged_manifest_is_an_error(small: Path, into: Path, manifest: str) -> None:
    export("--sources", small, "--into", into)
    (into / MANIFEST).write_text(manifest)
    done = export("--sources", small, "--into", into)
    assert done.exit_code == 1
    assert MANIFEST in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"])
def test_a_kill_in_the_middle_of_a_write_leaves_the_old_file_whole(small: Path, into: Path, call: str) -> None:
    export("--sources", small, "--into", into)
    before = (into / AGENT).read_bytes()
    edit(small / "docs/agent/practices.md", "Do it well.", "Do it better.")
    module, _, name = call.partition(".")
    killed = (
        f"import os, pathlib, runpy, signal, sys\n"
        f"{module}.{name} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"sys.argv = ['export_agent.py', '--sources', {str(small)!r}, '--into', {str(into)!r}]\n"
        f"runpy.run_path({str(ROOT / 'scripts/export_agent.py')!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", killed], check=False, capture_output=True)
    assert done.returncode == -9
    assert (into / AGENT).read_bytes() == before
    assert export("--sources", small, "--into", into).exit_code == 0
    assert "Do it better." in (into / AGENT).read_text(encoding="utf-8")
    assert list(into.rglob(f"*{PART}")) == []


def test_a_person_s_file_that_is_named_much_like_a_kill_s_leftover_stays(small: Path, into: Path) -> None:
    export("--sources", small, "--into", into)
    theirs = (into / AGENT).with_name(f".{Path(AGENT).name}.my-old-notes{PART}")
    theirs.write_text("mine", encoding="utf-8")
    edit(small / "docs/agent/practices.md", "Do it well.", "Do it better.")
    assert export("--sources", small, "--into", into).exit_code == 0
    assert theirs.read_text(encoding="utf-8") == "mine"


def test_the_manifest_holds_one_hash_a_file(small: Path, into: Path) -> None:
    export("--sources", small, "--into", into)
    known = json.loads((into / MANIFEST).read_text())
    assert list(known) == [AGENT]
    assert known[AGENT].startswith("sha256:")


@pytest.mark.parametrize("args", [["--check"], ["--force"], ["--layout", "round"], ["--nonsense"]])
def test_wrong_use_exits_with_2(args: list[str]) -> None:
    assert export(*args).exit_code == 2


def test_check_and_force_together_are_wrong_use(into: Path) -> None:
    assert export("--into", into, "--check", "--force").exit_code == 2

"""The gate on run files: what it says of real files, whatever they hold, and what it changes in them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import check_run
from export_checklists import export_checklists
from guides import ROOT
from playbooks import runfile
from playbooks.runfile import PART
from runs import CHECKLIST

HEAD = '---\nid: a7f3c91e2b\nrun: A run\nplaybook: alpha\nguide: "2026.11"\nstarted: 2026-11-22\n---\n'
FIRST = "- [x] `ALP-01` **Must.** Do the first thing.\n    - Evidence: first.txt\n"
SECOND = "- [ ] `ALP-02` Do the second thing.\n"
DONE = f"{HEAD}## First Group\n{FIRST}{SECOND}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A run that passes, by the small guide."""
    file = tmp_path / "run.md"
    file.write_text(DONE, encoding="utf-8")
    return file


def check(small: Path, *args: object) -> int:
    return check_run.main(["--sources", str(small), *map(str, args)])


def test_a_run_that_passes_is_a_table_and_no_more(small: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(small, file) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out == (
        f"{file}: A run (alpha, guide 2026.11)\n"
        "  First Group     1 of   2    1 of  1 Must\n"
        "  all             1 of   2    1 of  1 Must\n"
    )


@pytest.mark.parametrize(
    "case",
    [
        ("[x] `ALP-01`", "[ ] `ALP-01`", "9: ALP-01 is open: 'Do the first thing.'"),
        ("Evidence: first.txt", "Evidence:", "9: ALP-01 is ticked without evidence: 'Do the first thing.'"),
        ("Evidence: first.txt", "a note", "9: ALP-01 is ticked without evidence: 'Do the first thing.'"),
        ("Evidence: first.txt", "Not applicable:", "9: ALP-01 is not applicable without a reason: 'Do the first"),
        ("Evidence: first.txt", "Blocked: no disk", "9: ALP-01 is ticked, yet blocked: 'no disk'"),
        (FIRST, "", "5: ALP-01 is not in the run: '2026.11'"),
        ("playbook: alpha", "playbook: beta", "4: no such playbook: 'beta'; one of alpha"),
        ("started:", "groups: first, last\nstarted:", "6: no such group: 'last'; one of first"),
        ("2026.11", "2027.01", "5: newer than the guide at hand: '2026.11'; bring the checks up to guide 2027.01"),
        ("id: a7f3c91e2b\n", "", "1: the front matter lacks: 'id'"),
        ("- [ ] `ALP-02`", "- [ ] `ALP-01`", "11: check stands twice, first in line 9: 'ALP-01'"),
        ("- [ ] `ALP-02`", "- [] `ALP-02`", "11: damaged check: '- [] `ALP-02` Do the second thing.'"),
        (DONE, "# A page\n", "1: not a run: '# A page'"),
        (DONE, "", "1: not a run: ''"),
        (DONE, DONE[:46], "1: front matter is never closed: '---'"),
    ],
)
def test_each_fault_is_said_with_its_line(
    small: Path, file: Path, capsys: pytest.CaptureFixture[str], case: tuple[str, str, str]
) -> None:
    old, new, says = case
    assert old in DONE
    file.write_text(DONE.replace(old, new), encoding="utf-8")
    assert check(small, file) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{file}:{says}")
    assert said.count("\n") == 1


def test_a_review_is_asked_for_where_it_is_wanted(small: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(small, "--reviewed", file) == 1
    assert capsys.readouterr().err.startswith(f"{file}:9: ALP-01 has no review: 'Do the first thing.'; ")
    file.write_text(DONE.replace("first.txt\n", "first.txt\n    - Reviewed: Ada, 2026-11-23\n"), encoding="utf-8")
    assert check(small, "--reviewed", file) == 0


def test_each_file_is_judged_whatever_the_others_are(
    small: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(small, file.parent / "nowhere.md", file) == 1
    said = capsys.readouterr()
    assert said.err == f"{file.parent / 'nowhere.md'}:1: No such file or directory\n"
    assert said.out.startswith(f"{file}: A run")


# Files that are no runs


def test_a_file_of_50_mb_is_refused_unread(small: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with file.open("r+b") as stream:
        stream.truncate(50 * 1024 * 1024)
    assert check(small, "--update", file) == 1
    assert "1: larger than a run can be: 'more than 1048576 bytes'; name a run file\n" in capsys.readouterr().err
    assert file.stat().st_size == 50 * 1024 * 1024


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "1: not UTF-8 text: '89'"),
        (b"PK\x03\x04\x14\x00", "1: not a run: 'PK\\x03\\x04\\x14\\x00'"),
        (DONE.encode() + b"\xff", "12: not UTF-8 text: 'ff'"),
        (DONE.encode("utf-16"), "1: not UTF-8 text: 'ff'"),
        (b"\x00" * 1000, "1: not a run: '\\x00"),
    ],
)
def test_a_file_of_bytes_is_refused_with_its_line(
    small: Path, file: Path, capsys: pytest.CaptureFixture[str], data: bytes, says: str
) -> None:
    file.write_bytes(data)
    assert check(small, "--update", file) == 1
    assert capsys.readouterr().err.startswith(f"{file}:{says}")
    assert file.read_bytes() == data


def test_a_folder_is_refused(small: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(small, file.parent) == 1
    assert capsys.readouterr().err == f"{file.parent}:1: Is a directory\n"


def test_a_file_that_may_not_be_read_is_refused(
    small: Path, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> str:  # root may read anything, so the refusal is made
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(runfile, "read", refuse)
    assert check(small, file) == 1
    assert capsys.readouterr().err == f"{file}:1: Permission denied\n"


def test_what_a_terminal_would_obey_is_shown_and_not_sent(
    small: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(DONE.replace("A run", "A \x1b[2J\x07run"), encoding="utf-8")
    assert check(small, file) == 0
    assert f"{file}: A \\x1b[2J\\x07run (alpha" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["ÿ.md", "\udcff.md", "new\nline.md", " .md"])
def test_a_file_may_have_any_name(file: Path, small: Path, name: str) -> None:
    odd = file.rename(file.with_name(name))
    for more in ([], ["--json"]):
        env = os.environ | {"PYTHONIOENCODING": "utf-8:strict"}
        done = run("scripts/check_run.py", "--sources", small, *more, odd, env=env)
        assert (done.returncode, done.stderr) == (0, b"")


# --update


def test_an_update_loses_nothing(small: Path, file: Path) -> None:
    old = DONE.replace("2026.11", "2026.10").replace(SECOND, "").replace("the first thing", "something")
    more = "    A note.\n\nFree text.\n- [x] `ALP-99` Retired.\n- [x] `OWN-1` Ours.\n"
    file.write_text(old + more, encoding="utf-8")
    assert check(small, "--update", file) == 0
    text = file.read_text(encoding="utf-8")
    assert text == (
        f"{HEAD}## First Group\n{FIRST}    A note.\n    - Guide 2026.10 said: **Must.** Do something.\n{SECOND}"
        "\nFree text.\n- [x] `ALP-99` Retired.\n- [x] `OWN-1` Ours.\n"
    )


def test_an_update_of_a_run_that_is_current_does_not_touch_the_file(small: Path, file: Path) -> None:
    os.utime(file, (1, 1))
    assert check(small, "--update", file) == 0
    assert file.stat().st_mtime == 1


def test_an_update_changes_what_a_symlink_leads_to(small: Path, file: Path) -> None:
    file.write_text(HEAD, encoding="utf-8")
    link = file.with_name("link.md")
    link.symlink_to(file.name)
    check(small, "--update", link)
    assert link.is_symlink()
    assert "ALP-02" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"])
def test_a_kill_in_the_middle_of_an_update_leaves_the_old_run_whole(small: Path, file: Path, call: str) -> None:
    file.write_text(HEAD, encoding="utf-8")
    module, _, name = call.partition(".")
    killed = (
        "import os, pathlib, runpy, signal, sys\n"
        f"{module}.{name} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"sys.argv = ['check_run.py', '--sources', {str(small)!r}, '--update', {str(file)!r}]\n"
        f"runpy.run_path({str(ROOT / 'scripts/check_run.py')!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", killed], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert file.read_text(encoding="utf-8") == HEAD
    check(small, "--update", file)
    assert "ALP-02" in file.read_text(encoding="utf-8")
    assert list(file.parent.glob(f".*{PART}")) == []


def test_an_update_that_the_disk_refuses_says_so(
    small: Path, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    file.write_text(HEAD, encoding="utf-8")
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert check(small, "--update", file) == 1
    assert capsys.readouterr().err == f"{file}:1: No space left on device\n"
    assert file.read_text(encoding="utf-8") == HEAD


# --json


def test_json_says_all_that_is_known(small: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = file.with_name("bad.md")
    bad.write_text("Nothing.\n", encoding="utf-8")
    assert check(small, "--json", file, bad) == 1
    said = capsys.readouterr()
    assert said.err == ""
    good, other = json.loads(said.out)
    assert (good["file"], good["head"]["run"], good["updated"], good["faults"]) == (str(file), "A run", False, [])
    assert good["progress"] == runfile.progress(runfile.parse(DONE), exported(small))
    assert (other["head"], other["progress"]) == (None, None)
    assert [fault.partition(";")[0] for fault in other["faults"]] == [f"{bad}:1: not a run: 'Nothing.'"]


# The command, and its reader alone


def run(*args: object, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    command: list[str | bytes] = [sys.executable, *(os.fsencode(str(arg)) for arg in args)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False)


def exported(small: Path) -> dict[str, Any]:
    args = ["alpha", "--format", "json", "--sources", str(small)]
    data: dict[str, Any] = json.loads(CliRunner().invoke(export_checklists, args).stdout)
    return data


def test_help_names_every_option() -> None:
    done = run("scripts/check_run.py", "--help")
    assert done.returncode == 0
    for option in (b"FILE", b"--reviewed", b"--update", b"--json", b"--guide", b"--sources DIR", b"--help"):
        assert option in done.stdout


@pytest.mark.parametrize("args", [[], ["--nonsense", "x.md"], ["--sources"], ["x.md", "--guide"]])
def test_wrong_use_exits_with_2(args: list[str]) -> None:
    done = run("scripts/check_run.py", *args)
    assert (done.returncode, done.stdout) == (2, b"")


def test_faulty_sources_are_said_as_the_linter_says_them(
    small: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small / "mkdocs.yml").unlink()
    with pytest.raises(SystemExit) as caught:
        check(small, file)
    assert caught.value.code == 1
    assert capsys.readouterr().err.startswith("mkdocs.yml:1: can't be read: ")


@pytest.fixture
def alone(tmp_path: Path, small: Path) -> Path:
    """A folder with the reader, the guide's checks and an empty run, and nothing else."""
    folder = tmp_path / "alone"
    folder.mkdir()
    shutil.copy(ROOT / "scripts/playbooks/runfile.py", folder)
    for form in ("json", "run"):
        args = ["alpha", "--format", form, "--sources", str(small), "--into", str(folder)]
        assert CliRunner().invoke(export_checklists, args).exit_code == 0
    return folder


def test_the_reader_works_alone_with_what_was_exported(alone: Path) -> None:
    args = ("-I", "-S", "runfile.py", "--guide", "alpha.json", "alpha-run.md")
    done = run(*args, cwd=alone)
    assert done.returncode == 1
    assert done.stderr.startswith(b"alpha-run.md:9: ALP-01 is open: ")
    file = alone / "alpha-run.md"
    ticked = file.read_text(encoding="utf-8").replace("- [ ] `ALP-01`", "- [x] `ALP-01`")
    file.write_text(ticked.replace("first thing.\n", "first thing.\n    - Evidence: a\n"), encoding="utf-8")
    done = run(*args, cwd=alone)
    assert (done.returncode, done.stderr) == (0, b"")


GUIDES: dict[str, Any] = {
    "an array": [CHECKLIST],
    "nothing": None,
    "no retired checks": {key: value for key, value in CHECKLIST.items() if key != "retired"},
    "retired checks of nothing": CHECKLIST | {"retired": [{}]},
    "a version that is none": CHECKLIST | {"guide": "next"},
    "a list for a playbook": CHECKLIST | {"playbook": ["alpha"]},
    "words for a group": CHECKLIST | {"groups": ["reading"]},
    "a word for a yes": CHECKLIST
    | {"groups": [CHECKLIST["groups"][0] | {"checks": [{"code": "ALP-01", "must": "y"}]}]},
}


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\udcff", *map(json.dumps, GUIDES.values())])
def test_a_guide_that_is_none_is_a_plain_error(alone: Path, text: str) -> None:
    (alone / "alpha.json").write_bytes(text.encode(errors="surrogateescape"))
    done = run("-I", "-S", "runfile.py", "--guide", "alpha.json", "alpha-run.md", cwd=alone)
    assert done.returncode == 1
    assert done.stderr.startswith(b"alpha.json:1: not ")
    assert done.stderr.count(b"\n") == 1

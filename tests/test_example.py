"""The example run: it repeats byte for byte, passes the gate, and points at nothing that isn't there."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scipy import stats

from guides import ROOT
from playbooks.runfile import parse

EXAMPLE = ROOT / "docs/assets/example"
RUN = EXAMPLE / "reproduction-run.txt"
PAGE = ROOT / "docs/runs/example.md"
FILE = re.compile(r"(?<![\w/.-])(?:tests/)?[A-Za-z0-9-]+\.(?:txt|csv|json|py)\b")


def text(name: str) -> str:
    return (EXAMPLE / name).read_text(encoding="utf-8")


def run(*command: str | Path, cwd: Path = EXAMPLE) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, check=False)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The builder's script, imported."""
    spec = importlib.util.spec_from_file_location("example_reproduce", EXAMPLE / "reproduce.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its data classes look for themselves
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("code", "output"), [("reproduce.py", "output.txt"), ("review.py", "review-output.txt")])
def test_each_script_prints_the_committed_output_byte_for_byte(code: str, output: str, tmp_path: Path) -> None:
    done = run(sys.executable, EXAMPLE / code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == (EXAMPLE / output).read_bytes()


def test_the_headline_number_comes_out() -> None:
    assert re.search(r"^chi-square +9\.28 +9\.2786 +matched +9\.8571 +gap$", text("output.txt"), re.MULTILINE)


def test_the_gate_passes_the_run_with_its_reviews() -> None:
    done = run(sys.executable, ROOT / "scripts/check_run.py", "--reviewed", RUN)
    assert done.returncode == 0, done.stderr.decode()


def test_each_file_named_as_evidence_exists() -> None:
    entries = parse(RUN.read_text(encoding="utf-8")).entries.values()
    named = {name for entry in entries for _, said in entry.lines for name in FILE.findall(said)}
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name if "/" in name else EXAMPLE / name).is_file()] == []


def test_each_test_named_as_evidence_exists() -> None:
    named = set(re.findall(r"\btest_\w+(?!\w|\.py)", text("reproduction-run.txt"))) - {"test_example"}
    assert named
    assert {name for name in named if name not in globals()} == set()


def test_nobody_reviews_what_they_built() -> None:
    entries = parse(RUN.read_text(encoding="utf-8")).entries.values()
    assert all(said.startswith("reviewer, ") for entry in entries for kind, said in entry.lines if kind == "Reviewed")


def test_the_checksums_hold() -> None:
    lines = [line.split("  ") for line in text("SHA256SUMS.txt").splitlines()]
    assert {name for _, name in lines} == {"table6.csv", "reported.csv", "config.json"}
    record = json.loads(text("run-record.json"))["sha256"]
    for name, digest in [*((name, digest) for digest, name in lines), *record.items()]:
        assert hashlib.sha256((EXAMPLE / name).read_bytes()).hexdigest() == digest, name


def test_the_table_is_scipy_s_but_for_the_tie_that_scipy_broke() -> None:
    source = Path(stats.__file__).parent / "tests/test_stats.py"
    if not source.is_file():
        pytest.skip("this SciPy ships no tests")
    block = source.read_text(encoding="utf-8").split("From Demsar", 1)[1].split("x1 =", 1)[1].split("ref1", 1)[0]
    theirs = [
        [float(one) for one in re.findall(r"\d\.\d+", column)] for column in re.findall(r"\[([\d., \n]+)\]", block)
    ]
    with (EXAMPLE / "table6.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    ours = [[float(row[f"auc {name}"]) for row in rows] for name in ("C4.5", "C4.5+m", "C4.5+cf", "C4.5+m+cf")]
    odd = [
        (rows[i]["dataset"], a, b)
        for x, y in zip(ours, theirs, strict=True)
        for i, (a, b) in enumerate(zip(x, y, strict=True))
    ]
    assert [one for one in odd if one[1] != one[2]] == [("voting", 0.975, 0.9751)]


def test_each_equation_on_a_case_by_hand(script: ModuleType) -> None:
    hand = script.Analysis(np.array([[1.0, 2, 3, 4, 5], [2, 1, 4, 3, 5]]))  # sums 3, 3, 7, 7, 10
    assert hand.chi2 == pytest.approx(12 * 216 / (2 * 5 * 6) - 3 * 2 * 6)  # 7.2
    assert hand.f == pytest.approx(1 * 7.2 / (2 * 4 - 7.2))  # 9
    assert hand.se**2 == pytest.approx(5 * 6 / (6 * 2))  # 2.5
    assert hand.z == pytest.approx(np.array([0, 0, -2, -2, -3.5]) / 2.5**0.5)
    assert hand.corrected == pytest.approx(hand.chi2)  # no ties
    tied = script.Analysis(np.array([[1.5, 1.5, 3, 4, 5], [2, 1, 4, 3, 5]]))
    assert tied.corrected == pytest.approx(tied.chi2 / (1 - 6 / (2 * 5 * 24)))
    swapped = script.Analysis(hand.ranks[:, ::-1])
    assert swapped.chi2 == pytest.approx(hand.chi2)  # the order of the classifiers says nothing


def test_what_was_added_can_be_switched_off(script: ModuleType) -> None:
    table = script.read_table(EXAMPLE / "table6.csv")
    paper = script.Analysis(script.ranked(table, script.CONFIG["apart"]))
    assert f"{paper.chi2:.2f}" == "9.28"
    assert f"{script.Analysis(script.ranked(table, {})).chi2:.2f}" == "9.86"
    assert script.Analysis(np.delete(paper.ranks, [], axis=0)).chi2 == paper.chi2


def test_the_history_is_whole_and_the_plan_is_older_than_the_code(tmp_path: Path) -> None:
    run("git", "init", "--quiet", cwd=tmp_path)
    stream = (EXAMPLE / "history.txt").read_bytes()
    subprocess.run(["git", "fast-import", "--quiet"], cwd=tmp_path, input=stream, check=True)
    log = run("git", "log", "--reverse", "--format=%h", "--abbrev=7", "v1.1", cwd=tmp_path).stdout.decode().split()
    assert set(re.findall(r"\b[0-9a-f]{7}\b(?=\W)", text("reproduction-run.txt"))) <= set(log)
    assert text("run-record.json").split('"commit": "')[1][:7] in log
    first, *_, last = log
    assert "plan.txt" in run("git", "ls-tree", "--name-only", first, cwd=tmp_path).stdout.decode()
    assert ".py" not in run("git", "ls-tree", "--name-only", first, cwd=tmp_path).stdout.decode()
    for name in run("git", "ls-tree", "--name-only", last, cwd=tmp_path).stdout.decode().split():
        assert run("git", "show", f"{last}:{name}", cwd=tmp_path).stdout == (EXAMPLE / name).read_bytes(), name


def test_the_page_links_each_file_and_quotes_the_output() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"\(\.\./assets/example/([^)]+)\)", page)) == {
        file.name for file in EXAMPLE.iterdir() if file.is_file()
    }
    for block in re.findall(r"```text title=\"From (output|review-output)\.txt\"\n(.*?)```", page, re.DOTALL):
        assert block[1] in text(f"{block[0]}.txt")

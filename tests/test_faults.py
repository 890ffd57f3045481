"""Each fault of the sources, with its exact message: one file a case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from guides import CASES, apply
from lint_sources import lint_sources
from playbooks.errors import FaultyError
from playbooks.read import read

FILES = sorted((CASES / "faults").glob("*.yml"))


def case_of(file: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return case


def test_the_small_guide_itself_has_no_fault(small: Path) -> None:
    assert len(read(small).pages) == 8


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_fault_is_said_with_its_place(file: Path, small: Path) -> None:
    case = case_of(file)
    apply(case, small)
    with pytest.raises(FaultyError) as caught:
        read(small)
    assert [str(fault) for fault in caught.value.faults] == case["expect"], case["says"]


def test_the_linter_prints_every_fault_and_exits_with_1(small: Path) -> None:
    case = case_of(CASES / "faults" / "several-at-once.yml")
    apply(case, small)
    done = CliRunner().invoke(lint_sources, ["--sources", str(small)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == case["expect"]


def test_a_page_that_nobody_reviewed_for_a_year_is_a_warning(small: Path) -> None:
    page = small / "docs/index.md"
    page.write_text(page.read_text().replace("2026-11-01", "2020-01-31"))
    done = CliRunner().invoke(lint_sources, ["--sources", str(small)])
    assert done.exit_code == 0
    assert "warning: docs/index.md:1: last reviewed over a year ago: '2020-01-31'" in done.stderr


def test_the_sources_of_this_wiki_have_no_fault() -> None:
    done = CliRunner().invoke(lint_sources, [])
    assert (done.exit_code, done.stderr) == (0, "")

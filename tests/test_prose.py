"""Spelling and Markdown style are clean, and every number that a page computes comes out again."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner

from draw_figures import draw_figures
from guides import ROOT
from lint_sources import lint_sources
from playbooks.model import Attachment, Example
from playbooks.palette import PALETTE
from playbooks.read import read

GUIDE = read(ROOT)
EXAMPLES = [example for page in GUIDE.pages for example in page.examples]
FIGURES = [attachment for attachment in GUIDE.attachments if attachment.path.endswith(".svg")]


def said(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_spelling_is_clean() -> None:
    assert said("codespell_lib", "docs", "README.md", "scripts", "tests", "Makefile") == ""


def test_markdown_style_is_clean() -> None:
    assert said("pymarkdown", "scan", "--recurse", "docs", "README.md") == ""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_each_example_runs_and_prints_what_the_page_says(example: Example) -> None:
    code = compile(example.code, f"{example.place.path}:{example.place.line}", "exec")
    if example.output is None:
        return  # it needs a large framework or an accelerator, as its title says
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a library's own deprecations are not the page's
        exec(code, {"__name__": "__main__"})  # noqa: S102 (it is what a reader would run)
    assert stream.getvalue() == example.output


def test_the_committed_figures_are_what_the_scripts_draw() -> None:
    done = CliRunner().invoke(draw_figures, ["--check"])
    assert done.exit_code == 0, done.output


def test_a_figure_that_would_change_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(draw_figures, ["--check", "--sources", str(tmp_path)])
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == len(FIGURES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: Path(figure.path).stem)
def test_each_figure_uses_the_page_s_colours_alone(figure: Attachment) -> None:
    colours = set(re.findall(r"#[0-9a-f]{6}\b", figure.text))
    assert colours <= set(PALETTE.values())


def test_each_figure_has_a_text_alternative_that_carries_a_message() -> None:
    alts = [passage.alt for page in GUIDE.pages for passage in page.passages if passage.kind == "figure"]
    assert all(len(alt.split()) >= 12 for alt in alts), alts


def test_each_playbook_that_says_it_is_complete_is() -> None:
    done = CliRunner().invoke(lint_sources, ["--report"])
    assert done.exit_code == 0, done.output

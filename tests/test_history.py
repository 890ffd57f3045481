"""The linter looks back: a check that git remembers is in the guide, or retired."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guides import ROOT
from lint_sources import lint_sources
from playbooks.read.history import codes_at

FIRST = "docs/playbooks/alpha/first.md"
GONE = (
    "docs/playbooks/alpha/index.md:1: check is gone since {}: 'ALP-02'; "
    "bring it back, or write below 'retired:' there: code, guide, reason and successor ('' where there is none)\n"
)
GONE_PAGE = (
    "mkdocs.yml:1: page is gone since HEAD: 'docs/old.md'; "
    "bring it back, or name below 'extra: redirects:' the page that took its place\n"
)
RETIRED = """retired:
  - code: ALP-02
    guide: "2026.12"
    reason: ALP-01 says it.
    successor: ALP-01
"""


def git(root: Path, *args: str) -> None:
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"]
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(root), *who, *args], check=True, capture_output=True, env=env | nobody)


@pytest.fixture
def repository(small: Path) -> Path:
    """The small guide as a repository of one commit."""
    git(small, "init", "--quiet")
    commit(small)
    return small


def commit(root: Path) -> None:
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A commit")


def lint(root: Path, *args: str) -> Result:
    return CliRunner().invoke(lint_sources, ["--sources", str(root), *args])


def drop_the_second_check(root: Path) -> None:
    text = (root / FIRST).read_text(encoding="utf-8")
    (root / FIRST).write_text(text[: text.index("## Another topic")], encoding="utf-8")


def test_a_check_that_vanished_is_refused(repository: Path) -> None:
    drop_the_second_check(repository)
    done = lint(repository, "--since", "HEAD")
    assert (done.exit_code, done.stderr) == (1, GONE.format("HEAD"))


def test_a_check_that_vanished_with_its_page_is_refused(repository: Path) -> None:
    text = (repository / FIRST).read_text(encoding="utf-8")
    (repository / FIRST).unlink()
    (repository / "docs/playbooks/alpha/other.md").write_text(text.replace("ALP-02", "ALP-03"), encoding="utf-8")
    config = repository / "mkdocs.yml"
    config.write_text(config.read_text().replace("alpha/first.md", "alpha/other.md"))
    assert lint(repository, "--since", "HEAD").stderr.startswith(GONE.format("HEAD"))


def test_a_check_that_is_retired_is_not_missed(repository: Path) -> None:
    drop_the_second_check(repository)
    index = repository / "docs/playbooks/alpha/index.md"
    index.write_text(index.read_text(encoding="utf-8").replace("retired:\n", RETIRED), encoding="utf-8")
    done = lint(repository, "--since", "HEAD")
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_check_that_moved_or_is_worded_anew_is_not_missed(repository: Path) -> None:
    text = (repository / FIRST).read_text(encoding="utf-8")
    (repository / FIRST).write_text(text.replace("Do the second thing.", "Do it **well**."), encoding="utf-8")
    assert lint(repository, "--since", "HEAD").exit_code == 0


def test_a_playbook_that_vanished_whole_is_said_with_where_it_was(repository: Path) -> None:
    (repository / "docs/playbooks/alpha").rename(repository / "docs/playbooks/beta")
    for page in (repository / "docs/playbooks/beta").iterdir():
        page.write_text(page.read_text(encoding="utf-8").replace("ALP", "BET"), encoding="utf-8")
    config = repository / "mkdocs.yml"
    config.write_text(config.read_text().replace("playbooks/alpha/", "playbooks/beta/"))
    done = lint(repository, "--since", "HEAD")
    assert [line.split(":")[0] for line in done.stderr.splitlines()[:2]] == ["docs/playbooks/alpha/index.md"] * 2


def test_the_last_tag_is_what_since_last_tag_compares_with(repository: Path) -> None:
    git(repository, "tag", "v1")
    drop_the_second_check(repository)
    assert lint(repository, "--since-last-tag").stderr == GONE.format("v1")
    commit(repository)
    assert lint(repository, "--since-last-tag").stderr == GONE.format("v1")


def test_a_release_is_compared_with_the_one_before_it(repository: Path) -> None:
    git(repository, "tag", "v1")
    drop_the_second_check(repository)
    commit(repository)
    git(repository, "tag", "v2")
    assert lint(repository, "--since-last-tag").stderr == GONE.format("v1")


def test_without_a_tag_it_says_so_and_passes(repository: Path) -> None:
    drop_the_second_check(repository)
    done = lint(repository, "--since-last-tag")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "no tag yet, so no check to miss")


def test_a_shallow_clone_without_tags_is_a_warning(repository: Path, tmp_path: Path) -> None:
    commit_again = repository / "docs/index.md"
    commit_again.write_text(commit_again.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    commit(repository)
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-tags", repository.as_uri(), "shallow")
    done = lint(tmp_path / "shallow", "--since-last-tag")
    assert done.exit_code == 0
    assert "warning: checks are compared with no tag: a shallow clone knows no tags; fetch them" in done.stderr


@pytest.mark.parametrize("revision", ["nowhere", "", "--all", "HEAD:docs", "a..b"])
def test_a_revision_that_git_does_not_know_is_a_plain_error(repository: Path, revision: str) -> None:
    done = lint(repository, f"--since={revision}")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {repository}: fatal: ")


def test_outside_of_a_checkout_a_revision_is_a_plain_error(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(small.parent))
    done = lint(small, "--since=HEAD")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "not a git repository" in done.stderr


def test_outside_of_a_checkout_the_last_tag_is_a_warning(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(small.parent))
    done = lint(small, "--since-last-tag")
    assert done.exit_code == 0
    assert "warning: checks are compared with no tag: " in done.stderr


def test_without_git_it_is_a_plain_error(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = lint(small, "--since", "HEAD")
    assert (done.exit_code, done.stderr) == (1, "Error: git can't be started: No such file or directory\n")


def test_a_sample_in_the_text_is_no_check(repository: Path) -> None:
    page = repository / FIRST
    page.write_text(page.read_text(encoding="utf-8") + "\nWrite `- [ ] ALP-50`, or `ALP-51`.\n", encoding="utf-8")
    commit(repository)
    assert codes_at(repository, "HEAD") == {"ALP-01": FIRST, "ALP-02": FIRST}


def test_this_repository_s_own_codes_are_found() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("no git checkout")
    assert "REP-17" in codes_at(ROOT, "HEAD")


def test_a_page_that_vanished_is_refused_until_it_is_led_on_from(repository: Path) -> None:
    (repository / "docs/old.md").write_text(
        (repository / "docs/index.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    config = (repository / "mkdocs.yml").read_text(encoding="utf-8")
    (repository / "mkdocs.yml").write_text(
        config.replace("  - index.md\n", "  - index.md\n  - old.md\n"), encoding="utf-8"
    )
    commit(repository)
    (repository / "docs/old.md").unlink()
    (repository / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = lint(repository, "--since", "HEAD")
    assert (done.exit_code, done.stderr) == (1, GONE_PAGE)
    moved = config + "  redirects:\n    old.md: index.md\n"
    (repository / "mkdocs.yml").write_text(moved, encoding="utf-8")
    assert lint(repository, "--since", "HEAD").exit_code == 0

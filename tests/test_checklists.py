"""The export of checklists: each format reads back as the model has it, and no file of a person's is lost."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from export_checklists import export_checklists
from guides import ROOT
from playbooks import runfile
from playbooks.model import Guide
from playbooks.render.checklists import FORMULA, LARGEST, as_csv, as_github, as_json, checklist, plain_cell, uncalling
from playbooks.write import MANIFEST
from runs import CHECKLIST

SCHEMA = json.loads((ROOT / "docs/assets/schemas/checklist.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
COMMONMARK = MarkdownIt("commonmark")
LINE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)


def export(*args: object) -> Result:
    return CliRunner().invoke(export_checklists, [str(arg) for arg in args])


def add_group(small: Path, name: str, checks: int, code: int) -> None:
    """One more group of the small guide's playbook, with so many checks of 200 characters."""
    lines = ["---", f"title: {name}", "reviewed: 2026-11-01", "---", "", f"# {name}", "", "## Its topic", ""]
    for at in range(code, code + checks):
        must = "**Must.** " if at == code else ""
        lines += [f"- [ ] `ALP-{at:04}` {must}Do {'very ' * 30}much.", "    - *Evidence:* what shows it."]
    (small / f"docs/playbooks/alpha/{name.lower()}.md").write_text("\n".join([*lines, ""]), encoding="utf-8")
    config = small / "mkdocs.yml"
    entry = "              - playbooks/alpha/"
    added = config.read_text().replace(f"{entry}first.md\n", f"{entry}first.md\n{entry}{name.lower()}.md\n")
    config.write_text(added, encoding="utf-8")


# As JSON


def test_json_holds_all_that_a_run_needs(small: Path) -> None:
    done = export("alpha", "--format", "json", "--sources", small)
    assert done.stdout.endswith("}\n")
    assert json.loads(done.stdout) == {
        "guide": "2026.11",
        "date": "2026-11-22",
        "playbook": "alpha",
        "code": "ALP",
        "name": "Alpha Framework",
        "groups": [
            {
                "group": "first",
                "name": "First Group",
                "phase": "",
                "checks": [
                    {
                        "code": "ALP-01",
                        "must": True,
                        "text": "Do the first thing.",
                        "evidence": "the first file.",
                        "topic": "One topic",
                    },
                    {
                        "code": "ALP-02",
                        "must": False,
                        "text": "Do the second thing.",
                        "evidence": "the second file.",
                        "topic": "Another topic",
                    },
                ],
            }
        ],
        "retired": [
            {"code": "ALP-99", "guide": "2026.01", "reason": "It said what ALP-01 says.", "successor": "ALP-01"}
        ],
    }


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_each_playbook_s_json_is_what_the_schema_says(guide: Guide) -> None:
    every = [checklist(guide, playbook) for playbook in guide.playbooks()]
    for data in [*every, every, CHECKLIST]:
        VALIDATOR.validate(data)


@pytest.mark.parametrize(
    "change",
    [
        {"more": 1},
        {"guide": 2026.1},
        {"guide": "next"},
        {"playbook": "Alpha"},
        {"name": ""},
        {"name": "Two\nlines"},
        {"code": "alp"},
        {"groups": [{"group": "reading", "name": "Reading", "phase": ""}]},
        {"retired": [{"code": "ALP-04"}]},
    ],
)
def test_the_schema_refuses_what_is_no_checklist(change: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(CHECKLIST | change)


def test_several_playbooks_are_one_array_and_one_is_an_object() -> None:
    assert json.loads(as_json([CHECKLIST, CHECKLIST])[0]) == [CHECKLIST, CHECKLIST]
    assert json.loads(as_json([CHECKLIST])[0]) == CHECKLIST


def test_a_group_alone_leaves_the_others_out() -> None:
    done = export("reproduction", "--format", "json", "--group", "paper-analysis-and-understanding")
    assert [group["group"] for group in json.loads(done.stdout)["groups"]] == ["paper-analysis-and-understanding"]


# As CSV


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_is_one_row_a_check_below_one_header(small: Path) -> None:
    done = export("alpha", "--format", "csv", "--sources", small)
    text = done.stdout_bytes.decode("utf-8")
    assert text.startswith("\ufeffplaybook,group,topic,code,must,check,evidence to show,settled,evidence\r\n")
    assert text.count("\r\n") == text.count("\n") == 3
    assert rows(text)[1:] == [
        ["alpha", "First Group", "One topic", "ALP-01", "Must", "Do the first thing.", "the first file.", "", ""],
        ["alpha", "First Group", "Another topic", "ALP-02", "", "Do the second thing.", "the second file.", "", ""],
    ]


def test_several_playbooks_are_one_table(guide: Guide) -> None:
    table = rows(as_csv([checklist(guide, playbook) for playbook in guide.playbooks()])[0])
    codes = [check.code for book in guide.playbooks() for group in book.groups for check in group.checks()]
    assert [row[3] for row in table] == ["code", *codes]


# What LibreOffice and Excel, also set to Japanese, take for the start of something to compute.
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_cell_that_a_spreadsheet_would_compute_is_text(start: str) -> None:
    assert plain_cell(f"{start}1+1") == f"'{start}1+1"


@given(st.lists(st.tuples(*[st.one_of(LINE, st.builds("{}{}".format, st.sampled_from("=+-@\t\r;,\"'"), LINE))] * 4)))
def test_csv_reads_back_as_it_was_and_holds_no_formula(texts: list[tuple[str, str, str, str]]) -> None:
    checks = [
        {"code": "ALP-01", "must": False, "text": text, "evidence": evidence, "topic": topic}
        for text, evidence, topic, _ in texts
    ]
    group = {"group": "reading", "name": texts[0][3] if texts else "", "phase": "", "checks": checks}
    table = rows(as_csv([CHECKLIST | {"groups": [group]}])[0])[1:]
    assert not any(FORMULA.match(cell) for row in table for cell in row)
    read = [(row[5], row[6], row[2]) for row in table]
    assert read == [tuple(map(plain_cell, text[:3])) for text in texts]


# For GitHub


def headings(text: str, tag: str) -> list[str]:
    root = SyntaxTreeNode(COMMONMARK.parse(text))
    return [node.children[0].content for node in root.children if node.type == "heading" and node.tag == tag]


def test_github_gets_a_task_list_with_the_evidence_asked_below(small: Path) -> None:
    done = export("alpha", "--format", "github", "--sources", small)
    assert done.stdout == (
        "# Alpha Framework\n"
        "\n"
        "Playbook `alpha`, guide 2026.11 of 2026-11-22.\n"
        "\n"
        "## First Group\n"
        "\n"
        "- [ ] `ALP-01` **Must.** Do the first thing.\n"
        "    - *Evidence:* the first file.\n"
        "- [ ] `ALP-02` Do the second thing.\n"
        "    - *Evidence:* the second file.\n"
    )


def test_github_reads_each_playbook_as_the_model_has_it(guide: Guide) -> None:
    for playbook in guide.playbooks():
        (text,) = as_github([checklist(guide, playbook)])
        assert len(text) <= 65536
        assert headings(text, "h1") == [playbook.name]
        assert headings(text, "h2") == [page.name for page in playbook.groups]
        checks = [check.code for page in playbook.groups for check in page.checks()]
        assert re.findall(r"(?m)^- \[ \] `([A-Z]{3}-\d+)` ", text) == checks


CALLING = re.compile(r"@\w|#\d|(?<![^\W_])(?i:gh-\d)|https?://|(?<![^\W_])www\.\w")
SIGNS = [*"@#`\\*_ &;-.", "``", "bob", "12", "GH", "é", "https://a.b", "www.a.b"]
PIECES = st.lists(st.sampled_from([*SIGNS, "&#64;", "&commat;", "&#x23;", "&num;"])).map("".join)


@given(PIECES)
def test_no_text_calls_anybody_or_names_an_issue_outside_of_code(text: str) -> None:
    assert not CALLING.search(plain(uncalling(text)))


def plain(text: str) -> str:
    """What is seen of inline Markdown outside of code, as one text."""
    (token,) = COMMONMARK.parseInline(text)
    shown = [leaf.content if leaf.type in ("text", "text_special") else "\0" for leaf in token.children or ()]
    return "".join(shown)


@given(PIECES)
def test_a_text_made_safe_still_reads_the_same(text: str) -> None:
    assert COMMONMARK.renderInline(uncalling(text)).replace("\u200b", "") == COMMONMARK.renderInline(text)


@pytest.mark.parametrize("text", ["in `@bob` and ``#1 ` @bob``", "&#8212; and C# alone", "plain", "a & b; 3 - 2"])
def test_what_calls_nobody_is_left_alone(text: str) -> None:
    assert uncalling(text) == text


def test_a_playbook_too_large_for_github_comes_in_parts_by_group(small: Path, into: Path) -> None:
    for at, name in enumerate(["Large", "Larger", "Small"], 1):
        add_group(small, name, 10 if name == "Small" else 200, 1000 * at)
    done = export("alpha", "--format", "github", "--sources", small, "--into", into)
    assert done.stderr == "alpha: more than GitHub takes at once, so it comes in 2 parts\n"
    parts = [(into / f"alpha-{at}.md").read_text(encoding="utf-8") for at in (1, 2)]
    assert all(len(part.replace("\n", "\r\n").encode()) <= LARGEST for part in parts)
    assert [headings(part, "h1") for part in parts] == [[f"Alpha Framework (part {at} of 2)"] for at in (1, 2)]
    names = [name for part in parts for name in headings(part, "h2")]
    assert names == ["First Group", "Small", "Larger", "Large"]
    codes = re.findall(r"(?m)^- \[ \] `(ALP-\d+)`", "".join(parts))
    assert len(codes) == len(set(codes)) == 412


def test_a_group_too_large_for_github_alone_is_an_error(small: Path, into: Path) -> None:
    add_group(small, "Huge", 400, 1000)
    done = export("alpha", "--format", "github", "--sources", small, "--into", into)
    assert done.exit_code == 1
    assert re.search(
        r"alpha: group 'huge' alone has \d+ characters, and GitHub takes \d+; divide its page", done.stderr
    )
    assert list(into.iterdir()) == []


# As an empty run


def test_a_run_is_empty_and_follows_this_guide(small: Path) -> None:
    done = export("alpha", "--format", "run", "--sources", small)
    run = runfile.parse(done.stdout)
    assert run.head["guide"] == "2026.11"
    assert re.fullmatch(r"Alpha, \d{4}-\d{2}-\d{2}", run.head["run"])
    assert run.head["run"] == f"Alpha, {run.head['started']}"
    assert [(entry.code, entry.ticked, entry.lines) for entry in run.entries.values()] == [
        ("ALP-01", False, ()),
        ("ALP-02", False, ()),
    ]


def test_each_run_has_an_id_of_its_own_that_no_yaml_reader_takes_for_a_number(small: Path) -> None:
    texts = [export("alpha", "--format", "run", "--sources", small).stdout for _ in range(5)]
    ids = {runfile.parse(text).head["id"] for text in texts}
    assert len(ids) == 5
    assert all(re.fullmatch(r"[a-f][0-9a-f]{9}", each) for each in ids)


def test_a_run_of_some_groups_names_them_in_the_guide_s_order() -> None:
    groups = ["implementation-strategy-development", "paper-analysis-and-understanding"]
    done = export("reproduction", "--format", "run", "--group", groups[0], "--group", groups[1], "--group", groups[0])
    run = runfile.parse(done.stdout)
    assert run.head["groups"] == f"{groups[1]}, {groups[0]}"
    assert list(run.headings) == ["Paper Analysis and Understanding", "Implementation Strategy Development"]


@pytest.mark.parametrize("name", ['Reproduce "Attention"', "a: b # c", "---", "=1+1", "<b>", "true", "Ünï 😀"])
def test_a_run_takes_any_name_of_one_line(small: Path, name: str) -> None:
    done = export("alpha", "--format", "run", "--sources", small, "--name", name)
    assert runfile.parse(done.stdout).head["run"] == name


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "\x1b[2J", "\udcff"])
def test_a_name_that_is_no_line_is_wrong_use(small: Path, name: str) -> None:
    done = export("alpha", "--format", "run", "--sources", small, "--name", name)
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_run_is_written_beside_what_is_generated_and_stays_out_of_the_manifest(small: Path, into: Path) -> None:
    for form in ("run", "json", "csv", "github"):
        assert export("alpha", "--format", form, "--sources", small, "--into", into).exit_code == 0
    names = ["alpha-run.md", "alpha.csv", "alpha.json", "alpha.md"]
    assert sorted(path.name for path in into.iterdir()) == [MANIFEST, *names]
    assert sorted(json.loads((into / MANIFEST).read_text())) == names[1:]


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_run_that_is_there_is_kept_and_no_other_written(into: Path, force: list[str]) -> None:
    (into / "reproduction-run.md").write_text("Weeks of work.\n")
    done = export("experiments", "reproduction", "--format", "run", "--into", into, *force)
    kept = into / "reproduction-run.md"
    why = "is there already, and a run is never overwritten; name another folder, or move it"
    assert (done.exit_code, done.stderr) == (1, f"{kept}: {why}\n")
    assert [(path.name, path.read_text()) for path in into.iterdir()] == [("reproduction-run.md", "Weeks of work.\n")]


def test_a_symlink_that_leads_nowhere_is_kept_too(small: Path, into: Path) -> None:
    (into / "alpha-run.md").symlink_to("elsewhere.md")
    assert export("alpha", "--format", "run", "--sources", small, "--into", into).exit_code == 1
    assert (into / "alpha-run.md").is_symlink()


# The command


def test_into_writes_what_is_printed_and_a_second_time_nothing(small: Path, into: Path) -> None:
    for form, ending in (("json", "json"), ("csv", "csv"), ("github", "md")):
        args = ("alpha", "--format", form, "--sources", small)
        assert export(*args, "--into", into).stdout == f"wrote {into / f'alpha.{ending}'}\n"
        assert (into / f"alpha.{ending}").read_bytes() == export(*args).stdout_bytes
        assert export(*args, "--into", into).stdout == "nothing to write: all is up to date\n"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_edited_by_hand_is_kept_until_forced(small: Path, into: Path, form: str) -> None:
    args = ("alpha", "--format", form, "--sources", small, "--into", into)
    export(*args)
    fresh = (into / f"alpha.{form}").read_bytes()
    (into / f"alpha.{form}").write_bytes(fresh.replace(b"first thing", b"last thing"))
    done = export(*args)
    assert (done.exit_code, "--force overwrites it" in done.stderr) == (1, True)
    assert b"last thing" in (into / f"alpha.{form}").read_bytes()
    assert export(*args, "--force").exit_code == 0
    assert (into / f"alpha.{form}").read_bytes() == fresh


def test_all_is_each_playbook_once(guide: Guide, into: Path) -> None:
    assert export("all", "reproduction", "--format", "json", "--into", into).exit_code == 0
    folders = [playbook.index.path.split("/")[2] for playbook in guide.playbooks()]
    assert {path.name for path in into.glob("*.json")} - {MANIFEST} == {f"{folder}.json" for folder in folders}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["beta", "--format", "csv"], "no playbook 'beta'; one of alpha, or all"),
        (["alpha", "beta", "--format", "csv"], "no playbook 'beta'; one of alpha, or all"),
        (["alpha", "--format", "csv", "--group", "last"], "no group 'last' in alpha; one of first"),
        (["alpha"], "Missing option '--format'"),
        (["--format", "csv"], "Missing argument 'PLAYBOOK...'"),
        (["alpha", "--format", "xlsx"], "'xlsx' is not one of 'run', 'github', 'json', 'csv', 'pdf'"),
        (["alpha", "--format", "csv", "--name", "x"], "--name needs --format run"),
        (["alpha", "--format", "csv", "--force"], "--force needs --into DIR"),
    ],
)
def test_wrong_use_exits_with_2_and_says_what_there_is(small: Path, args: list[str], says: str) -> None:
    done = export(*args, "--sources", small)
    assert done.exit_code == 2
    assert says in done.stderr


def test_a_group_needs_one_playbook_to_be_in() -> None:
    done = export("all", "--format", "csv", "--group", "paper-analysis-and-understanding")
    assert (done.exit_code, "--group names a group of one PLAYBOOK" in done.stderr) == (2, True)


def test_faulty_sources_and_a_missing_folder_are_errors(small: Path, into: Path) -> None:
    args = ("alpha", "--format", "run", "--sources", small, "--into")
    done = export(*args, into / "nowhere")
    assert (done.exit_code, done.stderr) == (1, f"{into / 'nowhere'}: not a directory; create it, or name another\n")
    (small / "docs/references.md").unlink()
    assert export(*args, into).exit_code == 1
    assert list(into.iterdir()) == []

"""The run file: the cases that specify it, and what holds for any run and any edit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from playbooks.runfile import RunError, apply, parse, progress, tidy
from runs import CHECKLIST, EDITS, bodies, cases


@pytest.mark.parametrize("case", cases().values(), ids=list(cases()))
def test_python_does_what_the_case_says(case: dict[str, Any]) -> None:
    if "fault" in case:
        with pytest.raises(RunError) as caught:
            done(case)
        assert str(caught.value) == case["fault"]
        return
    text = done(case)
    assert text == case["after"]
    assert progress(parse(text), CHECKLIST) == case["progress"]


def done(case: dict[str, Any]) -> str:
    """The text after what the case does; raises RunError."""
    text: str = case["before"]
    parse(text)
    for edit in case.get("do", []):
        text = apply(text, edit, CHECKLIST)
    return text


def valid(text: str) -> bool:
    try:
        parse(text)
    except RunError:
        return False
    return True


@given(bodies(), EDITS)
def test_an_edit_reads_back_as_it_was_meant(text: str, edit: dict[str, Any]) -> None:
    assume(valid(text))
    try:
        entry = parse(apply(text, edit, CHECKLIST)).entries.get(edit.get("code", ""))
    except RunError:
        return  # a name without a letter, or a code that neither run nor guide knows
    before = parse(text).entries.get(edit.get("code", ""))
    if entry is None:
        return
    others = [line for line in before.lines if line[0] != edit.get("kind")] if before else []
    assert [line for line in entry.lines if line[0] != edit.get("kind")] == others
    match edit["do"]:
        case "tick":
            assert entry.ticked == edit["ticked"]
        case "put":
            assert set(entry.said(edit["kind"])) == {tidy(text) for text in edit["texts"]} - {""}
        case "note":
            assert entry.note == tidy(edit["text"])


@given(bodies(), EDITS)
def test_an_edit_leaves_every_other_check_as_it_was_byte_for_byte(text: str, edit: dict[str, Any]) -> None:
    assume(valid(text) and edit["do"] != "update")
    try:
        after = apply(text, edit, CHECKLIST)
    except RunError:
        return
    read = parse(after).entries
    for entry in parse(text).entries.values():
        if entry.code != edit.get("code"):
            now = read[entry.code]
            assert lines(text)[entry.start : entry.end] == lines(after)[now.start : now.end]


@given(bodies(), EDITS)
def test_the_same_edit_again_changes_nothing(text: str, edit: dict[str, Any]) -> None:
    assume(valid(text))
    try:
        after = apply(text, edit, CHECKLIST)
    except RunError:
        return
    assert apply(after, edit, CHECKLIST) == after


def lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


@given(bodies(), st.lists(EDITS, max_size=4))
def test_what_no_edit_is_about_survives_in_its_order(text: str, edits: list[dict[str, Any]]) -> None:
    assume(valid(text))
    free = [line for line in lines(text) if line and not line.startswith((" ", "\t", "- [", "guide:", "run:"))]
    for edit in edits:
        try:
            text = apply(text, edit, CHECKLIST)
        except RunError:
            assert valid(text)
    rest = iter(lines(text))
    assert all(any(line == other for other in rest) for line in free)

"""The runs that tests start from, and how hypothesis makes runs and edits of its own."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import strategies as st

from guides import CASES

CHECKLIST: dict[str, Any] = json.loads((CASES / "runs/checklist.json").read_text(encoding="utf-8"))
CODES = ["ALP-01", "ALP-02", "ALP-03", "ALP-04", "ALP-05", "ALP-06", "OWN-1"]
KINDS = ["Evidence", "Not applicable", "Blocked", "Reviewed"]
HEAD = '---\nid: a7f3c91e2b\nrun: A run\nplaybook: alpha\nguide: "2026.11"\nstarted: 2026-11-22\n---\n'

# Rows that mean something to the grammar, or nearly do, beside any text.
TELLING = st.sampled_from(
    [
        "- Evidence: a",
        "\\- Evidence: a",
        "* *Blocked:* b",
        "- [x] `ALP-01` x",
        "---",
        "## Running",
        "```",
        "~~~",
        "text",
    ]
)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
INDENT = st.sampled_from(["", " ", "  ", "    ", "      ", "\t", " \t"])
ROW = st.one_of(st.builds("{}{}".format, INDENT, TELLING), ANYTHING)
TEXT = st.lists(ROW, max_size=4).map("\n".join)


def cases() -> dict[str, dict[str, Any]]:
    """The specification: each case by its name."""
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in (CASES / "runs").glob("*.yml")}


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """What may stand below the front matter, most of it valid."""
    rows: list[str] = []
    for code in draw(st.permutations(CODES))[: draw(st.integers(0, 7))]:
        rows += draw(st.lists(ROW.filter(lambda row: not row.startswith(("```", "~~~"))), max_size=1))
        box = draw(st.sampled_from(" xX"))
        rows.append(
            f"- [{box}] `{code}` {draw(st.sampled_from(['**Must.** ', '']))}{draw(st.sampled_from(['Run it.', '']))}"
        )
        for _ in range(draw(st.integers(0, 3))):
            kind = draw(st.sampled_from(KINDS))
            rows.append(f"{draw(INDENT.filter(bool))}- {kind}: {draw(ROW)}")
            rows += draw(st.lists(st.builds("{}{}".format, INDENT.filter(bool), ROW), max_size=2))
    return draw(st.sampled_from(["\n", "\r\n"])).join([*HEAD.split("\n")[:-1], *rows]) + draw(
        st.sampled_from(["", "\n"])
    )


EDITS = st.one_of(
    st.builds(
        lambda code, ticked: {"do": "tick", "code": code, "ticked": ticked}, st.sampled_from(CODES), st.booleans()
    ),
    st.builds(
        lambda code, kind, texts: {"do": "put", "code": code, "kind": kind, "texts": texts},
        st.sampled_from(CODES),
        st.sampled_from(KINDS),
        st.lists(TEXT, max_size=3),
    ),
    st.builds(lambda code, text: {"do": "note", "code": code, "text": text}, st.sampled_from(CODES), TEXT),
    st.builds(lambda value: {"do": "head", "key": "run", "value": value}, ANYTHING),
    st.just({"do": "update"}),
)

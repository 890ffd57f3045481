"""Whatever stands in a file, reading it ends in a model or in our own error."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guides import small_guide
from playbooks.errors import FaultyError
from playbooks.read import read

PIECES = [
    "# One\n", "## Two\n", "##\n", "- [ ] ", "- [x] ", "`ALP-03` ", "**Must.** ", "    - *Evidence:* x\n", "  - y\n",
    "[@doe2020work]", "[@", "@doe2020work", "; ", "]", "(", ")", "!!! note\n", "??? note\n", "    ", "\n", "\n\n",
    "> ", "1. ", "| a | b |\n| - | - |\n", "```\n", "<!--", "-->", "<div>\n", "---\n", "/// gate | first.md\n///\n",
    "\u200b", "\r\n", "\x00", "é", "[a](b)", "![", "\\", "*", "_", "&#8203;",
]  # fmt: skip
PAGES = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))
FRONT = "---\ntitle: First\nreviewed: 2026-11-01\n---\n"
SETTINGS = settings(max_examples=150, deadline=None)  # a read takes milliseconds, a slow disk more


def answers(path: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = small_guide(Path(folder))
        (root / path).write_bytes(data)
        try:
            read(root)
        except FaultyError as error:
            assert all(fault.path and fault.line > 0 and fault.what for fault in error.faults)


@SETTINGS
@given(PAGES)
def test_any_text_of_a_group_page_is_read_or_refused(text: str) -> None:
    answers("docs/playbooks/alpha/first.md", (FRONT + text).encode("utf-8", errors="surrogatepass"))


@SETTINGS
@given(PAGES)
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    answers("docs/playbooks/alpha/index.md", f"---\n{text}\n---\n\n# Alpha\n".encode("utf-8", errors="surrogatepass"))


@SETTINGS
@given(
    st.one_of(
        st.binary(), st.sampled_from(["nav: [", "nav: {a: b}", "nav: 1", "- nav", "nav:\n - a: [b: c]"]).map(str.encode)
    )
)
def test_any_bytes_of_the_configuration_are_read_or_refused(data: bytes) -> None:
    answers("mkdocs.yml", data)


@SETTINGS
@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(
                [
                    "@article{",
                    "a2020b",
                    ",",
                    " title = {",
                    "}",
                    "author = ",
                    '"',
                    "and",
                    "\n",
                    "year",
                    "#",
                    "@string{x = 1}",
                ]
            )
        ).map("".join),
    )
)
def test_any_text_of_the_bibliography_is_read_or_refused(text: str) -> None:
    answers("docs/references.bib", text.encode("utf-8", errors="surrogatepass"))


@pytest.mark.parametrize("depth", [200, 5000])
def test_deep_nesting_is_read_or_refused(depth: int) -> None:
    answers("docs/playbooks/alpha/first.md", (FRONT + "# One\n\n" + "> " * depth + "x\n" + "[" * depth).encode())
    answers("docs/index.md", f"---\ntitle: {'[' * depth}{']' * depth}\n---\n".encode())

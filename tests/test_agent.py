"""The agent that this wiki makes: the reference's names, its size, and who accepts it."""

from __future__ import annotations

import re

import pytest

from guides import ROOT
from playbooks.model import Guide
from playbooks.render import LAYOUTS

DATA = ROOT / "tests/data"
CHARACTERS_A_TOKEN = 4


def lines_of(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").splitlines()


def names_in(text: str) -> list[str]:
    """Every name that a definition shows: headings, bold words, list items and lines of frames."""
    shapes = r"#+ (.+)|(?:\d+\. |- )?\*\*(.+?):?\*\*.*|- (.+)|│ (?:• )?(.+?):? *│"
    found = (re.fullmatch(shapes, line) for line in text.splitlines())
    return [str(next(filter(None, match.groups()))) for match in found if match]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_all_names_of_the_reference_stand_in_the_definition_in_order(guide: Guide, layout: str) -> None:
    shown = iter(names_in(LAYOUTS[layout](guide)))
    missing = [name for name in lines_of("reference-names.txt") if name not in shown]  # 'in' moves the iterator on
    assert missing == []


def test_the_tools_are_the_reference_s(guide: Guide) -> None:
    assert list(guide.persona.tools) == lines_of("reference-tools.txt")


def test_every_line_of_the_reference_s_frames_is_drawn_in_order(guide: Guide) -> None:
    def folded(line: str) -> str:
        return re.sub(r" *│$", "│", line)

    drawn = iter([folded(line) for line in LAYOUTS["framed"](guide).splitlines()])
    assert [line for line in lines_of("reference-boxes.txt") if folded(line) not in drawn] == []


def test_the_body_is_at_most_3800_tokens(guide: Guide) -> None:
    assert len(LAYOUTS["lists"](guide)) / CHARACTERS_A_TOKEN <= 3800


def words(text: str) -> int:
    return len(text.split())


def test_the_agent_s_sentences_keep_their_measure(guide: Guide) -> None:
    persona = guide.persona
    assert words(persona.opening) <= 80
    assert words(persona.style.lead) <= 80
    assert sum(words(topic.lead) for topic in persona.closing) <= 80
    for playbook in guide.playbooks():
        assert words(playbook.summary) <= 20, playbook.name
        assert playbook.strategy is None or words(playbook.strategy.lead) <= 50, playbook.name
    assert all(words(topic.lead) <= 20 for topic in guide.practices.topics)
    assert all(words(topic.lead) <= 28 for topic in guide.handoffs.topics)


def test_the_description_says_when_to_hand_over_and_when_not(guide: Guide) -> None:
    assert guide.persona.description.startswith("Use when ")
    assert " Not for " in guide.persona.description


def test_no_link_or_citation_reaches_the_agent(guide: Guide) -> None:
    assert "](" not in LAYOUTS["lists"](guide)
    assert "[@" not in LAYOUTS["lists"](guide)

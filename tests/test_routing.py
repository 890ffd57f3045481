"""Requests in a researcher's words reach the skill that is meant: by a lexical router, not by a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from posixpath import basename, dirname

import pytest

from playbooks.model import Guide
from routing import interval, requests, router, wrong

# Of those that descriptions may be tuned on, nine of ten; of those kept, what was counted the first time: nobody has
# tuned anything on them since, and three of the five that miss should have reached no skill at all.
LEAST = {False: 72, True: 35}


@pytest.fixture(scope="module")
def descriptions(guide: Guide) -> dict[str, str]:
    return {basename(dirname(playbook.index.path)): playbook.skill for playbook in guide.playbooks()}


def test_each_skill_has_ten_requests_and_five_near_misses_a_third_of_them_kept() -> None:
    tuned, kept = (Counter((each.skill, each.wanted) for each in requests(kept=which)) for which in (False, True))
    assert set(tuned.values()) == {7, 3}
    assert all(tuned[key] + kept[key] == (10 if key[1] else 5) for key in tuned)


def test_no_description_repeats_a_request(descriptions: dict[str, str]) -> None:
    for request in requests(kept=False) + requests(kept=True):
        assert request.text.lower() not in descriptions[request.skill].lower()


@pytest.mark.parametrize("kept", [False, True], ids=["tuned on", "kept"])
def test_requests_are_routed_right(
    descriptions: dict[str, str], kept: bool, record_property: Callable[[str, object], None]
) -> None:
    asked = requests(kept=kept)
    missed = wrong(router(descriptions), asked)
    right = len(asked) - len(missed)
    low, high = interval(right, len(asked))
    kind = "kept" if kept else "tuned on"
    said = f"{right} of {len(asked)} right, 95 % {low:.0%} to {high:.0%}"
    record_property(f"lexical router, requests {kind}", said)
    assert right >= LEAST[kept], [(request.text, skill) for request, skill in missed]

"""A lexical router over the skills' descriptions, and how often it is right.

It weighs the pieces of words, of four to six letters, that a request shares with the first part of each description
('Use when …') by how rare they are (TF-IDF), and knows no synonym, no grammar and no 'not for'. A model's own choice of
a skill is something else: this shows only that the descriptions hold the words that researchers use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel
from statsmodels.stats.proportion import proportion_confint

from guides import CASES

Router = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Request:
    """A request, the skill that it is written for or against, and whether that skill should answer."""

    text: str
    skill: str
    wanted: bool


def requests(*, kept: bool) -> list[Request]:
    """The requests that descriptions may be tuned on, or those `kept` for the count."""
    cases: dict[str, Any] = yaml.safe_load((CASES / "routing.yml").read_text(encoding="utf-8"))
    return [each for skill, case in cases.items() for each in _requests(skill, case["kept"] if kept else case)]


def _requests(skill: str, case: Mapping[str, Any]) -> Iterator[Request]:
    yield from (Request(text, skill, wanted=True) for text in case["asked"])
    yield from (Request(text, skill, wanted=False) for text in case["near"])


def router(descriptions: Mapping[str, str]) -> Router:
    """What names the skill whose description a request shares the weightiest words with."""
    names = list(descriptions)
    words = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 6), sublinear_tf=True)
    matrix = words.fit_transform(text.partition(" Not for ")[0] for text in descriptions.values())

    def route(request: str) -> str:
        scores = linear_kernel(words.transform([request]), matrix)[0]
        return names[int(scores.argmax())] if scores.max() > 0 else ""

    return route


def wrong(route: Router, asked: Sequence[Request]) -> list[tuple[Request, str]]:
    """The requests that reach another skill than they should, or one that they should not, with that skill."""
    routed = [(request, route(request.text)) for request in asked]
    return [(request, skill) for request, skill in routed if (skill == request.skill) != request.wanted]


def interval(right: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    low, high = proportion_confint(right, total, method="wilson")
    return float(low), float(high)

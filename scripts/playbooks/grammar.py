"""The patterns of checks, citations and the guide's version, in the one form that all readers use."""

from __future__ import annotations

import re

TASK = re.compile(r"\[[ xX]\]\s")
CODE = re.compile(r"[A-Z]{3}-\d{2,}")
CHECK = re.compile(rf"\[ \] `(?P<code>{CODE.pattern})` (?P<must>\*\*Must\.\*\* )?(?P<text>\S.*)", re.DOTALL)
VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}")
CHANGE = re.compile(rf"Guide (?P<version>{VERSION.pattern}), (?P<date>\d{{4}}-\d{{2}}-\d{{2}})")
EVIDENCE = re.compile(r"\*Evidence:\*\s+(?P<text>\S.*)", re.DOTALL)

_ONE = r"@[a-zA-Z][\w:-]*(?:, [^\[\];@]+)?"
CITATION = re.compile(rf"\[({_ONE}(?:; {_ONE})*)\](?!\()")
# What somebody may have meant as a citation: a bracket with an '@' that no word or address
# holds, or a key that stands bare.
ALMOST_CITATION = re.compile(r"\[[^\[\]]*(?<![\w.])@[^\[\]]*\]?|(?<![\w.@/])@[a-z]+\d{4}\w*")


def cited(bracket: str) -> list[tuple[str, str]]:
    """The keys and locators in the inside of one `[@key, p. 3; @key]`."""
    parts = (part.strip().removeprefix("@").partition(", ") for part in bracket.split(";"))
    return [(key, locator) for key, _, locator in parts]

"""What is wrong with the sources, said so that the author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playbooks.model import Place


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong at one place: what, the text at fault, what right looks like."""

    path: str
    line: int
    what: str
    found: str
    right: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}: {self.found!r}; {self.right}"


def fault_at(place: Place, what: str, found: str, right: str) -> Fault:
    """The fault at one place."""
    return Fault(place.path, place.line, what, found, right)


class FaultyError(Exception):
    """Raised with every fault that was found, in the order of the files."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))

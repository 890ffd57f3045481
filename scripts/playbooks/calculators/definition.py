"""What a calculator is: its fields, what it answers, and the words around both.

The page's form, the command's options and every sentence about an input are drawn from it, so that none stands twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A field for one number, `most` at most; `above` leaves its end out, `least` has it in."""

    name: str
    label: str
    example: str
    most: float
    above: float | None = None
    least: float | None = None
    whole: bool = False
    optional: bool = False
    hint: str = ""
    kind: str = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A field for one of several words, each with its label; the first is chosen."""

    name: str
    label: str
    options: Mapping[str, str]
    hint: str = ""
    kind: str = "choice"

    @property
    def example(self) -> str:
        """The option that is chosen at first."""
        return next(iter(self.options))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """A field for pasted numbers, between white space, commas or semicolons."""

    name: str
    label: str
    example: str
    fewest: int = 2
    largest: int = 10_000
    least: float | None = None
    most: float = 1e12
    hint: str = ""
    kind: str = "scores"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A field for a pasted CSV: its columns by name, of which the `numeric` ones hold numbers."""

    name: str
    label: str
    example: str
    columns: tuple[str, ...]
    numeric: tuple[str, ...]
    largest: int = 20_000
    hint: str = ""
    kind: str = "table"


Field = Number | Choice | Scores | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One number of the answer, and how it is shown: 'integer', 'number', 'percent', 'p' or 'text'."""

    name: str
    label: str
    shown: str = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table of the answer, by its columns."""

    name: str
    label: str
    columns: tuple[Output, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator:
    """One question that numbers answer.

    `sentence` is what goes into a paper, and `warnings` what the answer doesn't bear, by name: both with the names of
    fields and outputs in braces.
    """

    name: str
    title: str
    question: str
    fields: tuple[Field, ...]
    outputs: tuple[Output | Rows, ...]
    sentence: str
    formula: tuple[str, ...]
    assumptions: tuple[str, ...]
    sources: tuple[str, ...]
    warnings: Mapping[str, str] = field(default_factory=dict)


Value = float | int | str | tuple[float, ...] | tuple[tuple[str | float, ...], ...] | None
Answer = float | int | str | tuple[Mapping[str, float | int | str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a calculator answers: its outputs by name, and the names of the warnings that hold."""

    outputs: Mapping[str, Answer]
    warnings: tuple[str, ...] = ()


class InputError(Exception):
    """Raised with a sentence for each field that holds what can't be used, by the field's name."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__("\n".join(f"{name}: {sentence}" for name, sentence in self.faults.items()))

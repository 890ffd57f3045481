"""What was typed into a calculator's fields, as values: what `calculators/inputs.js` does, held equal by test cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from playbooks.calculators.definition import Calculator, Choice, Field, InputError, Number, Scores, Table, Value

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_GAPS = re.compile(r"[\s;]+|,(?=[\s;]|$)|,(?=[^\s;,]*\.)")
_SHOWN = 20  # characters of what was typed, in a sentence about it


class _InputFaultError(ValueError):
    """Raised with the sentence that is shown at the field."""


def values(calculator: Calculator, texts: Mapping[str, str]) -> dict[str, Value]:
    """Each field's value from its text, or from the field's example where it has none; raises InputError."""
    faults: dict[str, str] = {}
    found: dict[str, Value] = {}
    for field in calculator.fields:
        try:
            found[field.name] = value(field, texts.get(field.name, field.example))
        except _InputFaultError as error:
            faults[field.name] = str(error)
    if faults:
        raise InputError(faults)
    return found


def value(field: Field, text: str) -> Value:
    """One field's value; raises ValueError with a sentence for a person."""
    read: dict[type, Callable[[Any, str], Value]] = {Number: _number, Choice: _choice, Scores: _scores, Table: _table}
    return read[type(field)](field, text.strip())


def _number(field: Number, text: str) -> float | int | None:
    if not text and field.optional:
        return None
    found = _plain(text)
    if field.above is not None and found <= field.above:
        raise _InputFaultError(f"'{_cut(text)}' is too small: write a number above {_end(field.above)}.")
    if field.least is not None and found < field.least:
        raise _InputFaultError(f"'{_cut(text)}' is too small: write {_end(field.least)} or more.")
    if found > field.most:
        raise _InputFaultError(f"'{_cut(text)}' is too large: write {_end(field.most)} or less.")
    if field.whole and found != int(found):
        raise _InputFaultError(f"'{_cut(text)}' is not whole: write a number such as {field.example}.")
    return int(found) if field.whole else found


def _plain(text: str) -> float:
    if not text:
        raise _InputFaultError("Nothing is here: write a number.")
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        raise _InputFaultError(f"'{_cut(text)}' has a comma: write {_cut(text.replace(',', '.'))}, or no comma at all.")
    if not _NUMBER.fullmatch(text):
        raise _InputFaultError(f"'{_cut(text)}' is not a number: write one such as 0.8.")
    return float(text)


def _choice(field: Choice, text: str) -> str:
    if text not in field.options:
        raise _InputFaultError(f"'{_cut(text)}' is not a choice: write one of {', '.join(field.options)}.")
    return text


def _scores(field: Scores, text: str) -> tuple[float, ...]:
    pieces = [piece for piece in _GAPS.split(text) if piece]
    if len(pieces) > field.largest:
        raise _InputFaultError(f"{len(pieces)} numbers are more than {field.largest}, the most that this takes.")
    found = tuple(_score(field, at, piece) for at, piece in enumerate(pieces, 1))
    if len(found) < field.fewest:
        raise _InputFaultError(f"{len(found)} of the {field.fewest} numbers that it takes: paste more.")
    return found


def _score(field: Scores, at: int, text: str) -> float:
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        apart = text.replace(",", ", ")
        raise _InputFaultError(
            f"Number {at}, '{_cut(text)}', may be one or two: write {text.replace(',', '.')} or {apart}."
        )
    try:
        found = _plain(text)
    except _InputFaultError:
        raise _InputFaultError(f"Number {at}, '{_cut(text)}', is not a number: write one such as 0.8.") from None
    if field.least is not None and found < field.least:
        raise _InputFaultError(f"Number {at}, '{_cut(text)}', is too small: write {_end(field.least)} or more.")
    if abs(found) > field.most:
        raise _InputFaultError(f"Number {at}, '{_cut(text)}', is too large: write {_end(field.most)} or less.")
    return found


def _table(field: Table, text: str) -> tuple[tuple[str | float, ...], ...]:
    lines = [line for line in text.splitlines() if line.strip()]
    mark = "\t" if lines and "\t" in lines[0] else ";" if lines and ";" in lines[0] else ","
    head = [name.strip().lower() for name in lines[0].split(mark)] if lines else []
    missing = [name for name in field.columns if name not in head]
    if missing:
        raise _InputFaultError(
            f"The first line lacks {', '.join(missing)}: name the columns {', '.join(field.columns)}."
        )
    if len(lines) - 1 > field.largest:
        raise _InputFaultError(f"{len(lines) - 1} lines are more than {field.largest}, the most that this takes.")
    places = [head.index(name) for name in field.columns]
    return tuple(_row(field, at, line.split(mark), len(head), places) for at, line in enumerate(lines[1:], 2))


def _row(field: Table, at: int, cells: list[str], width: int, places: list[int]) -> tuple[str | float, ...]:
    if len(cells) != width:
        raise _InputFaultError(f"Line {at} has {len(cells)} values, not {width}: a decimal comma, or one too few?")
    return tuple(
        _cell(name in field.numeric, at, cells[place].strip())
        for name, place in zip(field.columns, places, strict=True)
    )


def _cell(numeric: bool, at: int, text: str) -> str | float:
    if not text:
        raise _InputFaultError(f"Line {at} has an empty value: fill it in, or take the line out.")
    if not numeric:
        return text
    try:
        return _plain(text)
    except _InputFaultError as error:
        raise _InputFaultError(f"Line {at}: {error}") from None


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _end(value: float) -> str:
    """The end of a range in plain digits, as JavaScript writes them."""
    return f"{value:.12f}".rstrip("0").rstrip(".")

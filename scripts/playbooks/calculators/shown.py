"""Answers as text: what `calculators/shown.js` does, held equal by test cases."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal

from playbooks.calculators.definition import Calculator, Choice, Output, Result, Rows

_LARGE, _SMALL, _WHOLE = 1e6, 1e-4, 1000  # where a number is shown with an exponent, and from where without decimals


def shown(how: str, value: float | str) -> str:
    """A value as 'integer', 'number' (4 digits), 'percent' (one decimal), 'p' (three) or 'text'."""
    if isinstance(value, str):
        return value
    if how == "integer":
        return str(math.floor(value + 0.5))
    if how == "percent":
        return f"{_fixed(100 * value, 1)} %"
    if how == "p":
        return "< 0.001" if value < 0.001 else _fixed(value, 3)  # noqa: PLR2004 (what three decimals can show)
    return _number(value)


def _fixed(value: float, decimals: int) -> str:
    return str(Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))  # as browsers do, and not to even


def _significant(value: float, digits: int) -> Decimal:
    rounded = Context(digits, ROUND_HALF_UP).create_decimal(value)
    return rounded.quantize(Decimal(1).scaleb(rounded.adjusted() - digits + 1))


def _number(value: float) -> str:
    if value and not _SMALL <= abs(value) < _LARGE:
        return f"{_significant(value, 3):.2e}"
    return str(math.floor(value + 0.5)) if abs(value) >= _WHOLE else f"{_significant(value or 0.0, 4):f}"


def words(calculator: Calculator, texts: Mapping[str, str], result: Result) -> dict[str, str]:
    """Each field's and each output's text by its name, a table's left out."""
    said = {field.name: texts.get(field.name, field.example).strip() for field in calculator.fields}
    said |= {field.name: field.options[said[field.name]] for field in calculator.fields if isinstance(field, Choice)}
    for output in calculator.outputs:
        answer = result.outputs[output.name]
        if isinstance(output, Output) and not isinstance(answer, tuple):
            said[output.name] = shown(output.shown, answer)
    return said


def filled(template: str, said: Mapping[str, str]) -> str:
    """A sentence with each name in braces replaced by its text."""
    for name, text in said.items():
        template = template.replace(f"{{{name}}}", text)
    return template


def lines(calculator: Calculator, texts: Mapping[str, str], result: Result) -> list[str]:
    """The answer as a person reads it on a terminal: each output, each table, the sentence, the warnings."""
    said = words(calculator, texts, result)
    found = []
    for output in calculator.outputs:
        answer = result.outputs[output.name]
        if isinstance(output, Rows) and isinstance(answer, tuple):
            found += [output.label, "\t".join(column.label for column in output.columns)]
            found += ["\t".join(shown(each.shown, row[each.name]) for each in output.columns) for row in answer]
        else:
            found.append(f"{output.label}: {said[output.name]}")
    warned = [f"Mind: {filled(calculator.warnings[name], said)}" for name in result.warnings]
    return [*found, "", filled(calculator.sentence, said), *warned]

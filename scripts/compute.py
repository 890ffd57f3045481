"""Answers what the pages' calculators answer: `compute.py runs --sd 0.8 --gap 0.5`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from playbooks.calculators import CALCULATORS
from playbooks.calculators.definition import Calculator, InputError, Result, Value
from playbooks.calculators.inputs import values
from playbooks.calculators.shown import lines

NEEDS = "compute.py: needs SciPy and statsmodels: install requirements/test.txt, or run 'make test' once"


@click.group()
def main() -> None:
    """Answers what the pages' calculators answer; '@FILE' as a value reads the file."""


def _command(calculator: Calculator) -> click.Command:
    @click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
    def command(*, as_json: bool, **texts: str) -> None:
        given = {name: _text(text) for name, text in texts.items() if text is not None}
        try:
            result = _computed(calculator.name, values(calculator, given))
        except InputError as error:
            raise SystemExit("\n".join(f"--{name}: {said}" for name, said in error.faults.items())) from error
        said = {"outputs": result.outputs, "warnings": result.warnings}
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else "\n".join(lines(calculator, given, result)))

    for field in reversed(calculator.fields):
        text = f"{field.label}. {field.hint}".strip()
        command = click.option(f"--{field.name}", default=None, metavar="TEXT", help=f"{text} [{field.example!r}]")(
            command
        )
    return click.command(calculator.name, help=calculator.question)(command)


def _text(text: str) -> str:
    """What was given, or what stands in the file that it names; ends the command where that can't be read."""
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{text[1:]}:1: not a text that can be read: {error}") from error


def _computed(name: str, given: Mapping[str, Value]) -> Result:
    try:
        from playbooks.calculators.compute import COMPUTE  # noqa: PLC0415 (the one place that needs SciPy)
    except ModuleNotFoundError as error:
        raise SystemExit(NEEDS) from error
    compute: Callable[..., Result] = COMPUTE[name]
    return compute(**given)


for each in CALCULATORS.values():
    main.add_command(_command(each))

if __name__ == "__main__":
    main()

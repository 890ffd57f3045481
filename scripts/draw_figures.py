"""Draws the figures of the pages again, from the formulas and data in scripts/figures/."""

from __future__ import annotations

from pathlib import Path

import click

from figures import figures
from playbooks.command import failing_plainly, sources_option
from playbooks.runfile import replace

FOLDER = "docs/assets/figures"


@click.command(epilog="Exits with 0 where all is well, 1 where something is wrong, 2 on wrong use.")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 and name each figure that would change.")
@sources_option
def draw_figures(check: bool, sources: Path) -> None:
    """Write docs/assets/figures/NAME.svg for every function that scripts/figures/ lists."""
    with failing_plainly():
        drawn = {sources / FOLDER / f"{name}.svg": draw() for name, draw in figures().items()}
        stale = [file for file, text in drawn.items() if not file.exists() or file.read_text("utf-8") != text]
        for file in [] if check else stale:
            replace(file, drawn[file])
    click.echo("\n".join(f"{'stale' if check else 'drew'} {file}" for file in stale) or "all figures are up to date")
    if check and stale:
        raise SystemExit(1)


if __name__ == "__main__":
    draw_figures()

"""Writes the agent's definition, made from the site's pages and nav alone."""

from __future__ import annotations

from pathlib import Path

import click

from playbooks.command import FOLDER, failing_plainly, sources_option
from playbooks.read import read
from playbooks.render import LAYOUTS, agent_path
from playbooks.write import targets, write


@click.command(epilog="Exits with 0 where all is well, 1 where something is wrong, 2 on wrong use.")
@click.option("--into", type=FOLDER, metavar="DIR", help="Write DIR/.claude/agents/NAME.md instead of printing.")
@click.option("--check", is_flag=True, help="With --into: change nothing; exit 1 with a diff where a write would.")
@click.option("--force", is_flag=True, help="With --into: overwrite a file that was edited by hand.")
@click.option(
    "--layout", type=click.Choice(list(LAYOUTS)), default="lists", show_default=True, help="How frameworks are drawn."
)
@sources_option
def export_agent(into: Path | None, check: bool, force: bool, layout: str, sources: Path) -> None:
    """Print the Claude Code agent definition that the pages of this wiki make.

    A file that somebody changed by hand since it was written is kept, and the difference shown.
    """
    if into is None and (check or force):
        raise click.UsageError("--check and --force need --into DIR")
    if check and force:
        raise click.UsageError("--check changes nothing, so --force has no meaning with it")
    with failing_plainly():
        guide = read(sources, cited=False)
        text = LAYOUTS[layout](guide)
        if into is None:
            click.echo(text, nl=False)
        elif check:
            _check({agent_path(guide): text}, into)
        else:
            written = write({agent_path(guide): text}, into, force=force)
            click.echo("\n".join(f"wrote {into / path}" for path in written) or "nothing to write: all is up to date")


def _check(files: dict[str, str], into: Path) -> None:
    stale = [target for target in targets(files, into) if target.stale]
    if stale:
        click.echo("".join(target.diff() for target in stale), nl=False)
        raise SystemExit(1)
    click.echo(f"up to date: {', '.join(files)}")


if __name__ == "__main__":
    export_agent()

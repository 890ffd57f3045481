"""Says all that is wrong with the sources of the site, the checklists and the agent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from playbooks.command import failing_plainly, sources_option
from playbooks.read import read
from playbooks.read.validate import outdated
from playbooks.render.report import report, shortfalls


@click.command(epilog="Exits with 0 where all is well, 1 where something is wrong, 2 on wrong use.")
@click.option(
    "--report", "reporting", is_flag=True, help="Print how deep each playbook goes; fail where one falls short."
)
@sources_option
def lint_sources(sources: Path, reporting: bool) -> None:
    """Read mkdocs.yml and docs/, and print each fault as PATH:LINE: what, the text at fault, what is right.

    A page that nobody has reviewed for a year is a warning, and no failure.
    """
    with failing_plainly():
        guide = read(sources)
    for warning in outdated(guide.pages, dt.datetime.now(tz=dt.UTC).date()):
        click.echo(f"warning: {warning}", err=True)
    if reporting:
        click.echo(report(guide), nl=False)
        raise SystemExit(any(shortfalls(guide)))
    checks = sum(len(list(page.checks())) for page in guide.pages)
    topics = sum(len(group.topics) for playbook in guide.playbooks() for group in playbook.groups)
    click.echo(f"{len(guide.pages)} pages, {topics} topics, {checks} checks, {len(guide.works)} works: nothing wrong")


if __name__ == "__main__":
    lint_sources()

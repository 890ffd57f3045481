"""Says all that is wrong with the sources of the site, the checklists and the agent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from playbooks.command import failing_plainly, sources_option
from playbooks.errors import FaultyError
from playbooks.model import Guide
from playbooks.read import read
from playbooks.read.history import HistoryError, last_tags, moved_unsaid, vanished
from playbooks.read.validate import outdated
from playbooks.render.report import report, shortfalls


@click.command(epilog="Exits with 0 where all is well, 1 where something is wrong, 2 on wrong use.")
@click.option(
    "--report", "reporting", is_flag=True, help="Print how deep each playbook goes; fail where one falls short."
)
@click.option(
    "--since", metavar="REF", help="Refuse a check or page that git has at this revision, gone without a word."
)
@click.option("--since-last-tag", "tagged", is_flag=True, help="The same, at the last tag.")
@sources_option
def lint_sources(*, sources: Path, reporting: bool, since: str | None, tagged: bool) -> None:
    """Read mkdocs.yml and docs/, and print each fault as PATH:LINE: what, the text at fault, what is right.

    A page that nobody has reviewed for a year is a warning, and no failure.
    """
    with failing_plainly():
        guide = read(sources)
        _compare(guide, sources, since, tagged=tagged)
    for warning in outdated(guide.pages, dt.datetime.now(tz=dt.UTC).date()):
        click.echo(f"warning: {warning}", err=True)
    if reporting:
        click.echo(report(guide), nl=False)
        raise SystemExit(any(shortfalls(guide)))
    checks = sum(len(list(page.checks())) for page in guide.pages)
    topics = sum(len(group.topics) for playbook in guide.playbooks() for group in playbook.groups)
    click.echo(f"{len(guide.pages)} pages, {topics} topics, {checks} checks, {len(guide.works)} works: nothing wrong")


def _compare(guide: Guide, sources: Path, since: str | None, *, tagged: bool) -> None:
    """Raises FaultyError where an earlier check or page is gone, and ClickException where git doesn't know `since`."""
    tags = _tags(sources) if tagged else []
    try:
        revisions = [since, *tags] if since is not None else tags
        gone = [*vanished(guide, sources, revisions), *moved_unsaid(guide, sources, revisions)]
    except HistoryError as error:
        raise click.ClickException(str(error)) from error
    if gone:
        raise FaultyError(gone)


def _tags(sources: Path) -> list[str]:
    """The tags to compare with; an archive or a shallow clone can be tested, too, so that none is a warning."""
    try:
        tags = last_tags(sources)
    except HistoryError as error:
        click.echo(f"warning: checks are compared with no tag: {error}", err=True)
        return []
    if not tags:
        click.echo("no tag yet, so no check to miss")
    return tags


if __name__ == "__main__":
    lint_sources()

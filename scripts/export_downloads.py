"""Writes what the built site offers beside its pages."""

from __future__ import annotations

from pathlib import Path

import click

from playbooks.command import FOLDER, ROOT, failing_plainly, sources_option
from playbooks.read import read
from playbooks.read.built import built_address
from playbooks.render.downloads import downloads
from playbooks.render.feed import feed
from playbooks.render.redirects import redirects
from playbooks.write import overwrite


@click.command(epilog="Exits with 0 where all is well, 1 where something is wrong, 2 on wrong use.")
@click.option(
    "--site", type=FOLDER, default=ROOT / "site", show_default="site/", help="The built site, by either engine."
)
@sources_option
def export_downloads(site: Path, sources: Path) -> None:
    """Write what the site offers beside its pages.

    Each page as Markdown beside its HTML, llms.txt, the agent for each product as a zip, the feed of changes, and a
    page that leads on in place of each that moved. 'make site' does so, and tells the build what there is to offer.
    """
    with failing_plainly():
        guide = read(sources)
        files = {**downloads(guide), **feed(guide, built_address(site)), **redirects(guide)}
        overwrite(files, site)
    click.echo(f"wrote {len(files)} files below {site}")


if __name__ == "__main__":
    export_downloads()

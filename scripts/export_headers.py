"""Writes the headers that the built site is to be served with."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import click

from playbooks.command import FOLDER, ROOT, failing_plainly
from playbooks.read.built import built_pages
from playbooks.render.headers import server_files
from playbooks.write import overwrite

# What would end nginx's directive, or the line of a header.
PLAIN = r"[\w./:~\[\]-]+"


@click.command(epilog="Exits with 0 where all is well, 1 where something is wrong, 2 on wrong use.")
@click.option(
    "--site", type=FOLDER, default=ROOT / "site", show_default="site/", help="The built site, by either engine."
)
@click.option("--url", envvar="SITE_URL", default="/", help="Where the site will live; SITE_URL, as for the build.")
@click.option(
    "--root", default="/srv/ml-research-playbooks", show_default=True, help="The site's folder on the server."
)
@click.option("--listen", default="8080", show_default=True, help="The port, or address and port, of nginx.")
def export_headers(site: Path, url: str, root: str, listen: str) -> None:
    """Write _headers and _nginx.conf into the built site, with the hash of each inline script.

    'make site' does so.
    """
    path = f"/{urlsplit(url).path.strip('/')}/".replace("//", "/")
    for name, value in {"url": path, "root": root, "listen": listen}.items():
        if not re.fullmatch(PLAIN, value):
            raise click.BadParameter(f"{value!r} has a character that nginx reads as its own", param_hint=f"--{name}")
    with failing_plainly():
        files = server_files(built_pages(site), path, root, listen)
        overwrite(files, site)
    click.echo(f"wrote {' and '.join(files)} into {site}, for the site under {path}")


if __name__ == "__main__":
    export_headers()

"""What the commands share: where the sources are, and how a failure is said."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from playbooks.errors import FaultyError
from playbooks.write import WriteError

ROOT = Path(__file__).resolve().parents[2]
FOLDER = click.Path(path_type=Path)

sources_option = click.option(
    "--sources",
    type=FOLDER,
    default=ROOT,
    show_default="this repository",
    help="The folder that holds mkdocs.yml and docs/.",
)


@contextmanager
def failing_plainly() -> Iterator[None]:
    """Turns what is wrong with the sources or the disk into its own text on stderr, and exit 1."""
    gc.disable()  # a short process that builds one tree of small objects and ends
    try:
        yield
    except (FaultyError, WriteError) as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    finally:
        gc.freeze()  # or the first collection, and the last one at the process's end, would look through all of it
        gc.enable()

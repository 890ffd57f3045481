"""The thin hook: MkDocs events, handed on to the playbooks' own code."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from playbooks.errors import FaultyError
from playbooks.site.sources import guide_of


def on_pre_build(config: MkDocsConfig) -> None:
    """Stop a build whose sources are faulty with the faults themselves, not with a traceback."""
    try:
        guide_of(Path(config.config_file_path).parent)  # which the extension doesn't read again
    except FaultyError as error:
        raise PluginError(f"\n{error}") from error

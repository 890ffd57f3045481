"""The thin hook: MkDocs events, handed on to the playbooks' own code."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from playbooks.errors import FaultyError
from playbooks.read import read


def on_pre_build(config: MkDocsConfig) -> None:
    """Stop a build whose sources are faulty with the faults themselves, not with a traceback."""
    try:
        read(Path(config.config_file_path).parent)
    except FaultyError as error:
        raise PluginError(f"\n{error}") from error

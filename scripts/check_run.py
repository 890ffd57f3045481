"""Judges and updates runs by this repository's playbooks, with the run file's own reader."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from playbooks import runfile
from playbooks.command import ROOT, failing_plainly
from playbooks.read import read
from playbooks.render.checklists import checklist

HELP = {"-h", "--help"}


def main(argv: Sequence[str]) -> int:
    """What `runfile.main` says of the run files that `argv` names, by the guide below `--sources`."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, usage=argparse.SUPPRESS)
    ours = parser.add_argument_group("where the guide's checks stand")
    text = "the folder that holds mkdocs.yml and docs/ (default: this repository)"
    ours.add_argument("--sources", type=Path, default=ROOT, metavar="DIR", help=text)
    known, rest = parser.parse_known_args(argv)
    if not HELP.isdisjoint(rest):
        return _help(parser)
    with failing_plainly():
        guide = read(known.sources, cited=False)
    return runfile.main(rest, [checklist(guide, playbook) for playbook in guide.playbooks()])


def _help(parser: argparse.ArgumentParser) -> int:
    """Prints the reader's help, and below it that of the option taken off before."""
    try:
        runfile.main(["--help"], [{}])
    except SystemExit:  # as argparse ends
        sys.stdout.write("\n" + parser.format_help())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

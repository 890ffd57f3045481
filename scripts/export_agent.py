"""Writes the agent for each product, made from the site's pages and nav alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from playbooks.command import FOLDER, failing_plainly, sources_option
from playbooks.content import Block, Content
from playbooks.model import Guide
from playbooks.read import read
from playbooks.render import LAYOUTS, TARGETS
from playbooks.render.checklists import folder
from playbooks.render.products import Body, UnknownToolError
from playbooks.render.selection import only
from playbooks.write import changes, left_over, prune, write

CLAUDE, ALL = "claude", "all"
SHOWN = 5  # files of many
UNCITED = set(TARGETS) - {"claude-plugin", "skills"}  # what needs no bibliography is faster without


@click.command(epilog="Exits with 0 where all is well, 1 where something is wrong, 2 on wrong use.")
@click.option(
    "--target",
    "names",
    type=click.Choice([*TARGETS, ALL]),
    multiple=True,
    default=[CLAUDE],
    show_default=True,
    help="Whose files to make; repeat it for several.",
)
@click.option("--into", type=FOLDER, metavar="DIR", help="Write each file where its product looks below DIR.")
@click.option(
    "--playbook", "playbooks", metavar="NAME", multiple=True, help="This playbook alone; repeat it for several."
)
@click.option("--check", is_flag=True, help="With --into: change nothing; exit 1 with a diff where a write would.")
@click.option("--prune", "pruning", is_flag=True, help="With --into: remove what an earlier export left over.")
@click.option("--force", is_flag=True, help="With --into: overwrite and remove what was edited by hand, too.")
@click.option(
    "--accept-loss", "accepted", is_flag=True, help="Make what can't limit the agent's tools, too: codex, agents-md."
)
@click.option(
    "--layout", type=click.Choice(list(LAYOUTS)), default="lists", show_default=True, help="How frameworks are drawn."
)
@click.option("--json", "as_json", is_flag=True, help="With --into: print all that was done and lost as JSON.")
@sources_option
def export_agent(
    *,
    names: tuple[str, ...],
    into: Path | None,
    playbooks: tuple[str, ...],
    check: bool,
    pruning: bool,
    force: bool,
    accepted: bool,
    layout: str,
    as_json: bool,
    sources: Path,
) -> None:
    """Print the agent that the pages of this wiki make, or write it where each product looks for it.

    What a product can't hold is said on the error stream. A file that somebody changed by hand since it was written,
    or that another tool wrote, is kept, and the difference shown; of AGENTS.md only our block is touched.
    """
    if into is None and (check or force or pruning or as_json):
        raise click.UsageError("--check, --prune, --force and --json need --into DIR")
    if check and (force or pruning):
        raise click.UsageError("--check changes nothing, so --force and --prune have no meaning with it")
    wanted = list(TARGETS) if ALL in names else list(dict.fromkeys(names))
    _refuse(wanted, accepted=accepted)
    with failing_plainly():
        whole = read(sources, cited=not UNCITED.issuperset(wanted))
        guide = only(whole, _known(whole, playbooks))
        files = _files(guide, wanted, LAYOUTS[layout])
        if into is None:
            _print(files)
            return
        roots = [root for name in wanted for root in TARGETS[name].roots]
        report = _check(files, into, roots) if check else _write(files, into, roots, pruning=pruning, force=force)
    report["losses"] = _losses(guide, wanted)
    _say(report, into, as_json=as_json, checked=check)
    if check and (report["stale"] or report["left"]):
        raise SystemExit(1)


def _refuse(names: Sequence[str], *, accepted: bool) -> None:
    unlimited = [name for name in names if TARGETS[name].unlimited]
    if unlimited and not accepted:
        what = f"{' and '.join(unlimited)}: no place for the agent's list of tools, nor for any limit on them"
        raise click.ClickException(f"{what}; nothing was written: name other targets, or add --accept-loss")


def _known(guide: Guide, names: Sequence[str]) -> Sequence[str]:
    known = [folder(playbook) for playbook in guide.playbooks()]
    for name in names:
        if name not in known:
            raise click.UsageError(f"no playbook '{name}'; one of {', '.join(known)}")
    return names


def _files(guide: Guide, names: Sequence[str], body: Body) -> dict[str, Content]:
    """Every file of these targets by its path."""
    try:
        return {path: text for name in names for path, text in TARGETS[name].draw(guide, body).items()}
    except UnknownToolError as error:
        raise click.ClickException(str(error)) from error


def _print(files: dict[str, Content]) -> None:
    (content, *others) = files.values()
    if others:
        raise click.UsageError(f"these are {len(files)} files: name a folder with --into DIR")
    click.echo(content.text if isinstance(content, Block) else content, nl=False)


def _check(files: dict[str, Content], into: Path, roots: Sequence[str]) -> dict[str, Any]:
    stale = [change for change in changes(files, into) if change.stale]
    left = left_over(files, into, roots)
    diff = "".join(change.diff() for change in [*stale, *left])
    return {
        "files": list(files),
        "stale": [change.path for change in stale],
        "left": [change.path for change in left],
        "diff": diff,
    }


def _write(
    files: dict[str, Content], into: Path, roots: Sequence[str], *, pruning: bool, force: bool
) -> dict[str, Any]:
    written = write(files, into, force=force)
    left = left_over(files, into, roots)
    removed = prune(left, into, force=force) if pruning else []
    kept = [change for change in left if change.path not in removed]
    return {
        "files": list(files),
        "written": written,
        "removed": removed,
        "left": [change.path for change in kept],
        "edited": [change.path for change in kept if not change.ours],
    }


def _losses(guide: Guide, names: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"target": name, "lost": loss.what, "instead": loss.instead}
        for name in names
        for loss in TARGETS[name].lost(guide)
    ]


def _say(report: dict[str, Any], into: Path, *, as_json: bool, checked: bool) -> None:
    if as_json:
        click.echo(json.dumps(report, indent=2))
        return
    click.echo(report.get("diff", ""), nl=False)
    done = {"wrote": report.get("written", ()), "removed": report.get("removed", ())}
    lines = [f"{what} {into / path}" for what, paths in done.items() for path in paths]
    if not any(report.get(what) for what in ("written", "removed", "stale", "left")):
        lines.append(f"up to date: {len(report['files'])} files" if checked else "nothing to write: all is up to date")
    click.echo("\n".join(lines), nl=bool(lines))
    edited = report.get("edited", [])
    for paths, why in (
        (edited, "edited by hand; --prune --force removes"),
        (_without(report["left"], edited), "--prune removes"),
    ):
        for path in paths[:SHOWN]:
            click.echo(f"left over from an earlier export: {into / path}; {why} it", err=True)
        if paths[SHOWN:]:
            click.echo(f"and {len(paths) - SHOWN} more; {why} them", err=True)
    for loss in report["losses"]:
        click.echo(f"{loss['target']}: no place for {loss['lost']}: {loss['instead']}", err=True)


def _without(paths: Sequence[str], others: Sequence[str]) -> list[str]:
    return [path for path in paths if path not in others]


if __name__ == "__main__":
    export_agent()

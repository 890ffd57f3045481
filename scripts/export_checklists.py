"""Writes a playbook's checks as an empty run, for GitHub, as JSON or for a spreadsheet."""

from __future__ import annotations

import datetime as dt
import secrets
import string
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from playbooks.command import FOLDER, ROOT, failing_plainly, sources_option
from playbooks.model import Guide, Playbook
from playbooks.pdfs import pdfs
from playbooks.read import read
from playbooks.render import FORMATS
from playbooks.render.checklists import TooLargeError, checklist, folder, slug
from playbooks.render.pdf import PAPERS, PdfError
from playbooks.runfile import Run, RunError, parse, started
from playbooks.runfile import read as read_run
from playbooks.write import create, write

RUN, PDF = "run", "pdf"
DIGITS = 9  # of a run's id, behind the letter that keeps YAML from taking it for a number


@click.command(epilog="Exits with 0 where all is well, 1 where something is wrong, 2 on wrong use.")
@click.argument("names", metavar="PLAYBOOK...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice([RUN, *FORMATS, PDF]),
    required=True,
    help="run: an empty run file to commit; github: task lists for an issue or a pull request; json; csv; pdf: a "
    "sheet to print or to fill in, from the built site.",
)
@click.option("--group", "groups", metavar="SLUG", multiple=True, help="This group alone; repeat it for several.")
@click.option("--name", metavar="NAME", help="With --format run: the run's name.  [default: playbook, date]")
@click.option("--paper", type=click.Choice(list(PAPERS)), default="a4", show_default=True, help="With --format pdf.")
@click.option("--run", "run_file", metavar="FILE", help="With --format pdf: a run, whose ticks are filled in.")
@click.option(
    "--site", type=FOLDER, default=ROOT / "site", show_default="site/", help="With --format pdf: the built site."
)
@click.option("--into", type=FOLDER, metavar="DIR", help="Write DIR/PLAYBOOK.json and the like instead of printing.")
@click.option("--force", is_flag=True, help="With --into: overwrite a file that was edited by hand, but never a run.")
@sources_option
def export_checklists(
    *,
    names: tuple[str, ...],
    form: str,
    groups: tuple[str, ...],
    name: str | None,
    paper: str,
    run_file: str | None,
    site: Path,
    into: Path | None,
    force: bool,
    sources: Path,
) -> None:
    """Print the checks of each PLAYBOOK, named by its folder such as 'reproduction', or of 'all'.

    Several are printed one after the other; as JSON in one array, and as CSV below one header. What GitHub couldn't
    take at once comes in parts, each with its number. With --into each playbook, and each part, is a file of its own.
    """
    _refuse_misuse(form, name, into, force=force)
    if form != PDF and run_file is not None:
        raise click.UsageError("--run needs --format pdf")
    if form == PDF and groups:
        raise click.UsageError("a PDF has all groups; a group's page has 'Print checklist'")
    with failing_plainly():
        guide = read(sources, cited=False)
        books = _books(guide, names)
        _refuse_groups(books, groups)
        files: Mapping[str, str | bytes]
        if form == PDF:
            files = _pdfs(books, sources, site, paper, run_file)
        elif form == RUN:
            files = _runs(guide, books, groups, name)
        else:
            files = _checklists(guide, books, groups, form, into)
        if into is None:
            # Bytes, so that a row of CSV ends as it should.
            click.echo(
                b"".join(each if isinstance(each, bytes) else each.encode() for each in files.values()), nl=False
            )
            return
        written = create(files, into) if form == RUN else write(files, into, force=force)
        click.echo("\n".join(f"wrote {into / path}" for path in written) or "nothing to write: all is up to date")


def _refuse_misuse(form: str, name: str | None, into: Path | None, *, force: bool) -> None:
    if force and into is None:
        raise click.UsageError("--force needs --into DIR")
    if name is not None and form != RUN:
        raise click.UsageError("--name needs --format run")
    if name is not None and (not name.strip() or any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name)):
        raise click.UsageError("--name is one line of text")


def _books(guide: Guide, names: Sequence[str]) -> list[Playbook]:
    """The playbooks with these folders, each once; raises UsageError, which lists them, at another name."""
    known = {folder(playbook): playbook for playbook in guide.playbooks()}
    wanted = list(known) if "all" in names else list(dict.fromkeys(names))
    for name in {*names} - {*known, "all"}:
        raise click.UsageError(f"no playbook '{name}'; one of {', '.join(known)}, or all")
    return [known[name] for name in wanted]


def _refuse_groups(books: Sequence[Playbook], groups: Sequence[str]) -> None:
    if groups and len(books) > 1:
        raise click.UsageError("--group names a group of one PLAYBOOK")
    known = [slug(page) for page in books[0].groups]
    for group in groups:
        if group not in known:
            raise click.UsageError(f"no group '{group}' in {folder(books[0])}; one of {', '.join(known)}")


def _checklists(
    guide: Guide, books: Sequence[Playbook], groups: Sequence[str], form: str, into: Path | None
) -> dict[str, str]:
    """Each text by its file's name; what isn't written `into` a folder may join several playbooks."""
    data = [checklist(guide, playbook, groups) for playbook in books]
    joined = FORMATS[form].joins and into is None
    files: dict[str, str] = {}
    for together in [data] if joined else [[each] for each in data]:
        name = together[0]["playbook"]
        try:
            parts = FORMATS[form].draw(together)
        except TooLargeError as error:
            raise click.ClickException(str(error)) from error
        if len(parts) > 1:
            click.echo(f"{name}: more than GitHub takes at once, so it comes in {len(parts)} parts", err=True)
        marks = [f"-{at}" for at in range(1, len(parts) + 1)] if len(parts) > 1 else [""]
        files |= {f"{name}{mark}.{FORMATS[form].ending}": part for mark, part in zip(marks, parts, strict=True)}
    return files


def _runs(guide: Guide, books: Sequence[Playbook], groups: Sequence[str], name: str | None) -> dict[str, str]:
    """An empty run of each playbook, by its file's name."""
    today = dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()
    files = {}
    for playbook in books:
        wanted = [slug(page) for page in playbook.groups if slug(page) in groups]
        head = {"run": name or f"{playbook.label}, {today}", "started": today, "groups": ", ".join(wanted)}
        text = started(checklist(guide, playbook), head | {"id": _id()})
        files[f"{folder(playbook)}-run.md"] = text
    return files


def _pdfs(books: Sequence[Playbook], sources: Path, site: Path, paper: str, run_file: str | None) -> dict[str, bytes]:
    """Each playbook's PDF by its file's name, with the ticks of a run where one is named."""
    run = _run(run_file)
    if run and [run.head["playbook"]] != [folder(playbook) for playbook in books]:
        raise click.UsageError(f"--run is of '{run.head['playbook']}': name that PLAYBOOK, and no other")
    try:
        return pdfs(books, sources, site, paper, run)
    except PdfError as error:
        raise click.ClickException(str(error)) from error


def _run(file: str | None) -> Run | None:
    try:
        return parse(read_run(file)) if file is not None else None
    except (OSError, RunError) as error:
        raise click.ClickException(f"{file}:{error}") from error


def _id() -> str:
    """Ten random characters for a run that nobody else has."""
    digits = (secrets.choice(string.hexdigits[:16]) for _ in range(DIGITS))
    return secrets.choice("abcdef") + "".join(digits)


if __name__ == "__main__":
    export_checklists()

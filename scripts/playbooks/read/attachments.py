"""What only pages and the files that they show can tell together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from playbooks.errors import Fault
from playbooks.grammar import CODE
from playbooks.model import Attachment, Page
from playbooks.read.pages import folder
from playbooks.read.passages import KINDS, NO_FILE


def attachment_faults(pages: Collection[Page], shown: Sequence[Attachment]) -> Iterator[Fault]:
    """A fault for each passage that names nothing, file that no page shows, and code that no check has."""
    files = {page.path for page in pages} | {attachment.path for attachment in shown}
    named = set()
    for page in pages:
        for passage in page.passages:
            if not passage.argument or passage.kind in NO_FILE:
                continue
            path = f"{KINDS[passage.kind] or folder(page.path)}/{passage.argument}"
            named.add(path)
            if path not in files:
                right = f"{path} isn't there: write it, or mend the name"
                yield Fault(page.path, passage.place.line, f"{passage.kind} of nothing", passage.argument, right)
    for attachment in shown:
        if attachment.path not in named:
            yield Fault(attachment.path, 1, "no page shows this file", attachment.path, "show it, or delete it")
    codes = {check.code for page in pages for check in page.checks()}
    for attachment in shown:
        yield from _code_faults(attachment, codes)


def _code_faults(attachment: Attachment, codes: Collection[str]) -> Iterator[Fault]:
    owners = {code[:3] for code in codes}  # so that SHA-256 is no check's code
    for line, text in enumerate(attachment.text.split("\n"), 1):
        for found in CODE.findall(text) if attachment.path.endswith(".txt") else ():
            if found[:3] in owners and found not in codes:
                yield Fault(attachment.path, line, "no such check", found, "name a check that a playbook has")

"""Files as one zip, with the same bytes for the same files on every machine."""

from __future__ import annotations

import io
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from playbooks.block import with_block
from playbooks.content import Block, Content, Files

EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can name
READABLE = 0o100644 << 16


def bundle(files: Files) -> bytes:
    """A zip of these files; stored, since two versions of zlib compress differently."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for path, content in sorted(files.items()):
            entry = ZipInfo(path, EARLIEST)
            entry.create_system, entry.external_attr = 3, READABLE  # as Unix, wherever it is made
            archive.writestr(entry, _data(content))
    return stream.getvalue()


def _data(content: Content) -> bytes:
    if isinstance(content, Block):
        return with_block(b"", content.text.encode())
    return content if isinstance(content, bytes) else content.encode()

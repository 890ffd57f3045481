"""A block of our text in a file that is somebody else's: found, put in, and all outside of it left byte for byte."""

from __future__ import annotations

import re

BEGIN = b"<!-- ml-research-playbooks: begin; made by export_agent.py, which keeps all outside of these two marks -->"
END = b"<!-- ml-research-playbooks: end -->"
_MARK = b"<!-- ml-research-playbooks: "


class BlockError(Exception):
    """Raised where the marks in a file don't enclose one block; holds the line and what is wrong."""

    def __init__(self, line: int, what: str) -> None:
        self.line = line
        super().__init__(f"{line}: {what}: '{_MARK.decode()}…'; restore the two marks, or delete both")


def inside(data: bytes) -> bytes | None:
    """What stands in the block, with LF line ends; None where there is none. Raises BlockError."""
    found = _span(data)
    if found is None:
        return None
    text = data[found[0] : found[1]].replace(b"\r\n", b"\n")
    return text.removeprefix(BEGIN + b"\n").removesuffix(END)


def with_block(data: bytes, text: bytes) -> bytes:
    """The file with `text` in its block: where it stands, or else at the end. Raises BlockError."""
    end = b"\r\n" if b"\r\n" in data else b"\n"
    block = (BEGIN + b"\n" + text + END).replace(b"\n", end)
    found = _span(data)
    if found:
        return data[: found[0]] + block + data[found[1] :]
    return data + (end if data and not data.endswith(b"\n") else b"") + (end if data else b"") + block + end


def _span(data: bytes) -> tuple[int, int] | None:
    starts, ends = _places(data, BEGIN), _places(data, END)
    marks = _places(data, _MARK)
    if not marks:
        return None
    line = data.count(b"\n", 0, marks[0]) + 1
    if len(marks) != len(starts) + len(ends):
        raise BlockError(line, "mark of another form")
    if len(starts) != 1 or len(ends) != 1 or ends[0] < starts[0]:
        raise BlockError(line, "not one mark of each kind, in order")
    return starts[0], ends[0] + len(END)


def _places(data: bytes, mark: bytes) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(mark), data)]

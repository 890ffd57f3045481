"""What is written to disk: text, bytes, or a part of a file that is somebody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Text that stands between two marks in a file of which all else stays as it is."""

    text: str


Content = str | bytes | Block  # text has LF line ends wherever it is compared
Files = Mapping[str, Content]  # by the path below the folder that they are written into

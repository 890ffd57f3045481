"""Asks every address that the built site links to, on any host, and says which don't answer: `links.py SITE`.

Publishers refuse programs with 401, 403, 406, 418 or 429: an address that does so is there.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

from conftest import served
from guides import tool

REFUSED = ("401", "403", "406", "418", "429")
# Where pages are edited and where they will live: known from the settings, not links that somebody wrote.
OURS = (r"/edit/main/docs/", r"^https://ml-research-playbooks\.example/")


def broken(said: str) -> list[str]:
    """A line for each address that doesn't answer, of linkchecker's own table of results."""
    rows = csv.DictReader(
        io.StringIO("\n".join(line for line in said.splitlines() if not line.startswith("#"))), delimiter=";"
    )
    wrong = [row for row in rows if row["valid"] == "False" and not row["result"].startswith(REFUSED)]
    return sorted({f"{row['urlname']} on {row['parentname']}: {row['result']}" for row in wrong})


def main(site: Path) -> None:
    """Print the broken ones and exit with 1, or say that there are none."""
    ignored = [f"--ignore-url={pattern}" for pattern in OURS]
    with served(site) as address:
        command = [tool("linkchecker"), "--no-status", "--check-extern", "--output=csv", *ignored, address]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = broken(done.stdout)
    print("\n".join(found) or "every address answers")
    sys.exit(bool(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""What the Nu HTML checker says of a built site, and the Java that it runs on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from guides import ROOT

JAR = ROOT / ".cache/audit/node_modules/vnu-jar/build/dist/vnu.jar"
PACKAGE = "default-jre-headless"
# The theme's own errors: how the message begins, and what stands in the markup that it points to.
THEIRS = (
    ("Attribute “autocomplete” is only allowed", 'class="md-toggle"'),
    ("Bad value “” for attribute “tabindex” on element “label”", 'class="md-nav__link'),
    ("The value of the “for” attribute of the “label” element", '<label class="md-nav__title" for="__toc">'),
)


def errors(site: Path) -> tuple[list[str], list[str]]:
    """Each error on any page: those of ours, and those of the theme."""
    command = [
        "java",
        "-Xss4m",
        "-jar",
        str(JAR),
        "--format",
        "json",
        "--skip-non-html",
        "--exit-zero-always",
        str(site),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = [each for each in json.loads(done.stderr)["messages"] if each["type"] != "info"]
    theirs = [each for each in found if _is_theirs(each)]
    return [_line(each) for each in found if each not in theirs], [_line(each) for each in theirs]


def _is_theirs(error: dict[str, Any]) -> bool:
    return any(error["message"].startswith(begin) and holds in error.get("extract", "") for begin, holds in THEIRS)


def _line(error: dict[str, Any]) -> str:
    return f"{error.get('url', '')}:{error.get('lastLine', 0)}: {error['message']}"


def install() -> None:
    """Debian's package, where this user may install it."""
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        sys.exit(f"No Java found: install it first (on Debian and Ubuntu: apt-get install {PACKAGE})")
    print("No Java found: installing Debian's package.")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", PACKAGE], check=True)


if __name__ == "__main__":
    if shutil.which("java") is None:
        install()
    print(f"The HTML checker uses {shutil.which('java') or sys.exit('no Java, and none could be installed')}")

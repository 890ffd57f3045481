"""Finds a Chromium for the browser tests, or installs one, and says which."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

# The same engine without a window's machinery: pages cost it less than half the processor time.
SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find(*, shell: bool = True) -> str | None:
    """The path of a Chromium: the system's, or else Playwright's own; without `shell`, one with a window."""
    for name in (SHELL, *NAMES) if shell else NAMES:
        path = shutil.which(name)
        if path:
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.access(path, os.X_OK) else None


def install() -> None:
    """Debian's packages where this user may install them, and else Playwright's own browser where there is none."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Debian's Chromium and its headless shell.")
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium", SHELL], check=False)  # Ubuntu has neither
    if find() is None:
        print("No Chromium found: installing Playwright's own.")
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if not (shutil.which(SHELL) and find(shell=False)):
        install()
    print(f"Browser tests use {find() or sys.exit('no Chromium, and none could be installed')}")

"""What several tests stand on: the guide, the built sites, a server and a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from chromium import find
from guides import ROOT, small_guide
from nginx import free_port, nginx
from playbooks.model import Guide
from playbooks.read import read
from playbooks.render.headers import NGINX

# A quiet Chromium: nothing of its own to load, and fit for a container.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytest_plugins = ["schedule"]
SOURCES = ("mkdocs.yml", "docs", "overrides", "scripts")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests recorded, in whichever process."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, figure in report.user_properties:
            terminalreporter.write_line(f"{name}: {figure}")


@pytest.fixture(scope="session")
def guide() -> Guide:
    return read(ROOT)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small valid guide, to be spoilt."""
    return small_guide(tmp_path / "guide")


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """A project of somebody's, to export into."""
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def copy_sources(into: Path) -> Path:
    """A copy of all that a build reads."""
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, into / name)
    return into


def build(engine: str, sources: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """What one engine says of a build."""
    command = {"mkdocs": ["mkdocs", "build", "--strict"], "zensical": ["zensical", "build", "--clean", "--strict"]}
    return subprocess.run(
        [sys.executable, "-m", *command[engine]],
        cwd=sources,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PDFS": "true", "DOWNLOADS": "true"} | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def built(engine: str, sources: Path, **settings: str) -> Path:
    """The site as one engine builds it."""
    done = build(engine, copy_sources(sources), **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return sources / "site"


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """What `make` makes in a folder of that name, made by the first process of this run that asks for it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    made = folder.with_suffix(".made")
    with FileLock(folder.with_suffix(".lock")):
        if not made.exists():
            folder.mkdir()
            made.write_text(str(make(folder)), encoding="utf-8")
    return Path(made.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def mkdocs_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, with its PDFs."""
    return once(tmp_path_factory, "mkdocs", _mkdocs_site)


def _mkdocs_site(sources: Path) -> Path:
    site = built("mkdocs", sources)
    (site / "assets/checklists").mkdir()
    command = [sys.executable, str(ROOT / "scripts/export_downloads.py"), "--site", str(site)]
    subprocess.run(command, check=True, capture_output=True)
    for paper in ("a4", "letter"):
        options = ["--paper", paper, "--site", str(site), "--into", str(site / "assets/checklists")]
        command = [sys.executable, str(ROOT / "scripts/export_checklists.py"), "all", "--format", "pdf", *options]
        subprocess.run(command, check=True, capture_output=True)
    return site


@pytest.fixture(scope="session")
def zensical_site(tmp_path_factory: pytest.TempPathFactory, mkdocs_site: Path) -> Path:
    """The site, with the same PDFs: the pages that they are made from are held equal by other tests."""

    def make(sources: Path) -> Path:
        site = built("zensical", sources)
        shutil.copytree(mkdocs_site / "assets/checklists", site / "assets/checklists")
        command = [sys.executable, str(ROOT / "scripts/export_downloads.py"), "--site", str(site)]
        subprocess.run(command, check=True, capture_output=True)
        return site

    return once(tmp_path_factory, "zensical", make)


@pytest.fixture(scope="session", params=["mkdocs", "zensical"])
def site(request: pytest.FixtureRequest) -> Path:
    """The site, as each engine builds it."""
    return Path(request.getfixturevalue(f"{request.param}_site"))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that logs nothing, and lets linkchecker ask more than ten times a second."""

    def end_headers(self) -> None:
        self.send_header("LinkChecker", "unlimited")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server for one folder, on loopback."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def served_by_nginx(engine: str, prefix: Path, path: str = "/") -> Iterator[str]:
    """The address of a site that is built below `prefix` for `path`, as nginx serves it with what the build wrote."""
    port = free_port()
    url = f"http://127.0.0.1:{port}{path}"
    site = built(engine, prefix, SITE_URL=url)
    for folder in (prefix, *prefix.parents[:3]):
        if folder.stat().st_mode & 0o011 != 0o011:
            folder.chmod(folder.stat().st_mode | 0o011)  # nginx's workers aren't the user that made these
    place = ["--url", url, "--root", str(site), "--listen", f"127.0.0.1:{port}"]
    for script, options in (("export_downloads", []), ("export_headers", place)):
        command = [sys.executable, str(ROOT / f"scripts/{script}.py"), "--site", str(site), *options]
        subprocess.run(command, check=True, capture_output=True)
    with nginx(site / NGINX, port, prefix):
        yield url


@pytest.fixture(scope="session")
def address(mkdocs_site: Path) -> Iterator[str]:
    with served(mkdocs_site) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield chromium
        chromium.close()


def without_search(context: BrowserContext) -> BrowserContext:
    """The context, spared the large index on each page that it opens."""
    fields = {"title": {"boost": 1.0}, "text": {"boost": 1.0}, "tags": {"boost": 1.0}}
    empty = {"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": fields}, "docs": []}
    context.route("**/search/search_index.json", lambda route: route.fulfill(json=empty))
    return context

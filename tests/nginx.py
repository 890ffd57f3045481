"""Finds an nginx for the tests of the headers, or installs one, and serves a site with what the build wrote for it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = "nginx-light"
# The rest of a server: what a distribution's nginx.conf has around the site's file, in a folder of its own.
AROUND = """\
daemon off;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include {types};
    include {site};
}}
"""
TYPES = ("/etc/nginx/mime.types", "/opt/homebrew/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types")


def find() -> str | None:
    """The path of nginx, which Debian keeps off a user's path."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))


def install() -> None:
    """Debian's package, without its service, where this user may install it."""
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        sys.exit(f"No nginx found: install it first (on Debian and Ubuntu: apt-get install {PACKAGE})")
    print("No nginx found: installing Debian's package.")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    quiet = os.environ | {"RUNLEVEL": "1", "DEBIAN_FRONTEND": "noninteractive"}  # which starts no service
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", PACKAGE], check=True, env=quiet)


def free_port() -> int:
    """A port on loopback that nobody listened to just now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def nginx(configuration: Path, port: int, prefix: Path) -> Iterator[str]:
    """The address of an nginx of our own that includes a site's configuration, with all its files below `prefix`."""
    types = next(path for path in TYPES if Path(path).is_file())
    (prefix / "nginx.conf").write_text(AROUND.format(types=types, site=configuration), encoding="utf-8")
    command = [find() or "nginx", "-e", "stderr", "-p", str(prefix), "-c", str(prefix / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            _await(server, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _await(server: subprocess.Popen[str], port: int) -> None:
    while server.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(server.stderr.read() if server.stderr else "nginx ended")


if __name__ == "__main__":
    if find() is None:
        install()
    print(f"Header tests use {find() or sys.exit('no nginx, and none could be installed')}")

"""The headers that a built site is served with, and the servers' files that hold them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from playbooks.content import Content

INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
# A block of data is no script to a browser, and needs no hash.
NO_SCRIPT = re.compile(r"\ssrc\s*=|\stype\s*=\s*[\"']?application/(ld\+)?json", re.IGNORECASE)
# The policy but for its scripts. Figures' shapes have their colours and lines as style attributes, and Zensical's
# search brings a style sheet in its script, which no page shows.
POLICY = {
    "default-src": "'none'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
REFUSED = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": REFUSED,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A page and the policy that names its scripts belong together: neither is taken from a cache unasked.
    "Cache-Control": "no-cache",
}
HEADERS, NGINX = "_headers", "_nginx.conf"
CONFIGURATION = """\
# Made by the build: the site under {path}, for the folder that nginx includes in its http block.
server {{
    listen {listen};
    server_tokens off;
    absolute_redirect off;
    charset utf-8;
    charset_types text/css text/plain text/markdown application/javascript application/json;
    default_type text/plain;
    gzip on;
    gzip_comp_level 6;
    gzip_types text/css text/plain text/xml application/javascript application/json image/svg+xml;
    error_page 404 {path}404.html;

{headers}

    location {path} {{
        alias {root}/;
        index index.html;
    }}

    # What is for servers stays with them.
    location {path}_ {{
        return 404;
    }}
{above}}}
"""
ABOVE = """
    # Nothing stands above the site.
    location / {{
        return 404;
    }}
    location = {bare} {{
        return 301 {path};
    }}
"""


def inline_hashes(pages: Iterable[str]) -> tuple[str, ...]:
    """The hash of each inline script of the pages' HTML, as a policy names it, in order."""
    texts = {
        found["text"].replace("\r\n", "\n")
        for page in pages
        for found in INLINE.finditer(page)
        if not NO_SCRIPT.search(found["attributes"])
    }
    return tuple(sorted(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts))


def headers(hashes: Iterable[str]) -> dict[str, str]:
    """Each header with its value, the same on every page: the first page's policy rules those opened from it."""
    scripts = " ".join(["'self'", *hashes])
    policy = {"default-src": POLICY["default-src"], "script-src": scripts} | POLICY
    return {"Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items())} | OTHERS


def server_files(pages: Iterable[str], path: str, root: str, listen: str) -> dict[str, Content]:
    """`_headers` and nginx's configuration for a site's pages, served under `path` from the folder `root`."""
    fields = headers(inline_hashes(pages))
    lines = "\n".join(f'    add_header {name} "{value}" always;' for name, value in fields.items())
    above = "" if path == "/" else ABOVE.format(path=path, bare=path.rstrip("/"))
    return {
        HEADERS: f"{path}*\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items()),
        NGINX: CONFIGURATION.format(path=path, root=root.rstrip("/"), listen=listen, headers=lines, above=above),
    }

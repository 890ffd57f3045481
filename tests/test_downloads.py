"""What the built site offers beside its pages: Markdown, llms.txt and the agent's files."""

from __future__ import annotations

import dataclasses
import io
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from export_agent import export_agent
from export_downloads import export_downloads
from playbooks.content import Block
from playbooks.model import Guide, Move, Place
from playbooks.render import LAYOUTS, TARGETS
from playbooks.render.downloads import downloads, markdown_path
from playbooks.render.feed import feed
from playbooks.render.redirects import redirects
from test_site import soup_of

LINK = re.compile(r"\]\(([^()\s]+)\)")


def test_every_page_stands_as_markdown_beside_its_html(guide: Guide, site: Path) -> None:
    for page in guide.pages:
        file = site / markdown_path(page)
        assert file.read_text(encoding="utf-8").startswith(f"# {page.name}\n")
        html = soup_of(site / file.relative_to(site).as_posix().removesuffix(".md"))
        (alternate,) = html.select('link[rel~=alternate][type="text/markdown"]')
        assert alternate["href"] == file.name


def test_every_link_of_the_markdown_pages_and_of_llms_txt_leads_somewhere(guide: Guide, site: Path) -> None:
    files = [site / "llms.txt", *(site / markdown_path(page) for page in guide.pages)]
    for file in files:
        code = re.compile(r"^(`{3,}|~{3,}).*?^\1$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
        for target in LINK.findall(code.sub("", file.read_text(encoding="utf-8"))):
            path = target.partition("#")[0]
            assert "://" in target or (file.parent / path).is_file(), (file, target)


def test_llms_txt_lists_every_page_once(guide: Guide, site: Path) -> None:
    listed = LINK.findall((site / "llms.txt").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(markdown_path(page) for page in guide.pages)


def test_the_same_sources_make_the_same_bytes(guide: Guide) -> None:
    assert downloads(guide) == downloads(guide)


@pytest.mark.parametrize("target", TARGETS)
def test_each_zip_holds_what_the_export_writes(target: str, mkdocs_site: Path, into: Path) -> None:
    args = ["--target", target, "--accept-loss", "--into", str(into)]
    assert CliRunner().invoke(export_agent, args).exit_code == 0
    with ZipFile(io.BytesIO((mkdocs_site / f"assets/agent/{target}.zip").read_bytes())) as archive:
        for name in archive.namelist():
            assert archive.read(name) == (into / name).read_bytes()
        written = {file.relative_to(into).as_posix() for file in into.rglob("*") if file.is_file()}
        assert set(archive.namelist()) == {path for path in written if not path.startswith(".ml-research")}


def test_get_the_agent_shows_each_agent_s_file_whole(guide: Guide, site: Path) -> None:
    shown = [element.get_text() for element in soup_of(site / "agent/get/index.html").select(".agent details code")]
    for name in set(TARGETS) - {"claude-plugin", "skills"}:
        ((path, content),) = TARGETS[name].draw(guide, LAYOUTS["lists"]).items()
        text = content.text if isinstance(content, Block) else str(content)
        assert path in shown
        assert text.strip() in [unescape(each).strip() for each in shown]


def test_get_the_agent_says_what_each_product_loses(guide: Guide, site: Path) -> None:
    text = soup_of(site / "agent/get/index.html").get_text()
    for target in TARGETS.values():
        assert all(f"No place for {loss.what}" in text and loss.instead in text for loss in target.lost(guide))


def test_each_download_that_get_the_agent_offers_is_there(site: Path) -> None:
    links = soup_of(site / "agent/get/index.html").select("a[download]")
    assert len(links) == len(TARGETS)
    assert all((site / "agent/get" / str(link["href"])).resolve().is_file() for link in links)


def test_each_link_to_what_is_made_after_the_build_leads_to_it(site: Path) -> None:
    for file in site.rglob("*.html"):
        for link in soup_of(file).select("a[href$='.pdf'], a[href$='.zip']"):
            if "://" not in str(link["href"]):
                assert (file.parent / str(link["href"])).resolve().is_file(), (file, link["href"])


def test_a_site_that_is_not_built_is_an_error(tmp_path: Path) -> None:
    done = CliRunner().invoke(export_downloads, ["--site", str(tmp_path / "nowhere")])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{tmp_path / 'nowhere'}:1: site isn't built")
    (tmp_path / "index.html").write_text("<p>A page of somebody's", encoding="utf-8")
    done = CliRunner().invoke(export_downloads, ["--site", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{tmp_path / 'index.html'}:1: page says no address of its own")


def test_the_feed_has_each_change_with_its_day_and_the_link_to_it(guide: Guide, site: Path) -> None:
    atom = ET.fromstring((site / "feed.xml").read_text(encoding="utf-8"))  # noqa: S314 (our own)
    names = {"a": "http://www.w3.org/2005/Atom"}
    entries = atom.findall("a:entry", names)
    assert [entry.findtext("a:title", "", names) for entry in entries] == [
        change.topic.name for change in guide.changes
    ]
    assert entries[0].findtext("a:updated", "", names) == f"{guide.date.isoformat()}T12:00:00+00:00"
    address, _, anchor = entries[0].find("a:link", names).attrib["href"].partition("#")  # type: ignore[union-attr]
    (canonical,) = soup_of(site / "changelog/index.html").select("link[rel=canonical]")
    assert address == canonical["href"]
    assert soup_of(site / "changelog/index.html").find(id=anchor)


def test_each_page_names_the_feed(site: Path) -> None:
    (link,) = soup_of(site / "runs/file/index.html").select('link[type="application/atom+xml"]')
    assert (site / "runs/file" / str(link["href"])).resolve() == site / "feed.xml"


def test_a_guide_without_a_changelog_has_no_feed(guide: Guide) -> None:
    assert feed(dataclasses.replace(guide, changelog=None), "https://wiki.example/") == {}


@pytest.mark.parametrize(
    ("old", "new", "file", "link"),
    [
        ("old.md", "runs/index.md", "old/index.html", "../runs/"),
        ("a/b/index.md", "index.md", "a/b/index.html", "../../"),
        ("runs/old.md", "runs/file.md", "runs/old/index.html", "../file/"),
    ],
)
def test_an_earlier_address_leads_on_to_the_page(guide: Guide, old: str, new: str, file: str, link: str) -> None:
    moves = (Move(old, new, Place("mkdocs.yml", 1)),)
    ((path, html),) = redirects(dataclasses.replace(guide, moves=moves)).items()
    soup = BeautifulSoup(html, "html.parser")
    assert path == file
    assert [a["href"] for a in soup.select("a, link[rel=canonical]")] == [link, link]
    assert soup.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={link}"  # type: ignore[index]
    assert not soup.select("script")

"""The built site shows what the model says, in both engines, and no link on it is broken."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlparse

from bs4 import BeautifulSoup, Tag
from markdown.extensions.toc import slugify
from markdown_it import MarkdownIt

from conftest import build, copy_sources, served
from guides import tool
from playbooks.grammar import CITATION, cited
from playbooks.model import Check, Guide, Page, Playbook
from playbooks.render.markdown import author_year

INLINE = MarkdownIt("commonmark")


@cache
def soup_of(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")


def html_of(site: Path, path: str) -> Path:
    """Where the page with a path such as `docs/a/b.md` is built."""
    stem = path.removeprefix("docs/").removesuffix(".md")
    return site / (stem.removesuffix("index")) / "index.html" if stem.endswith("index") else site / stem / "index.html"


def article(site: Path, page: Page) -> Tag:
    return one(soup_of(html_of(site, page.path)), "article")


def one(within: Tag, selector: str) -> Tag:
    found = within.select_one(selector)
    assert found is not None, selector
    return found


def text_of(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def plain(guide: Guide, markdown: str) -> str:
    """What a reader sees of inline Markdown."""
    works = {work.key: work for work in guide.works}

    def shown(match: re.Match[str]) -> str:
        parts = (author_year(works[key]) + (f", {at}" if at else "") for key, at in cited(match[1]))
        return f"({'; '.join(parts)})"

    html = INLINE.renderInline(CITATION.sub(shown, markdown))
    return text_of(BeautifulSoup(html, "html.parser"))


def without_permalink(heading: Tag) -> str:
    return text_of(heading).removesuffix("¶").rstrip()


def book_of(guide: Guide, page: Page) -> Playbook | None:
    """The playbook whose checklist a page is."""
    return next((b for b in guide.playbooks() if page.path == b.index.path.replace("index.md", "checklist.md")), None)


def names_on(guide: Guide, page: Page) -> list[str]:
    book = book_of(guide, page)
    return [page.name, *(group.name for group in book.groups)] if book else [page.name, *(t.name for t in page.topics)]


def checks_on(guide: Guide, page: Page) -> list[Check]:
    book = book_of(guide, page)
    return [check for each in (book.groups if book else [page]) for check in each.checks()]


def test_headings_and_their_ids_are_the_model_s(guide: Guide, site: Path) -> None:
    for page in guide.pages:
        expected = [(plain(guide, name), slugify(plain(guide, name), "-")) for name in names_on(guide, page)]
        shown = [(without_permalink(h), h.get("id")) for h in article(site, page).find_all(["h1", "h2"])]
        assert shown == expected, page.path


def test_checks_and_their_ids_texts_and_evidence_are_the_model_s(guide: Guide, site: Path) -> None:
    for page in guide.pages:
        expected = [
            (
                check.code.lower(),
                f"{check.code} {'Must. ' if check.must else ''}{plain(guide, check.text)}",
                f"Evidence: {plain(guide, check.evidence)}",
            )
            for check in checks_on(guide, page)
        ]
        shown = [
            (item["id"], text_of(one(item, "label")), text_of(one(item, "li")))
            for item in article(site, page).select("li.check")
        ]
        assert shown == expected, page.path


def test_each_box_has_its_label_and_each_check_a_link_to_itself(guide: Guide, site: Path) -> None:
    for page in guide.pages:
        for item in article(site, page).select("li.check"):
            box, label, link = one(item, "input"), one(item, "label"), one(item, "a.headerlink")
            assert box["type"] == "checkbox"
            assert label["for"] == box["id"] == f"{item['id']}-box"
            assert link["href"] == f"#{item['id']}"


def test_checks_stand_in_lists_of_their_own_without_other_items(guide: Guide, site: Path) -> None:
    for page in guide.pages:
        for item in article(site, page).select("li.check"):
            listing = item.parent
            assert listing is not None
            assert (listing.name, listing["class"]) == ("ul", ["checks"]), item["id"]
            assert all("check" in other["class"] for other in listing.find_all("li", recursive=False)), item["id"]
            assert not item.select("p"), item["id"]


def test_no_bracket_of_a_task_list_or_citation_is_left_as_text(guide: Guide, site: Path) -> None:
    for page in guide.pages:
        if page.path.startswith(("docs/contributing/", "docs/runs/")):
            continue  # they show how these are written
        text = article(site, page).get_text()
        assert "[ ]" not in text, page.path
        assert "[@" not in text, page.path
        assert "///" not in text, page.path


def test_a_check_that_a_text_names_by_its_code_is_a_link_to_it(guide: Guide, site: Path) -> None:
    checks = {check.code: check for page in guide.pages for check in page.checks()}
    assert sum(len(page.mentions) for page in guide.pages) > 90
    for page in guide.pages:
        named = [mention.code for mention in page.mentions if mention.code in checks]
        links = article(site, page).select("a.mention")
        assert [text_of(link) for link in links] == named, page.path
        for code, link in zip(named, links, strict=True):
            file, anchor = urldefrag(str(link["href"]))
            target = (html_of(site, page.path).parent / file).resolve() if file else html_of(site, page.path).parent
            assert target == html_of(site, checks[code].place.path).parent.resolve(), page.path
            assert anchor == code.lower(), page.path


def test_the_references_page_shows_each_work_with_its_address_and_where_it_is_cited(guide: Guide, site: Path) -> None:
    page = next(page for page in guide.pages if page.path == "docs/references.md")
    items = {item["id"]: item for item in article(site, page).select(".references > li")}
    assert set(items) == {work.key for work in guide.works}
    for work in guide.works:
        assert one(items[work.key], "a")["href"] == work.url
        citing = [cite for other in guide.pages for cite in other.citations if cite.key == work.key]
        links = items[work.key].select(".references__cited a")
        assert {text_of(link) for link in links} == {cite.topic or "" for cite in citing} - {""} | {
            other.name for other in guide.pages for cite in other.citations if cite.key == work.key and not cite.topic
        }


def test_the_gates_of_a_playbook_are_the_musts_of_its_groups(guide: Guide, site: Path) -> None:
    playbook = next(playbook for playbook in guide.playbooks() if playbook.code == "REP")
    shown = [text_of(item) for item in article(site, playbook.index).select(".gate li")]
    assert shown == [
        f"{check.code} {plain(guide, check.text)}"
        for group in playbook.groups
        for check in group.checks()
        if check.must
    ]


def test_each_page_says_when_it_was_last_reviewed(guide: Guide, site: Path) -> None:
    for page in guide.pages:
        assert one(article(site, page), ".page-reviewed time")["datetime"] == page.reviewed.isoformat()


def test_every_link_and_anchor_within_the_site_leads_somewhere(site: Path) -> None:
    broken = []
    for file in site.rglob("*.html"):
        base = "/" + file.relative_to(site).as_posix().removesuffix("index.html")
        for tag in soup_of(file).select("[href], [src]"):
            target = urljoin(base, str(tag.get("href", tag.get("src"))))
            if file.name != "404.html" and not urlparse(target).scheme and not leads(site, target):
                broken.append((base, target))
    assert broken == []


def leads(site: Path, target: str) -> bool:
    path, anchor = urldefrag(target)
    file = site / unquote(path).lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    return file.exists() and (not anchor or unquote(anchor) in anchors_of(file))


@cache
def anchors_of(file: Path) -> set[str]:
    return {str(tag["id"]) for tag in soup_of(file).select("[id]")}


def test_linkchecker_finds_nothing_broken(mkdocs_site: Path, tmp_path: Path) -> None:
    settings = tmp_path / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=1000\n", encoding="utf-8")  # as far as the server lets it
    command = [tool("linkchecker"), f"--config={settings}", "--no-status", "--no-warnings", "--output=text"]
    with served(mkdocs_site) as address:
        done = subprocess.run([*command, address], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 errors found" in done.stdout


def test_each_page_has_an_edit_link_and_a_way_on(guide: Guide, mkdocs_site: Path) -> None:
    for page in guide.pages:
        soup = soup_of(html_of(mkdocs_site, page.path))
        assert str(one(soup, "a[rel~=edit]")["href"]).endswith(page.path.removeprefix("docs/")), page.path
        assert soup.select("a.md-footer__link"), page.path


def test_each_way_on_or_back_names_the_page_that_it_leads_to(guide: Guide, site: Path) -> None:
    for page in guide.pages:
        for way in soup_of(html_of(site, page.path)).select(".md-footer__link"):
            assert one(way, ".md-ellipsis").get_text().strip(), page.path


def test_a_build_of_faulty_sources_says_the_fault_and_no_traceback(tmp_path: Path) -> None:
    page = copy_sources(tmp_path) / "docs/agent/practices.md"
    page.write_text(page.read_text(encoding="utf-8").replace("reviewed:", "revised:"), encoding="utf-8")
    done = build("mkdocs", tmp_path)
    assert done.returncode == 1
    assert "docs/agent/practices.md:3: front matter key is unknown: 'revised'; " in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_style_sheet_that_is_not_there_is_said_with_its_place(tmp_path: Path) -> None:
    config = copy_sources(tmp_path) / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("stylesheets/check.css", "stylesheets/no-such.css"), encoding="utf-8")
    done = build("mkdocs", tmp_path)
    assert done.returncode == 1
    line = text[: text.index("stylesheets/check.css")].count("\n") + 1
    fault = f"mkdocs.yml:{line}: style sheet is not there: 'assets/stylesheets/no-such.css'; name a file below docs/"
    assert fault in done.stderr
    assert "Traceback" not in done.stdout + done.stderr

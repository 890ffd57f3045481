"""Sheets on paper: from the browser's own print, and as PDFs to fill in; read back check by check."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from conftest import without_search
from guides import ROOT, tool
from playbooks.model import Guide, Playbook
from playbooks.model import Page as Source
from playbooks.read.built import sheet_style
from playbooks.render.checklists import folder
from playbooks.render.pdf import PdfError, pdf
from playbooks.runfile import apply
from test_runs import GROUP, box, evidence, start
from test_site import plain

PAPERS = ["A4", "Letter"]
BOOKS = sorted(file.parent.name for file in ROOT.glob("docs/playbooks/*/index.md"))
SCREEN = ("Table of contents", "Start a run", "Print checklist", "Next", "Edit this page", "How it is done")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = without_search(browser.new_context(viewport={"width": 1280, "height": 900}))
    yield context.new_page()
    context.close()


def printed(page: Page, paper: str, *, whole: bool = False) -> list[str]:
    """The text of each page of what 'Print checklist' gives, or the browser's own command where `whole`."""
    if not whole:
        page.evaluate("window.print = () => {}")  # the dialog, which no test can answer
        page.get_by_role("button", name="Print checklist").click()
    return texts_of(page.pdf(format=paper, print_background=True))


def texts_of(pdf: bytes | Path) -> list[str]:
    """The text of each page."""
    document = PdfDocument(pdf)
    return [document[at].get_textpage().get_text_range() for at in range(len(document))]


def text_of(pages: list[str]) -> str:
    return " ".join(" ".join(pages).split())


def loose(text: str) -> str:
    """Text without what a line break on paper adds or takes; U+FFFE is how PDFium has a hyphen at the end of a line."""
    return re.sub(r"[\s\u00ad\ufffe-]+", "", text)


def assert_each_check_stands_once(pages: list[str], guide: Guide, groups: list[Source]) -> None:
    text = loose(text_of(pages))
    for group in groups:
        for check in group.checks():
            line = loose(f"{check.code} {'Must. ' if check.must else ''}{plain(guide, check.text)}")
            assert text.count(line) == 1, check.code


def assert_no_check_is_split(texts: list[str], groups: list[Source]) -> None:
    """Each check's code and evidence are on one page, and every page holds some."""
    pages = [loose(text) for text in texts]
    for group in groups:
        for check in group.checks():
            ours = next(
                page for page in pages if loose(check.code) + loose("Must.") in page or loose(check.code) in page
            )
            after = ours[ours.index(loose(check.code)) :]
            assert loose("Evidence:") in after, check.code
    assert all(pages)


@cache
def books(guide: Guide) -> list[Playbook]:
    return list(guide.playbooks())


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("paper", PAPERS)
def test_a_group_of_eight_checks_is_one_page_and_a_larger_one_at_most_two(
    page: Page, address: str, guide: Guide, paper: str, name: str
) -> None:
    book = next(book for book in guide.playbooks() if folder(book) == name)
    # Every group on the shorter paper; on the other, each playbook's fullest.
    fullest = max(book.groups, key=lambda group: len(list(group.checks())))
    for group in book.groups if paper == "Letter" else [fullest]:
        page.goto(address + group.path.removeprefix("docs/").removesuffix(".md") + "/")
        pages = printed(page, paper)
        few = len(list(group.checks())) <= 8
        assert len(pages) <= (1 if few else 2), group.path
        assert_each_check_stands_once(pages, guide, [group])
        assert_no_check_is_split(pages, [group])


@pytest.mark.parametrize("paper", PAPERS)
def test_a_playbook_s_checklist_is_at_most_ten_pages_without_anything_of_the_screen(
    page: Page, address: str, guide: Guide, paper: str
) -> None:
    for book in books(guide):
        page.goto(address + f"playbooks/{folder(book)}/checklist/")
        pages = printed(page, paper, whole=True)
        assert len(pages) <= 10
        assert_each_check_stands_once(pages, guide, list(book.groups))
        assert_no_check_is_split(pages, list(book.groups))
        text = text_of(pages)
        assert not [word for word in SCREEN if word in text]
        assert f"playbooks/{folder(book)}/checklist/" in text.replace(" ", "")
        assert "Signature" in text


def on_paper(page: Page, address: str, value: str) -> list[str]:
    """A computed value of each text of a group's sheet."""
    page.goto(address + GROUP)
    page.evaluate("document.documentElement.classList.add('print-sheet')")
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(
        """name => [...document.querySelectorAll("article .check, article .check *, article h1, article h2, .sheet p")]
            .filter(each => each.offsetParent && each.textContent.trim())
            .map(each => getComputedStyle(each)[name])""",
        value,
    )
    return found


def test_no_text_of_a_sheet_is_smaller_than_nine_points(page: Page, address: str) -> None:
    assert min(float(size.removesuffix("px")) * 0.75 for size in on_paper(page, address, "fontSize")) >= 9


def test_a_sheet_is_black_on_white(page: Page, address: str) -> None:
    assert set(on_paper(page, address, "color")) == {"rgb(0, 0, 0)"}


def test_printing_a_guide_page_prints_the_guide_with_figures_and_sources(page: Page, address: str) -> None:
    page.goto(address + "playbooks/reproduction/reproduction-validation-protocols/")
    text = text_of(printed(page, "A4", whole=True))
    assert "prediction interval" in text.lower()
    assert "Signature" not in text
    assert "No run is open" not in text


def test_a_printed_guide_page_says_which_run_it_is_of_and_how_far(page: Page, address: str) -> None:
    start(page, address)
    assert 'Reproduce "Attention" 0 of 67, 0 of 21 Musts' in text_of(printed(page, "A4", whole=True))


def test_a_printed_sheet_has_the_ticks_and_evidence_of_the_run(page: Page, address: str) -> None:
    start(page, address)
    box(page, "REP-01").check()
    evidence(page, "REP-01", "notes/symbols.md, 41 rows")
    text = text_of(printed(page, "A4"))
    assert 'Run Reproduce "Attention"' in text
    assert "Evidence: notes/symbols.md, 41 rows" in text
    page.emulate_media(media="print")
    assert page.locator("#rep-01 .check__line").is_hidden()


def test_the_record_of_a_run_has_every_check_and_what_is_open_first_on_demand(
    page: Page, address: str, guide: Guide
) -> None:
    start(page, address)
    box(page, "REP-01").check()
    evidence(page, "REP-01", "notes.md")
    evidence(page, "REP-02", "asked Ada", "Note")
    page.goto(address + "runs/")
    page.get_by_role("link", name="Record").click()
    page.wait_for_url("**/reproduction/checklist/")
    text = text_of(printed(page, "A4", whole=True))
    assert "Evidence: notes.md" in text
    assert "Note: asked Ada" in text
    book = next(book for book in books(guide) if book.code == "REP")
    assert all(check.code in text for group in book.groups for check in group.checks())
    assert text.index("REP-01") < text.index("REP-02")
    page.get_by_role("button", name="Open first").click()
    text = text_of(printed(page, "A4", whole=True))
    assert text.index("REP-02") < text.index("REP-01") < text.index("REP-14")


# The PDFs


@pytest.fixture(scope="module")
def pdfs(mkdocs_site: Path) -> dict[str, PdfReader]:
    return {file.stem: PdfReader(file) for file in sorted((mkdocs_site / "assets/checklists").glob("*.pdf"))}


def test_each_playbook_s_pdf_holds_each_check_once_with_a_box_and_a_line(
    pdfs: dict[str, PdfReader], mkdocs_site: Path, guide: Guide
) -> None:
    for book in books(guide):
        for paper in ("a4", "letter"):
            pages = texts_of(mkdocs_site / f"assets/checklists/{folder(book)}-{paper}.pdf")
            assert len(pages) <= 10
            assert_each_check_stands_once(pages, guide, list(book.groups))
            assert_no_check_is_split(pages, list(book.groups))
            fields = pdfs[f"{folder(book)}-{paper}"].get_fields() or {}
            for group in book.groups:
                for check in group.checks():
                    text = f"{check.code} {'Must. ' if check.must else ''}{plain(guide, check.text)}"
                    assert fields[check.code]["/FT"] == "/Btn"
                    assert fields[check.code]["/TU"] == text
                    assert fields[f"{check.code} evidence"]["/FT"] == "/Tx"


def test_each_pdf_is_tagged_and_has_bookmarks_a_title_and_a_language(pdfs: dict[str, PdfReader]) -> None:
    for name, reader in pdfs.items():
        root: Any = reader.root_object
        assert "/StructTreeRoot" in root, name
        assert root["/Lang"] == "en", name
        assert reader.metadata, name
        assert str(reader.metadata.title).endswith(": checklist"), name
        assert reader.outline, name


def test_each_font_of_a_pdf_is_ours_and_embedded(mkdocs_site: Path) -> None:
    for file in (mkdocs_site / "assets/checklists").glob("*-a4.pdf"):
        names = set()
        for page in PdfReader(file).pages:
            resources: Any = page["/Resources"]
            names |= {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
        assert names
        assert all(re.fullmatch(r"/[A-Z]{6}\+(source-|dejavu-).*", name) for name in names), names


def test_a_pdf_ua_checker_finds_nothing(mkdocs_site: Path) -> None:
    files = [str(file) for file in (mkdocs_site / "assets/checklists").glob("*.pdf")]
    done = subprocess.run([tool("pdfua"), "check", *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "checked against 16 of 106 PDF/UA-1 rules (15%)" in done.stdout  # what it covers, and no more


def export(*options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(ROOT / "scripts/export_checklists.py"), *options]
    return subprocess.run(command, capture_output=True, check=False)


def test_the_same_input_gives_the_same_bytes(mkdocs_site: Path) -> None:
    done = export("optimization", "--format", "pdf", "--site", str(mkdocs_site))
    assert done.stdout == (mkdocs_site / "assets/checklists/optimization-a4.pdf").read_bytes()


def test_the_ticks_and_words_of_a_run_are_filled_in(mkdocs_site: Path, tmp_path: Path) -> None:
    run = export("optimization", "--format", "run", "--name", "A run").stdout.decode()
    many = "\n".join(f"line {at} of the evidence" for at in range(80))
    for edit in (
        {"do": "tick", "code": "OPT-01", "ticked": True},
        {"do": "put", "code": "OPT-01", "kind": "Evidence", "texts": [many]},
        {"do": "put", "code": "OPT-02", "kind": "Blocked", "texts": ["no accelerator"]},
    ):
        run = apply(run, edit, {})
    file = tmp_path / "run.md"
    file.write_text(run, encoding="utf-8")
    done = export("optimization", "--format", "pdf", "--site", str(mkdocs_site), "--run", str(file))
    assert done.returncode == 0, done.stderr
    reader = PdfReader(BytesIO(done.stdout))
    fields = reader.get_fields() or {}
    assert fields["OPT-01"]["/V"] != "/Off"
    assert fields["OPT-02"]["/V"] == "/Off"
    assert "OPT-01 evidence" not in fields
    text = text_of(texts_of(done.stdout))
    assert "Run A run" in text
    assert "Blocked: no accelerator" in text
    assert all(f"line {at} of the evidence" in text for at in range(80))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--site", "/nowhere"], "page isn't built"),
        (["--run", "/nowhere.md"], "No such file"),
        (["--group", "reading"], "a PDF has all groups"),
    ],
)
def test_wrong_use_of_the_pdf_is_a_plain_error(options: list[str], says: str) -> None:
    done = export("optimization", "--format", "pdf", *options)
    assert done.returncode in (1, 2)
    assert done.stdout == b""
    assert says in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_site_that_is_older_than_its_sources_is_refused(mkdocs_site: Path, tmp_path: Path) -> None:
    old = tmp_path / "playbooks/optimization/checklist/index.html"
    old.parent.mkdir(parents=True)
    html = (mkdocs_site / "playbooks/optimization/checklist/index.html").read_text(encoding="utf-8")
    old.write_text(html.replace('id="opt-01"', 'id="opt-99"'), encoding="utf-8")
    done = export("optimization", "--format", "pdf", "--site", str(tmp_path))
    assert done.returncode == 1
    assert b"the built site is older than its sources; run 'make site'" in done.stderr


# Hard input


def hard(texts: list[str]) -> str:
    """A built page of checks with these texts."""
    items = "".join(
        f'<li class="check" id="alp-{at:02}"><input type="checkbox" class="check__box">'
        f'<label class="check__label"><code>ALP-{at:02}</code> {text}</label>'
        '<ul><li class="check__evidence"><em>Evidence:</em> a file.<span class="check__line"></span></li></ul></li>'
        for at, text in enumerate(texts, 1)
    )
    return f'<html><article><h1>Hard</h1><ul class="checks">{items}</ul></article></html>'


HARD = {
    "2,000 characters": "word " * 400,
    "a word of 300": "x" * 300,
    "right to left": "שלום עולם וגם مرحبا بالعالم",
    "mathematics": "∀ε > 0 ∃δ: |x₁ \u2212 x₀| < δ ⇒ ‖∇f‖ ≤ ε, ∑ᵢ αᵢ ≈ √2",
    "code": "<code>for x in range(10): print(x)</code>",
}


def test_hard_text_is_neither_cut_off_nor_laid_over_other_text() -> None:
    data = pdf(hard(list(HARD.values())), "Hard", sheet_style(ROOT), "a4")
    reader, text = PdfReader(BytesIO(data)), loose(text_of(texts_of(data)))
    assert text.count("word") == 400
    assert "x" * 300 in text
    for word in ("range(10)", "√2"):
        assert word in text
    width = float(reader.pages[0].mediabox.width)
    for each in reader.pages:
        places: list[float] = []

        def seen(_: str, page: list[float], text: list[float], *__: object, places: list[float] = places) -> None:
            places.append(text[4] * page[0])

        each.extract_text(visitor_text=seen)
        assert all(0 <= place <= width for place in places)


def test_hard_text_is_whole_on_the_browser_s_paper_too(page: Page, address: str, mkdocs_site: Path) -> None:
    html = (mkdocs_site / GROUP / "index.html").read_text(encoding="utf-8")
    labels = iter(HARD.values())
    hard_html = re.sub(r'(<label class="check__label"[^>]*>)', lambda match: match[1] + next(labels, "") + " ", html)
    page.route(f"**/{GROUP}", lambda route: route.fulfill(body=hard_html, content_type="text/html"))
    page.goto(address + GROUP)
    text = loose(text_of(printed(page, "A4")))
    assert text.count("word") >= 400
    assert "x" * 300 in text
    for word in ("range(10)", "√2"):
        assert word in text
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})  # the width of the paper's text
    page.evaluate("document.documentElement.classList.add('print-sheet')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 680


def test_two_hundred_checks_in_a_group_are_all_there() -> None:
    reader = PdfReader(BytesIO(pdf(hard(["Do it."] * 200), "Hard", sheet_style(ROOT), "a4")))
    assert len(reader.get_fields() or {}) == 400


def test_a_missing_glyph_is_an_error_that_names_the_character_and_the_place() -> None:
    with pytest.raises(PdfError, match=r"ALP-02: no font of ours has the character '数' \(U\+6570\)"):
        pdf(hard(["Plain.", "数据"]), "Hard", sheet_style(ROOT), "a4")

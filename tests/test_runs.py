"""Runs in a real browser: kept, shared, brought together and never lost, on the site as it is built."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from conftest import served, without_search
from guides import ROOT
from playbooks.model import Guide
from playbooks.runfile import RunError, apply, parse, progress
from runs import CHECKLIST, EDITS, HEAD, bodies, cases
from walk import let_navigate

BOOK = "playbooks/reproduction/"
GROUP = f"{BOOK}paper-analysis-and-understanding/"
NAME = 'Reproduce "Attention"'
KEPT = "Object.entries(localStorage).filter(([key]) => key.includes(':run:')).map(([, text]) => text)"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = without_search(browser.new_context(viewport={"width": 1280, "height": 900}))
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


THEIRS = "blocked by a test"  # the theme doesn't catch it


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert [error for error in errors if error != THEIRS] == []


def box(page: Page, code: str) -> Locator:
    return page.get_by_role("checkbox", name=re.compile(f"^{code} "))


def status(page: Page) -> Locator:
    return page.get_by_role("region", name="Run").get_by_role("status")


def start(page: Page, address: str, path: str = GROUP, name: str = NAME) -> None:
    page.goto(address + path)
    page.get_by_role("button", name="Start a run").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("region", name="Run")).to_contain_text(name)


def evidence(page: Page, code: str, text: str, kind: str = "Evidence") -> None:
    form = page.get_by_role("form", name=f"Evidence and state of {code}")
    if not form.count():
        page.get_by_role("button", name=f"Evidence for {code}").click()
    field = form.get_by_role("textbox", name=re.compile(rf"^{kind}( \d+)?$")).last
    field.fill(text)
    field.blur()


def kept(page: Page) -> str:
    """The one run that the browser keeps, as its file."""
    texts: list[str] = page.evaluate(KEPT)
    assert len(texts) == 1
    return texts[0]


def offer(page: Page, address: str, text: str | bytes, name: str = "run.md") -> Locator:
    """Opens a run file on the runs page, and returns what the page says of it."""
    page.goto(address + "runs/")
    data = text if isinstance(text, bytes) else text.encode()
    page.get_by_label("Open a run file").set_input_files({"name": name, "mimeType": "text/markdown", "buffer": data})
    return page.locator(".runs").get_by_role("status")


# The file


@pytest.fixture(scope="module")
def twin(browser: Browser) -> Iterator[Page]:
    """A page with the run file's script alone."""
    page = browser.new_page()
    page.add_script_tag(path=ROOT / "docs/assets/javascripts/runfile.js")
    yield page
    page.close()


AFTER = """([text, edits, checklist]) => {
    const { parse, apply, progress } = window.researchRuns.file;
    try {
        parse(text);
        for (const edit of edits) text = apply(text, edit, checklist);
        return { text, progress: progress(parse(text), checklist) };
    } catch (error) {
        return { fault: error.message };
    }
}"""


@pytest.mark.parametrize("case", cases().values(), ids=list(cases()))
def test_the_browser_does_what_the_case_says(twin: Page, case: dict[str, Any]) -> None:
    found = twin.evaluate(AFTER, [case["before"], case.get("do", []), CHECKLIST])
    if "fault" in case:
        assert found == {"fault": case["fault"]}
    else:
        assert found == {"text": case["after"], "progress": case["progress"]}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(text=bodies(), edits=st.lists(EDITS, max_size=4))
def test_both_implementations_read_change_and_write_alike(twin: Page, text: str, edits: list[dict[str, Any]]) -> None:
    try:
        after = text
        parse(after)
        for edit in edits:
            after = apply(after, edit, CHECKLIST)
        expected = {"text": after, "progress": progress(parse(after), CHECKLIST)}
    except RunError as error:
        expected = {"fault": str(error)}
    assert twin.evaluate(AFTER, [text, edits, CHECKLIST]) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_both_implementations_say_the_same_of_any_text(twin: Page, text: str) -> None:
    text = HEAD + text
    try:
        expected = {"text": text, "progress": progress(parse(text), CHECKLIST)}
    except RunError as error:
        expected = {"fault": str(error)}
    assert twin.evaluate(AFTER, [text, [], CHECKLIST]) == expected


# The page


def test_a_tick_its_evidence_and_the_progress_are_there_after_a_reload(page: Page, address: str) -> None:
    start(page, address)
    box(page, "REP-01").check()
    expect(page.locator("#rep-01")).to_contain_text("Ticked without evidence")
    evidence(page, "REP-01", "notes.md")
    expect(status(page)).to_have_text(re.compile("^1 of 67, 1 of 21 Musts$"))
    page.reload()
    assert box(page, "REP-01").is_checked()
    expect(page.locator("#rep-01")).to_contain_text("Evidence: notes.md")
    expect(status(page)).to_have_text("1 of 67, 1 of 21 Musts")


def test_what_the_browser_keeps_is_the_run_file(page: Page, address: str, guide: Guide) -> None:
    start(page, address)
    run = parse(kept(page))
    book = next(book for book in guide.playbooks() if book.code == "REP")
    assert run.head["run"] == NAME
    assert list(run.entries) == [check.code for group in book.groups for check in group.checks()]


def test_a_run_can_cover_some_groups_alone(page: Page, address: str) -> None:
    page.goto(address + BOOK)
    page.get_by_role("button", name="Start a run").click()
    page.get_by_role("textbox", name="Name").fill("Half")
    for name in ("Implementation Strategy", "Reproduction Validation", "Extension and", "Community"):
        page.get_by_role("checkbox", name=re.compile(name)).uncheck()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(status(page)).to_have_text("0 of 13, 0 of 5 Musts")
    page.goto(address + f"{BOOK}implementation-strategy-development/")
    expect(page.locator("li.check").first).to_contain_text("Not part of this run")
    assert page.locator(".check__box").first.is_disabled()


def test_boxes_that_were_ticked_before_a_run_come_along(page: Page, address: str) -> None:
    page.goto(address + GROUP)
    box(page, "REP-02").check()
    start_here(page)
    expect(status(page)).to_have_text("1 of 67, 0 of 21 Musts")


def start_here(page: Page) -> None:
    page.get_by_role("button", name="Start a run").click()
    page.get_by_role("textbox", name="Name").fill(NAME)
    page.get_by_role("button", name="Start", exact=True).click()


def test_what_the_bar_opens_stays_within_the_window(page: Page, address: str) -> None:
    start(page, address)
    for width in (360, 720, 768, 959, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for summary in page.locator(".run-bar summary").all():
            summary.click()
            opened = summary.locator("xpath=following-sibling::*").first.bounding_box()
            assert opened is not None
            assert opened["x"] >= 0, width
            assert opened["x"] + opened["width"] <= width, width
            summary.click()


def test_not_applicable_ticks_with_its_reason_and_blocked_stays_open(page: Page, address: str) -> None:
    start(page, address)
    evidence(page, "REP-01", "the paper trains nothing", "Not applicable")
    assert box(page, "REP-01").is_checked()
    evidence(page, "REP-07", "no answer from the authors", "Blocked")
    assert not box(page, "REP-07").is_checked()
    expect(status(page)).to_have_text("1 of 67, 1 of 21 Musts")


def test_what_is_open_is_one_click_away(page: Page, address: str) -> None:
    start(page, address)
    page.get_by_text("67 open").click()
    page.get_by_role("region", name="Run").get_by_role("link", name="REP-40").click()
    page.wait_for_url("**/#rep-40")
    expect(box(page, "REP-40")).to_be_visible()


def test_ticks_outlive_instant_navigation(page: Page, address: str, mkdocs_site: Path) -> None:
    let_navigate(page, mkdocs_site, address)
    start(page, address)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.still = true")
    box(page, "REP-02").check()
    page.get_by_role("link", name="Next: Implementation").click()
    page.wait_for_url("**/implementation-strategy-development/")
    expect(status(page)).to_have_text("1 of 67, 0 of 21 Musts")
    box(page, "REP-14").check()
    expect(status(page)).to_have_text(re.compile("^2 of 67"))
    page.go_back()
    page.wait_for_url(f"**/{GROUP}")
    expect(box(page, "REP-02")).to_be_checked()
    assert page.evaluate("window.still") is True  # it never loaded a page anew


def test_two_tabs_agree_within_a_second_and_neither_overwrites_the_other(
    page: Page, context: BrowserContext, address: str
) -> None:
    start(page, address)
    other = context.new_page()
    other.goto(address + GROUP)
    for tab, codes in ((page, ["REP-01", "REP-03"]), (other, ["REP-02", "REP-04"])):
        for code in codes:
            tab.evaluate(f"document.querySelector('#{code.lower()}-box').click()")
    for tab in (page, other):
        for code in ("REP-01", "REP-02", "REP-03", "REP-04"):
            expect(box(tab, code)).to_be_checked(timeout=1000)
    for tab in (page, other):
        tab.get_by_role("button", name="Evidence for REP-01").click()
    evidence(page, "REP-01", "from one tab")
    evidence(other, "REP-01", "from the other")
    for tab in (page, other):
        expect(tab.locator("#rep-01-record")).to_contain_text("from one tab", timeout=1000)
        expect(tab.locator("#rep-01-record")).to_contain_text("from the other", timeout=1000)


def test_a_run_is_kept_by_the_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address + GROUP)
    page.get_by_role("button", name="Start a run").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("By hand")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Run")).to_contain_text("By hand")
    box(page, "REP-01").focus()
    page.keyboard.press("Space")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    page.keyboard.type("notes.md")
    page.keyboard.press("Tab")
    expect(page.locator("#rep-01-record")).to_have_text("Evidence: notes.md")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_screen_reader_hears_the_text_the_state_and_the_progress(page: Page, address: str) -> None:
    start(page, address)
    box(page, "REP-01").check()
    evidence(page, "REP-01", "notes.md")
    expect(box(page, "REP-01")).to_have_accessible_name(re.compile("REP-01 Must. Give every symbol"))
    expect(box(page, "REP-01")).to_have_accessible_description("Evidence: notes.md")
    expect(status(page)).to_have_text("1 of 67, 1 of 21 Musts")


def test_without_javascript_a_page_is_a_plain_checklist(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + GROUP)
    box(page, "REP-01").check()
    assert box(page, "REP-01").is_checked()
    expect(page.get_by_role("link", name="Keep a run of this playbook")).to_be_visible()
    context.close()


def test_runs_work_in_the_zensical_build(page: Page, zensical_site: Path) -> None:
    with served(zensical_site) as address:
        start(page, address)
        box(page, "REP-01").check()
        evidence(page, "REP-01", "notes.md")
        page.reload()
        expect(status(page)).to_have_text("1 of 67, 1 of 21 Musts")
        page.goto(address + "runs/")
        expect(page.get_by_role("heading", name=NAME)).to_be_visible()


def test_runs_work_in_pages_that_are_opened_from_a_folder(page: Page, mkdocs_site: Path) -> None:
    page.goto((mkdocs_site / GROUP / "index.html").as_uri())
    start_here(page)
    box(page, "REP-02").check()
    page.reload()
    expect(status(page)).to_have_text("1 of 67, 0 of 21 Musts")
    page.get_by_role("link", name="All runs").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


# Storage


@pytest.mark.parametrize(
    "broken",
    [
        f"Object.defineProperty(window, 'localStorage', {{ get() {{ throw new DOMException('{THEIRS}'); }} }})",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
    ],
    ids=["blocked", "full"],
)
def test_a_page_goes_on_without_storage_says_so_and_offers_the_file(page: Page, address: str, broken: str) -> None:
    page.add_init_script(broken)
    start(page, address)
    box(page, "REP-02").check()
    expect(status(page)).to_have_text("1 of 67, 0 of 21 Musts")
    expect(page.get_by_role("region", name="Run").get_by_role("alert")).to_contain_text("Save it as a file")
    page.locator(".run-bar summary", has_text="Run").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Save as file").click()
    assert parse(started.value.path().read_text(encoding="utf-8")).entries["REP-02"].ticked


def test_a_page_whose_storage_was_cleared_still_holds_its_run(page: Page, address: str) -> None:
    start(page, address)
    page.evaluate("localStorage.clear()")
    box(page, "REP-02").check()
    expect(page.get_by_role("region", name="Run")).to_contain_text(NAME)
    assert parse(kept(page)).entries["REP-02"].ticked


def test_a_damaged_run_is_named_with_its_line_and_not_overwritten(page: Page, address: str) -> None:
    start(page, address)
    page.evaluate("localStorage.setItem(Object.keys(localStorage).find(key => key.includes(':run:')), '---\\nid: x')")
    page.goto(address + "runs/")
    expect(page.locator(".runs")).to_contain_text("Line 1: front matter is never closed")
    page.goto(address + GROUP)
    expect(status(page)).to_contain_text("No run is open")
    assert kept(page) == "---\nid: x"


# The runs page


def test_the_runs_page_shows_progress_by_group_renames_finishes_and_reopens(page: Page, address: str) -> None:
    start(page, address)
    box(page, "REP-02").check()
    page.goto(address + "runs/")
    row = page.get_by_role("row", name=re.compile("Paper Analysis and Understanding"))
    expect(row).to_contain_text("1 of 13, 0 of 5 Musts")
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("textbox", name="Name").fill("<b>New</b> name")
    page.get_by_role("dialog", name="Rename the run").get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", name="<b>New</b> name")).to_be_visible()
    page.get_by_role("button", name="Finish").click()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", parse(kept(page)).head["finished"])
    page.get_by_role("button", name="Reopen").click()
    assert "finished" not in parse(kept(page)).head


def test_a_deleted_run_comes_back(page: Page, address: str) -> None:
    start(page, address)
    before = kept(page)
    page.goto(address + "runs/")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No run yet")).to_be_visible()
    assert page.evaluate(KEPT) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    assert kept(page) == before


def test_several_runs_stand_side_by_side(page: Page, address: str) -> None:
    start(page, address)
    box(page, "REP-02").check()
    page.locator(".run-bar summary", has_text="Run").click()
    page.get_by_role("button", name="Close").click()
    expect(status(page)).to_contain_text("No run is open")
    start_again(page)
    expect(status(page)).to_have_text("0 of 67, 0 of 21 Musts")
    page.goto(address + "runs/")
    page.locator("section", has=page.get_by_role("heading", name=NAME)).get_by_role("link", name="Open").click()
    expect(status(page)).to_have_text("1 of 67, 0 of 21 Musts")


def start_again(page: Page) -> None:
    box(page, "REP-02").uncheck()
    page.get_by_role("button", name="Start a run").click()
    page.get_by_role("textbox", name="Name").fill("Second")
    page.get_by_role("button", name="Start", exact=True).click()


# In and out


def test_a_saved_file_opens_again_in_another_browser(page: Page, browser: Browser, address: str) -> None:
    start(page, address)
    box(page, "REP-02").check()
    page.goto(address + "runs/")
    with page.expect_download() as started:
        page.get_by_role("button", name="Save as file").click()
    assert re.fullmatch(r"reproduction-[a-f][0-9a-f]{9}\.md", started.value.suggested_filename)
    text = started.value.path().read_text(encoding="utf-8")
    assert text == kept(page)
    other = browser.new_page()
    expect(offer(other, address, text)).to_contain_text("is open")
    assert kept(other) == text
    other.close()


def test_the_markdown_on_the_clipboard_is_the_file(page: Page, address: str) -> None:
    start(page, address)
    page.goto(address + "runs/")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator(".runs").get_by_role("status")).to_have_text("Markdown copied.")
    assert page.evaluate("navigator.clipboard.readText()") == kept(page)


def test_a_link_holds_the_whole_run_and_sends_nothing(page: Page, browser: Browser, address: str) -> None:
    start(page, address)
    box(page, "REP-02").check()
    page.goto(address + "runs/")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".runs").get_by_role("status")).to_have_text("Link copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    other = browser.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(link)
    expect(other.get_by_role("heading", name=NAME)).to_be_visible()
    assert kept(other) == kept(page)
    assert not any("run=" in url for url in asked)
    assert "#" not in other.url
    other.close()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda link: link[:-40], "cut short or damaged"),
        (lambda link: link[:200] + "AAAA" + link[204:], "cut short or damaged"),
        (lambda link: link.replace("#run=1.", "#run=2."), "another version of this site"),
        (lambda link: link[: link.index("#run=1.")] + "#run=1.", "cut short or damaged"),
        (lambda link: link[: link.index("#run=1.")] + "#run=javascript:alert(1)", "another version of this site"),
    ],
    ids=["cut", "damaged", "future", "empty", "script"],
)
def test_a_link_that_holds_no_run_says_so_and_stores_nothing(
    page: Page, browser: Browser, address: str, change: Any, says: str
) -> None:
    start(page, address)
    link = page.evaluate(f"window.researchRuns.share.link({KEPT}[0])")
    other = browser.new_page()
    other.goto(change(link))
    expect(other.locator(".runs").get_by_role("status")).to_contain_text(says)
    assert other.evaluate(KEPT) == []
    other.close()


DAMAGED = {
    "another kind": (b"\x89PNG\r\n\x1a\n\x00", "run.md:1: not UTF-8 text"),
    "a page": (b"# A page\n", "run.md:1: not a run: '# A page'"),
    "half": (HEAD[:40].encode(), "run.md:1: front matter is never closed"),
    "two runs": ((HEAD + HEAD).encode(), "run.md:8: second front matter"),
    "a code twice": ((HEAD + "- [ ] `ALP-01` a\n- [ ] `ALP-01` b\n").encode(), "run.md:9: check stands twice"),
    "50 MB": (b"x" * 50_000_000, "larger than a run can be"),
    "no playbook of ours": (HEAD.encode(), "its playbook 'alpha' is not on this site"),
}


@pytest.mark.parametrize(("data", "says"), DAMAGED.values(), ids=list(DAMAGED))
def test_a_file_that_is_no_run_is_named_with_its_line_and_nothing_is_stored(
    page: Page, address: str, data: bytes, says: str, tmp_path: Path
) -> None:
    page.goto(address + "runs/")
    file = tmp_path / "run.md"
    file.write_bytes(data)  # a large one is handed over as a file
    page.get_by_label("Open a run file").set_input_files(file)
    expect(page.locator(".runs").get_by_role("status")).to_contain_text(says)
    assert page.evaluate(KEPT) == []


def test_a_dropped_file_opens(page: Page, address: str) -> None:
    start(page, address)
    text = kept(page).replace(NAME, "Dropped").replace("id: ", "id: d")
    page.goto(address + "runs/")
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "run.md"));
            const dropped = new DragEvent("drop", { dataTransfer: data, bubbles: true });
            document.querySelector(".runs__drop").dispatchEvent(dropped);
        }""",
        text,
    )
    expect(page.get_by_role("heading", name="Dropped")).to_be_visible()


def test_opening_a_known_run_unites_evidence_and_asks_about_ticks(page: Page, address: str) -> None:
    start(page, address)
    box(page, "REP-02").check()
    evidence(page, "REP-01", "mine")
    page.wait_for_timeout(100)
    theirs = kept(page).replace("- [x] `REP-02`", "- [ ] `REP-02`").replace("- [ ] `REP-03`", "- [x] `REP-03`")
    theirs = theirs.replace("- Evidence: mine", "- Evidence: theirs") + "- [x] `OWN-1` Ask Ada.\n    - Evidence: mail\n"
    offer(page, address, theirs)
    dialog = page.get_by_role("dialog", name="What differs")
    expect(dialog).to_contain_text("REP-01: Evidence: theirs")
    dialog.get_by_role("group", name="REP-03").get_by_role("radio", name="There: ticked").check()
    dialog.get_by_role("button", name="Bring together").click()
    expect(dialog).to_be_hidden()
    run = parse(kept(page))
    assert run.entries["REP-01"].said("Evidence") == ["mine", "theirs"]
    assert run.entries["REP-02"].ticked
    assert run.entries["REP-03"].ticked
    assert run.entries["OWN-1"].said("Evidence") == ["mail"]


def test_a_comparison_that_is_cancelled_changes_nothing(page: Page, address: str) -> None:
    start(page, address)
    before = kept(page)
    offer(page, address, before.replace("- [ ] `REP-03`", "- [x] `REP-03`"))
    page.get_by_role("dialog", name="What differs").get_by_role("button", name="Cancel").click()
    assert kept(page) == before


def test_words_that_stand_outside_of_checks_are_dropped_by_choice_alone(page: Page, address: str) -> None:
    start(page, address)
    offer(page, address, kept(page).replace("\n## Impl", "\nTheir own words.\n\n## Impl"))
    dialog = page.get_by_role("dialog", name="What differs")
    dialog.get_by_role("group", name="Name, order and other text differ").get_by_role("radio", name="There").check()
    dialog.get_by_role("button", name="Bring together").click()
    expect(dialog).to_be_hidden()
    assert "Their own words." in kept(page)


def test_a_guide_that_moved_on_marks_what_is_new_and_shows_what_is_retired(
    page: Page, address: str, mkdocs_site: Path
) -> None:
    start(page, address)
    text = kept(page)
    gone = "\n".join(line for line in text.split("\n") if "`REP-02`" not in line)
    page.evaluate(
        "text => localStorage.setItem(Object.keys(localStorage).find(key => key.includes(':run:')), text)",
        gone.replace('guide: "2026.11"', 'guide: "2026.01"') + "- [x] `REP-00` Old.\n    - Evidence: a\n",
    )
    html = (mkdocs_site / GROUP / "index.html").read_text(encoding="utf-8")
    retired = [{"code": "REP-00", "guide": "2026.10", "reason": "Covered.", "successor": "REP-02"}]
    moved = html.replace("&quot;retired&quot;:[]", f"&quot;retired&quot;:{json.dumps(retired)}".replace('"', "&quot;"))
    assert moved != html
    page.route(f"**/{GROUP}", lambda route: route.fulfill(body=moved, content_type="text/html"))
    page.goto(address + GROUP)
    expect(page.locator("#rep-02")).to_contain_text("New in guide")
    page.locator(".run-bar summary", has_text="open").click()
    expect(page.get_by_role("region", name="Run")).to_contain_text(
        "REP-00 retired in guide 2026.10: Covered. Now REP-02."
    )
    page.locator(".run-bar summary", has_text="Run").click()
    page.get_by_role("button", name="Bring to guide").click()
    expect(page.locator("#rep-02")).not_to_contain_text("New in guide")
    run = parse(kept(page))
    assert run.entries["REP-00"].said("Evidence") == ["a"]
    assert run.head["guide"] != "2026.01"


HOSTILE = "</textarea><img src=x onerror=window.hit=1><script>window.hit=1</script>"


def test_nothing_from_a_file_is_ever_read_as_html(page: Page, address: str) -> None:
    start(page, address)
    text = kept(page).replace(f"run: {NAME}", f'run: "{HOSTILE}"')
    text = text.replace(
        "- [ ] `REP-02`", f"- [x] `REP-02` {HOSTILE}\n    - Evidence: {HOSTILE}\n    {HOSTILE}\n- [ ] `OWN-1`"
    )
    page.goto(address + "runs/")
    page.get_by_role("button", name="Delete").click()
    offer(page, address, text)
    expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()
    offer(
        page, address, text.replace("- [x] `REP-02`", "- [ ] `REP-02`").replace("Evidence: <", f"Evidence: {HOSTILE}<")
    )
    expect(page.get_by_role("dialog", name="What differs")).to_contain_text(HOSTILE)
    page.goto(address + GROUP)
    expect(page.locator("#rep-02-record")).to_contain_text(HOSTILE)
    page.get_by_role("button", name="Evidence for REP-02").click()
    page.locator(".run-bar summary", has_text="open").click()
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize(("width", "rows"), [(360, 2), (1440, 1)])
def test_the_bar_is_slim(page: Page, address: str, width: int, rows: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    start(page, address, name='Reproduce "Attention is all you need" on two data sets of our own')
    bar = page.get_by_role("region", name="Run").bounding_box()
    line = page.locator(".run-bar__name").bounding_box()
    assert bar is not None
    assert line is not None
    assert bar["height"] <= rows * line["height"] + 24  # the space around the rows

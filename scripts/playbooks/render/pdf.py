"""A built page of checks as a PDF to fill in: tagged, with bookmarks, and with the ticks of a run."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, tostring

from playbooks.model import SheetStyle
from playbooks.runfile import EVIDENCE, Entry, Run

PAPERS = {"a4": "A4", "letter": "letter"}
# What a page has for the screen alone.
GONE = ("run-bar", "headerlink", "md-content__button", "checklist__more", "run-button")
# The families in the order in which a glyph is looked for; files are named FAMILY-SUBSET-WEIGHT-STYLE.woff2.
SANS, MONO, SYMBOLS = "source-sans-3", "source-code-pro", "dejavu-sans-symbols"
# Each PDF is a whole checklist, and WeasyPrint would ask this again for each element.
WHOLE = ":has(.sheet--checklist)"


class PdfError(Exception):
    """Raised where a page can't become a sheet; its text says why."""


def pdf(html: str, title: str, style: SheetStyle, paper: str, run: Run | None = None) -> bytes:
    """The article of a built page as a PDF, with the ticks and evidence of a run; raises PdfError.

    The same input gives the same bytes.
    """
    from tinyhtml5 import parse  # noqa: PLC0415 (the libraries that draw PDFs take half a second to load)
    from weasyprint import HTML  # noqa: PLC0415 (the same)

    article = next(parse(html, namespace_html_elements=False).iter("article"), None)
    if article is None:
        raise PdfError("the built page has no article")
    _trim(article)
    _fill(article, run)
    fonts = {name: _characters(font) for name, font in style.fonts.items()}
    _refuse_unknown_glyphs(article, set().union(*fonts.values()))
    used = {name: style.fonts[name] for name in _used(fonts, set("".join(article.itertext())))}
    document = HTML(string=_document(article, title, _styles(style.css, used, paper)), base_url="pdf:")
    target = BytesIO()
    seed = hashlib.md5(html.encode(), usedforsecurity=False).hexdigest()
    document.write_pdf(target, pdf_forms=True, pdf_variant="pdf/ua-1", pdf_identifier=seed.encode())
    return target.getvalue()


def codes(html: str) -> list[str]:
    """The codes of the checks on a built page, in its order."""
    from tinyhtml5 import parse  # noqa: PLC0415 (the same)

    items = parse(html, namespace_html_elements=False).iter("li")
    return [item.get("id", "").upper() for item in items if _has(item, "check")]


def _has(element: Element, name: str) -> bool:
    return name in element.get("class", "").split()


def _trim(parent: Element) -> None:
    for child in list(parent):
        if any(_has(child, name) for name in GONE):
            parent.remove(child)
        else:
            _trim(child)


def _fill(article: Element, run: Run | None) -> None:
    """Makes each box and each line a field of a form, or the run's own tick and words."""
    for item in article.iter("li"):
        if _has(item, "check"):
            _fill_check(item, run.entries.get(item.get("id", "").upper()) if run else None)
    for at, line in enumerate(_lines(article), 1):
        if run and _has(line, "sheet__run"):
            line.text = run.head["run"]
        else:
            label = "Run" if _has(line, "sheet__run") else f"Signature line {at - 1}"
            SubElement(line, "input", {"type": "text", "name": label, "title": label, "class": "sheet__field"})


def _lines(article: Element) -> list[Element]:
    return [span for span in article.iter("span") if _has(span, "sheet__run") or _has(span, "sheet__line")]


def _fill_check(item: Element, entry: Entry | None) -> None:
    code = item.get("id", "").upper()
    label = next(item.iter("label"))
    text = " ".join("".join(label.itertext()).split())
    box = next(item.iter("input"))
    box.attrib |= {"name": code, "title": text} | ({"checked": ""} if entry and entry.ticked else {})
    label.tag, label.attrib = "span", {"class": "check__label"}
    for line in item.iter("span"):
        if _has(line, "check__line"):
            _fill_line(line, code, text, entry)


def _fill_line(line: Element, code: str, text: str, entry: Entry | None) -> None:
    """What the run says of the check, or a line to write on."""
    said = [pair for pair in entry.lines if pair[1]] if entry else []
    said += [("Note", entry.note)] if entry and entry.note else []
    line.attrib = {"class": "check__line"}
    if any(kind == EVIDENCE for kind, _ in said):
        line.attrib["class"] = "check__said"
    else:
        field = {"type": "text", "name": f"{code} evidence", "title": f"Evidence for {text}", "class": "sheet__field"}
        SubElement(line, "input", field)
    for kind, words in said:
        piece = SubElement(line, "span", {"class": "check__words"})
        piece.text = f"{kind}: {words}"


def _refuse_unknown_glyphs(article: Element, known: AbstractSet[int]) -> None:
    """Raises PdfError with each character that no font here has, and the check or heading where it stands."""
    missing = [
        f"{where}: no font of ours has the character {sign!r} (U+{ord(sign):04X}); write another, or add a font"
        for where, text in _places(article)
        for sign in sorted(set(text))
        if ord(sign) not in known and not sign.isspace() and sign.isprintable()
    ]
    if missing:
        raise PdfError("\n".join(dict.fromkeys(missing)))


@lru_cache
def _characters(font: bytes) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (the same)

    return frozenset(TTFont(BytesIO(font), lazy=True).getBestCmap())


@lru_cache
def _unpacked(font: bytes) -> str:
    """A WOFF2 font as TrueType in Base64: WeasyPrint would unpack it again for each sheet."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (the same)

    whole, target = TTFont(BytesIO(font), recalcTimestamp=False), BytesIO()
    whole.flavor = None
    whole.save(target)
    return b64encode(target.getvalue()).decode()


def _used(fonts: Mapping[str, AbstractSet[int]], signs: AbstractSet[str]) -> Iterator[str]:
    """The fonts of Latin, and those others that have a sign which Latin lacks: each one takes time to load."""
    latin = set().union(*(known for name, known in fonts.items() if "-latin-4" in name))
    rest = {ord(sign) for sign in signs} - latin
    return (name for name, known in fonts.items() if "-latin-4" in name or "-latin-7" in name or known & rest)


def _places(article: Element) -> Iterator[tuple[str, str]]:
    for child in article.iter():
        if _has(child, "check"):
            yield child.get("id", "").upper(), "".join(child.itertext())
        elif child.tag in ("h1", "h2", "p"):
            yield f"'{' '.join(''.join(child.itertext()).split())[:40]}'", "".join(child.itertext())


def _styles(css: str, fonts: Mapping[str, bytes], paper: str) -> str:
    faces: list[str] = []
    families: dict[str, None] = {}
    for name, data in sorted(fonts.items()):
        family, weight, style = name.removesuffix(".woff2").rsplit("-", 2)
        families[family] = None
        source = f"url(data:font/ttf;base64,{_unpacked(data)})"
        faces.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; src: {source} }}'
        )
    sans = ", ".join(f'"{each}"' for each in _order(families, SANS))
    mono = ", ".join(f'"{each}"' for each in _order(families, MONO))
    page = f"@page {{ size: {PAPERS[paper]}; font-family: {sans} }}"
    return "\n".join(
        [*faces, css.replace(WHOLE, ""), page, f"body {{ font-family: {sans} }}", f"code {{ font-family: {mono} }}"]
    )


def _order(families: Iterable[str], first: str) -> list[str]:
    """The families with those of one face first, and among them Latin before other scripts."""
    return sorted(
        families, key=lambda name: (not name.startswith(first), name == SYMBOLS, not name.endswith("latin"), name)
    )


def _document(article: Element, title: str, css: str) -> str:
    html = Element("html", {"lang": "en", "dir": "ltr", "class": "print-sheet pdf-sheet"})
    head = SubElement(html, "head")
    SubElement(head, "title").text = title
    SubElement(head, "style").text = css
    body = SubElement(html, "body", {"class": "md-typeset"})
    body.append(article)
    return "<!doctype html>" + tostring(html, encoding="unicode", method="html")

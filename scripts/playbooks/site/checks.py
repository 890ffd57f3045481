"""Each check as a box with a name, an id and a link to itself."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from playbooks.read.grammar import CHECK, EVIDENCE


class Checks(Treeprocessor):
    """Turns the items of a task list that carry a code into labelled boxes, before inline Markdown runs."""

    def run(self, root: Element) -> None:
        """Rewrites the checks below `root` in place."""
        for item in root.iter("li"):
            holder = item if (item.text or "").strip() or not len(item) else item[0]
            match = CHECK.fullmatch(" ".join((holder.text or "").split()))
            if match:
                _draw(item, holder, match["code"], bool(match["must"]))
        for listing in root.iter("ul"):
            if any("check" in item.get("class", "").split() for item in listing):
                listing.set("class", "checks")


def _draw(item: Element, holder: Element, code: str, must: bool) -> None:
    anchor = code.lower()
    item.set("id", anchor)
    item.set("class", "check check--must" if must else "check")
    box = Element("input", {"type": "checkbox", "class": "check__box", "id": f"{anchor}-box"})
    label = Element("label", {"class": "check__label", "for": f"{anchor}-box"})
    label.text = " ".join((holder.text or "").split()).removeprefix("[ ] ")
    title = f"Link to {code}"
    link = Element("a", {"class": "headerlink", "href": f"#{anchor}", "title": title, "aria-label": title})
    link.text = "¶"
    holder.text = ""
    for at, element in enumerate((box, label, link)):
        holder.insert(at, element)
    for evidence in item.iter("li"):
        if evidence is not item:
            _mark_evidence(evidence)


def _mark_evidence(item: Element) -> None:
    holder = item if (item.text or "").strip() or not len(item) else item[0]
    if EVIDENCE.fullmatch(" ".join((holder.text or "").split())):
        item.set("class", "check__evidence")
        SubElement(item, "span", {"class": "check__line", "aria-hidden": "true"})

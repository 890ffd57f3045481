"""The changes of the guide as an Atom feed."""

from __future__ import annotations

import datetime as dt

from feedgenerator import Atom1Feed
from markdown.extensions.toc import slugify

from playbooks.model import Guide

FEED = "feed.xml"
AUTHORS = "The guide's authors"  # Atom asks for a name; CITATION.cff has them


def feed(guide: Guide, address: str) -> dict[str, str]:
    """The feed by its path below the built site, whose pages stand below `address`; nothing without a changelog."""
    if guide.changelog is None:
        return {}
    here = f"{address}changelog/"
    atom = Atom1Feed(guide.changelog.name, here, guide.changelog.lead, feed_url=address + FEED, author_name=AUTHORS)
    for change in guide.changes:
        link = f"{here}#{slugify(change.topic.name, '-')}"
        noon = dt.datetime.combine(change.date, dt.time(12), dt.UTC)
        atom.add_item(change.topic.name, link, change.topic.lead, unique_id=link, pubdate=noon, updateddate=noon)
    return {FEED: str(atom.writeString("utf-8"))}

"""The colours that figures are drawn in, each a stand-in for one of the page's."""

from __future__ import annotations

# Where no stylesheet is (another viewer, a PDF), a figure shows these; on the site each becomes
# `var(--figure-NAME)`, so that it follows light and dark.
PALETTE = {
    "ink": "#1f2328",
    "muted": "#6e7781",
    "faint": "#d0d7de",
    "first": "#0b6e99",
    "second": "#b35900",
    "third": "#5a7d2a",
}

/*
 * What the theme's own markup lacks: names, and a focus for wide tables.
 */
(function () {
  "use strict";

  function mend() {
    document.querySelectorAll(".md-code__nav").forEach((nav, at) => nav.setAttribute("aria-label", `Code ${at + 1}`));
    for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) wrap.tabIndex = 0;
  }

  mend();
  // The theme draws some of these itself, on the same event, which never comes in a folder.
  window.document$.subscribe(() => requestAnimationFrame(mend));
})();

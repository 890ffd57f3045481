/*
 * A figure over the whole screen, in the page's own colours; where a browser can't do that, its own file opens.
 */
(function () {
  "use strict";

  for (const link of document.fullscreenEnabled ? document.querySelectorAll(".figure__open") : []) {
    const drawing = link.parentElement;
    const open = link.textContent;
    const isLarge = () => document.fullscreenElement === drawing;
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window is the file's
      event.preventDefault();
      if (isLarge()) document.exitFullscreen();
      else drawing.requestFullscreen().catch(() => location.assign(link.href));
    };
    drawing.onfullscreenchange = () => (link.textContent = isLarge() ? "Close" : open);
  }
})();

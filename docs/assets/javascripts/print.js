/*
 * 'Print checklist': the checks of the page alone, as a sheet. The browser's own command prints the whole page.
 */
(function (runs) {
  "use strict";

  const { classList } = document.documentElement;

  runs.dom.onpage(() => {
    const button = runs.dom.button("Print checklist", () => {
      classList.add("print-sheet");
      window.print();
    });
    if (document.querySelector(".check")) document.querySelector(".run-bar").append(button);
  });
  window.addEventListener("afterprint", () => classList.remove("print-sheet"));
})((window.researchRuns = window.researchRuns || {}));

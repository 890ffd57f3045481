/*
 * 'Print checklist': the checks of the page alone, as a sheet. The browser's own command prints the whole page.
 */
(function (runs) {
  "use strict";

  const { button } = runs.dom;
  const { classList } = document.documentElement;

  runs.dom.onpage(() => {
    const bar = document.querySelector(".run-bar");
    const lists = [...document.querySelectorAll(".checklist .checks")].map((list) => [list, [...list.children]]);
    const print = button("Print checklist", () => {
      classList.add("print-sheet");
      window.print();
    });
    const sort = button("Open first", () => {
      const first = sort.getAttribute("aria-pressed") !== "true";
      const settled = (item) => first && item.querySelector("input").checked;
      for (const [list, items] of lists) list.append(...[...items].sort((a, b) => settled(a) - settled(b)));
      sort.setAttribute("aria-pressed", first);
    });
    if (document.querySelector(".check")) bar.append(print, ...(lists.length ? [sort] : []));
  });
  window.addEventListener("afterprint", () => classList.remove("print-sheet"));
})((window.researchRuns = window.researchRuns || {}));

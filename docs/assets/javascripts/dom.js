/*
 * What the other scripts make elements with. Text is only ever set as text, never read as HTML.
 */
(function (runs) {
  "use strict";

  // From the script's own address, so that it holds under any path and from a folder.
  const root = new URL("../../", document.currentScript.src);

  /* An element: `on*` properties are its listeners, others its attributes; strings become text. */
  function el(name, properties, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (typeof value === "function") element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children.flat().filter((child) => child !== "" && child !== undefined));
    return element;
  }

  const button = (text, onclick, more) => el("button", { type: "button", class: "run-button", onclick, ...more }, text);

  /* A dialog with a form; `send` gets the form's data, and an empty answer of it closes the dialog. */
  function ask(title, fields, action, send) {
    const alarm = el("p", { class: "run-alarm", role: "alert" });
    const form = el(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          alarm.textContent = send(new FormData(form)) || "";
          if (!alarm.textContent) dialog.close();
        },
      },
      el("h2", { id: "run-dialog-title" }, title),
      fields,
      alarm,
      action && el("button", { class: "run-button run-button--main" }, action),
      button(action ? "Cancel" : "Close", () => dialog.close()),
    );
    const dialog = el("dialog", { class: "run-dialog md-typeset", "aria-labelledby": "run-dialog-title" }, form);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  /* The checklists that stand on the page, by playbook, each with the addresses of its pages by group. */
  function checklists() {
    return new Map(
      [...document.querySelectorAll("[data-checklist]")].map((holder) => {
        const links = [...holder.querySelectorAll("a[data-group]")].map((link) => [link.dataset.group, link.href]);
        const checklist = JSON.parse(holder.dataset.checklist);
        return [checklist.playbook, { checklist, links: Object.fromEntries(links) }];
      }),
    );
  }

  /* Where a check stands: on its group's page. */
  function address({ checklist, links }, code) {
    const group = checklist.groups.find((each) => each.checks.some((check) => check.code === code));
    return group ? `${links[group.group]}#${code.toLowerCase()}` : undefined;
  }

  /* Calls `mount` now and after each instant navigation, of which there is none, and no word, in a folder. */
  const onpage = (mount) => (location.protocol === "file:" ? setTimeout(mount) : window.document$.subscribe(mount));

  const counts = (found) =>
    `${found.settled} of ${found.total}, ${found.met} of ${found.musts} Must${found.musts === 1 ? "" : "s"}`;

  runs.dom = { root, el, button, ask, checklists, address, onpage, counts };
})((window.researchRuns = window.researchRuns || {}));

/*
 * What the other scripts make pages of. Text is only ever set as text, never read as HTML.
 */
(function (runs) {
  "use strict";

  // Holds under any path and from a folder.
  const root = new URL("../../", document.currentScript.src);

  /* Functions are listeners, the rest attributes. */
  function el(name, properties = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (typeof value === "function") element[key] = value;
      else if (value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children.flat(2));
    return element;
  }

  const button = (text, onclick, more) => el("button", { type: "button", class: "run-button", onclick, ...more }, text);
  const alarm = () => el("p", { class: "run-alarm", role: "alert" });

  /* A dialog; `send` gets its form's data, and what it answers keeps it open. */
  function ask(title, fields, action, send) {
    const fault = alarm();
    const onsubmit = (event) => {
      fault.textContent = send(new FormData(form)) || "";
      if (fault.textContent) event.preventDefault();
    };
    const form = el(
      "form",
      { method: "dialog", onsubmit },
      el("h2", { id: "run-dialog-title" }, title),
      fields,
      fault,
      action && el("button", { class: "run-button run-button--main" }, action),
      button(action ? "Cancel" : "Close", () => dialog.close()),
    );
    const dialog = el("dialog", { class: "run-dialog md-typeset", "aria-labelledby": "run-dialog-title" }, form);
    dialog.onclose = () => dialog.remove();
    document.body.append(dialog);
    dialog.showModal();
  }

  function askName(title, value, fields, action, send) {
    const name = el("input", { name: "run", required: true, maxlength: 200, autocomplete: "off", value });
    ask(title, [el("label", {}, "Name ", name), fields], action, (data) =>
      data.get("run").trim() ? send(data) : "Give the run a name.",
    );
  }

  /* By playbook, each with its pages by group. */
  function checklists() {
    const guides = Array.from(document.querySelectorAll("[data-checklist]"), (holder) => {
      const links = Array.from(holder.querySelectorAll("a[data-group]"), (link) => [link.dataset.group, link.href]);
      return { checklist: JSON.parse(holder.dataset.checklist), links: Object.fromEntries(links) };
    });
    return new Map(guides.map((guide) => [guide.checklist.playbook, guide]));
  }

  const counts = ({ settled, total, met, musts }) =>
    `${settled} of ${total}, ${met} of ${musts} Must${musts === 1 ? "" : "s"}`;

  const today = () => new Date().toLocaleDateString("sv"); // the day here; Swedish writes it as ISO does

  runs.dom = { root, el, button, alarm, ask, askName, checklists, counts, today };
})(window.researchRuns);

/*
 * Starting a run, from any page of a playbook.
 */
(function (runs) {
  "use strict";

  const { el, ask } = runs.dom;

  const day = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };

  /* Random and permanent; it begins with a letter, so that no YAML reader takes it for a number. */
  function id() {
    const digits = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => (byte % 16).toString(16)).join("");
    return "abcdef"[parseInt(digits[0], 16) % 6] + digits.slice(1);
  }

  /* Asks for a name and the groups, and opens the new run with the boxes that are ticked already. */
  function start(checklist) {
    const groups = checklist.groups.map(({ group, name }) =>
      el("label", {}, el("input", { type: "checkbox", name: "group", value: group, checked: true }), ` ${name}`),
    );
    const name = el("label", {}, "Name ", el("input", { name: "run", required: true, maxlength: 200, autocomplete: "off" }));
    const hint = el("p", {}, "What you reproduce, compare or write, such as the paper's title.");
    const fields = [name, hint, el("fieldset", {}, el("legend", {}, "What it covers"), groups)];
    ask("Start a run", fields, "Start", (data) => {
      const chosen = data.getAll("group");
      if (!data.get("run").trim()) return "Give the run a name.";
      if (!chosen.length) return "Choose at least one group.";
      const all = chosen.length === groups.length;
      const head = { id: id(), run: data.get("run"), groups: all ? "" : chosen.join(", "), started: day() };
      const ticked = [...document.querySelectorAll(".check__box:checked")].map((box) => box.parentNode.id.toUpperCase());
      let text = runs.file.started(checklist, head);
      const { entries } = runs.file.parse(text);
      for (const code of ticked.filter((each) => entries.has(each))) {
        text = runs.file.apply(text, { do: "tick", code, ticked: true }, checklist);
      }
      runs.store.put(head.id, text);
      runs.store.choose(checklist.playbook, head.id);
      return "";
    });
  }

  runs.start = start;
  runs.day = day;
})((window.researchRuns = window.researchRuns || {}));

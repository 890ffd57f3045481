/*
 * The slim bar on a playbook's pages: which run is open, how far it is, and what is still open.
 */
(function (runs) {
  "use strict";

  const { el, button, checklists, address, counts, root } = runs.dom;
  const { said, shortfall } = runs.file;

  runs.dom.onpage(() => {
    const bar = document.querySelector(".run-bar");
    runs.store.listeners.delete(runs.bar);
    runs.bar = bar && mounted(bar);
    if (bar) runs.store.listeners.add(runs.bar);
  });

  /* Draws the bar and returns what draws it again; its status stays, so that a screen reader hears it change. */
  function mounted(bar) {
    const guide = [...checklists().values()][0];
    const { checklist } = guide;
    const name = el("strong", { class: "run-bar__name" });
    const status = el("span", { role: "status" });
    const meter = el("progress", { "aria-hidden": "true" });
    const alarm = el("p", { class: "run-alarm", role: "alert" });
    const open = fold(listed);
    const menu = fold(items);
    const begin = button("Start a run", () => runs.start(checklist));
    const say = (text) => (status.textContent = text);
    let found = null;
    bar.querySelector(".run-bar__plain").replaceWith(name, status, meter, begin, open, menu);
    bar.append(el("a", { href: new URL("runs/index.html", root).href }, "All runs"), alarm);

    function draw() {
      found = runs.store.current(checklist.playbook);
      const count = found && runs.file.progress(found.run, checklist);
      name.textContent = found ? found.run.head.get("run") : "";
      for (const line of document.querySelectorAll(".sheet__run")) line.textContent = name.textContent;
      say(found ? counts(count) : "No run is open: ticks are gone when you leave.");
      name.hidden = meter.hidden = open.hidden = menu.hidden = !found;
      begin.hidden = Boolean(found);
      alarm.textContent = runs.store.trouble() || (found && (runs.file.ahead(found.run, checklist) || {}).message) || "";
      if (!found) return;
      [meter.value, meter.max] = [count.settled, count.total];
      open.firstChild.textContent = `${count.open.length} open`;
      menu.firstChild.textContent = "Run";
      for (const each of [open, menu]) each.fill();
    }

    /* A list that is made when somebody looks at it. */
    function fold(content) {
      const list = el("ul", {});
      const details = el("details", { name: "run-bar", ontoggle: () => details.fill() }, el("summary", {}), list);
      details.fill = () => details.open && list.replaceChildren(...content().map((item) => el("li", {}, item)));
      return details;
    }

    function listed() {
      const { run } = found;
      const count = runs.file.progress(run, checklist);
      const line = (code, text) => [el("a", { href: address(guide, code) }, code), ` ${text}`];
      const texts = new Map(checklist.groups.flatMap(({ checks }) => checks.map(({ code, text }) => [code, text])));
      const why = (code) => {
        const entry = run.entries.get(code);
        if (!entry) return `New in the guide: ${texts.get(code)}`;
        return entry.ticked || said(entry, "Blocked").length ? shortfall(entry) : texts.get(code) || entry.text;
      };
      const gone = checklist.retired.filter(({ code }) => count.retired.includes(code));
      return [
        ...count.open.map((code) => line(code, why(code))),
        ...gone.map(({ code, guide: since, reason, successor }) =>
          line(code, `retired in guide ${since}: ${reason} ${successor ? `Now ${successor}.` : ""}`),
        ),
      ];
    }

    function items() {
      const { id, run, text } = found;
      const stale = !runs.file.ahead(run, checklist) && runs.file.updated(text, checklist) !== text;
      const update = () => runs.store.edit(id, () => [{ do: "update" }], checklist);
      return [
        ...(stale ? [button(`Bring to guide ${checklist.guide}`, update)] : []),
        ...runs.actions(found, say),
        button("Close", () => runs.store.choose(checklist.playbook, null)),
      ];
    }

    draw();
    return draw;
  }

  /* What can be done with a run anywhere. */
  runs.actions = ({ id, run, text }, say) => [
    button("Save as file", () => runs.share.save(`${run.head.get("playbook")}-${id}`, text)),
    button("Copy as Markdown", () => runs.share.copy(text, "Markdown", say)),
    button("Copy link", async () => runs.share.copy(await runs.share.link(text), "Link", say)),
  ];
})((window.researchRuns = window.researchRuns || {}));

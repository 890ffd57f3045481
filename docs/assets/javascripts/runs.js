/*
 * The runs page: all runs of all playbooks, and the way in for files and links.
 */
(function (runs) {
  "use strict";

  const { el, button, ask, checklists, counts } = runs.dom;

  runs.dom.onpage(() => {
    const place = document.querySelector(".runs");
    runs.store.listeners.delete(runs.page);
    runs.page = place && mounted(place);
    if (place) runs.store.listeners.add(runs.page);
  });

  function mounted(place) {
    const guides = checklists();
    const status = el("p", { role: "status", class: "runs__status" });
    const alarm = el("p", { role: "alert", class: "run-alarm" });
    const list = el("div", {});
    const undo = el("p", {});
    const say = (text) => (status.textContent = text);
    const picker = el("input", { type: "file", accept: ".md,text/markdown", multiple: true, onchange: () => takeAll(picker.files) });
    const drop = el("label", { class: "runs__drop" }, "Open a run file, or drop one here ", picker);
    place.prepend(drop, status, undo, alarm, list);
    place.addEventListener("dragover", (event) => event.preventDefault());
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      takeAll(event.dataTransfer.files);
    });
    fromLink();

    async function takeAll(files) {
      for (const file of files) {
        await take(file.name, async () => runs.share.text(await file.slice(0, runs.file.LARGEST + 1).arrayBuffer(), file.name));
      }
      picker.value = "";
    }

    async function take(name, text) {
      try {
        runs.open(await text(), name, guides, say);
      } catch (error) {
        say(error.message);
      }
    }

    function fromLink() {
      const { hash } = location;
      if (!hash.startsWith("#run=")) return;
      history.replaceState(history.state, "", location.pathname);
      take("link", () => runs.share.unlink(hash));
    }

    function draw() {
      alarm.textContent = runs.store.trouble();
      const found = runs.store.list();
      list.replaceChildren(...found.map((each) => (each.run ? card(each) : damaged(each))));
      if (!found.length) list.append(el("p", {}, "No run yet. Open a playbook and press 'Start a run'."));
    }

    function damaged({ id, text, error }) {
      return el(
        "section",
        { class: "runs__run" },
        el("h2", {}, `Damaged run ${id}`),
        el("p", {}, `Line ${error}`),
        button("Save as file", () => runs.share.save(`damaged-${id}`, text)),
        button("Delete", () => away(id, text, id)),
      );
    }

    function card(found) {
      const { id, run, text } = found;
      const guide = guides.get(run.head.get("playbook"));
      const name = run.head.get("run");
      const done = run.head.get("finished");
      const set = (key, value) => runs.store.edit(id, () => [{ do: "head", key, value }]);
      return el(
        "section",
        { class: "runs__run" },
        el("h2", {}, name),
        el("p", {}, `${guide ? guide.checklist.name : run.head.get("playbook")}, guide ${run.head.get("guide")}, started ${run.head.get("started")}${done ? `, finished ${done}` : ""}`),
        guide ? progress(found, guide) : el("p", {}, "Its playbook is not on this site."),
        el(
          "p",
          {},
          guide ? [way("", "Open"), way("checklist", "Record")] : "",
          button("Rename", () => rename(name, set)),
          button(done ? "Reopen" : "Finish", () => set("finished", done ? null : runs.day())),
          runs.actions(found, say),
          button("Delete", () => away(id, text, name)),
        ),
      );

      /* A way to a page of the playbook, with this run open. */
      function way(group, label) {
        const onclick = () => runs.store.choose(guide.checklist.playbook, id);
        return el("a", { class: "run-button", href: guide.links[group], onclick }, label);
      }
    }

    function progress({ run }, { checklist, links }) {
      const count = runs.file.progress(run, checklist);
      const row = (each, name) =>
        el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, counts(each)), el("td", {}, el("progress", { value: each.settled, max: each.total || 1, "aria-label": each.name || "All" })));
      const rows = count.groups.map((each) => row(each, each.group ? el("a", { href: links[each.group] }, each.name) : each.name));
      return el("table", {}, el("tbody", {}, rows, row(count, "All")));
    }

    function rename(name, set) {
      const field = el("label", {}, "Name ", el("input", { name: "run", required: true, maxlength: 200, value: name }));
      ask("Rename the run", field, "Rename", (data) => {
        if (!data.get("run").trim()) return "Give the run a name.";
        set("run", data.get("run"));
        return "";
      });
    }

    function away(id, text, name) {
      runs.store.remove(id);
      say(`'${name}' is deleted.`);
      undo.replaceChildren(
        button("Undo", () => {
          runs.store.put(id, text);
          undo.replaceChildren();
          say(`'${name}' is back.`);
        }),
      );
    }

    draw();
    return draw;
  }
})((window.researchRuns = window.researchRuns || {}));

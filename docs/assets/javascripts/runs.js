/*
 * The runs page: all runs of all playbooks, and the way in for files and links.
 */
(function (runs) {
  "use strict";

  const { store, share } = runs;
  const { el, button, alarm, askName, checklists, counts, today } = runs.dom;

  store.show(".runs", (place) => {
    const guides = checklists();
    const status = el("p", { class: "runs__status", role: "status" });
    const trouble = alarm();
    const list = el("div");
    const undo = el("p");
    const say = (text) => (status.textContent = text);
    const picker = el("input", { type: "file", accept: ".md,.txt,text/markdown,text/plain", multiple: true });
    picker.onchange = () => takeAll(picker.files);
    const drop = el("label", { class: "runs__drop" }, "Open a run file, or drop one here ", picker);
    place.prepend(drop, status, undo, trouble, list);
    place.ondragover = (event) => event.preventDefault();
    place.ondrop = (event) => {
      event.preventDefault();
      takeAll(event.dataTransfer.files);
    };
    const { hash } = location;
    if (hash.startsWith("#run=")) {
      history.replaceState(history.state, "", location.pathname);
      share.openLink(hash, guides, say);
    }

    return () => {
      trouble.textContent = store.trouble();
      const found = store.list();
      list.replaceChildren(...found.map((each) => (each.run ? card(each) : damaged(each))));
      if (!found.length) list.append(el("p", {}, "No run yet. Open a playbook and press 'Start a run'."));
    };

    async function takeAll(files) {
      for (const file of files) await share.open(file, file.name, guides, say);
      picker.value = "";
    }

    function damaged({ id, text, error }) {
      return el(
        "section",
        { class: "runs__run" },
        el("h2", {}, `Damaged run ${id}`),
        el("p", {}, `Line ${error}`),
        button("Save as file", () => share.save(`damaged-${id}`, text)),
        button("Delete", () => remove(id, text, id)),
      );
    }

    function card(found) {
      const { id, run, text } = found;
      const { run: name, playbook, guide: version, started, finished } = Object.fromEntries(run.head);
      const guide = guides.get(playbook);
      const set = (key, value) => store.edit(id, () => [{ do: "head", key, value }]);
      const rename = () => askName("Rename the run", name, "", "Rename", (data) => set("run", data.get("run")));
      const open = () => store.choose(playbook, id);
      const way = (page, label) => el("a", { class: "run-button", href: guide.links[page], onclick: open }, label);
      const dates = `started ${started}${finished ? `, finished ${finished}` : ""}`;
      return el(
        "section",
        { class: "runs__run" },
        el("h2", {}, name),
        el("p", {}, `${guide ? guide.checklist.name : playbook}, guide ${version}, ${dates}`),
        guide ? table(run, guide) : el("p", {}, "Its playbook is not on this site."),
        el(
          "p",
          {},
          guide ? [way("", "Open"), way("checklist", "Record")] : "",
          button("Rename", rename),
          button(finished ? "Reopen" : "Finish", () => set("finished", finished ? null : today())),
          share.actions(found, say),
          button("Delete", () => remove(id, text, name)),
        ),
      );
    }

    function table(run, { checklist, links }) {
      const count = runs.file.progress(run, checklist);
      const rows = [...count.groups, { ...count, name: "All" }].map(({ group, name, ...part }) => {
        const meter = el("progress", { value: part.settled, max: part.total || 1, "aria-label": name });
        const title = group ? el("a", { href: links[group] }, name) : name;
        return el("tr", {}, el("th", { scope: "row" }, title), el("td", {}, counts(part)), el("td", {}, meter));
      });
      return el("table", {}, el("tbody", {}, rows));
    }

    function remove(id, text, name) {
      store.put(id, null);
      say(`'${name}' is deleted.`);
      const back = () => {
        store.put(id, text);
        undo.replaceChildren();
        say(`'${name}' is back.`);
      };
      undo.replaceChildren(button("Undo", back));
    }
  });
})(window.researchRuns);

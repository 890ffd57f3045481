/*
 * A playbook's page: the bar with the open run, what it says of each check, and the form to say it.
 */
(function (runs) {
  "use strict";

  const { store } = runs;
  const { el, button, alarm, askName, checklists, counts, root, today } = runs.dom;
  const { KINDS, parse, apply, started, updated, ahead, progress, said, shortfall, tidy } = runs.file;
  const FIELDS = [...KINDS, "Note"];
  const HINTS = {
    Evidence: "A path, a number, or a command and its output",
    "Not applicable": "Why it doesn't apply",
    Blocked: "What it waits for: it applies, but can't be met",
    Reviewed: "Who looked at the evidence, and when",
  };
  const TICKS = { "Not applicable": true, Blocked: false };
  const NOTHING = { raw: "", ticked: false, lines: [], note: "" };

  store.show(".run-bar", (bar) => {
    const [{ checklist, links }] = checklists().values();
    const page = { checklist, links, checks: [] };
    const draw = mountedBar(bar, page);
    page.checks = Array.from(document.querySelectorAll(".check"), (item) => mountedCheck(item, page));
    const printing = page.checks.length ? [button("Print checklist", print), ...sorting()] : [];
    const home = el("a", { href: new URL("runs/index.html", root) }, "All runs");
    bar.after(el("p", { class: "run-tools" }, home, printing));
    return () => {
      page.found = store.current(checklist.playbook);
      page.count = page.found && progress(page.found.run, checklist);
      draw();
      const fresh = new Set(page.count?.new);
      for (const check of page.checks) check.draw(fresh);
    };
  });

  /* The checks alone, as a sheet: the browser's own command prints the whole page. */
  function print() {
    document.documentElement.classList.add("print-sheet");
    window.print();
  }
  window.addEventListener("afterprint", () => document.documentElement.classList.remove("print-sheet"));

  /* On a page of all checks, a button that puts those that are settled last, and back. */
  function sorting() {
    const lists = Array.from(document.querySelectorAll(".checklist .checks"), (list) => [list, [...list.children]]);
    const sort = button("Open first", () => {
      const first = sort.getAttribute("aria-pressed") !== "true";
      const settled = (item) => first && item.querySelector("input").checked;
      for (const [list, items] of lists) list.append(...[...items].sort((a, b) => settled(a) - settled(b)));
      sort.setAttribute("aria-pressed", first);
    });
    return lists.length ? [sort] : [];
  }

  function mountedBar(bar, page) {
    const { checklist, links } = page;
    const known = new Map();
    for (const { group, checks } of checklist.groups) {
      for (const { code, text } of checks) known.set(code, { text, href: `${links[group]}#${code.toLowerCase()}` });
    }
    const name = el("strong", { class: "run-bar__name" });
    const status = el("span", { class: "run-bar__status", role: "status" });
    const meter = el("progress", { "aria-hidden": true });
    const begin = button("Start a run", () => start(checklist));
    const open = fold("", listed);
    const menu = fold("Run", items);
    const trouble = alarm();
    const say = (text) => (status.textContent = text);
    bar.querySelector(".run-bar__plain").replaceWith(name, status, meter, begin, open, menu);
    bar.append(trouble);

    return () => {
      const { found, count } = page;
      name.hidden = meter.hidden = open.hidden = menu.hidden = !found;
      begin.hidden = Boolean(found);
      name.textContent = found ? found.run.head.get("run") : "";
      say(found ? counts(count) : "No run is open: ticks are gone when you leave.");
      for (const line of document.querySelectorAll(".sheet__run")) line.textContent = name.textContent;
      trouble.textContent = store.trouble() || (found && ahead(found.run, checklist)?.message);
      if (!found) return;
      [meter.value, meter.max] = [count.settled, count.total];
      open.firstChild.textContent = `${count.open.length} open`;
      for (const each of [open, menu]) each.ontoggle();
    };

    /* A list that is made when somebody looks at it. */
    function fold(title, content) {
      const list = el("ul");
      const ontoggle = () => details.open && list.replaceChildren(...content().map((item) => el("li", {}, item)));
      const details = el("details", { name: "run-bar", ontoggle }, el("summary", {}, title), list);
      return details;
    }

    function listed() {
      const { entries } = page.found.run;
      const line = (code, text) => [el("a", { href: known.get(code)?.href }, code), ` ${text}`];
      const why = (code) => {
        const entry = entries.get(code);
        const text = known.get(code)?.text || entry.text;
        if (!entry) return `New in the guide: ${text}`;
        return shortfall(entry) === "is open" ? text : shortfall(entry);
      };
      const gone = checklist.retired.filter(({ code }) => entries.has(code));
      return [
        ...page.count.open.map((code) => line(code, why(code))),
        ...gone.map(({ code, guide, reason, successor }) =>
          line(code, `retired in guide ${guide}: ${reason} ${successor ? `Now ${successor}.` : ""}`),
        ),
      ];
    }

    function items() {
      const { id, run, text } = page.found;
      const stale = !ahead(run, checklist) && updated(text, checklist) !== text;
      const update = () => store.edit(id, () => [{ do: "update" }], checklist);
      return [
        ...(stale ? [button(`Bring to guide ${checklist.guide}`, update)] : []),
        ...runs.share.actions(page.found, say),
        button("Close", () => store.choose(checklist.playbook, null)),
      ];
    }
  }

  /* The boxes that are ticked already come along. */
  function start(checklist) {
    const groups = checklist.groups.map(({ group, name }) =>
      el("label", {}, el("input", { type: "checkbox", name: "group", value: group, checked: true }), ` ${name}`),
    );
    const hint = el("p", {}, "What you reproduce, compare or write, such as the paper's title.");
    const fields = [hint, el("fieldset", {}, el("legend", {}, "What it covers"), groups)];
    askName("Start a run", "", fields, "Start", (data) => {
      const chosen = data.getAll("group");
      if (!chosen.length) return "Choose at least one group.";
      const covers = chosen.length === groups.length ? "" : chosen.join(", ");
      // With a letter first, so that no YAML reader takes it for a number.
      const bytes = crypto.getRandomValues(new Uint8Array(9));
      const id = `a${Array.from(bytes, (byte) => (byte % 16).toString(16)).join("")}`;
      let text = started(checklist, { id, run: data.get("run"), groups: covers, started: today() });
      const { entries } = parse(text);
      for (const box of document.querySelectorAll(".check__box:checked")) {
        const code = box.parentNode.id.toUpperCase();
        if (entries.has(code)) text = apply(text, { do: "tick", code, ticked: true }, checklist);
      }
      store.put(id, text);
      store.choose(checklist.playbook, id);
      return "";
    });
  }

  /* A check */

  const told = (entry, kind) => (kind === "Note" ? [entry.note] : said(entry, kind)).filter(Boolean);
  const field = (kind, text, at) =>
    el("label", {}, at ? `${kind} ${at + 1}` : kind, el("textarea", { rows: 1, placeholder: HINTS[kind] }, text));

  function mountedCheck(item, page) {
    const code = item.id.toUpperCase();
    const box = item.querySelector(".check__box");
    const record = el("div", { class: "check__record", id: `${item.id}-record` });
    const label = `Evidence for ${code}`;
    const more = button("Evidence", toggle, { class: "run-button check__more", "aria-label": label });
    let drawn = "";
    let form = null;
    const entryIn = (run) => run?.entries.get(code) || NOTHING;
    const edit = (change) => store.edit(page.found.id, change, page.checklist);
    const leave = () => form && ![...form.elements].some(({ value }) => value) && toggle();

    /* A tick without evidence opens the form, next in reading order; one that was left empty closes. */
    box.onchange = () => {
      const ticked = box.checked; // before another tab's is drawn
      if (!page.found) return;
      edit(() => [{ do: "tick", code, ticked }]);
      for (const check of page.checks) check.leave();
      if (ticked && shortfall(entryIn(page.found.run)) && !form) toggle();
    };

    return { draw, leave };

    /* Only a check that has changed is drawn again. */
    function draw(fresh) {
      const { found } = page;
      const entry = entryIn(found?.run);
      const isNew = fresh.has(code);
      const state = found ? `${found.id} ${isNew} ${entry.raw}` : "";
      if (state === drawn) return;
      if (!drawn) {
        item.append(record, more);
        box.setAttribute("aria-describedby", record.id);
      }
      if (form && !drawn.startsWith(`${found?.id} `)) toggle(); // it was another run's
      drawn = state;
      if (found) box.checked = entry.ticked;
      box.disabled = found && !entry.raw && !isNew;
      more.hidden = !found || box.disabled;
      record.replaceChildren(...(found ? recordOf(entry, isNew, page.checklist.guide) : []));
      item.classList.toggle("check--evident", told(entry, "Evidence").length > 0);
      if (form?.stale()) form.replaceWith((form = formOf()));
    }

    function toggle() {
      more.setAttribute("aria-expanded", !form);
      form?.remove();
      form = form ? null : formOf();
      if (form) record.after(form);
    }

    /* Keeps what is typed half a second later, and on leaving the field or the page. */
    function formOf() {
      const now = () => Object.fromEntries(FIELDS.map((kind) => [kind, told(entryIn(page.found.run), kind)]));
      const base = now();
      let timer = 0;
      const oninput = () => {
        window.onpagehide = keep;
        clearTimeout(timer);
        timer = setTimeout(keep, 500);
      };
      const fields = FIELDS.map((kind) => {
        const texts = kind === "Evidence" || !base[kind].length ? [...base[kind], ""] : base[kind];
        const areas = texts.map((text, at) => field(kind, text, at));
        return el("fieldset", {}, areas);
      });
      const name = `Evidence and state of ${code}`;
      const made = el("form", { class: "check__form", "aria-label": name, oninput, onchange: keep }, fields);
      /* Whether another tab changed what stands here; a form that somebody is in is left alone. */
      made.stale = () => !made.contains(document.activeElement) && JSON.stringify(base) !== JSON.stringify(now());
      return made;

      function keep() {
        clearTimeout(timer);
        if (!made.isConnected) return;
        FIELDS.forEach((kind, at) => {
          const values = Array.from(fields[at].elements, ({ value }) => tidy(value));
          const before = base[kind];
          const texts = (base[kind] = values.filter(Boolean));
          if (kind === "Evidence" && values.every(Boolean)) fields[at].append(field(kind, "", values.length));
          if (texts.join("\n\n") !== before.join("\n\n")) change(kind, before, texts);
        });
      }
    }

    /* Only what was typed here changes: what another tab added meanwhile stays. */
    function change(kind, before, texts) {
      edit((run) => {
        const others = told(entryIn(run), kind).filter((text) => ![...before, ...texts].includes(text));
        const all = [...others, ...texts];
        return [
          kind === "Note" ? { do: "note", code, text: all.join("\n") } : { do: "put", code, kind, texts: all },
          ...(texts.length && kind in TICKS ? [{ do: "tick", code, ticked: TICKS[kind] }] : []),
        ];
      });
    }
  }

  function recordOf(entry, isNew, guide) {
    const absent = isNew ? `New in guide ${guide}` : "Not part of this run";
    const why = entry.ticked ? shortfall(entry).replace(/^is (.)/, (_, first) => first.toUpperCase()) : "";
    const state = entry.raw ? why : absent;
    const lines = [...entry.lines, { kind: "Note", text: entry.note }].filter(({ text }) => text);
    return [
      state && el("p", { class: "check__state" }, state),
      ...lines.map(({ kind, text }) => el("p", {}, el("b", {}, `${kind}: `), text)),
    ];
  }
})(window.researchRuns);

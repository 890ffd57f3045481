/*
 * A check on the page, while a run is open: its tick, what the run says of it, and the form to say it.
 */
(function (runs) {
  "use strict";

  const { el, button, checklists } = runs.dom;
  const { KINDS, said, shortfall, tidy } = runs.file;
  const HINTS = {
    Evidence: "A path, a number, or a command and its output",
    "Not applicable": "Why it doesn't apply",
    Blocked: "What it waits for: it applies, but can't be met",
    Reviewed: "Who looked at the evidence, and when",
  };
  let page = null; // the checklist, the open run, and for each check's item what is drawn

  runs.dom.onpage(() => {
    const guide = [...checklists().values()][0];
    const items = [...document.querySelectorAll(".check")];
    page = guide && items.length ? { checklist: guide.checklist, drawn: new Map(items.map((item) => [item, { code: item.id.toUpperCase() }])) } : null;
    draw();
  });
  runs.store.listeners.add(draw);
  document.addEventListener("change", ({ target }) => {
    if (page && page.found && target.matches(".check__box")) tick(target.closest(".check"), target.checked);
  });

  const codeOf = (item) => page.drawn.get(item).code;
  const entryOf = (item, run = page.found.run) => run.entries.get(codeOf(item)) || { lines: [], note: "" };
  const edit = (change) => runs.store.edit(page.found.id, change, page.checklist);

  /* Only a check that has changed is drawn again. */
  function draw() {
    if (!page) return;
    const found = (page.found = runs.store.current(page.checklist.playbook));
    const fresh = new Set(found ? runs.file.progress(found.run, page.checklist).new : []);
    for (const [item, drawn] of page.drawn) {
      const entry = found && found.run.entries.get(drawn.code);
      const state = found ? [found.id, fresh.has(drawn.code), entry && entry.ticked, entry && entry.lines, entry && entry.note] : [];
      if (drawn.state ? state.every((part, at) => part === drawn.state[at]) && state.length === drawn.state.length : !found) continue;
      drawn.state = state;
      redraw(item, drawn, entry, fresh.has(drawn.code));
    }
  }

  function redraw(item, drawn, entry, fresh) {
    const box = item.querySelector(".check__box");
    const { found } = page;
    if (!drawn.record) {
      drawn.record = el("div", { class: "check__record", id: `${item.id}-record` });
      const label = `Evidence for ${codeOf(item)}`;
      drawn.more = button("Evidence", () => toggle(item), { class: "run-button check__more", "aria-label": label });
      item.append(drawn.record, drawn.more);
      box.setAttribute("aria-describedby", drawn.record.id);
    }
    if (found) box.checked = Boolean(entry && entry.ticked);
    box.disabled = Boolean(found && !entry && !fresh);
    drawn.more.hidden = !found || box.disabled;
    drawn.record.replaceChildren(...(found ? recordOf(entry, fresh) : []));
    item.classList.toggle("check--evident", Boolean(found && entry && said(entry, "Evidence").some(Boolean)));
    if (drawn.form && (!found || drawn.id !== found.id)) toggle(item);
    else if (drawn.form && drawn.form.stale()) drawn.form.replaceWith((drawn.form = formOf(item)));
  }

  function recordOf(entry, fresh) {
    if (!entry) return [el("p", { class: "check__state" }, fresh ? `New in guide ${page.checklist.guide}` : "Not part of this run")];
    const why = entry.ticked ? shortfall(entry).replace(/^is (.)/, (_, first) => first.toUpperCase()) : "";
    const lines = [...entry.lines, { kind: "Note", text: entry.note }].filter(({ text }) => text);
    return [
      ...(why ? [el("p", { class: "check__state" }, why)] : []),
      ...lines.map(({ kind, text }) => el("p", {}, el("b", {}, `${kind}: `), text)),
    ];
  }

  const saidOf = (entry) => ({
    ...Object.fromEntries(KINDS.map((kind) => [kind, said(entry, kind).filter(Boolean)])),
    Note: entry.note ? [entry.note] : [],
  });

  function toggle(item) {
    const drawn = page.drawn.get(item);
    drawn.more.setAttribute("aria-expanded", String(!drawn.form));
    if (drawn.form) {
      drawn.form.remove();
      drawn.form = null;
    } else {
      drawn.id = page.found.id;
      drawn.form = formOf(item);
      drawn.record.after(drawn.form);
    }
  }

  /* A tick without evidence opens the form for it, next in reading order; a form that was left empty closes. */
  function tick(item, ticked) {
    edit(() => [{ do: "tick", code: codeOf(item), ticked }]);
    for (const [other, { form }] of page.drawn) {
      if (form && ![...form.querySelectorAll("textarea")].some((field) => field.value)) toggle(other);
    }
    if (ticked && shortfall(entryOf(item)) && !page.drawn.get(item).form) toggle(item);
  }

  /* The form of one check. What is typed is kept half a second later, and on leaving the field or the page. */
  function formOf(item) {
    const code = codeOf(item);
    const entry = entryOf(item);
    const base = saidOf(entry);
    let timer = 0;
    const form = el(
      "form",
      {
        class: "check__form",
        "aria-label": `Evidence and state of ${code}`,
        oninput: () => {
          clearTimeout(timer);
          timer = setTimeout(keep, 500);
        },
        onchange: keep,
      },
      Object.entries(base).map(([kind, texts]) =>
        el(
          "fieldset",
          { "data-kind": kind },
          (kind === "Evidence" || !texts.length ? [...texts, ""] : texts).map((text, at) => field(kind, text, at)),
        ),
      ),
    );
    /* Whether somebody else has changed what stands here; a form that somebody is in is left alone. */
    form.stale = () => !form.contains(document.activeElement) && JSON.stringify(base) !== JSON.stringify(saidOf(entryOf(item)));
    window.addEventListener("pagehide", keep);
    return form;

    function field(kind, text, at) {
      return el("label", {}, at ? `${kind} ${at + 1}` : kind, el("textarea", { rows: 1, placeholder: HINTS[kind] }, text));
    }

    function keep() {
      clearTimeout(timer);
      for (const set of page && page.found && form.isConnected ? form.querySelectorAll("fieldset") : []) {
        const values = [...set.querySelectorAll("textarea")].map((area) => tidy(area.value));
        const texts = values.filter(Boolean);
        const { kind } = set.dataset;
        if (kind === "Evidence" && values.every(Boolean)) set.append(field(kind, "", values.length));
        const before = base[kind];
        base[kind] = texts;
        if (texts.join("\n\n") !== before.join("\n\n")) change(kind, before, texts);
      }
    }

    /* Only what was typed here changes: what another tab added meanwhile stays. */
    function change(kind, before, texts) {
      edit((run) => {
        const now = entryOf(item, run);
        if (kind === "Note") {
          const other = [before[0] || "", texts[0]].includes(now.note) ? "" : `${now.note}\n`;
          return [{ do: "note", code, text: other + (texts[0] || "") }];
        }
        const others = said(now, kind).filter((text) => !before.includes(text));
        const ticked = texts.length ? { "Not applicable": true, Blocked: false }[kind] : undefined;
        return [
          { do: "put", code, kind, texts: [...others, ...texts] },
          ...(ticked === undefined ? [] : [{ do: "tick", code, ticked }]),
        ];
      });
    }
  }
})((window.researchRuns = window.researchRuns || {}));

/*
 * Opening a run from a file or a link. Where its id is known, what differs is shown, and nothing is dropped unasked.
 */
(function (runs) {
  "use strict";

  const { el, ask } = runs.dom;
  const { KINDS, parse, apply, said } = runs.file;

  /* Takes the text in, after questions where there are any; `say` tells how it went. */
  function open(text, name, guides, say) {
    let run;
    try {
      run = parse(text);
    } catch (error) {
      return say(`${name}:${error.message}`);
    }
    const id = run.head.get("id");
    const guide = guides.get(run.head.get("playbook"));
    const mine = runs.store.get(id);
    if (!guide) return say(`${name}: its playbook '${run.head.get("playbook")}' is not on this site.`);
    const take = (result) => {
      runs.store.put(id, result);
      runs.store.choose(run.head.get("playbook"), id);
      say(`'${parse(result).head.get("run")}' is open.`);
    };
    if (!mine) return take(text);
    if (mine.text === text) return say(`'${run.head.get("run")}' is here already, and nothing differs.`);
    if (mine.error) return say(`The run with this id that the browser keeps is damaged: ${mine.error}. Delete it first.`);
    return compare(mine, { text, run }, guide.checklist, take);
  }

  /* Both texts without the checks: what a union of checks can't bring together. */
  function rest({ text, run }) {
    const gone = [...run.entries.values()].flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at));
    return text.split("\n").filter((_, at) => !gone.includes(at)).join("\n").replace(/\s+/g, " ");
  }

  function compare(mine, theirs, checklist, take) {
    const codes = [...new Set([...mine.run.entries.keys(), ...theirs.run.entries.keys()])];
    const pairs = codes.map((code) => ({ code, here: mine.run.entries.get(code), there: theirs.run.entries.get(code) }));
    const choice = (name, legend, here, there) =>
      el(
        "fieldset",
        {},
        el("legend", {}, legend),
        el("label", {}, el("input", { type: "radio", name, value: "here", checked: true }), ` Here: ${here}`),
        el("label", {}, el("input", { type: "radio", name, value: "there" }), ` There: ${there}`),
      );
    const state = (entry) => (entry && entry.ticked ? "ticked" : "open");
    const ticks = pairs
      .filter(({ here, there }) => here && there && here.ticked !== there.ticked)
      .map(({ code, here, there }) => choice(code, code, state(here), state(there)));
    const more = pairs
      .map(({ code, here, there }) => [code, added(here, there)])
      .filter(([, lines]) => lines.length)
      .map(([code, lines]) => el("li", {}, `${code}: ${lines.join("; ")}`));
    const same = rest(mine) === rest(theirs);
    const fields = [
      el("p", {}, `'${mine.run.head.get("run")}' is here already. Evidence and notes of both are kept.`),
      same ? "" : choice("rest", "Name, order and other text differ", mine.run.head.get("run"), theirs.run.head.get("run")),
      ticks,
      more.length ? [el("p", {}, "Comes in:"), el("ul", {}, more)] : "",
    ];
    ask("What differs", fields.flat(2), "Bring together", (data) => {
      take(united(pairs, data.get("rest") === "there" ? [theirs, mine] : [mine, theirs], data, checklist));
      return "";
    });
  }

  /* What the other side says of a check, and this one doesn't. */
  function added(here, there) {
    if (!there) return [];
    const lines = here ? there.lines.filter(({ kind, text }) => text && !said(here, kind).includes(text)) : there.lines;
    const note = there.note && !(here && here.note.includes(there.note)) ? [`Note: ${there.note}`] : [];
    return [...(here ? [] : ["new here"]), ...lines.map(({ kind, text }) => `${kind}: ${text}`), ...note];
  }

  function united(pairs, [base, other], data, checklist) {
    let text = base.text;
    for (const { code, here, there } of pairs) {
      const theirs = other.run.entries.get(code);
      if (theirs && !base.run.entries.has(code)) text = runs.file.withEntry(text, theirs);
      const now = parse(text).entries.get(code);
      const change = (edit) => (text = apply(text, { code, ...edit }, checklist));
      for (const kind of theirs ? KINDS : []) {
        change({ do: "put", kind, texts: [...said(now, kind), ...said(theirs, kind)] });
      }
      if (theirs && added(now, { ...theirs, lines: [] }).length) {
        change({ do: "note", text: theirs.note.includes(now.note) ? theirs.note : `${now.note}\n${theirs.note}` });
      }
      if (here && there) change({ do: "tick", ticked: (data.get(code) === "there" ? there : here).ticked });
    }
    return text;
  }

  runs.open = open;
})((window.researchRuns = window.researchRuns || {}));

/*
 * How a run leaves the browser and comes in: as a file, as Markdown, and as a link that holds it.
 */
(function (runs) {
  "use strict";

  const { el, button, ask, root } = runs.dom;
  const { KINDS, LARGEST, parse, apply, said, withEntry } = runs.file;

  /* Out */

  function save(name, text) {
    const href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    el("a", { href, download: `${name}.md` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10000);
  }

  async function copy(text, what, say) {
    try {
      await navigator.clipboard.writeText(text);
      say(`${what} copied.`);
    } catch {
      const box = el("textarea", { readonly: true, rows: 8, "aria-label": what }, text);
      ask(`Copy: ${what}`, box, "", () => "");
      box.select();
    }
  }

  /* A link that holds the whole run behind its '#', which no browser sends to a server. */
  async function link(text) {
    const packed = new Response(text).body.pipeThrough(new CompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const data = btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    return new URL(`runs/index.html#run=1.${data}`, root).href;
  }

  const actions = ({ id, run, text }, say) => [
    button("Save as file", () => save(`${run.head.get("playbook")}-${id}`, text)),
    button("Copy as Markdown", () => copy(text, "Markdown", say)),
    button("Copy link", async () => copy(await link(text), "Link", say)),
  ];

  /* In */

  async function openLink(hash, guides, say) {
    const [, version, data] = /^#run=(\d+)\.(.*)$/.exec(hash) || [];
    if (version !== "1") return say("This link was made by another version of this site. Ask for the file instead.");
    const chunks = [];
    try {
      const letters = atob(data.replaceAll("-", "+").replaceAll("_", "/"));
      const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
      const reader = new Response(bytes).body.pipeThrough(new DecompressionStream("gzip")).getReader();
      for (let size = 0, part = await reader.read(); !part.done && size <= LARGEST; part = await reader.read()) {
        size += part.value.length;
        chunks.push(part.value);
      }
    } catch {
      return say("This link is cut short or damaged. Ask for it again, or for the file.");
    }
    return open(new Blob(chunks), "link", guides, say);
  }

  async function open(file, name, guides, say) {
    let run;
    try {
      run = parse(await textOf(file));
    } catch (error) {
      return say(`${name}:${error.message}`);
    }
    const { text, head } = run;
    const { id, run: title, playbook } = Object.fromEntries(head);
    const guide = guides.get(playbook);
    const mine = runs.store.get(id);
    const take = (result) => {
      runs.store.put(id, result);
      runs.store.choose(playbook, id);
      say(`'${parse(result).head.get("run")}' is open.`);
    };
    if (!guide) return say(`${name}: its playbook '${playbook}' is not on this site.`);
    if (!mine) return take(text);
    if (mine.text === text) return say(`'${title}' is here already, and nothing differs.`);
    if (mine.error)
      return say(`The run with this id that the browser keeps is damaged: ${mine.error}. Delete it first.`);
    return compare(mine.run, run, guide.checklist, take);
  }

  async function textOf(file) {
    if (file.size > LARGEST) throw new Error("1: larger than a run can be: name a run file");
    const bytes = await file.arrayBuffer();
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Error("1: not UTF-8 text: name a run file, or save it as UTF-8");
    }
  }

  function compare(mine, theirs, checklist, take) {
    const names = [mine, theirs].map(({ head }) => head.get("run"));
    const pairs = [...new Map([...mine.entries, ...theirs.entries]).keys()]
      .map((code) => ({ code, here: mine.entries.get(code), there: theirs.entries.get(code) }))
      .filter(({ here, there }) => here?.raw !== there?.raw);
    const choice = (name, legend, [here, there]) =>
      el(
        "fieldset",
        {},
        el("legend", {}, legend),
        el("label", {}, el("input", { type: "radio", name, value: "here", checked: true }), ` Here: ${here}`),
        el("label", {}, el("input", { type: "radio", name, value: "there" }), ` There: ${there}`),
      );
    const ticks = pairs
      .filter(({ here, there }) => here && there && here.ticked !== there.ticked)
      .map(({ code, here }) => choice(code, code, here.ticked ? ["ticked", "open"] : ["open", "ticked"]));
    const more = pairs
      .map(({ code, here, there }) => [code, added(here, there).join("; ")])
      .filter(([, words]) => words)
      .map(([code, words]) => el("li", {}, `${code}: ${words}`));
    const fields = [
      el("p", {}, `'${names[0]}' is here already. Evidence and notes of both are kept.`),
      rest(mine) === rest(theirs) ? "" : choice("rest", "Name, order and other text differ", names),
      ticks,
      more.length ? [el("p", {}, "Comes in:"), el("ul", {}, more)] : "",
    ];
    ask("What differs", fields, "Bring together", (data) => {
      const [base, other] = data.get("rest") === "there" ? [theirs, mine] : [mine, theirs];
      let { text } = base;
      for (const { code, here, there } of pairs) {
        const ticked = (data.get(code) === "there" ? there : here)?.ticked;
        text = united(text, base.entries.get(code), other.entries.get(code), ticked, checklist);
      }
      take(text);
    });
  }

  /* What a union of checks can't bring together. */
  function rest({ lines, entries }) {
    const within = [...entries.values()];
    const free = lines.filter((_, at) => !within.some(({ start, end }) => start <= at && at < end));
    return free.join("").replace(/\s+/g, " ");
  }

  /* What they say of a check, and we don't. */
  function added(here, there) {
    if (!there) return [];
    const lines = there.lines.filter(({ kind, text }) => !here || (text && !said(here, kind).includes(text)));
    if (there.note && !here?.note.includes(there.note)) lines.push({ kind: "Note", text: there.note });
    return [...(here ? [] : ["new here"]), ...lines.map(({ kind, text }) => `${kind}: ${text}`)];
  }

  function united(text, ours, theirs, ticked, checklist) {
    if (!theirs) return text;
    if (!ours) return withEntry(text, theirs);
    const notes = [ours.note, theirs.note];
    const edits = [
      ...KINDS.map((kind) => ({ do: "put", kind, texts: [...said(ours, kind), ...said(theirs, kind)] })),
      { do: "note", text: notes.find((note) => notes.every((each) => note.includes(each))) ?? notes.join("\n") },
      { do: "tick", ticked },
    ];
    return edits.reduce((all, edit) => apply(all, { code: ours.code, ...edit }, checklist), text);
  }

  runs.share = { save, link, actions, open, openLink };
})(window.researchRuns);

/*
 * A calculator's form: reads its fields, shows the answer or what is wrong, and hands the answer on.
 */
(function start(calculators) {
  "use strict";

  const forms = [...document.querySelectorAll("form.calculator:not([data-mounted])")];
  const { values, shown, words, filled, plot, pause, compute } = calculators;
  const frame = [window.researchRuns?.store, window.jStat, values, shown, plot, pause];
  // The first page runs this before the scripts of the whole site; a page that is reached from it, in any order.
  if (![...frame, ...forms.map(({ id }) => compute[id.replace("calculator-", "")])].every(Boolean)) {
    document.addEventListener("load", () => start(calculators), { capture: true, once: true });
    return;
  }

  const { el, button, ask } = window.researchRuns.dom;
  const { store } = window.researchRuns;
  const LONGEST_LINK = 8000; // what mail and chat still take
  const WIDEST = 480; // pixels of a plot
  const LARGEST_FILE = 2_000_000; // bytes, some 60,000 lines
  const LONGEST_COMMAND = 400; // letters of a value that stands in the command

  forms.forEach(mount);
  // A link with inputs that is opened on its own page loads nothing. One handler, however often this runs.
  window.onhashchange = () => {
    for (const form of document.querySelectorAll("form.calculator")) if (fill(form)) form.oninput();
  };

  function mount(form) {
    const definition = JSON.parse(form.dataset.calculator);
    const { name, fields } = definition;
    const place = form.querySelector(".calculator__answer");
    const status = el("p", { class: "calculator__status", role: "status" });
    const command = form.querySelector(".calculator__command");
    const faults = new Map(fields.map((field) => [field.name, faultOf(form, field)]));
    const texts = () => Object.fromEntries(fields.map((field) => [field.name, inputOf(form, field.name).value]));
    const say = (text) => (status.textContent = text);
    let turn = 0;
    let timer = 0;
    let sentence = "";
    form.dataset.mounted = "";
    form.onsubmit = (event) => event.preventDefault();
    form.oninput = () => {
      say("");
      clearTimeout(timer);
      timer = setTimeout(answer, 150);
    };
    // What is handed on is of the inputs as they stand, also within the moment before they are answered.
    const answered = async () => timer && (await answer());
    const actions = el(
      "p",
      { class: "calculator__actions" },
      button("Copy as a sentence", async () => {
        await answered();
        copied(sentence, "The sentence is copied.");
      }),
      button("Copy link", () => linked()),
      button("Use as evidence", async () => {
        await answered();
        evidence(`${sentence} (${command.textContent})`, say);
      }),
      status,
    );
    place.after(actions);
    fill(form);
    for (const { name: field, kind, largest } of fields) {
      if (kind === "table") takeFile(inputOf(form, field), largest, faults.get(field), form.oninput);
    }
    answer();

    /* An answer that was overtaken by another is dropped. */
    async function answer() {
      clearTimeout(timer);
      timer = 0;
      const mine = (turn += 1);
      const typed = texts();
      let found = null;
      let wrong = {};
      try {
        found = await compute[name](values(fields, typed));
      } catch (error) {
        if (!error.faults) throw error;
        wrong = error.faults;
      }
      if (mine !== turn) return;
      for (const [key, show] of faults) show(wrong[key] || "");
      actions.hidden = !found;
      const said = found && words(definition, typed, found);
      sentence = found ? filled(definition.sentence, said) : "";
      command.textContent = commandOf(name, fields, typed);
      place.replaceChildren(...(found ? drawn(definition, said, found, sentence, place.clientWidth) : []));
      // With a keyboard, a table that is wider than the page is scrolled once it has the focus.
      for (const table of place.querySelectorAll(".calculator__table")) {
        if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
      }
    }

    async function copied(text, done) {
      try {
        await navigator.clipboard.writeText(text);
        say(done);
      } catch {
        ask("Copy this", [el("textarea", { rows: 4, readonly: true, "aria-label": "Text to copy" }, text)]);
      }
    }

    function linked() {
      const query = new URLSearchParams(texts());
      const address = `${location.href.split("#")[0]}#${form.id}?${query}`;
      if (address.length > LONGEST_LINK) return say("These inputs are too long for a link: keep them as a file.");
      return copied(address, "The link with these inputs is copied.");
    }
  }

  // By `namedItem`, since a field may be called `length`, as the collection's own property.
  function inputOf(form, name) {
    return form.elements.namedItem(name);
  }

  /* Fills the fields from a link that holds them, and goes there; says whether it did. */
  function fill(form) {
    const [id, query] = location.hash.slice(1).split("?");
    if (id !== form.id || !query) return false;
    for (const [name, text] of new URLSearchParams(query)) {
      const input = inputOf(form, name);
      if (input) input.value = text;
    }
    form.scrollIntoView();
    return true;
  }

  /* Lets a field take a file that is chosen below it or dropped on it: as text alone, and not if it's too large. */
  function takeFile(input, largest, fault, changed) {
    const take = async (file) => {
      if (file.size > LARGEST_FILE) return fault(`${file.name} is larger than 2 MB, the most that this reads.`);
      const text = await file.text();
      // Before the field lays them out, which takes a browser a second. Beside them there are a head and an end.
      const lines = text.split("\n").length - 2;
      if (lines > largest) return fault(`${file.name} has ${lines} lines, more than ${largest}, the most that this takes.`);
      input.value = text;
      return changed();
    };
    input.ondragover = (event) => event.preventDefault();
    input.ondrop = (event) => {
      const [file] = event.dataTransfer.files;
      if (!file) return;
      event.preventDefault();
      take(file);
    };
    const chosen = el("input", { type: "file", accept: ".csv,.tsv,.txt,text/*", "aria-label": `File of ${input.name}` });
    chosen.onchange = (event) => {
      event.stopPropagation();
      if (chosen.files.length) take(chosen.files[0]);
    };
    chosen.oninput = (event) => event.stopPropagation();
    input.after(chosen);
  }

  /* What shows a field's fault, or takes it away. */
  function faultOf(form, { name }) {
    const input = inputOf(form, name);
    const fault = el("p", { class: "calculator__fault", id: `${form.id}-${name}-fault`, role: "alert" });
    input.closest(".calculator__field").append(fault);
    const described = input.getAttribute("aria-describedby");
    return (sentence) => {
      fault.textContent = sentence;
      if (sentence) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      const ids = [described, sentence && fault.id].filter(Boolean).join(" ");
      if (ids) input.setAttribute("aria-describedby", ids);
      else input.removeAttribute("aria-describedby");
    };
  }

  function commandOf(name, fields, texts) {
    const given = fields.filter(({ name: field, example }) => texts[field].trim() !== example.trim() || texts[field]);
    const quoted = (text) => (/^[\w.+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
    const value = (field) => (texts[field].length > LONGEST_COMMAND ? `@${field}.csv` : quoted(texts[field]));
    return ["python scripts/compute.py", name, ...given.map((each) => `--${each.name} ${value(each.name)}`)].join(" ");
  }

  function drawn({ outputs, warnings }, said, found, sentence, width) {
    const numbers = outputs.filter(({ columns }) => !columns);
    const tables = outputs.filter(({ columns }) => columns);
    return [
      el(
        "dl",
        {},
        numbers.map(({ name, label }) => el("div", {}, el("dt", {}, label), el("dd", {}, said[name]))),
      ),
      ...found.warnings.map((name) => el("p", { class: "calculator__warning" }, `Mind: ${filled(warnings[name], said)}`)),
      ...tables.map((table) => tableOf(table, found.outputs[table.name])),
      ...(found.plot ? [plot(found.plot, sentence, Math.min(width, WIDEST))] : []),
      el("p", { class: "calculator__sentence" }, sentence),
    ];
  }

  function tableOf({ label, columns }, rows) {
    const head = columns.map((column) => el("th", { scope: "col" }, column.label));
    const body = rows.map((row) =>
      el("tr", {}, columns.map((column) => el("td", {}, shown(column.shown, row[column.name])))),
    );
    const lines = [el("caption", {}, label), el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)];
    // With a class, since the theme wraps a table without one if it is there in time.
    const table = el("table", { class: "calculator__rows" }, ...lines);
    return el("div", { class: "calculator__table", role: "region", "aria-label": label }, table);
  }

  /* Puts a text to a check of a run that isn't finished. */
  function evidence(text, say) {
    const open = store.list().filter(({ run }) => run && !run.head.has("finished"));
    const choices = open.flatMap(({ id, run }) =>
      [...run.entries.values()].map((entry) => ({ id, entry, label: `${entry.code} ${entry.text.replaceAll("**", "")}` })),
    );
    if (!choices.length) return say("No run is open: start one on a playbook's page first.");
    const groups = open.map(({ id, run }) => {
      const own = choices.map((choice, at) => [choice, at]).filter(([choice]) => choice.id === id);
      const options = own.map(([{ label }, value]) => el("option", { value }, label));
      return el("optgroup", { label: run.head.get("run") }, options);
    });
    const select = el("select", { name: "check" }, groups);
    return ask("Use as evidence", [el("label", {}, "Check ", select), el("p", {}, text)], "Write it down", (data) => {
      const { id, entry } = choices[Number(data.get("check"))];
      // Of a check that stands in the run already, so that no checklist is asked for one.
      store.edit(id, (run) => {
        const lines = run.entries.get(entry.code).lines.filter(({ kind }) => kind === "Evidence");
        const texts = [...lines.map((line) => line.text).filter(Boolean), text];
        return [{ do: "put", code: entry.code, kind: "Evidence", texts }];
      }, { groups: [], retired: [] });
      say(`It stands as evidence of ${entry.code}.`);
      return "";
    });
  }
})(window.researchCalculators);

/*
 * Where the browser keeps runs: each as the text of its file, in the storage of this site alone.
 *
 * Each edit starts from what is stored now, so that two tabs don't overwrite each other. Where storage fails, the
 * page keeps the run itself and says so.
 */
(function (runs) {
  "use strict";

  const { apply, parse } = runs.file;
  const prefix = `research-runs:${runs.dom.root.href}:`; // pages opened from a folder share one storage
  const listeners = new Set();
  const unsaved = new Map(); // what storage refused, or lost
  const seen = new Map(); // the texts that this page has shown
  let recent = []; // this tab's last edits, for a tab that wrote at the same time
  let trouble = "";

  const FULL = "The browser's storage is full or closed, so this run is kept by this page alone. Save it as a file.";
  const LOST = "The browser's storage was cleared. This page still holds the run: save it as a file.";

  function stored(key) {
    try {
      return window.localStorage.getItem(prefix + key);
    } catch {
      return null;
    }
  }

  function read(key) {
    if (unsaved.has(key)) return unsaved.get(key);
    const value = stored(key);
    if (value !== null) seen.set(key, value);
    if (value !== null || !seen.has(key)) return value;
    trouble = LOST;
    unsaved.set(key, seen.get(key));
    return seen.get(key);
  }

  function write(key, value) {
    unsaved.set(key, value);
    try {
      if (value === null) window.localStorage.removeItem(prefix + key);
      else window.localStorage.setItem(prefix + key, value);
      unsaved.delete(key);
      if (!unsaved.size) trouble = "";
    } catch {
      trouble = FULL;
    }
    if (value === null) seen.delete(key);
    else seen.set(key, value);
  }

  function keys() {
    let found = [];
    try {
      found = Object.keys(window.localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    } catch {
      trouble = FULL;
    }
    return [...new Set([...found, ...unsaved.keys()])].filter((key) => key.startsWith("run:") && read(key) !== null);
  }

  /* All runs: `run` is what a text holds, `error` why it holds none. */
  function list() {
    return keys().map((key) => ({ id: key.slice(4), ...opened(read(key)) }));
  }

  function opened(text) {
    try {
      return { text, run: parse(text) };
    } catch (error) {
      return { text, error: error.message };
    }
  }

  function get(id) {
    const text = id && read(`run:${id}`);
    return text ? { id, ...opened(text) } : null;
  }

  function put(id, text) {
    write(`run:${id}`, text);
    changed();
  }

  function remove(id) {
    write(`run:${id}`, null);
    unsaved.delete(`run:${id}`);
    changed();
  }

  /* Makes the edits that `change` asks for, seeing the run as it is now. */
  function edit(id, change, checklist) {
    const redo = (text) => change(parse(text)).reduce((all, each) => apply(all, each, checklist), text);
    recent = [...recent.filter(({ at }) => Date.now() - at < 1000), { id, redo, at: Date.now() }];
    put(id, redo(read(`run:${id}`)));
  }

  /* The run that is open in a playbook, if any. */
  function current(playbook) {
    const found = get(read(`open:${playbook}`));
    return found && found.run && found.run.head.get("playbook") === playbook ? found : null;
  }

  function choose(playbook, id) {
    write(`open:${playbook}`, id);
    if (id === null) unsaved.delete(`open:${playbook}`);
    changed();
  }

  function changed() {
    for (const listener of listeners) listener();
  }

  /* Another tab wrote: what this one wrote in the same second is put back where it is missing. */
  window.addEventListener("storage", (event) => {
    if (event.key !== null && !event.key.startsWith(prefix)) return;
    const key = event.key && event.key.slice(prefix.length);
    if (key && event.newValue === null) seen.delete(key);
    if (key && event.newValue !== null && key.startsWith("run:")) {
      seen.set(key, event.newValue);
      const mine = recent.filter(({ id, at }) => `run:${id}` === key && Date.now() - at < 1000);
      recent = recent.filter((each) => !mine.includes(each));
      try {
        const text = mine.reduce((all, { redo }) => redo(all), event.newValue);
        if (text !== event.newValue) write(key, text);
      } catch {
        // Damaged from outside: whoever reads it next says so.
      }
    }
    changed();
  });

  runs.store = { list, get, put, remove, edit, current, choose, listeners, trouble: () => trouble };
})((window.researchRuns = window.researchRuns || {}));

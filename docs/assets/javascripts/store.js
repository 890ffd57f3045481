/*
 * Where the browser keeps runs, each as the text of its file; where storage fails, the page does, and says so.
 */
(function (runs) {
  "use strict";

  const { apply, parse } = runs.file;
  const PREFIX = `research-runs:${runs.dom.root.href}:`; // pages opened from a folder share one storage
  const RUN = `${PREFIX}run:`;
  const OPEN = `${PREFIX}open:`;
  const FULL = "The browser's storage is full or closed, so this run is kept by this page alone. Save it as a file.";
  const LOST = "The browser's storage was cleared. This page still holds the run: save it as a file.";
  const listeners = [];
  const seen = new Map(); // the texts that this page has shown
  const unsaved = new Set(); // those that storage refused, or lost
  let recent = []; // this tab's last edits, for a tab that wrote at the same time
  let trouble = "";

  /* What storage answers, or nothing where a browser refuses it. */
  function tried(work) {
    try {
      return work(window.localStorage);
    } catch {
      return null;
    }
  }

  function read(key) {
    const value = unsaved.has(key) ? seen.get(key) : tried((storage) => storage.getItem(key));
    if (value !== null) seen.set(key, value);
    if (value !== null || !seen.has(key)) return value;
    trouble = LOST;
    unsaved.add(key);
    return seen.get(key);
  }

  function write(key, value) {
    const done = tried((storage) => {
      if (value === null) storage.removeItem(key);
      else storage.setItem(key, value);
      return true;
    });
    seen.set(key, value);
    unsaved.add(key);
    if (value === null) seen.delete(key);
    if (value === null || done) unsaved.delete(key);
    if (!done) trouble = FULL;
    else if (!unsaved.size) trouble = "";
  }

  function list() {
    const keys = tried(Object.keys);
    if (!keys) trouble = FULL;
    const found = new Set([...(keys || []), ...unsaved]);
    return [...found].filter((key) => key.startsWith(RUN)).map((key) => get(key.slice(RUN.length)));
  }

  /* `run` is what a text holds, `error` why it holds none. */
  function get(id) {
    const text = id && read(RUN + id);
    if (text === null) return null;
    try {
      return { id, text, run: parse(text) };
    } catch (error) {
      return { id, text, error: error.message };
    }
  }

  /* Keeps a text; null deletes it. */
  function put(id, text) {
    write(RUN + id, text);
    changed();
  }

  /* `change` sees the run as it is stored now, so that two tabs don't overwrite each other. */
  function edit(id, change, checklist) {
    const redo = (text) => change(parse(text)).reduce((all, each) => apply(all, each, checklist), text);
    recent = [...recent.filter(isRecent), { key: RUN + id, redo, at: Date.now() }];
    put(id, redo(read(RUN + id)));
  }

  const isRecent = ({ at }) => Date.now() - at < 1000;

  function current(playbook) {
    const found = get(read(OPEN + playbook));
    return found?.run?.head.get("playbook") === playbook ? found : null;
  }

  function choose(playbook, id) {
    write(OPEN + playbook, id);
    changed();
  }

  const changed = () => listeners.forEach((listener) => listener());

  /* What `mount` returns draws the element, now and after each change. */
  function show(selector, mount) {
    let draw = null;
    const mounted = () => {
      const place = document.querySelector(selector);
      draw = place && mount(place);
      draw?.();
    };
    listeners.push(() => draw?.());
    // After each instant navigation, too, of which there is none, and no word, in a folder.
    if (location.protocol === "file:") setTimeout(mounted);
    else window.document$.subscribe(mounted);
  }

  /* Another tab wrote: what this one wrote in the same second is put back where it is missing. */
  window.addEventListener("storage", ({ key, newValue }) => {
    if (newValue === null) {
      seen.delete(key);
    } else {
      seen.set(key, newValue);
      const mine = recent.filter((each) => each.key === key && isRecent(each));
      recent = recent.filter((each) => !mine.includes(each));
      try {
        const text = mine.reduce((all, { redo }) => redo(all), newValue);
        if (text !== newValue) write(key, text);
      } catch {
        // Damaged from outside: whoever reads it next says so.
      }
    }
    changed();
  });

  runs.store = { list, get, put, edit, current, choose, show, trouble: () => trouble };
})(window.researchRuns);

/*
 * The run file, read and changed as text: what `scripts/playbooks/runfile.py` does; `tests/cases/runs` holds them equal.
 */
(function (runs) {
  "use strict";

  const KINDS = ["Evidence", "Not applicable", "Blocked", "Reviewed"];
  const REQUIRED = {
    id: [/^[A-Za-z0-9-]{4,64}$/, "4 to 64 letters, digits and hyphens, never changed"],
    run: [/[^\s\x1c-\x1f\x85]|\ufeff/, "the run's name"], // what Python takes for no white space
    playbook: [/^[a-z0-9-]+$/, "the playbook's folder, such as reproduction"],
    guide: [/^[0-9]{1,6}(\.[0-9]{1,6}){0,3}$/, 'the version of the guide, such as "2026.12"'],
    started: [/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "the day, such as 2026-11-22"],
  };
  const KIND = `[-*+] \\*{0,2}(${KINDS.join("|")})\\*{0,2}:`;
  const CODE = "`([A-Z][A-Z0-9]*-[0-9]+)`";
  const CHECK = new RegExp(`^[-*+] \\[([ xX])\\] ${CODE}(?: ([^\n]*))?$`);
  const INDENTED = new RegExp(`^ {1,3}[-*+] +\\[[ xX]\\] ${CODE}`);
  const KNOWN = new RegExp(`^([ \t]+)${KIND}\\*{0,2}[ \t]*([^\n]*)`);
  const ESCAPABLE = new RegExp(`^([ \t]*)(\\\\?)(\\\\*${KIND})`);
  const KEY = /^([A-Za-z][\w-]*):(?:[ \t]+(?:"((?:[^"\\]|\\["\\])*)"|'((?:[^']|'')*)'|([^"' \t][^\n]*)))?$/;
  const SECOND = new RegExp(`^(${Object.keys(REQUIRED).join("|")}):`);
  const HEADING = /^#{1,6} +([^\n]*)$/;
  const FENCE = /^(`{3,}(?=[^`]*$)|~{3,})/;
  const PLAIN = /^(?:(?!(?:true|false|yes|no|null|on|off|y|n)$)[A-Z][^:#\n]*|[0-9]{4}-[0-9]{2}-[0-9]{2})$/i;
  const DAMAGES = [
    [/^(<{7}|>{7}) /, "unsettled merge conflict", "settle it, and delete the marks"],
    [/^[-*+] +\[[^\]]?\]? *`[A-Z][A-Z0-9]*-/, "damaged check", "write '- [ ] `REP-17` text'"],
    [INDENTED, "indented check", "begin its line with '- ['"],
  ];
  const LARGEST = 1024 * 1024;

  /* Here places count from 0. */
  const fault = (at, what, found, right) =>
    new Error(`${at + 1}: ${what}: '${[...found].slice(0, 60).join("")}'; ${right}`);

  const bare = (line) => line.replace(/\r?\n|\r$/, "");
  const split = (text) => text.match(/[^\n]*\n|[^\n]+/g) || [""];
  // Not with a pattern, which would look for the end from every blank.
  const strip = (row) => {
    let end = row.length;
    while (" \t".includes(row[end - 1] || "end")) end -= 1;
    return row.slice(0, end);
  };
  const blank = (row) => /^[ \t\r\n]*$/.test(row);
  const lead = (row) => /^[ \t]*/.exec(row)[0];
  const width = (row) => lead(row).replaceAll("\t", "    ").length;

  /* Reading */

  let last = {}; // a page asks for the same text several times

  function parse(text) {
    if (last.text !== text) last = runOf(text);
    return last;
  }

  function runOf(text) {
    const lines = split(text);
    const { head, places } = headOf(lines);
    const entries = new Map();
    const headings = new Map();
    for (let at = places.get("") + 1; at < lines.length;) {
      const row = bare(lines[at]);
      const check = CHECK.exec(row);
      if (check) {
        const entry = entryOf(lines, at, check);
        const first = entries.get(entry.code);
        if (first) {
          throw fault(at, `check stands twice, first in line ${first.start + 1}`, entry.code, "keep one of the two");
        }
        entries.set(entry.code, entry);
        at = entry.end;
      } else {
        refuse(lines, at);
        const [, heading] = HEADING.exec(strip(row)) || [];
        const [, mark] = FENCE.exec(row) || [];
        if (heading && !headings.has(heading)) headings.set(heading, at);
        at = mark ? afterFence(lines, at, mark) : at + 1;
      }
    }
    return { text, lines, head, places, entries, headings };
  }

  function headOf(lines) {
    const right = "a run begins with '---', its front matter and '---'";
    const first = bare(lines[0]);
    if (!/^\ufeff?---$/.test(first)) throw fault(0, "not a run", first, right);
    const head = new Map();
    const places = new Map();
    for (let at = 1; at < lines.length; at += 1) {
      const row = bare(lines[at]);
      if (row === "---") return complete(head, places.set("", at));
      const [, key, double, single, plain = ""] = KEY.exec(strip(row)) || [];
      if (!key) throw fault(at, "not a line of front matter", row, "write 'key: value', one a line");
      if (head.has(key)) throw fault(at, "key stands twice in the front matter", key, "keep one of the two");
      head.set(key, double?.replace(/\\(.)/g, "$1") ?? single?.replaceAll("''", "'") ?? plain);
      places.set(key, at);
    }
    throw fault(0, "front matter is never closed", first, right);
  }

  function complete(head, places) {
    for (const [key, [pattern, right]] of Object.entries(REQUIRED)) {
      if (!head.has(key)) throw fault(0, "the front matter lacks", key, `add '${key}:', ${right}`);
      if (!pattern.test(head.get(key))) {
        throw fault(places.get(key), `not the value of '${key}'`, head.get(key), `write ${right}`);
      }
    }
    return { head, places };
  }

  function refuse(lines, at) {
    const row = bare(lines[at]);
    if (row === "---" && SECOND.test(lines[at + 1])) {
      throw fault(at, "second front matter", bare(lines[at + 1]), "one file holds one run: keep them apart");
    }
    for (const [pattern, what, right] of DAMAGES) if (pattern.test(row)) throw fault(at, what, row, right);
  }

  function afterFence(lines, at, mark) {
    const closing = new RegExp(`^${mark}+[ \t]*$`);
    for (let end = at + 1; end < lines.length; end += 1) if (closing.test(bare(lines[end]))) return end + 1;
    throw fault(at, "block of code is never closed", bare(lines[at]), `close it with '${mark}'`);
  }

  const known = new Map(); // a tick in a long run is to be read and drawn within a frame

  function entryOf(lines, start, [, box, code, text = ""]) {
    let end = start + 1;
    for (; end < lines.length && /^([ \t]|\r?\n?$)/.test(lines[end]); end += 1) refuse(lines, end);
    while (blank(lines[end - 1])) end -= 1;
    const raw = lines.slice(start, end).join("");
    if (known.size > 9999) known.clear();
    if (!known.has(raw)) known.set(raw, belowOf(lines.slice(start + 1, end).map(bare)));
    return { code, ticked: box !== " ", text, raw, start, end, ...known.get(raw) };
  }

  function belowOf(rows) {
    const pieces = [];
    for (let at = 0, end; at < rows.length; at = end) {
      const [, indent, kind, first] = KNOWN.exec(rows[at]) || [];
      end = at + 1;
      if (kind) end = continued(rows, at, width(indent));
      const rest = rows.slice(at + 1, end).map((row) => plain(row, width(indent) + 2));
      const text = kind ? tidy([first, ...rest].join("\n")) : plain(rows[at], 4);
      pieces.push({ kind, text, rows: rows.slice(at, end) });
    }
    const free = pieces.filter(({ kind }) => !kind).map(({ text }) => text);
    return { pieces, lines: pieces.filter(({ kind }) => kind), note: tidy(free.join("\n")) };
  }

  function continued(rows, at, indent) {
    let end = at + 1;
    while (end < rows.length && !KNOWN.test(rows[end]) && (blank(rows[end]) || width(rows[end]) > indent)) end += 1;
    while (blank(rows[end - 1])) end -= 1;
    return end;
  }

  function plain(row, columns) {
    for (; columns > 0 && /^[ \t]/.test(row); row = row.slice(1)) columns -= width(row[0]);
    return row.replace(ESCAPABLE, "$1$3");
  }

  const tidy = (text) => text.split(/\r\n?|\n/).map(strip).join("\n").replace(/^[ \t\n]+|\n+$/g, "");

  /* Judging */

  const said = (entry, kind) => entry.lines.filter((line) => line.kind === kind).map((line) => line.text);

  function shortfall(entry) {
    const has = (kind) => said(entry, kind).some(Boolean);
    if (has("Blocked")) return entry.ticked ? "is ticked, yet blocked" : "is blocked";
    if (!entry.ticked) return "is open";
    if (said(entry, "Not applicable").length) return has("Not applicable") ? "" : "is not applicable without a reason";
    return has("Evidence") ? "" : "is ticked without evidence";
  }

  function asked({ head }, { groups }) {
    const names = (head.get("groups") || "").split(/^ +| *, *| +$/).filter(Boolean);
    return groups.filter(({ group }) => !names.length || names.includes(group));
  }

  function progress(run, checklist) {
    const { entries } = run;
    const known = [...checklist.groups.flatMap(({ checks }) => checks), ...checklist.retired];
    const codes = new Set(known.map(({ code }) => code));
    const unknown = [...entries.keys()].filter((code) => !codes.has(code));
    const others = unknown.map((code) => ({ code, must: entries.get(code).text.startsWith("**Must.**") }));
    const asking = [...asked(run, checklist), { group: "", name: "Other checks", checks: others }];
    const none = { settled: 0, total: 0, met: 0, musts: 0 };
    const all = { ...none };
    const groups = [];
    const open = [];
    const fresh = [];
    for (const { group, name, checks } of asking) {
      const part = { group, name, ...none };
      for (const { code, must } of checks) {
        const entry = entries.get(code);
        const settled = Boolean(entry?.ticked);
        const met = must && settled && !shortfall(entry);
        for (const count of [part, all]) {
          count.settled += settled;
          count.total += 1;
          count.met += met;
          count.musts += must;
        }
        if (must ? !met : !settled) open.push(code);
        if (!entry) fresh.push(code);
      }
      if (part.total) groups.push(part);
    }
    const retired = checklist.retired.map(({ code }) => code).filter((code) => entries.has(code));
    return { ...all, groups, open, new: fresh, retired, unknown };
  }

  /* Changing */

  function apply(text, edit, checklist) {
    if (edit.do === "head") return withHead(text, edit.key, edit.value);
    if (edit.do === "update") return updated(text, checklist);
    text = withChecks(text, checklist, [edit.code]);
    const entry = parse(text).entries.get(edit.code);
    if (!entry) throw fault(0, "no such check", edit.code, `a check of the run, or of guide ${checklist.guide}`);
    if (edit.do === "tick") return ticked(text, entry, edit.ticked);
    if (edit.do === "put") return rewritten(text, entry, put(entry, edit.kind, edit.texts), entry.note);
    return rewritten(text, entry, entry.lines, tidy(edit.text));
  }

  function ticked(text, entry, value) {
    const lines = split(text);
    if (entry.ticked !== value) lines[entry.start] = lines[entry.start].replace(/\[.\]/, value ? "[x]" : "[ ]");
    return lines.join("");
  }

  function put(entry, kind, texts) {
    const wanted = new Set(texts.map(tidy).filter(Boolean));
    const kept = entry.lines.filter((line) => line.kind !== kind || wanted.has(line.text));
    for (const text of said(entry, kind)) wanted.delete(text);
    return [...kept, ...Array.from(wanted, (text) => ({ kind, text }))];
  }

  function rewritten(text, entry, lines, note) {
    const few = fewest(entry, lines, note);
    const read = (below) => JSON.stringify(below, ["lines", "kind", "text", "note"]);
    const right = read(belowOf(few)) === read({ lines, note }) && !few.some((row) => INDENTED.test(row));
    return spliced(text, entry.start + 1, entry.end, right ? few : fewest({ pieces: [], note: "" }, lines, note));
  }

  function fewest(old, lines, note) {
    const kept = [];
    const same = note.startsWith(old.note);
    let last;
    let indent = "    ";
    for (const piece of old.pieces) {
      const stays = lines.includes(piece);
      if (piece.kind ? stays : same) kept.push(piece.rows);
      if (stays) [last, indent] = [kept.length, lead(piece.rows[0])];
    }
    const fresh = lines.filter((line) => !old.pieces.includes(line)).flatMap((line) => drawn(line, indent));
    kept.splice(last ?? kept.length, 0, fresh);
    const added = (same ? note.slice(old.note.length) : note).replace(/^\n+/, "");
    const rows = added.split("\n").map((row) => marked(row, "    "));
    if (added) kept.push(old.note ? [] : [""], rows);
    return kept.flat();
  }

  function drawn({ kind, text }, indent) {
    const [first, ...rest] = text.split("\n");
    return [`${indent}- ${kind}: ${first}`.replace(/ $/, ""), ...rest.map((row) => marked(row, `${indent}  `))];
  }

  const marked = (row, indent) => row && indent + row.replace(ESCAPABLE, "$1$2\\$3");

  function spliced(text, start, end, rows) {
    const lines = split(text);
    const mark = lines[0].endsWith("\r\n") ? "\r\n" : "\n";
    if (rows.length && !lines[start - 1].endsWith("\n")) lines[start - 1] += mark;
    return [...lines.slice(0, start), ...rows.map((row) => row + mark), ...lines.slice(end)].join("");
  }

  function withHead(text, key, value) {
    const { places } = parse(text);
    const start = places.get(key) ?? places.get("");
    const rows = value === null ? [] : [`${key}: ${quoted(value)}`];
    return parse(spliced(text, start, start + places.has(key), rows)).text;
  }

  function quoted(value) {
    const text = value.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, "");
    return PLAIN.test(text) ? text : `"${text.replace(/[\\"]/g, "\\$&")}"`;
  }

  /* `head` has the file's order: `id`, `run`, `groups` and `started`. */
  function started(checklist, head) {
    const { playbook, guide } = checklist;
    const values = Object.entries({ id: "", run: "", playbook, guide, ...head }).filter(([, value]) => value);
    const rows = values.map(([key, value]) => `${key}: ${quoted(value)}\n`);
    return updated(["---\n", ...rows, "---\n"].join(""), checklist);
  }

  function ahead(run, { guide }) {
    const theirs = run.head.get("guide");
    const [newer, older] = [theirs, guide].map((version) => version.split("."));
    const apart = [0, 1, 2, 3].map((at) => (newer[at] || 0) - (older[at] || 0)).find(Boolean);
    const right = `bring the checks up to guide ${theirs}`;
    return apart > 0 ? fault(run.places.get("guide"), "newer than the guide at hand", guide, right) : null;
  }

  function updated(text, checklist) {
    const run = parse(text);
    const guide = run.head.get("guide");
    const newer = ahead(run, checklist);
    if (newer) throw newer;
    const checks = asked(run, checklist).flatMap((group) => group.checks);
    const kept = checks.map((check) => ({ check, entry: run.entries.get(check.code) })).filter(({ entry }) => entry);
    // From the last to the first, so that each place is still where it was read.
    for (const { check, entry } of kept.sort((a, b) => b.entry.start - a.entry.start)) {
      if (entry.text !== wording(check)) text = worded(text, entry, check, guide);
    }
    const codes = checks.map(({ code }) => code);
    text = withChecks(text, checklist, codes);
    return guide === checklist.guide ? text : withHead(text, "guide", checklist.guide);
  }

  const wording = (check) => (check.must ? "**Must.** " : "") + check.text;

  function worded(text, entry, check, guide) {
    const old = entry.text ? `${entry.note}\n- Guide ${guide} said: ${entry.text}`.replace(/^\n+/, "") : entry.note;
    const [box] = entry.raw.split("`");
    const row = `${box}\`${entry.code}\` ${wording(check)}`;
    return spliced(rewritten(text, entry, entry.lines, old), entry.start, entry.start + 1, [row]);
  }

  function withChecks(text, checklist, codes) {
    const { lines, places, entries, headings } = parse(text);
    const wanted = new Set(codes);
    const rooms = new Map();
    for (const { name, checks } of checklist.groups) {
      const present = checks.map(({ code }) => entries.get(code)?.start).filter(Boolean);
      let at = present.length ? Math.min(...present) : headings.get(name) + 1 || lines.length;
      let heading = present.length || headings.has(name) ? [] : [`## ${name}`];
      for (const check of checks) {
        if (entries.has(check.code)) {
          at = entries.get(check.code).end;
        } else if (wanted.has(check.code)) {
          const rows = rooms.get(at) || [];
          const above = heading.length && (rows.length || at > places.get("") + 1) ? ["", ...heading] : heading;
          rooms.set(at, [...rows, ...above, `- [ ] \`${check.code}\` ${wording(check)}`]);
          heading = [];
        }
      }
    }
    for (const at of [...rooms.keys()].sort((a, b) => b - a)) text = spliced(text, at, at, rooms.get(at));
    return text;
  }

  /* The text with one more check, as another run has it. */
  function withEntry(text, { raw }) {
    const { length } = split(text);
    return spliced(text, length, length, split(raw).map(bare));
  }

  runs.file = { KINDS, LARGEST, parse, apply, started, updated, withEntry, ahead, progress, said, shortfall, tidy };
})((window.researchRuns = window.researchRuns || {}));

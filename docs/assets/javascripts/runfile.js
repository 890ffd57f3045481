/*
 * The run file: reads and changes the record of one use of a playbook, as text.
 *
 * The same as `scripts/playbooks/runfile.py`, function by function; the cases in `tests/cases/runs` hold the two equal.
 * Pure: it touches neither page nor storage.
 */
(function (runs) {
  "use strict";

  const KINDS = ["Evidence", "Not applicable", "Blocked", "Reviewed"];
  const REQUIRED = {
    id: [/^[A-Za-z0-9-]{4,64}$/, "4 to 64 letters, digits and hyphens, never changed"],
    run: [/[^\n]*\S[^\n]*/, "the run's name"],
    playbook: [/^[a-z0-9-]+$/, "the playbook's folder, such as reproduction"],
    guide: [/^[0-9]{1,6}(\.[0-9]{1,6}){0,3}$/, 'the version of the guide, such as "2026.12"'],
    started: [/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "the day, such as 2026-11-22"],
  };
  const KIND = `[-*+] \\*{0,2}(${KINDS.join("|")}):`;
  const CODE = "[A-Z][A-Z0-9]*-[0-9]+";
  const CHECK = new RegExp(`^[-*+] \\[([ xX])\\] \`(${CODE})\`(?: ([^\\n]*))?$`);
  const DAMAGED = /^[-*+] +\[[^\]]?\]? *`[A-Z]+-/;
  const INDENTED = new RegExp(`^ {1,3}[-*+] +\\[[ xX]\\] \`${CODE}\``);
  const KNOWN = new RegExp(`^([ \\t]+)${KIND}\\*{0,2}[ \\t]*([^\\n]*)$`);
  const ESCAPABLE = new RegExp(`^([ \\t]*)(\\\\*)(${KIND}[^\\n]*)$`);
  const KEY = /^([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+([^\n]*?))?[ \t]*$/;
  const SECOND = /^(id|run|playbook|guide|started):/;
  const HEADING = /^#{1,6} +([^\n]*?) *$/;
  const FENCE = /^(?:(`{3,})[^`\n]*|(~{3,})[^\n]*)$/;
  const PLAIN = /^(?:(?!(?:true|false|yes|no|null|on|off|y|n)$)[A-Z][^:#\n]*|[0-9]{4}-[0-9]{2}-[0-9]{2})$/i;
  const COUNTS = ["settled", "total", "met", "musts"];
  const LARGEST = 1024 * 1024;

  /* What is wrong with a text that is no run: the line from 1, and what right looks like. */
  class RunError extends Error {
    constructor(line, what, found, right) {
      super(`${line}: ${what}: '${[...found].slice(0, 60).join("")}'; ${right}`);
    }
  }

  const bare = (line) => line.slice(0, line.length - (line.endsWith("\r\n") ? 2 : line.endsWith("\n") || line.endsWith("\r")));
  const split = (text) => text.match(/[^\n]*\n|[^\n]+/g) || [];
  const blank = (row) => /^[ \t\r\n]*$/.test(row);
  const lead = (row) => /^[ \t]*/.exec(row)[0];
  const width = (row) => lead(row).length + 3 * (lead(row).split("\t").length - 1);

  /* Reading */

  let last = {}; // a page asks for the same text several times

  function parse(text) {
    if (last.text !== text) last = { text, run: runOf(text) };
    return last.run;
  }

  function runOf(text) {
    const lines = split(text);
    const { head, places } = headOf(lines);
    const entries = new Map();
    const headings = new Map();
    for (let at = places.get("") + 1; at < lines.length; ) {
      const row = bare(lines[at]);
      const check = CHECK.exec(row);
      const fence = !check && FENCE.exec(row);
      const heading = !check && HEADING.exec(row);
      if (!check) refuse(lines, at);
      if (fence) {
        at = afterFence(lines, at, fence[1] || fence[2]);
      } else if (check) {
        const entry = entryOf(lines, at, check);
        const first = entries.get(entry.code);
        if (first) {
          throw new RunError(at + 1, `check stands twice, first in line ${first.start + 1}`, entry.code, "keep one of the two");
        }
        entries.set(entry.code, entry);
        at = entry.end;
      } else {
        if (heading && !headings.has(heading[1])) headings.set(heading[1], at);
        at += 1;
      }
    }
    return { head, entries, places, headings };
  }

  function headOf(lines) {
    const right = "a run begins with '---', its front matter and '---'";
    const first = bare(lines[0] || "");
    if (first.replace(/^\ufeff/, "") !== "---") throw new RunError(1, "not a run", first, right);
    const head = new Map();
    const places = new Map();
    for (let at = 1; at < lines.length; at += 1) {
      const row = bare(lines[at]);
      if (row === "---") {
        complete(head, places);
        return { head, places: places.set("", at) };
      }
      const pair = KEY.exec(row);
      const value = pair && unquoted(pair[2] || "");
      if (value === null) throw new RunError(at + 1, "not a line of front matter", row, "write 'key: value', one a line");
      if (head.has(pair[1])) {
        throw new RunError(at + 1, "key stands twice in the front matter", pair[1], "keep one of the two");
      }
      head.set(pair[1], value);
      places.set(pair[1], at);
    }
    throw new RunError(1, "front matter is never closed", first, right);
  }

  function unquoted(value) {
    if (value.startsWith('"')) {
      const inside = /^"((?:[^"\\\n]|\\["\\])*)"$/.exec(value);
      return inside && inside[1].replace(/\\(["\\])/g, "$1");
    }
    if (value.startsWith("'")) {
      const inside = /^'((?:[^'\n]|'')*)'$/.exec(value);
      return inside && inside[1].replaceAll("''", "'");
    }
    return value;
  }

  function complete(head, places) {
    for (const [key, [pattern, right]] of Object.entries(REQUIRED)) {
      if (!head.has(key)) throw new RunError(1, "the front matter lacks", key, `add '${key}:', ${right}`);
      if (!pattern.test(head.get(key))) {
        throw new RunError(places.get(key) + 1, `not the value of '${key}'`, head.get(key), `write ${right}`);
      }
    }
  }

  function refuse(lines, at) {
    const row = bare(lines[at]);
    if (row === "---" && SECOND.test(lines[at + 1] || "")) {
      throw new RunError(at + 1, "second front matter", bare(lines[at + 1]), "one file holds one run: keep them apart");
    }
    if (/^(<{7}|>{7}) /.test(row)) {
      throw new RunError(at + 1, "unsettled merge conflict", row, "settle it, and delete the marks");
    }
    if (DAMAGED.test(row) && !CHECK.test(row)) {
      throw new RunError(at + 1, "damaged check", row, "write '- [ ] `REP-17` text'");
    }
    if (INDENTED.test(row)) throw new RunError(at + 1, "indented check", row, "begin its line with '- ['");
  }

  function afterFence(lines, at, mark) {
    for (let end = at + 1; end < lines.length; end += 1) {
      const row = bare(lines[end]).replace(/[ \t]+$/, "");
      if (row.length >= mark.length && row === mark[0].repeat(row.length)) return end + 1;
    }
    throw new RunError(at + 1, "block of code is never closed", bare(lines[at]), `close it with '${mark}'`);
  }

  function entryOf(lines, start, check) {
    let end = start + 1;
    for (; end < lines.length && /^([ \t]|\r?\n?$)/.test(lines[end]); end += 1) refuse(lines, end);
    while (end > start + 1 && blank(lines[end - 1])) end -= 1;
    const { lines: known, note } = belowOf(lines.slice(start + 1, end).map(bare));
    return { code: check[2], ticked: check[1] !== " ", text: check[3] || "", lines: known, note, start, end };
  }

  // The same rows read the same, so that a tick in a long run is read and drawn within a frame.
  const read = new Map();

  function belowOf(rows) {
    const key = rows.join("\n");
    if (read.size > 9999) read.clear();
    if (!read.has(key)) read.set(key, belowAnew(rows));
    return read.get(key);
  }

  function belowAnew(rows) {
    const found = pieces(rows);
    const free = found.filter((piece) => !piece.kind).map((piece) => piece.text);
    return {
      lines: found.filter((piece) => piece.kind).map(({ kind, text }) => ({ kind, text })),
      note: tidy(free.join("\n")),
    };
  }

  function pieces(rows) {
    const found = [];
    for (let at = 0; at < rows.length; ) {
      const known = KNOWN.exec(rows[at]);
      const end = known ? continued(rows, at, width(known[1])) : at + 1;
      if (known) {
        const rest = rows.slice(at + 1, end).map((row) => plain(row, width(known[1]) + 2));
        found.push({ kind: known[2], text: tidy([known[3], ...rest].join("\n")), start: at, end });
      } else {
        found.push({ kind: "", text: plain(rows[at], 4), start: at, end });
      }
      at = end;
    }
    return found;
  }

  function continued(rows, at, indent) {
    let end = at + 1;
    while (end < rows.length && !KNOWN.test(rows[end]) && (blank(rows[end]) || width(rows[end]) > indent)) end += 1;
    while (blank(rows[end - 1]) && end > at + 1) end -= 1;
    return end;
  }

  function plain(row, columns) {
    let from = 0;
    for (; columns > 0 && /^[ \t]/.test(row.slice(from)); from += 1) columns -= row[from] === "\t" ? 4 : 1;
    const marked = ESCAPABLE.exec(row.slice(from));
    return marked ? marked[1] + marked[2].slice(1) + marked[3] : row.slice(from);
  }

  /* The text as it can be written and read again. */
  function tidy(text) {
    const rows = text.split(/\r\n|\r|\n/).map((row) => row.replace(/[ \t]+$/, ""));
    return rows.join("\n").replace(/^\n+|\n+$/g, "").replace(/^[ \t]+/, "");
  }

  /* Judging */

  const said = (entry, kind) => entry.lines.filter((line) => line.kind === kind).map((line) => line.text);

  /* Why a gate doesn't pass the check, or nothing where it does. */
  function shortfall(entry) {
    const reasons = said(entry, "Not applicable");
    if (said(entry, "Blocked").some(Boolean)) return entry.ticked ? "is ticked, yet blocked" : "is blocked";
    if (!entry.ticked) return "is open";
    if (reasons.length) return reasons.some(Boolean) ? "" : "is not applicable without a reason";
    return said(entry, "Evidence").some(Boolean) ? "" : "is ticked without evidence";
  }

  function asked(run, checklist) {
    const names = (run.head.get("groups") || "").split(",").map((name) => name.replace(/^ +| +$/g, "")).filter(Boolean);
    return checklist.groups
      .filter((group) => !names.length || names.includes(group.group))
      .flatMap((group) => group.checks.map((check) => ({ group, check })));
  }

  /* How far a run is: counts for all, and a group; codes that are open, new, retired, or unknown to the guide. */
  function progress(run, checklist) {
    const known = new Set(checklist.groups.flatMap((group) => group.checks.map((check) => check.code)));
    const retired = checklist.retired.map((each) => each.code).filter((code) => run.entries.has(code));
    const unknown = [...run.entries.keys()].filter((code) => !known.has(code) && !retired.includes(code));
    const rows = [
      ...asked(run, checklist).map(({ group, check: { code, must } }) => ({ ...group, code, must })),
      ...unknown.map((code) => ({
        group: "",
        name: "Other checks",
        code,
        must: run.entries.get(code).text.startsWith("**Must.**"),
      })),
    ];
    const groups = new Map();
    const all = Object.fromEntries(COUNTS.map((key) => [key, 0]));
    const open = [];
    for (const { group, name, code, must } of rows) {
      const entry = run.entries.get(code);
      const ticked = Boolean(entry && entry.ticked);
      const passed = ticked && !shortfall(entry);
      if (!groups.has(group)) groups.set(group, { group, name, settled: 0, total: 0, met: 0, musts: 0 });
      for (const count of [groups.get(group), all]) {
        count.total += 1;
        count.settled += ticked;
        count.musts += must;
        count.met += must && passed;
      }
      if (!ticked || (must && !passed)) open.push(code);
    }
    const fresh = rows.map((row) => row.code).filter((code) => !run.entries.has(code));
    return { ...all, groups: [...groups.values()], open, new: fresh, retired, unknown };
  }

  /* Changing */

  /* The text after one edit: 'tick', 'put', 'note', 'head' or 'update'. Only the lines that it is about change. */
  function apply(text, edit, checklist) {
    if (edit.do === "head") return withHead(text, edit.key, edit.value);
    if (edit.do === "update") return updated(text, checklist);
    let run = parse(text);
    if (!run.entries.has(edit.code)) {
      text = withChecks(text, checklist, [edit.code]);
      run = parse(text);
    }
    const entry = run.entries.get(edit.code);
    if (!entry) throw new RunError(1, "no such check", edit.code, `a check of the run, or of guide ${checklist.guide}`);
    if (edit.do === "tick") return ticked(text, entry, edit.ticked);
    if (edit.do === "put") return rewritten(text, entry, put(entry, edit.kind, edit.texts), entry.note);
    return rewritten(text, entry, entry.lines, tidy(edit.text));
  }

  function ticked(text, entry, value) {
    if (entry.ticked === value) return text;
    const lines = split(text);
    const line = lines[entry.start];
    lines[entry.start] = line.slice(0, 3) + (value ? "x" : " ") + line.slice(4); // '- [x]'
    return lines.join("");
  }

  function put(entry, kind, texts) {
    const wanted = [...new Set(texts.map(tidy).filter(Boolean))];
    const kept = entry.lines.filter((line) => line.kind !== kind || wanted.includes(line.text));
    const old = said({ lines: kept }, kind);
    return [...kept, ...wanted.filter((text) => !old.includes(text)).map((text) => ({ kind, text }))];
  }

  /* The text with other lines below a check: as few as can be, or all where those would read otherwise. */
  function rewritten(text, entry, known, note) {
    const lines = split(text);
    const few = fewest(lines.slice(entry.start + 1, entry.end).map(bare), entry, known, note);
    const right = JSON.stringify(belowOf(few)) === JSON.stringify({ lines: known, note });
    const rows = right && !few.some((row) => INDENTED.test(row)) ? few : allRows(known, note);
    return spliced(lines, entry.start + 1, entry.end, rows);
  }

  function allRows(known, note) {
    const rows = known.flatMap(({ kind, text }) => drawn(kind, text, "    "));
    return [...rows, ...(note ? ["", ...noted(note)] : [])];
  }

  function fewest(rows, entry, known, note) {
    const more = [...known];
    const kept = [];
    const same = note.startsWith(entry.note);
    let last = -1;
    let indent = "    ";
    for (const { kind, text, start, end } of pieces(rows)) {
      const at = more.findIndex((line) => line.kind === kind && line.text === text);
      if (kind && at >= 0) {
        more.splice(at, 1);
        last = kept.length + end - start;
        indent = lead(rows[start]);
      }
      if (kind ? at >= 0 : same) kept.push(...rows.slice(start, end));
    }
    const fresh = more.flatMap(({ kind, text }) => drawn(kind, text, indent));
    kept.splice(last < 0 ? kept.length : last, 0, ...fresh);
    const added = noted(same ? note.slice(entry.note.length) : note);
    return [...kept, ...(added.length && !entry.note ? [""] : []), ...added];
  }

  function drawn(kind, text, indent) {
    const [first, ...rest] = text.split("\n");
    return [`${indent}- ${kind}: ${first}`.replace(/ +$/, ""), ...rest.map((row) => marked(row, `${indent}  `))];
  }

  function noted(note) {
    const rows = note.replace(/^\n+|\n+$/g, "");
    return rows ? rows.split("\n").map((row) => marked(row, "    ")) : [];
  }

  function marked(row, indent) {
    const known = ESCAPABLE.exec(row);
    return row && indent + (known ? `${known[1]}\\${known[2]}${known[3]}` : row);
  }

  function spliced(lines, start, end, rows) {
    const mark = lines[0].endsWith("\r\n") ? "\r\n" : "\n";
    const above = lines.slice(0, start);
    if (rows.length && !above[start - 1].endsWith("\n")) above[start - 1] += mark;
    return [...above, ...rows.map((row) => row + mark), ...lines.slice(end)].join("");
  }

  function withHead(text, key, value) {
    const { places } = parse(text);
    const start = places.has(key) ? places.get(key) : places.get("");
    const rows = value === null ? [] : [`${key}: ${quoted(value)}`];
    const after = spliced(split(text), start, start + places.has(key), rows);
    parse(after);
    return after;
  }

  function quoted(value) {
    const text = value.split(/[ \t\r\n]+/).join(" ").replace(/^ +| +$/g, "");
    return PLAIN.test(text) ? text : `"${text.replace(/[\\"]/g, "\\$&")}"`;
  }

  /* An empty run of a playbook; `head` has its id, its name as `run`, the day as `started`, and perhaps `groups`. */
  function started(checklist, head) {
    const { id, run, groups, started: day } = head;
    const values = { id, run, playbook: checklist.playbook, guide: checklist.guide, groups, started: day };
    const rows = Object.entries(values).filter(([, value]) => value).map(([key, value]) => `${key}: ${quoted(value)}\n`);
    return updated(["---\n", ...rows, "---\n"].join(""), checklist);
  }

  /* What is wrong where a run follows a newer guide than the one at hand, or null. */
  function ahead(run, checklist) {
    const theirs = run.head.get("guide");
    const numbers = (guide) => Array.from({ length: 9 }, (_, at) => Number(guide.split(".")[at] || 0));
    const ours = numbers(checklist.guide);
    const apart = numbers(theirs).map((part, at) => part - ours[at]).find(Boolean);
    const right = `bring the checks up to guide ${theirs}`;
    return apart > 0 ? new RunError(run.places.get("guide") + 1, "newer than the guide at hand", checklist.guide, right) : null;
  }

  /* The run brought to the guide: its version, checks that are new, and wordings that changed, the old one kept. */
  function updated(text, checklist) {
    const run = parse(text);
    const newer = ahead(run, checklist);
    if (newer) throw newer;
    const checks = asked(run, checklist).map(({ check }) => check);
    for (const check of checks) {
      const old = run.entries.get(check.code);
      if (old && old.text !== wording(check)) {
        text = worded(text, parse(text).entries.get(check.code), check, run.head.get("guide"));
      }
    }
    text = withChecks(text, checklist, checks.map((check) => check.code));
    return run.head.get("guide") === checklist.guide ? text : withHead(text, "guide", checklist.guide);
  }

  const wording = (check) => (check.must ? "**Must.** " : "") + check.text;

  function worded(text, entry, check, guide) {
    const old = entry.text ? `${entry.note}\n- Guide ${guide} said: ${entry.text}`.replace(/^\n+/, "") : entry.note;
    const lines = split(rewritten(text, entry, entry.lines, old));
    const box = lines[entry.start].slice(0, lines[entry.start].indexOf("`"));
    return spliced(lines, entry.start, entry.start + 1, [`${box}\`${entry.code}\` ${wording(check)}`]);
  }

  /* The text with checks of the guide that it lacks, each below its neighbour or under its group's heading. */
  function withChecks(text, checklist, codes) {
    const run = parse(text);
    const wanted = new Set(codes);
    const rooms = new Map();
    let lines = split(text);
    for (const group of checklist.groups) {
      let { at, heading } = room(run, lines, group);
      for (const check of group.checks) {
        if (run.entries.has(check.code)) {
          at = run.entries.get(check.code).end;
        } else if (wanted.has(check.code)) {
          const rows = rooms.get(at) || [];
          const above = heading.length && (rows.length || at > run.places.get("") + 1) ? ["", ...heading] : heading;
          rooms.set(at, [...rows, ...above, `- [ ] \`${check.code}\` ${wording(check)}`]);
          heading = [];
        }
      }
    }
    for (const at of [...rooms.keys()].sort((a, b) => b - a)) lines = split(spliced(lines, at, at, rooms.get(at)));
    return lines.join("");
  }

  function room(run, lines, group) {
    const present = group.checks.map((check) => run.entries.get(check.code)).filter(Boolean);
    if (present.length) return { at: Math.min(...present.map((entry) => entry.start)), heading: [] };
    if (run.headings.has(group.name)) return { at: run.headings.get(group.name) + 1, heading: [] };
    return { at: lines.length, heading: [`## ${group.name}`] };
  }

  /* The text with one more check at its end, as another run has it. */
  function withEntry(text, { ticked: on, code, text: words, lines: known, note }) {
    const lines = split(text);
    return spliced(lines, lines.length, lines.length, [`- [${on ? "x" : " "}] \`${code}\` ${words}`, ...allRows(known, note)]);
  }

  runs.file = { KINDS, LARGEST, parse, apply, started, updated, withEntry, ahead, progress, said, shortfall, tidy };
})((window.researchRuns = window.researchRuns || {}));

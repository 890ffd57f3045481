/*
 * How a run leaves the browser and comes in: as a file, as Markdown on the clipboard, and as a link that holds it.
 */
(function (runs) {
  "use strict";

  const { el, ask, root } = runs.dom;

  /* The run as a file. */
  function save(name, text) {
    const href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    el("a", { href, download: `${name}.md` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10000);
  }

  /* The text on the clipboard, or in a box to copy it from where a browser offers no clipboard. */
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
    const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const data = btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    return new URL(`runs/index.html#run=1.${data}`, root).href;
  }

  /* The run that such a link holds; throws an Error in words. */
  async function unlink(fragment) {
    const [, version, data] = /^#run=(\d+)\.(.*)$/.exec(fragment) || [];
    if (version !== "1") throw new Error("This link was made by another version of this site. Ask for the file instead.");
    let chunks = [];
    try {
      const letters = atob(data.replaceAll("-", "+").replaceAll("_", "/"));
      const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
      const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
      for (let size = 0, part = await reader.read(); !part.done && size <= runs.file.LARGEST; part = await reader.read()) {
        size += part.value.length;
        chunks.push(part.value);
      }
    } catch {
      throw new Error("This link is cut short or damaged. Ask for it again, or for the file.");
    }
    return text(await new Blob(chunks).arrayBuffer(), "link");
  }

  /* Bytes as the text of a run; throws an Error in words. */
  function text(bytes, name) {
    if (bytes.byteLength > runs.file.LARGEST) throw new Error(`${name}:1: larger than a run can be: name a run file`);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Error(`${name}:1: not UTF-8 text: name a run file, or save it as UTF-8`);
    }
  }

  runs.share = { save, copy, link, unlink, text };
})((window.researchRuns = window.researchRuns || {}));

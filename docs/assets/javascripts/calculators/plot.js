/*
 * A small plot as SVG, in the page's colours: lines, points, bars, bands and rules over one pair of axes.
 */
(function (calculators) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const LETTER = 7; // pixels, at most, that a letter of a name takes
  const [LEFT, RIGHT, ROW, BODY] = [56, 12, 16, 204]; // pixels; a row of letters, the height between the axes' ends

  function node(name, attributes, ...children) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /* Round values, about six of them, over a range. */
  function ticks([low, high]) {
    const rough = (high - low) / 6;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].find((times) => times * power >= rough) * power;
    const found = [];
    for (let at = Math.ceil(low / step); at * step <= high + step * 1e-9; at += 1) found.push(at * step);
    return found;
  }

  function range(numbers) {
    let [low, high] = [Infinity, -Infinity];
    for (const each of numbers) [low, high] = [Math.min(low, each), Math.max(high, each)];
    const room = (high - low || Math.abs(high) || 1) * 0.05;
    return [low - room, high + room];
  }

  /* `said` is the plot in words, `width` in pixels, so that letters keep their size on a phone. */
  function plot({ x, y, series, rules = [], names }, said, width) {
    const all = series.flatMap(({ points = [], band = [] }) => [...points, ...band.flatMap(([a, b, c]) => [[a, b], [a, c]])]);
    const across = names ? [0.5, names.length + 0.5] : range([...all.map(([a]) => a), ...rules.flatMap((each) => each.x ?? [])]);
    const ground = series.some(({ bars }) => bars) ? [0] : [];
    const up = range([...ground, ...all.map(([, b]) => b), ...rules.flatMap((each) => each.y ?? [])]);
    const named = series.length > 1 ? series : [];
    const TOP = 12 + ROW * named.length;
    // Names that would run into each other stand in two rows.
    const rows = names?.some((name) => name.length * LETTER * names.length > width - LEFT - RIGHT) ? 2 : 1;
    const BOTTOM = 28 + ROW * rows;
    const HEIGHT = TOP + BODY + BOTTOM;
    const toX = (value) => LEFT + ((value - across[0]) / (across[1] - across[0])) * (width - LEFT - RIGHT);
    const toY = (value) => HEIGHT - BOTTOM - ((value - up[0]) / (up[1] - up[0])) * (HEIGHT - TOP - BOTTOM);
    const text = (at, words, more = {}) => node("text", { x: at[0], y: at[1], ...more }, words);
    const bar = (a, b) => {
      const [left, right] = [toX(a - 0.35), toX(a + 0.35)];
      const [width, height] = [right - left, toY(0) - toY(b)];
      return node("rect", { x: left.toFixed(1), y: toY(b).toFixed(1), width: width.toFixed(1), height: height.toFixed(1) });
    };
    const path = (points) => points.map(([a, b], at) => `${at ? "L" : "M"}${toX(a).toFixed(1)} ${toY(b).toFixed(1)}`).join("");
    const about = `Plot of ${y}${x && ` by ${x}`}. ${said}`;
    const drawn = node("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": about, class: "plot" });
    const label = (value) => String(Number(value.toPrecision(6)));
    const marks = names ? names.map((name, at) => [at + 1, name]) : ticks(across).map((value) => [value, label(value)]);
    marks.forEach(([value, name], at) => {
      drawn.append(text([toX(value), HEIGHT - BOTTOM + ROW * (1 + (at % rows))], name, { "text-anchor": "middle" }));
    });
    for (const value of ticks(up)) {
      drawn.append(
        node("line", { class: "plot__grid", x1: LEFT, x2: width - RIGHT, y1: toY(value), y2: toY(value) }),
        text([LEFT - 6, toY(value) + 4], label(value), { "text-anchor": "end" }),
      );
    }
    drawn.append(text([(LEFT + width - RIGHT) / 2, HEIGHT - 8], x, { "text-anchor": "middle" }));
    const turned = { "text-anchor": "middle", transform: `rotate(-90 12 ${(HEIGHT - BOTTOM) / 2})` };
    drawn.append(text([12, (HEIGHT - BOTTOM) / 2], y, turned));
    series.forEach(({ name, points = [], line, bars, band = [] }, at) => {
      const group = node("g", { class: `plot__series plot__series--${at % 4}` });
      const edge = [...band.map(([a, low]) => [a, low]), ...band.map(([a, , high]) => [a, high]).reverse()];
      if (edge.length) group.append(node("path", { class: "plot__band", d: `${path(edge)}Z` }));
      if (bars) group.append(...points.map(([a, b]) => bar(a, b)));
      else if (line) group.append(node("path", { class: "plot__line", d: path(points) }));
      else for (const [a, b] of points) group.append(node("circle", { cx: toX(a).toFixed(1), cy: toY(b).toFixed(1), r: 3 }));
      if (named.length) {
        const height = 12 + ROW * at;
        const sample = { class: line ? "plot__line" : "plot__key", d: `M${LEFT} ${height}h24` };
        group.append(node("path", sample), text([LEFT + 30, height + 4], name));
      }
      drawn.append(group);
    });
    for (const { x: down, y: along, label: name } of rules) {
      const ends =
        down === undefined
          ? { x1: LEFT, x2: width - RIGHT, y1: toY(along), y2: toY(along) }
          : { x1: toX(down), x2: toX(down), y1: TOP, y2: HEIGHT - BOTTOM };
      const late = toX(down ?? 0) > width / 2;
      const level = [names ? LEFT + 4 : width - RIGHT - 4, ends.y1 - 4];
      const place = down === undefined ? level : [ends.x1 + (late ? -5 : 5), TOP + 10];
      const anchor = (down === undefined ? !names : late) ? "end" : "start";
      const letters = text(place, name, { "text-anchor": anchor, class: "plot__label" });
      drawn.append(node("line", { class: "plot__rule", ...ends }), letters);
    }
    return drawn;
  }

  calculators.plot = plot;
})((window.researchCalculators ??= { compute: {} }));

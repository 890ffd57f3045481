/*
 * Several tests: p-values adjusted by Holm and by Benjamini and Hochberg, as `compute/corrections.py` has them.
 */
(function (calculators) {
  "use strict";

  /* Sorted p-values adjusted by both, and how many of them, from the smallest, each rejects. */
  function adjusted(sorted, alpha) {
    const count = sorted.length;
    const holm = sorted.map((p, at) => p * (count - at));
    for (let at = 1; at < count; at += 1) holm[at] = Math.max(holm[at], holm[at - 1]);
    const bh = sorted.map((p, at) => p / ((at + 1) / count));
    for (let at = count - 2; at >= 0; at -= 1) bh[at] = Math.min(bh[at], bh[at + 1]);
    const first = sorted.findIndex((p, at) => p > alpha / (count - at));
    const last = sorted.findLastIndex((p, at) => p <= ((at + 1) / count) * alpha);
    const most1 = (values) => values.map((value) => Math.min(1, value));
    return { holm: most1(holm), bh: most1(bh), byHolm: first < 0 ? count : first, byBh: last + 1 };
  }

  calculators.compute.corrections = async function ({ p, alpha }) {
    const order = p.map((_, at) => at).sort((one, other) => p[one] - p[other]);
    const sorted = order.map((at) => p[at]);
    const { holm, bh, byHolm, byBh } = adjusted(sorted, alpha);
    const rows = [];
    order.forEach((row, at) => {
      const names = [at < byHolm && "Holm", at < byBh && "BH"].filter(Boolean);
      rows[row] = { row: row + 1, p: p[row], holm: holm[at], bh: bh[at], rejected: names.join(", ") || "none" };
    });
    const holds = { zero: sorted[0] === 0, none: byHolm + byBh === 0 };
    const count = p.length;
    const ranked = (value) => sorted.map((_, at) => [at + 1, value(at)]);
    return {
      outputs: { tests: count, raw: p.filter((value) => value <= alpha).length, holm: byHolm, bh: byBh, rows },
      warnings: Object.keys(holds).filter((name) => holds[name]),
      plot: {
        x: "Rank; lines: Holm's threshold, above it BH's",
        y: "p",
        series: [
          { name: "p-values", points: ranked((at) => sorted[at]) },
          { name: "Holm's threshold", points: ranked((at) => alpha / (count - at)), line: true },
          { name: "Benjamini and Hochberg's threshold", points: ranked((at) => ((at + 1) / count) * alpha), line: true },
        ],
      },
    };
  };
})((window.researchCalculators ??= { compute: {} }));

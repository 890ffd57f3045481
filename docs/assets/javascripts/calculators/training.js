/*
 * What a training takes: FLOPs, time, money, energy and memory, as `compute/training.py` has them.
 */
(function (calculators) {
  "use strict";

  const [GIGA, TERA, HOUR, DAY] = [1e9, 1e12, 3600, 24];
  const [FEW_TOKENS, HOPED, OTHER_SHAPE] = [10, 0.55, 2];
  const MOMENTS = { adamw: 8, adamw8: 2, momentum: 4 };
  const WEIGHTS = { mixed: [2, 2, 4], mixed32: [2, 4, 4], fp32: [4, 4, 0] };
  const KEPT = { mixed: [34, 5, 2], mixed32: [34, 5, 2], fp32: [66, 9, 4] };
  const [NONE_NEEDED, NONE_ENOUGH] = ["none needed", "none of these"];

  // Cheapest first: what it is called, what it costs, and what it changes.
  const CHANGES = [
    ["fused attention", "nothing", { checkpointing: "selective" }],
    ["16-bit mixed precision", "a check of the loss", { precision: "mixed" }],
    ["ZeRO-1", "nothing", { sharding: "1" }],
    ["ZeRO-2", "nothing", { sharding: "2" }],
    ["micro-batch 1, accumulated", "smaller matrix products", { batch: 1 }],
    ["ZeRO-3", "half as much traffic again", { sharding: "3" }],
    ["every layer recomputed", "a third more FLOPs", { checkpointing: "full" }],
    ["8-bit moments", "a check of the loss", { optimizer: "adamw8" }],
  ];

  function activations({ layers, hidden, heads, length, batch, precision, checkpointing }) {
    const [linear, core, whole] = KEPT[precision];
    const unit = (length * batch * hidden) / GIGA;
    if (checkpointing === "full") return [["activations", layers * unit * whole], ["layer in work", unit * linear]];
    const kept = checkpointing === "selective" ? linear : linear + (core * heads * length) / hidden;
    return [["activations", layers * unit * kept]];
  }

  /* GB a device by part, those left out that are empty. */
  function partsOf(layout) {
    const { parameters, hidden, vocabulary, length, batch, devices, memory, reserve } = layout;
    const [weights, gradients, copy] = WEIGHTS[layout.precision];
    const state = copy + (MOMENTS[layout.optimizer] ?? 8 / hidden);
    const shared = (size, first) => (parameters * size) / (Number(layout.sharding) >= first ? devices : 1) / GIGA;
    return [
      ["weights", shared(weights, 3)],
      ["gradients", shared(gradients, 2)],
      ["optimizer state", shared(state, 1)],
      ...activations(layout),
      ["logits", (8 * length * batch * vocabulary) / GIGA],
      ["kept free", reserve * memory],
    ].filter(([, size]) => size);
  }

  const needOf = (layout) => partsOf(layout).reduce((sum, [, size]) => sum + size, 0);

  /* The layout as it is, then each change that lessens the memory, on top of those before it. */
  function changesOf(layout) {
    let need = needOf(layout);
    const row = (change, takes) => ({ change, takes, size: need, fits: need <= layout.memory ? "yes" : "no" });
    const rows = [row("as it is", "")];
    for (const [name, cost, change] of CHANGES) {
      if (change.optimizer && layout.optimizer !== "adamw") continue; // no other keeps two moments
      const changed = { ...layout, ...change };
      if (needOf(changed) >= need) continue;
      [layout, need] = [changed, needOf(changed)];
      rows.push(row(name, cost));
    }
    return rows;
  }

  function refuseImpossible({ heads, hidden, utilisation }, more) {
    const faults = {};
    if (heads > hidden) faults.heads = `A head is one number wide at least: write ${hidden} or less.`;
    if (utilisation * more > 1 + 1e-9) {
      const most = Math.floor(100 / more + 1e-9) / 100;
      faults.utilisation = `With what is recomputed, the devices would pass their peak: write ${most} or less.`;
    }
    if (Object.keys(faults).length) throw new calculators.InputError(faults);
  }

  function plotOf(parts, need, memory) {
    const bars = [...parts, ["sum", need]];
    return {
      x: "",
      y: "GB a device",
      names: bars.map(([name]) => name),
      series: [{ name: "memory", points: bars.map(([, size], at) => [at + 1, size]), bars: true }],
      rules: [{ y: memory, label: `${memory} GB` }],
    };
  }

  calculators.compute.training = async function (values) {
    const { parameters, tokens, layers, hidden, vocabulary, length, checkpointing, devices, memory } = values;
    const { peak, utilisation, price, watts, pue } = values;
    const dense = 6 * parameters * tokens;
    const core = 4 * layers * hidden * length * tokens;
    const flops = dense + 3 * core;
    const hardware = flops + { none: 0, selective: core, full: flops / 3 }[checkpointing];
    refuseImpossible(values, hardware / flops);
    const hours = flops / (peak * TERA * utilisation) / HOUR;
    const parts = partsOf(values);
    const need = needOf(values);
    const fits = need <= memory;
    const changes = changesOf(values);
    const first = changes.find((row) => row.fits === "yes")?.change ?? NONE_ENOUGH;
    const shape = 12 * layers * hidden ** 2 + vocabulary * hidden;
    const holds = {
      over: !fits && first !== NONE_ENOUGH,
      nothing: !fits && first === NONE_ENOUGH,
      alone: devices === 1 && values.sharding !== "0",
      shape: parameters / shape < 1 / OTHER_SHAPE || parameters / shape > OTHER_SHAPE,
      tokens: tokens < FEW_TOKENS * parameters,
      hoped: utilisation > HOPED,
    };
    return {
      outputs: {
        flops,
        dense,
        attention: (3 * core) / dense,
        hardware,
        hours,
        days: hours / devices / DAY,
        cost: hours * price,
        energy: (hours * watts * pue) / 1e6,
        shape,
        need,
        first: fits ? NONE_NEEDED : first,
        parts: parts.map(([part, size]) => ({ part, size, share: size / need })),
        changes,
      },
      warnings: Object.keys(holds).filter((name) => holds[name]),
      plot: plotOf(parts, need, memory),
    };
  };
})((window.researchCalculators ??= { compute: {} }));
